// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QString>
#include <QStringList>

namespace strandline::fuzz {

struct DiffRound
{
    QString problem; ///< empty: everything held
    QStringList script; ///< what was built and run, for looking at a problem
    int statements = 0; ///< of the way up
    int differences = 0; ///< between the two schemas
    int columnsKept = 0; ///< whose values were compared
};

/// A random schema with rows, a random edit of it, and the way between them on a real engine: up reaches the
/// new schema, every column that both sides have keeps its values, and down returns to the old one. The same
/// seed does the same.
DiffRound runDiffRound(sql::Dialect dialect, unsigned seed);

} // namespace strandline::fuzz
