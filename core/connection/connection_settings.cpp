// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_settings.h"

#include <QDebug>
#include <QFileInfo>
#include <QStringList>

namespace strandline::connection {

namespace {

QString hostWithPort(const QString& host, const QString& port)
{
    if (host.startsWith(QLatin1Char('/')) || host.startsWith(QLatin1Char('@')))
        return host;
    const QString shown = host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]").arg(host) : host;
    return port.isEmpty() ? shown : shown + QLatin1Char(':') + port;
}

QString serverList(const QString& hosts, const QString& ports)
{
    const QStringList hostNames = hosts.split(QLatin1Char(','));
    const QStringList portNumbers = ports.split(QLatin1Char(','));
    QStringList labels;
    for (qsizetype i = 0; i < hostNames.size(); ++i) {
        const QString port = portNumbers.size() == 1 ? portNumbers.first() : portNumbers.value(i);
        labels << hostWithPort(hostNames.at(i), port);
    }
    return labels.join(QStringLiteral(", "));
}

void print(QDebug& debug, const char* name, const Setting& setting)
{
    if (setting.isGiven())
        debug << ' ' << name << '=' << setting.value << " (" << setting.origin << ')';
}

} // namespace

QString tlsModeName(TlsMode mode)
{
    switch (mode) {
    case TlsMode::Unspecified:
        return {};
    case TlsMode::Disable:
        return QStringLiteral("disable");
    case TlsMode::Allow:
        return QStringLiteral("allow");
    case TlsMode::Prefer:
        return QStringLiteral("prefer");
    case TlsMode::Require:
        return QStringLiteral("require");
    case TlsMode::VerifyCa:
        return QStringLiteral("verify-ca");
    case TlsMode::VerifyFull:
        return QStringLiteral("verify-full");
    }
    return {};
}

QString ConnectionSettings::serverLabel() const
{
    if (dialect == sql::Dialect::Sqlite)
        return QFileInfo(database.value).fileName();
    if (socket.isSet())
        return socket.value;
    if (host.isSet())
        return serverList(host.value, port.value);
    if (const auto address = options.value(QStringLiteral("hostaddr")); address.isSet())
        return serverList(address.value, port.value);
    return port.isSet() ? QStringLiteral("local socket, port %1").arg(port.value)
                        : QStringLiteral("local socket");
}

QString ConnectionSettings::describe() const
{
    if (dialect == sql::Dialect::Sqlite)
        return database.value;
    QString text =
        database.isSet() ? QStringLiteral("%1 on %2").arg(database.value, serverLabel()) : serverLabel();
    if (user.isSet())
        text += QStringLiteral(" as ") + user.value;
    return text;
}

QDebug operator<<(QDebug debug, const ConnectionSettings& settings)
{
    const QDebugStateSaver saver(debug);
    debug.nospace().noquote() << "ConnectionSettings(" << sql::dialectName(settings.dialect);
    print(debug, "host", settings.host);
    print(debug, "port", settings.port);
    print(debug, "socket", settings.socket);
    print(debug, "user", settings.user);
    print(debug, "database", settings.database);
    if (!settings.passwordOrigin.isEmpty())
        debug << " password=" << settings.password << " (" << settings.passwordOrigin << ')';
    if (settings.tls != TlsMode::Unspecified)
        debug << " tls=" << tlsModeName(settings.tls) << " (" << settings.tlsOrigin << ')';
    for (auto it = settings.options.cbegin(); it != settings.options.cend(); ++it)
        debug << ' ' << it.key() << '=' << it.value().value << " (" << it.value().origin << ')';
    for (auto it = settings.secretOptions.cbegin(); it != settings.secretOptions.cend(); ++it)
        debug << ' ' << it.key() << '=' << it.value();
    debug << ')';
    return debug;
}

} // namespace strandline::connection
