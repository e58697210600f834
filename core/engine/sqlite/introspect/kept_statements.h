// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/schema/database.h"

#include <QHash>
#include <QSet>

namespace strandline::engine::sqlite {

/// One row of sqlite_schema.
struct KeptStatement
{
    QString type; ///< "table", "index", "view", "trigger"
    QString name;
    QString table;
    QString sql;
};

/// What is read before anything is understood.
struct KeptStatements
{
    QList<KeptStatement> rows; ///< without SQLite's own and ours, in the order of their making
    QSet<QString> shadowTables; ///< parts of virtual tables
    QHash<QString, QList<schema::Column>> columns; ///< of tables and views as the pragmas tell them
    QStringList unread;
    schema::Options options;
};

base::Result<KeptStatements> readKeptStatements(db::Connection& connection);

} // namespace strandline::engine::sqlite
