// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/arch/layers.h"

namespace strandline::arch {

struct TreeReport
{
    /// One sentence each, beginning with file and line; the tree is in order when there are none.
    QStringList violations;
    /// Budgets that were passed but not by so much that it must not be merged.
    QStringList warnings;
    int files = 0;
};

/// Reads every .h and .cpp below core/, ui/, app/ and tests/ of `root` and holds it against the rules.
/// `qtHeaders` is the folder that has QtCore, QtWidgets and so on; by it an include such as <QLabel> is known
/// to belong to Qt Widgets, which a list of names kept here would forget sooner or later.
TreeReport checkTree(const QString& root, const Layers& layers, const QString& qtHeaders);

} // namespace strandline::arch
