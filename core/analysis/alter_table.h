// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/statement_view.h"

#include <optional>

namespace strandline::analysis {

/// ALTER [IGNORE] TABLE name action, action …; also of a materialised view's or a foreign table's columns:
/// no, those hold nothing.
struct AlterTable
{
    ObjectName table;
    std::vector<TokenRange> actions;
    bool ifExists = false;
    bool ignoresErrors = false; ///< MariaDB: ALTER IGNORE TABLE throws rows away that do not fit
};
std::optional<AlterTable> readAlterTable(const StatementView& view);

/// DROP [COLUMN] [IF EXISTS] name [CASCADE].
struct DropColumnAction
{
    ObjectName column;
    bool cascades = false;
};
std::optional<DropColumnAction> readDropColumn(Cursor action);

/// A word that begins a constraint or an index where a column could stand as well.
bool beginsConstraint(const Cursor& part);

/// The column that ADD [COLUMN] [IF NOT EXISTS] adds; several with MySQL's ADD (a int, b int). Empty for
/// every other action.
std::vector<ObjectName> readAddColumns(Cursor action);

struct RenameAction
{
    ObjectName from; ///< empty: the table itself
    ObjectName to;
};
/// RENAME TO, RENAME [COLUMN] a TO b, MySQL's CHANGE a b when the names differ. Not RENAME CONSTRAINT/INDEX.
std::optional<RenameAction> readRename(Cursor action);

/// A new type for a column: ALTER COLUMN … TYPE, MODIFY, CHANGE.
struct TypeAction
{
    ObjectName column; ///< as it is called before the action
    TokenRange type; ///< varchar(50), without what follows it
    TokenRange usingExpression;
};
std::optional<TypeAction> readTypeChange(Cursor action);

} // namespace strandline::analysis
