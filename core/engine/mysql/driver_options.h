// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

struct st_mysql;

namespace strandline::engine::mysql {

/// The options for QSqlDatabase. Unsupported for what Qt's driver cannot enforce (verify-ca, verify-full) and
/// for values that cannot be passed on unchanged.
base::Result<QString> driverOptions(
    const connection::ConnectionSettings& settings, const OpenOptions& options);

/// After connecting: the client library falls back to plain text when the server offers no TLS, so a mode
/// that requires it is checked on the handle.
base::Result<void> checkTls(st_mysql* handle, const connection::ConnectionSettings& settings);

/// A second connection to the same server with the same TLS settings that ends the running statement of the
/// session; every step is bounded to a few seconds. Runs on any thread, knows nothing of the first
/// connection.
void sendKillQuery(const connection::ConnectionSettings& settings, qint64 sessionId);

} // namespace strandline::engine::mysql
