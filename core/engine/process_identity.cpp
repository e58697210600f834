// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/process_identity.h"

#include <QFile>
#include <QSysInfo>

#include <unistd.h>

namespace strandline::engine {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString startOf(qint64 pid)
{
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(pid));
    // The name of the program stands in brackets and may hold blanks and brackets itself; the 20th field
    // behind the last bracket is the start. A zombie (state Z) has ended.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr int state = 0;
    constexpr int start = 19;
    return fields.size() > start && fields.at(state) != "Z" ? QString::fromLatin1(fields.at(start))
                                                            : QString();
}

} // namespace

ProcessIdentity ProcessIdentity::of(qint64 pid)
{
    ProcessIdentity identity;
    identity.pid = pid;
    identity.started = startOf(pid);
    identity.boot =
        QString::fromLatin1(contentOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed());
    identity.space = QFile::symLinkTarget(QStringLiteral("/proc/self/ns/pid")).section(QLatin1Char('/'), -1);
    identity.host = QSysInfo::machineHostName();
    return identity;
}

ProcessIdentity ProcessIdentity::own()
{
    return of(::getpid());
}

ProcessIdentity ProcessIdentity::fromJson(const QJsonObject& json)
{
    return {json[QStringLiteral("pid")].toInteger(), json[QStringLiteral("started")].toString(),
        json[QStringLiteral("boot")].toString(), json[QStringLiteral("space")].toString(),
        json[QStringLiteral("host")].toString()};
}

QJsonObject ProcessIdentity::toJson() const
{
    return {{QStringLiteral("pid"), pid}, {QStringLiteral("started"), started},
        {QStringLiteral("boot"), boot}, {QStringLiteral("space"), space}, {QStringLiteral("host"), host}};
}

Liveness livenessOf(const ProcessIdentity& process)
{
    const ProcessIdentity now = ProcessIdentity::of(process.pid);
    if (process.host != now.host)
        return Liveness::Elsewhere;
    if (process.boot != now.boot)
        return Liveness::Dead;
    if (process.space != now.space)
        return Liveness::Elsewhere;
    return now.isKnown() && now.started == process.started ? Liveness::Alive : Liveness::Dead;
}

} // namespace strandline::engine
