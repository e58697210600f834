// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/statement_view.h"

namespace strandline::analysis {

/// A condition that every row meets, as far as its text says so: TRUE, 1, 1 = 1, id = id, (1), NOT FALSE,
/// x OR 1 = 1. False in doubt.
bool isAlwaysTrue(const StatementView& view, TokenRange condition, int depth = 0);

} // namespace strandline::analysis
