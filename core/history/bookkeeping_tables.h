// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::history {

/// Which of our tables a database has, and where. Found in the catalogue; the tables are not touched.
struct BookkeepingTables
{
    QString schema; ///< where they are, or would be made; empty for SQLite
    bool hasHistory = false;
    bool hasLog = false;
    bool hasScript = false;
    int userTables = 0;
    int format = 0; ///< 0 without a history
    bool logIsProtected = false;
    QList<base::Error> problems;
};

/// The three tables as SQL names them.
QString historyTable(const db::ServerInfo& server, const QString& schema);
QString logTable(const db::ServerInfo& server, const QString& schema);
QString scriptTable(const db::ServerInfo& server, const QString& schema);

/// Looks for the tables and makes sure that this program can read them. Precondition when they are there but
/// the login may not read them, naming the missing right, and for a log without its history; Invalid when
/// tables of these names are not ours; Unsupported for a newer format.
base::Result<BookkeepingTables> findTables(db::Connection& connection, const QString& wantedSchema);

/// A time column as milliseconds since 1970 (servers) or as text (SQLite); timeOf() reads both.
QString timeExpression(const db::ServerInfo& server, const QString& column);
QDateTime timeOf(const QVariant& value);

/// Adds what the owner of the database has to grant when the error is about a missing right.
base::Error withRightsHint(base::Error error, const db::ServerInfo& server, const QString& table);

} // namespace strandline::history
