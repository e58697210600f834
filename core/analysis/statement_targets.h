// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/statement_view.h"

#include <optional>

namespace strandline::analysis {

/// One thing that a statement does to one object.
struct StatementTarget
{
    ObjectName object;
    QString change; ///< "created", "column note added", …
    /// Where the column has to be mentioned for this to be about it; the object as a whole, when nothing.
    std::optional<TokenRange> about;
    std::optional<ObjectName> newName; ///< the object is called so behind the statement
    QString renamedColumn; ///< the column is called newColumn behind the statement
    QString newColumn;
    bool isDrop = false;
    bool isCreate = false;
};

/// In the order of the statement; nothing for one that only reads.
QList<StatementTarget> readTargets(const StatementView& view);

} // namespace strandline::analysis
