// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/statement_view.h"

#include <optional>

namespace strandline::analysis {

/// A query that gives every row of exactly one table: SELECT … FROM table without a condition, a limit, a
/// join or a set operation.
struct SelectCopy
{
    ObjectName source;
    bool everything = false; ///< SELECT *
    QList<QStringList> items; ///< per result column the names in it, those of columns among them
};
std::optional<SelectCopy> readSelectCopy(Cursor query);

} // namespace strandline::analysis
