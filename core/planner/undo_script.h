// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/data_loss.h"

#include <functional>

namespace strandline::planner {

using InverseOf = std::function<std::optional<analysis::Inverse>(QByteArrayView statement, sql::Dialect)>;

/// A script made of the inverses of a script's first statements, the last one first.
struct UndoScript
{
    migration::Script script; ///< empty bytes when something has no inverse
    QList<base::Error> missing; ///< statements without an inverse, with position
    QList<base::Error> warnings; ///< what an inverse takes along, with position
};

UndoScript makeUndoScript(const migration::Script& script, int kept, const QString& id, sql::Dialect dialect,
    const InverseOf& inverseOf);

} // namespace strandline::planner
