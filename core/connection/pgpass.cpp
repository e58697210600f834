// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/pgpass.h"

#include "core/connection/config_file.h"

#include <QFileInfo>

namespace strandline::connection {

namespace {

/// Offset behind the field and its colon when the pattern at `at` matches the value.
std::optional<qsizetype> matchField(const QByteArray& line, qsizetype at, const QByteArray& value)
{
    if (line.mid(at, 2) == "*:")
        return at + 2;
    qsizetype used = 0;
    while (at < line.size()) {
        if (line.at(at) == ':' && used == value.size())
            return at + 1;
        if (line.at(at) == '\\')
            ++at;
        if (at >= line.size() || used >= value.size() || line.at(at) != value.at(used))
            return std::nullopt;
        ++at;
        ++used;
    }
    return std::nullopt;
}

QByteArray unescaped(const QByteArray& line, qsizetype at)
{
    QByteArray text;
    while (at < line.size() && line.at(at) != ':') {
        if (line.at(at) == '\\' && at + 1 < line.size())
            ++at;
        text += line.at(at++);
    }
    return text;
}

/// The default folder of libpq differs between builds; all known ones stand for "localhost".
bool isDefaultSocketFolder(const QString& host)
{
    return host.isEmpty() || host == QLatin1String("/tmp") || host == QLatin1String("/run/postgresql")
        || host == QLatin1String("/var/run/postgresql");
}

base::Error note(const QString& path, const QString& detail, const QString& hint)
{
    return {base::ErrorCode::Precondition, QStringLiteral("The password file “%1” is not used").arg(path),
        detail, hint, {}, {}};
}

bool isOpenToOthers(const QString& path)
{
    constexpr QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup
        | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    return (QFileInfo(path).permissions() & others) != 0;
}

} // namespace

std::optional<base::Secret> findInPgpass(const QByteArray& bytes, const PgpassQuery& query)
{
    const QList<QByteArray> wanted {
        isDefaultSocketFolder(query.host) ? QByteArray("localhost") : query.host.toUtf8(),
        query.port.isEmpty() ? QByteArray("5432") : query.port.toUtf8(), query.database.toUtf8(),
        query.user.toUtf8()};
    for (QByteArray line : bytes.split('\n')) {
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        std::optional<qsizetype> at = 0;
        for (const QByteArray& value : wanted) {
            at = matchField(line, *at, value);
            if (!at)
                break;
        }
        if (at)
            return base::Secret(QString::fromUtf8(unescaped(line, *at)));
    }
    return std::nullopt;
}

PgpassAnswer lookUpPgpass(const QString& path, bool isNamed, const PgpassQuery& query)
{
    PgpassAnswer answer;
    answer.path = path;
    const auto bytes = readConfigFile(path);
    if (!bytes) {
        answer.notes << note(path, bytes.error().detail, bytes.error().hint);
        return answer;
    }
    if (!*bytes) {
        if (isNamed && path != QLatin1String("/dev/null"))
            answer.notes << note(path, QStringLiteral("There is no such file."),
                QStringLiteral("Check the variable PGPASSFILE or the parameter passfile."));
        return answer;
    }
    if (isOpenToOthers(path)) {
        answer.notes << note(path,
            QStringLiteral(
                "Its mode lets the group or others read it, and then PostgreSQL's client ignores it."),
            QStringLiteral("Run: chmod 600 “%1”").arg(path));
        return answer;
    }
    answer.password = findInPgpass(**bytes, query);
    return answer;
}

} // namespace strandline::connection
