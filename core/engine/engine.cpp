// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

namespace strandline::engine {

QString serverName(const connection::ConnectionSettings& settings)
{
    if (settings.dialect == sql::Dialect::Sqlite)
        return settings.database.value;
    if (settings.socket.isSet())
        return settings.socket.value;
    const QString host = settings.host.isSet() ? settings.host.value : QStringLiteral("localhost");
    if (!settings.port.isSet() || host.startsWith(QLatin1Char('/')))
        return host;
    return host + QLatin1Char(':') + settings.port.value;
}

} // namespace strandline::engine
