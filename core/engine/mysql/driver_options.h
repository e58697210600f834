// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

struct st_mysql;

namespace strandline::engine::mysql {

/// What Qt's driver is given. It knows no way to ask for a check of the server's certificate; MariaDB's
/// client library takes such settings in place of a host name, as "host=…;ssl-verify-server-cert=1", and
/// that is how they are passed. (A host name that looks like this is refused: it could switch checks off.)
struct DriverSettings
{
    QString host;
    QString options;
};

/// Unsupported or Invalid for values that cannot be passed on unchanged.
base::Result<DriverSettings> driverSettings(
    const connection::ConnectionSettings& settings, const OpenOptions& options);

/// After connecting: that what the mode asks for was really done. The client library falls back to plain
/// text when the server offers no TLS and no check of its identity was asked for.
base::Result<void> checkTls(st_mysql* handle, const connection::ConnectionSettings& settings);

/// A second connection to the same server, with the same host and TLS settings, that ends the running
/// statement of the session; every step is bounded to a few seconds. Runs on any thread.
void sendKillQuery(const connection::ConnectionSettings& settings, const QString& host, qint64 sessionId);

} // namespace strandline::engine::mysql
