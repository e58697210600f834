// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/baseline_command.h"

#include "app/cli/run/settle_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class BaselineCommand final : public Command
{
public:
    const char* name() const override { return "baseline"; }
    const char* summary() const override
    {
        return "Start with a database that exists already: a version and all before it count as done";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("version", m_version, "The newest version that the database holds already")
            ->type_name("V")
            ->required();
        declareSettleOptions(app, m_options);
    }

    ExitCode run(CommandContext& context) override
    {
        usecase::SettleHistoryRequest request;
        request.kind = runner::SettleKind::Baseline;
        request.words = {QString::fromStdString(m_version)};
        return settle(context, m_options, request);
    }

private:
    std::string m_version;
    SettleOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeBaselineCommand()
{
    return std::make_unique<BaselineCommand>();
}

} // namespace strandline::cli
