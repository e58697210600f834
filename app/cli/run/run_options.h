// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/apply_run.h"

#include <string>

namespace CLI {
class App;
}

namespace strandline::cli {

/// What every command that writes understands.
struct RunOptions
{
    bool dryRun = false;
    bool allowDataLoss = false;
    bool forceEnabled = false;
    bool singleTransaction = false;
    bool allowOutOfOrder = false;
    bool ifNeeded = false;
    std::string lockWait; ///< a duration; empty: do not wait
    std::string lockTimeout; ///< a duration; empty: as the environment says
    std::string statementTimeout;

    /// Invalid when the duration cannot be read.
    base::Result<usecase::RunDecisions> decisions(bool yes) const;
};

void declareRunOptions(CLI::App& app, RunOptions& options);
/// A whole number above 0; CLI11's own check names the largest double there is in its refusal.
std::string checkPositive(const std::string& text);
/// Only for commands that go forward.
void declareUpOptions(CLI::App& app, RunOptions& options);

} // namespace strandline::cli
