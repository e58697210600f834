// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/sync_command.h"

#include "app/cli/run/drop_flow.h"
#include "app/cli/run/run_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class SyncCommand final : public Command
{
public:
    const char* name() const override { return "sync"; }
    const char* summary() const override
    {
        return "Make a development or test database what the files say, from nothing";
    }

    void declare(CLI::App& app) override
    {
        declareDropOptions(app, m_options);
        app.footer("Drops everything, then applies all migrations. Stored values are lost; for databases "
                   "that can be filled again.");
    }

    ExitCode run(CommandContext& context) override
    {
        m_options.silent = context.options.json;
        const ExitCode dropped = dropDatabase(context, m_options);
        if (dropped == ExitCode::Done && m_options.dryRun && !context.options.json)
            context.terminal.line(QStringLiteral("-- Then every migration is applied."));
        if (dropped != ExitCode::Done || m_options.dryRun)
            return dropped;
        RunOptions options;
        options.allowDataLoss = true; // there is nothing left that could be lost
        options.forceEnabled = m_options.forceEnabled;
        options.lockWait = m_options.lockWait;
        return runTarget(context, options, {});
    }

private:
    DropOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeSyncCommand()
{
    return std::make_unique<SyncCommand>();
}

} // namespace strandline::cli
