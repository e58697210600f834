// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QString>

namespace strandline::db {

/// What holds the promise that nothing is written.
enum class WriteLock {
    None,
    Program, ///< only our own gate refuses
    Engine, ///< the server or library refuses writes of this session
};

/// Facts about an open database, read once after connecting.
struct ServerInfo
{
    sql::Dialect dialect = sql::Dialect::Sqlite;
    QString product; ///< "PostgreSQL", "MariaDB", "MySQL", "SQLite"
    QString versionText; ///< "15.8"
    int versionNumber = 0; ///< 150008, 101106, 34001: comparable within one product
    QString database; ///< name, or absolute path for SQLite
    QString schema; ///< current schema where the engine has them
    QString user; ///< as the server knows it
    QString encoding;
    QString timeZone;
    bool tls = false;
    QString tlsDetail; ///< protocol and cipher
    bool superuser = false;
    bool inRecovery = false; ///< a standby: cannot be written at all
    WriteLock writeLock = WriteLock::None;
    qint64 sessionId = 0; ///< backend pid or connection id; 0 for SQLite
};

} // namespace strandline::db
