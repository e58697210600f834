// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace strandline::cli {

/// Names what is wrong with the history and, for each problem, the commands that lead out of it. Only reads.
/// Found when there is anything.
ExitCode showAdvice(CommandContext& context, const QStringList& words);

} // namespace strandline::cli
