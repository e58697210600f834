// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/usecase/settle_history.h"

namespace strandline::cli {

/// What the commands understand that write into the history without running a script.
struct SettleOptions
{
    std::string reason;
    std::string lockWait;
    bool forceEnabled = false;
    bool dryRun = false;
};

void declareSettleOptions(CLI::App& app, SettleOptions& options);

/// Says what it would do, asks where the tier wants that, does it, and says what was done.
ExitCode settle(CommandContext& context, const SettleOptions& options, usecase::SettleHistoryRequest request);

} // namespace strandline::cli
