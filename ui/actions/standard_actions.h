// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace strandline::ui {

class ActionRegistry;

/// Registers every command of the window in menu order. Commands that this version cannot carry out are
/// there too, disabled, and say so: a person who looks for "Apply" finds an answer and not a gap.
void addStandardActions(ActionRegistry& registry);

} // namespace strandline::ui
