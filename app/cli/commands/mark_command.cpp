// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/mark_command.h"

#include "app/cli/run/settle_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class MarkCommand final : public Command
{
public:
    const char* name() const override { return "mark"; }
    const char* summary() const override { return "Tell the history about a migration without running it"; }

    void declare(CLI::App& app) override
    {
        app.add_option("version", m_version, "Version or name")->type_name("V")->required();
        app.add_option("state", m_state, "applied, skipped or pending")
            ->type_name("STATE")
            ->required()
            ->check(CLI::IsMember({"applied", "skipped", "pending"}));
        declareSettleOptions(app, m_options);
        app.footer("applied: counts as applied, its script is not run\n"
                   "skipped: never runs here\n"
                   "pending: counts as not applied; the database is not changed");
    }

    ExitCode run(CommandContext& context) override
    {
        usecase::SettleHistoryRequest request;
        request.kind = m_state == "applied" ? runner::SettleKind::MarkApplied
            : m_state == "skipped"          ? runner::SettleKind::MarkSkipped
                                            : runner::SettleKind::MarkPending;
        request.words = {QString::fromStdString(m_version)};
        return settle(context, m_options, request);
    }

private:
    std::string m_version;
    std::string m_state;
    SettleOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeMarkCommand()
{
    return std::make_unique<MarkCommand>();
}

} // namespace strandline::cli
