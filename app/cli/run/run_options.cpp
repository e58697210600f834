// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/run_options.h"

#include "core/migration/duration.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

/// Long enough for another process to apply a big backlog, short enough for a deployment to notice.
constexpr int kIfNeededWaitMs = 3600 * 1000;

base::Result<void> readDuration(const std::string& text, std::optional<int>& value)
{
    if (text.empty())
        return {};
    const auto duration = migration::parseDuration(QString::fromStdString(text));
    if (!duration)
        return base::forward(duration);
    value = *duration;
    return {};
}

} // namespace

base::Result<usecase::RunDecisions> RunOptions::decisions(bool yes) const
{
    usecase::RunDecisions decisions;
    decisions.allowDataLoss = allowDataLoss;
    decisions.confirmedByOption = yes;
    decisions.forceEnabled = forceEnabled;
    decisions.ifNeeded = ifNeeded;
    decisions.lockWaitMs = ifNeeded ? kIfNeededWaitMs : 0;
    std::optional<int> wait;
    for (const auto& [text, value] :
        {std::pair {&lockWait, &wait}, std::pair {&lockTimeout, &decisions.timeouts.lockMs},
            std::pair {&statementTimeout, &decisions.timeouts.statementMs}}) {
        if (const auto read = readDuration(*text, *value); !read)
            return base::forward(read);
    }
    decisions.lockWaitMs = wait.value_or(decisions.lockWaitMs);
    return decisions;
}

void declareRunOptions(CLI::App& app, RunOptions& options)
{
    app.add_flag("--dry-run", options.dryRun, "Show the exact SQL and stop; nothing is written");
    app.add_flag("--allow-data-loss", options.allowDataLoss, "Run statements that delete stored values");
    app.add_flag(
        "--force-enabled", options.forceEnabled, "Run although the environment says enabled = false");
    app.add_option("--lock-wait", options.lockWait, "How long to wait for another run to end (30s, 5min)")
        ->type_name("TIME");
    app.add_option("--lock-timeout", options.lockTimeout,
           "How long a statement waits for others in this run (500ms, 5s; 0: no limit)")
        ->type_name("TIME");
    app.add_option("--statement-timeout", options.statementTimeout,
           "How long a statement may work in this run (30s, 10min; 0: no limit)")
        ->type_name("TIME");
}

std::string checkPositive(const std::string& text)
{
    const int number = QString::fromStdString(text).toInt();
    return number > 0 ? std::string() : "“" + text + "” is no whole number above 0";
}

void declareUpOptions(CLI::App& app, RunOptions& options)
{
    app.add_flag(
        "--single-transaction", options.singleTransaction, "Everything or nothing, in one transaction");
    app.add_flag(
        "--out-of-order", options.allowOutOfOrder, "Run late migrations without asking for a second look");
}

} // namespace strandline::cli
