// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/data_loss.h"
#include "core/analysis/statement_view.h"

namespace strandline::analysis {

/// Looks at one statement from its first word; nothing when it is none of its own, or has no sure way back.
using InverseRule = std::optional<Inverse> (*)(Cursor statement);

std::optional<Inverse> inverseOfCreate(Cursor statement);
std::optional<Inverse> inverseOfCreateIndex(Cursor statement);
std::optional<Inverse> inverseOfCreateRoutine(Cursor statement);
std::optional<Inverse> inverseOfCreateOnTable(Cursor statement); ///< triggers, policies, rules
std::optional<Inverse> inverseOfAlterTable(Cursor statement);
std::optional<Inverse> inverseOfRename(Cursor statement); ///< of anything but the parts of a table

/// A name with the schema of another one, when it has none of its own.
QString quotedBeside(const ObjectName& name, const ObjectName& neighbour, sql::Dialect dialect);

} // namespace strandline::analysis
