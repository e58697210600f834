// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/down_command.h"

#include "app/cli/run/run_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class DownCommand final : public Command
{
public:
    const char* name() const override { return "down"; }
    const char* summary() const override { return "Roll back the last migration, or several"; }

    void declare(CLI::App& app) override
    {
        auto* to = app.add_option("--to", m_to, "Undo everything newer than this version, which stays")
                       ->type_name("V");
        auto* count = app.add_option("--count", m_count, "How many")
                          ->type_name("N")
                          ->check(checkPositive)
                          ->capture_default_str();
        auto* all = app.add_flag("--all", m_all, "Undo every migration");
        to->excludes(count)->excludes(all);
        count->excludes(all);
        app.add_flag(
            "--single-transaction", m_options.singleTransaction, "All of it or nothing, in one transaction");
        declareRunOptions(app, m_options);
        app.footer(
            "Runs the down scripts, newest first. Values they delete do not come back by applying again;\n"
            "“down --dry-run” shows what would be lost.");
    }

    ExitCode run(CommandContext& context) override
    {
        migration::PlanTarget target;
        target.singleTransaction = m_options.singleTransaction;
        if (m_all || !m_to.empty()) {
            target.kind = migration::TargetKind::DownTo;
            target.version = QString::fromStdString(m_to);
        } else {
            target.kind = migration::TargetKind::DownCount;
            target.count = m_count;
        }
        return runTarget(context, m_options, target);
    }

private:
    std::string m_to;
    int m_count = 1;
    bool m_all = false;
    RunOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeDownCommand()
{
    return std::make_unique<DownCommand>();
}

} // namespace strandline::cli
