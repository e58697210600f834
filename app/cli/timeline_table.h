// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/migration/timeline.h"

namespace strandline::cli {

/// Prints the timeline as a table; on a terminal the name column shrinks so that a row stays one line.
void printTimeline(Terminal& terminal, const migration::Timeline& timeline);

} // namespace strandline::cli
