// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/goto_command.h"

#include "app/cli/run/run_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class GotoCommand final : public Command
{
public:
    const char* name() const override { return "goto"; }
    const char* summary() const override { return "Go up or down until a version is the newest applied one"; }

    void declare(CLI::App& app) override
    {
        app.add_option("version", m_version, "Version, as “status” shows it")->type_name("V")->required();
        declareUpOptions(app, m_options);
        declareRunOptions(app, m_options);
    }

    ExitCode run(CommandContext& context) override
    {
        migration::PlanTarget target;
        target.kind = migration::TargetKind::Goto;
        target.version = QString::fromStdString(m_version);
        target.singleTransaction = m_options.singleTransaction;
        target.allowOutOfOrder = m_options.allowOutOfOrder;
        return runTarget(context, m_options, target);
    }

private:
    std::string m_version;
    RunOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeGotoCommand()
{
    return std::make_unique<GotoCommand>();
}

} // namespace strandline::cli
