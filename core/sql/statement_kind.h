// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArrayView>

namespace strandline::sql {

// All of these look at the tokens of one statement, so that comments, quotes and line breaks do not fool
// them. They know statements by their first words; what hides inside of a function or DO block is not seen.

/// The server refuses the statement inside of a transaction block (or, SQLite, ignores it there).
///
/// - PostgreSQL: CREATE/DROP INDEX and REINDEX … CONCURRENTLY, REINDEX of a database, schema or the system,
///   VACUUM, CREATE/DROP DATABASE and TABLESPACE, ALTER DATABASE … SET TABLESPACE, ALTER SYSTEM, CLUSTER
///   without a table, DETACH PARTITION … CONCURRENTLY, subscriptions where they reach the publisher,
///   COMMIT/ROLLBACK PREPARED, DISCARD ALL. Not seen, since only the catalogue knows: REINDEX and CLUSTER of
///   a partitioned table.
/// - SQLite: VACUUM, DETACH, setting PRAGMA foreign_keys, journal_mode or synchronous.
/// - MySQL: none; see implicitlyCommits().
bool cannotRunInTransaction(QByteArrayView statement, Dialect dialect);

/// PostgreSQL: allowed in a transaction, but what it adds cannot be used before the commit, or before version
/// 12 not at all: ALTER TYPE … ADD VALUE. Give it a transaction of its own.
bool needsOwnTransaction(QByteArrayView statement, Dialect dialect);

/// MySQL and MariaDB: commits what is open before it runs, and cannot be rolled back itself. Always false
/// elsewhere. In doubt true (SET autocommit, UNLOCK TABLES); CALL and EXECUTE are not looked into.
bool implicitlyCommits(QByteArrayView statement, Dialect dialect);

/// BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK (not ROLLBACK TO), PREPARE TRANSACTION: a script that has
/// these does its own book-keeping.
bool controlsTransaction(QByteArrayView statement, Dialect dialect);

} // namespace strandline::sql
