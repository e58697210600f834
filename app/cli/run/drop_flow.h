// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace strandline::cli {

struct DropOptions
{
    bool dryRun = false;
    bool emergency = false;
    bool forceEnabled = false;
    bool silent = false; ///< another command goes on behind it and prints the result
    std::string lockWait;
};

void declareDropOptions(CLI::App& app, DropOptions& options);

/// Shows what would go, asks for the name, and drops it.
ExitCode dropDatabase(CommandContext& context, const DropOptions& options);

} // namespace strandline::cli
