// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/resume_command.h"

#include "app/cli/run/run_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class ResumeCommand final : public Command
{
public:
    const char* name() const override { return "resume"; }
    const char* summary() const override { return "Go on with a migration that stopped in the middle"; }

    void declare(CLI::App& app) override
    {
        app.add_option("version", m_version, "Which one, where several stopped")->type_name("V");
        app.add_option(
               "--at", m_at, "Go on at this statement: needed where nobody knows whether the last one ended")
            ->type_name("N")
            ->check(checkPositive);
        app.add_flag(
            "--only-this", m_onlyThis, "Stop behind it instead of going on with the run that stopped");
        declareRunOptions(app, m_options);
        app.footer("The statements that stayed must be unchanged in the file; those behind them may have "
                   "been mended.\n"
                   "“repair” lists the other ways out.");
    }

    ExitCode run(CommandContext& context) override
    {
        migration::PlanTarget target;
        target.kind = migration::TargetKind::Resume;
        target.version = QString::fromStdString(m_version);
        target.onlyThis = m_onlyThis;
        if (m_at > 0)
            target.resumeAt = m_at;
        return runTarget(context, m_options, target);
    }

private:
    std::string m_version;
    int m_at = 0;
    bool m_onlyThis = false;
    RunOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeResumeCommand()
{
    return std::make_unique<ResumeCommand>();
}

} // namespace strandline::cli
