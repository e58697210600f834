// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::schema {

/// What of a schema deserves a look although the server accepts it.
enum class FindingKind {
    NoPrimaryKey,
    InvalidIndex,
    ConstraintNotValidated,
    ForeignKeyWithoutIndex,
    RedundantIndex,
    DisabledTrigger,
};

struct Finding
{
    FindingKind kind = FindingKind::NoPrimaryKey;
    ObjectId object; ///< the table, or its index, constraint or trigger; without a name of its own the table
    QString sentence;
};

/// In the order of the tables. Only what the definitions tell: nothing is counted or asked.
QList<Finding> findings(const Database& database);
QList<Finding> findings(const Table& table, sql::Dialect dialect);

/// Whether the columns begin an index or key of the table in any order, so that a lookup by them finds it.
bool isCoveredByIndex(const Table& table, const QStringList& columns);

} // namespace strandline::schema
