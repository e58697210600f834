// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/migration/plan.h"
#include "core/sql/dialect.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace strandline::analysis {

enum class LossKind {
    DropTable,
    DropColumn,
    DropSchema,
    DropDatabase,
    DropType, ///< with CASCADE it takes the columns of that type with it
    DropView, ///< a materialised view holds rows, too
    DropSequence,
    Truncate,
    DeleteAll, ///< without a condition, or with one that is always true
    UpdateAll,
    NarrowType, ///< values may be cut, rounded or refused
    DropPartition,
    ReplaceRows, ///< REPLACE INTO, INSERT OR REPLACE
};

/// One statement that deletes or overwrites stored values.
struct DataLoss
{
    LossKind kind = LossKind::DropTable;
    int statement = 0; ///< 1-based, in its script
    int line = 0;
    QString object; ///< as users write it: "invoice", "billing.invoice", "orders.note"
    QString table; ///< the table alone, quoted for SQL as the script has it; empty where it makes no sense
    QStringList columns; ///< quoted for SQL
    bool cascades = false;
    QString sentence; ///< "Drops column orders.note": without a number
    QString newType; ///< NarrowType: as the script has it; empty when an expression decides about the values
    bool countsMisfits = false; ///< NarrowType: countQueries() counts exactly the values that do not fit
    /// DropPartition: the partitions, quoted for SQL. Where `table` is empty: the role of DROP OWNED, the
    /// extension of DROP EXTENSION.
    QStringList parts;
    /// DropColumn by rebuilding the table: only these columns were copied, by their names in the catalogue.
    /// Whether there are others only the database knows, so the loss may turn out to be none.
    QStringList keptColumns;
};

/// How much a loss deletes, once somebody asked the database.
struct LossCount
{
    qint64 count = -1; ///< -1: unknown
    bool isEstimate = false; ///< "about"
    bool objectIsAbsent = false; ///< nothing there, nothing lost
    QString unit; ///< lossUnit()
};

struct CountedLoss
{
    QString stepId;
    QString direction;
    DataLoss loss;
    LossCount count;
    /// "Deletes column orders.note: 18,204 values", "… about 2,000,000 rows", "… unknown number of rows".
    QString sentence() const;
    /// The database says that nothing is lost after all: it is not there or empty, every value fits the new
    /// type, the rebuilt table takes every column over.
    bool isNothing() const;
};

QString lossKindName(LossKind kind); ///< "drop-table", …
QString lossUnit(const DataLoss& loss); ///< what countQueries() counts: "rows", "values", "tables", "columns"

/// Everything the script deletes that is there before it runs: what the same script created before does not
/// count. Pure. A statement that cannot be understood gives nothing here; the second list names it.
struct LossScan
{
    QList<DataLoss> losses;
    QList<base::Error> notUnderstood; ///< as notes, with position
};
LossScan findLosses(const migration::Script& script, sql::Dialect dialect);

/// The same for every step of a plan, one for each: what an earlier step makes does not count in a later one,
/// and what it renames is looked for under the name that it has now. Statements of a step that stayed from an
/// earlier run are what the database already shows; they are passed over.
///
/// Large scripts are not held in memory: `readLarge` gives their statements to the visitor, one by one.
/// Without it they are only noted.
using StatementVisitor = std::function<void(QByteArrayView text, int number, int line)>;
using LargeScriptReader =
    std::function<base::Result<void>(const migration::Script&, const StatementVisitor&)>;
QList<LossScan> findLosses(const migration::Plan& plan, const LargeScriptReader& readLarge = {});

/// The query that counts what this loss deletes (one row, one number), and the one that estimates it quickly
/// where the engine can. Empty: there is nothing to count.
struct CountQueries
{
    QString exact;
    QString estimate;
};
CountQueries countQueries(const DataLoss& loss, sql::Dialect dialect);

/// The statement that takes this one back in shape (not in data), for the simple kinds: CREATE TABLE, ADD
/// COLUMN, CREATE INDEX, ADD CONSTRAINT, CREATE VIEW, RENAME …; nothing for the others.
struct Inverse
{
    QString sql;
    QString warning; ///< for example "rows written since are lost with the table"
};
std::optional<Inverse> inverseOf(QByteArrayView statement, sql::Dialect dialect);

} // namespace strandline::analysis
