// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/create_command.h"
#include "app/cli/commands/init_command.h"
#include "app/cli/commands/log_command.h"
#include "app/cli/commands/show_command.h"
#include "app/cli/commands/status_command.h"
#include "app/cli/interrupt_signals.h"
#include "core/engine/mysql/mysql_engine.h"
#include "core/engine/postgresql/postgresql_engine.h"
#include "core/engine/sqlite/sqlite_engine.h"

#include <QCoreApplication>

#include <cerrno>
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <cstring>

namespace {

using namespace strandline;

std::vector<std::unique_ptr<cli::Command>> makeCommands()
{
    std::vector<std::unique_ptr<cli::Command>> commands;
    commands.push_back(cli::makeInitCommand());
    commands.push_back(cli::makeCreateCommand());
    commands.push_back(cli::makeStatusCommand());
    commands.push_back(cli::makeShowCommand());
    commands.push_back(cli::makeLogCommand());
    return commands;
}

engine::Engines makeEngines()
{
    engine::Engines engines;
    engines.add(engine::postgresql::makePostgresqlEngine());
    engines.add(engine::mysql::makeMysqlEngine());
    engines.add(engine::sqlite::makeSqliteEngine());
    return engines;
}

void declareGlobals(CLI::App& app, cli::GlobalOptions& options)
{
    app.set_version_flag("--version", std::string("strandline-cli " STRANDLINE_VERSION));
    app.set_help_flag("-h,--help", "Show this help and exit");
    app.add_option("--project", options.project, "Folder of the project (default: the current one)")
        ->type_name("DIR");
    app.add_option("--env", options.environment, "Environment of the project to use")->type_name("NAME");
    app.add_flag("--json", options.json, "Print one JSON document instead of text");
    app.add_flag("--yes", options.yes, "Answer yes to questions that may be answered beforehand");
    app.require_subcommand(1);
    app.fallthrough();
    app.footer("Exit codes: 0 done, 1 failed, 2 usage, 3 something pending, 4 refused, 7 cannot connect,\n"
               "130 cancelled. “strandline-cli COMMAND --help” explains a command.");
}

/// The first word that is neither an option nor the value of one: what was meant as the command.
std::string wordMeantAsCommand(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--project" || word == "--env")
            ++i;
        else if (!word.empty() && word.front() != '-')
            return std::string(word);
    }
    return {};
}

int usageError(const CLI::ParseError& problem, CLI::App& app, const std::string& word)
{
    if (problem.get_exit_code() == 0)
        return app.exit(problem); // --help and --version
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    if (!chosen.empty()) {
        std::fprintf(stderr, "error: %s\n  fix: see “strandline-cli %s --help”\n", problem.what(),
            chosen.front()->get_name().c_str());
    } else if (word.empty()) {
        std::fputs(app.help().c_str(), stderr);
    } else {
        std::fprintf(stderr,
            "error: there is no command “%s”\n  fix: see “strandline-cli --help” for those there are\n",
            qPrintable(cli::oneLine(QString::fromLocal8Bit(word))));
    }
    return int(cli::ExitCode::Usage);
}

/// A full disk behind a redirected output must not look like success.
int flushed(int code)
{
    if (std::fflush(stdout) == 0 && !std::ferror(stdout))
        return code;
    std::fprintf(stderr, "error: could not write the output: %s\n", std::strerror(errno));
    return code == 0 ? int(cli::ExitCode::Failed) : code;
}

} // namespace

int main(int argc, char** argv)
{
    cli::GlobalOptions options;
    CLI::App app("Strandline: look at database migrations before they happen", "strandline-cli");
    declareGlobals(app, options);
    const auto commands = makeCommands();
    cli::Command* chosen = nullptr;
    for (const auto& command : commands) {
        CLI::App* sub = app.add_subcommand(command->name(), command->summary());
        command->declare(*sub);
        sub->callback([&chosen, raw = command.get()] { chosen = raw; });
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return flushed(usageError(problem, app, wordMeantAsCommand(argc, argv)));
    }

    const base::CancelToken cancel;
    cli::cancelOnSignals(cancel);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("strandline-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(STRANDLINE_VERSION));
    const auto clock = base::makeClock();
    const engine::Engines engines = makeEngines();
    cli::Terminal terminal(stdout, stderr);
    cli::CommandContext context {options, terminal, engines, base::JobContext {cancel, nullptr, clock.get()}};
    const int code = flushed(int(chosen->run(context)));
    // An abandoned attempt to connect cannot be stopped, and the engines wait for it when they end; whoever
    // pressed Ctrl+C shall not. Everything that had to be closed was closed by the command.
    if (cancel.isCancelled())
        std::_Exit(code);
    return code;
}
