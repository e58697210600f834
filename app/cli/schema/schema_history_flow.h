// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace strandline::cli {

/// Who changed an object, statement by statement, from the scripts of the project.
ExitCode showObjectHistory(CommandContext& context, const QString& object);

} // namespace strandline::cli
