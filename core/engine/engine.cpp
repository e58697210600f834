// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

namespace strandline::engine {

int connectTimeoutMs(const connection::ConnectionSettings& settings, const OpenOptions& options)
{
    // Both PostgreSQL and MariaDB/MySQL write it in seconds; zero and less mean "for ever" to libpq, which
    // here means "no wish".
    constexpr int longestSeconds = 3600;
    const int seconds = settings.options.value(QStringLiteral("connect_timeout")).value.toInt();
    return seconds > 0 ? qMin(seconds, longestSeconds) * 1000 : options.connectTimeoutMs;
}

} // namespace strandline::engine
