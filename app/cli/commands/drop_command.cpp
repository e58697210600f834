// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/drop_command.h"

#include "app/cli/run/drop_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class DropCommand final : public Command
{
public:
    const char* name() const override { return "drop"; }
    const char* summary() const override { return "Delete everything in a development or test database"; }

    void declare(CLI::App& app) override
    {
        declareDropOptions(app, m_options);
        app.footer("Tables, views, routines, types, sequences, the history of Strandline: everything this "
                   "login may drop.\n"
                   "The name of the database has to be typed, or --yes given.");
    }

    ExitCode run(CommandContext& context) override { return dropDatabase(context, m_options); }

private:
    DropOptions m_options;
};

} // namespace

std::unique_ptr<Command> makeDropCommand()
{
    return std::make_unique<DropCommand>();
}

} // namespace strandline::cli
