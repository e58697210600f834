// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/verify_command.h"

#include "app/cli/schema/verify_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class VerifyCommand final : public Command
{
public:
    const char* name() const override { return "verify"; }
    const char* summary() const override { return "Compare the database with what its history explains"; }

    void declare(CLI::App& app) override
    {
        auto* adopt =
            app.add_option("--adopt", m_options.adopt, "Write the difference as a migration of this name")
                ->type_name("NAME");
        app.add_option("--rename", m_options.renames, "It was renamed: users=people, users.mail=users.email")
            ->type_name("OLD=NEW")
            ->allow_extra_args(false);
        app.add_option("--renames", m_options.rule,
               "What to do with likely renames that nobody answered: ask (refuse), none (drop and create)")
            ->type_name("RULE")
            ->check(CLI::IsMember({"ask", "none"}));
        app.add_flag("--dry-run", m_options.dryRun, "With --adopt: print the scripts and write nothing")
            ->needs(adopt);
        app.footer("Only reads. What was applied is replayed in a scratch database and compared.\n"
                   "Exits with 3 when something differs.");
    }

    ExitCode run(CommandContext& context) override { return verify(context, m_options); }

private:
    VerifyOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeVerifyCommand()
{
    return std::make_unique<VerifyCommand>();
}

} // namespace strandline::cli
