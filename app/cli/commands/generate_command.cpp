// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/generate_command.h"

#include "app/cli/schema/generate_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class GenerateCommand final : public Command
{
public:
    const char* name() const override { return "generate"; }
    const char* summary() const override { return "Write the migrations that lead to the desired schema"; }

    void declare(CLI::App& app) override
    {
        app.add_option("name", m_options.name, "What they do, for example \"add loyalty points\"")
            ->required()
            ->type_name("NAME");
        app.add_flag("--dry-run", m_options.dryRun, "Print the scripts and write nothing");
        app.add_option(
               "--from", m_options.from, "What is there now: migrations (replayed in scratch), database")
            ->type_name("WHAT")
            ->check(CLI::IsMember({"migrations", "database"}));
        app.add_option("--rename", m_options.renames, "It was renamed: users=people, users.mail=users.email")
            ->type_name("OLD=NEW")
            ->allow_extra_args(false);
        app.add_option("--renames", m_options.rule,
               "What to do with likely renames that nobody answered: ask (refuse), none (drop and create)")
            ->type_name("RULE")
            ->check(CLI::IsMember({"ask", "none"}));
        app.add_flag("--online", m_options.online, "Statements that do not keep readers and writers out");
        app.footer(
            "The desired schema is that of [desired] in strandline.toml. Before a file is written its up\n"
            "and down scripts run in a scratch database.");
    }

    ExitCode run(CommandContext& context) override { return generate(context, m_options); }

private:
    GenerateOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeGenerateCommand()
{
    return std::make_unique<GenerateCommand>();
}

} // namespace strandline::cli
