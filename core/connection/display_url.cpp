// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_url.h"
#include "core/connection/url_parts.h"

#include <QStringList>

namespace strandline::connection {

namespace {

using sql::Dialect;

/// A lone socket folder or several hosts, each with its port, as the URL writes them.
QString authority(const ConnectionSettings& settings, QStringList& parameters)
{
    const QStringList hosts = settings.host.value.split(QLatin1Char(','));
    const QStringList ports = settings.port.value.split(QLatin1Char(','));
    if (ports.size() > 1 && ports.size() != hosts.size()) {
        parameters << QStringLiteral("port=") + encodePiece(settings.port.value, ",");
        return settings.host.isSet() ? encodePiece(settings.host.value, ",") : QString();
    }
    QStringList entries;
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        QString entry = hosts.at(i).contains(QLatin1Char(':')) && !hosts.at(i).startsWith(QLatin1Char('/'))
            ? QStringLiteral("[%1]").arg(encodePiece(hosts.at(i), ":"))
            : encodePiece(hosts.at(i));
        if (ports.size() == hosts.size() && !ports.at(i).isEmpty())
            entry += QLatin1Char(':') + ports.at(i);
        entries << entry;
    }
    // One port for several hosts has no place among them.
    if (ports.size() == 1 && hosts.size() > 1 && settings.port.isSet())
        parameters << QStringLiteral("port=") + settings.port.value;
    return entries.join(QLatin1Char(','));
}

void addOptions(const ConnectionSettings& settings, QStringList& parameters)
{
    if (settings.tls != TlsMode::Unspecified)
        parameters << QStringLiteral("sslmode=") + tlsModeName(settings.tls);
    for (auto it = settings.options.cbegin(); it != settings.options.cend(); ++it)
        parameters << encodePiece(it.key()) + QLatin1Char('=') + encodePiece(it.value().value, "/,");
}

QString withParameters(const QString& url, const QStringList& parameters)
{
    return parameters.isEmpty() ? url : url + QLatin1Char('?') + parameters.join(QLatin1Char('&'));
}

} // namespace

QString toDisplayUrl(const ConnectionSettings& settings)
{
    QStringList parameters;
    if (settings.dialect == Dialect::Sqlite) {
        addOptions(settings, parameters);
        return withParameters(
            QStringLiteral("sqlite://") + encodePiece(settings.database.value, "/"), parameters);
    }
    QString url = settings.dialect == Dialect::PostgreSql ? QStringLiteral("postgresql://")
                                                          : QStringLiteral("mysql://");
    if (settings.user.isSet())
        url += encodePiece(settings.user.value) + QLatin1Char('@');
    url += authority(settings, parameters);
    if (settings.database.isSet())
        url += QLatin1Char('/') + encodePiece(settings.database.value);
    if (settings.socket.isSet())
        parameters << QStringLiteral("socket=") + encodePiece(settings.socket.value, "/");
    addOptions(settings, parameters);
    return withParameters(url, parameters);
}

} // namespace strandline::connection
