// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/statement_view.h"

namespace strandline::analysis {

/// The tables of a FROM, USING or UPDATE list, with the names under which the statement speaks of them.
struct TableSource
{
    ObjectName table;
    ObjectName alias; ///< the table's own last name when it has none
};
std::vector<TableSource> readTableSources(Cursor list, int depth = 0);

/// The table that a target names, by alias or by its own name; the name itself when no source has it.
ObjectName targetTable(
    const ObjectName& target, const std::vector<TableSource>& sources, sql::Dialect dialect);

/// Which rows a DELETE or UPDATE takes, from behind its tables to the end: true when nothing narrows it down.
bool takesEveryRow(Cursor clauses);

/// Inner joins with a condition leave rows out, others do not.
bool joinsNarrow(Cursor list);

} // namespace strandline::analysis
