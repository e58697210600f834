// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

#include <QHash>

namespace strandline::schema {

/// What only the running database can tell; whatever is not known stays empty.
struct LiveFacts
{
    struct Counter
    {
        ObjectName sequence; ///< a sequence of its own or behind an identity column
        ObjectName table; ///< or the table whose key counts up (AUTO_INCREMENT, AUTOINCREMENT)
        QString lastValue;
    };
    struct FailedCheck
    {
        QString check; ///< "foreign_key_check", "integrity_check"
        ObjectName table; ///< empty: not about one table
        QString detail; ///< in the engine's words
    };
    QList<Counter> counters;
    QHash<ObjectName, qint64> rows; ///< by table, as far as counted or estimated
    QList<FailedCheck> failedChecks;
};

/// One thing that deserves a look, with a draft of what would repair it.
struct HealthFinding
{
    /// "no-primary-key", "invalid-index", "constraint-not-validated", "foreign-key-without-index",
    /// "redundant-index", "disabled-trigger", "counter-near-end", "mixed-collations", "failed-check"; stable.
    QString id;
    ObjectId object;
    QString sentence;
    QString repair; ///< the up script of a migration, to be edited; empty: there is no safe draft
    QString undo; ///< its way back; empty: none
};

/// In the order of the objects. What sounds alike is told once: an invalid index is not redundant as well.
QList<HealthFinding> health(const Database& database, const LiveFacts& facts);

/// A counter is reported from this part of its range on: three quarters leave time for a change of type,
/// which rewrites the table.
constexpr int kCounterWarnsAtPercent = 75;

} // namespace strandline::schema
