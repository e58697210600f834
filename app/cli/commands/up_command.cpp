// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/up_command.h"

#include "app/cli/run/run_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class UpCommand final : public Command
{
public:
    const char* name() const override { return "up"; }
    const char* summary() const override { return "Apply pending migrations"; }

    void declare(CLI::App& app) override
    {
        auto* to = app.add_option("--to", m_to, "Up to and including this version")->type_name("V");
        auto* only =
            app.add_option("--only", m_only, "Only this migration, whatever else is pending")->type_name("V");
        auto* plan =
            app.add_option("--plan", m_plan, "Run a plan that “plan --save” has written")->type_name("FILE");
        to->excludes(only)->excludes(plan);
        only->excludes(plan);
        auto* ifNeeded = app.add_flag("--if-needed", m_options.ifNeeded,
            "For the start of containers: wait while another process migrates, then find nothing to do");
        ifNeeded->excludes(plan);
        declareUpOptions(app, m_options);
        declareRunOptions(app, m_options);
        app.footer("Ctrl+C takes back what can be taken back, else stops behind the running statement.\n"
                   "Exit codes: 0 done or nothing to do, 1 failed and nothing of the migration was kept,\n"
                   "4 refused, 6 half applied, 7 cannot connect, 130 stopped.");
    }

    ExitCode run(CommandContext& context) override
    {
        if (!m_plan.empty())
            return runSavedPlan(context, m_options, QString::fromStdString(m_plan));
        migration::PlanTarget target;
        target.singleTransaction = m_options.singleTransaction;
        target.allowOutOfOrder = m_options.allowOutOfOrder;
        if (!m_to.empty()) {
            target.kind = migration::TargetKind::UpTo;
            target.version = QString::fromStdString(m_to);
        } else if (!m_only.empty()) {
            target.kind = migration::TargetKind::Only;
            target.version = QString::fromStdString(m_only);
        }
        return runTarget(context, m_options, target);
    }

private:
    std::string m_to;
    std::string m_only;
    std::string m_plan;
    RunOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeUpCommand()
{
    return std::make_unique<UpCommand>();
}

} // namespace strandline::cli
