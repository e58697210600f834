// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#include "app/cli/commands/baseline_command.h"
#include "app/cli/commands/create_command.h"
#include "app/cli/commands/down_command.h"
#include "app/cli/commands/drop_command.h"
#include "app/cli/commands/generate_command.h"
#include "app/cli/commands/goto_command.h"
#include "app/cli/commands/init_command.h"
#include "app/cli/commands/log_command.h"
#include "app/cli/commands/mark_command.h"
#include "app/cli/commands/plan_command.h"
#include "app/cli/commands/repair_command.h"
#include "app/cli/commands/resume_command.h"
#include "app/cli/commands/schema_command.h"
#include "app/cli/commands/show_command.h"
#include "app/cli/commands/status_command.h"
#include "app/cli/commands/sync_command.h"
#include "app/cli/commands/up_command.h"
#include "app/cli/commands/verify_command.h"
#include "app/cli/interrupt_signals.h"

#include <QCoreApplication>

#include <cerrno>
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <cstring>

namespace strandline::cli {

namespace {

std::vector<std::unique_ptr<Command>> makeCommands()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(makeInitCommand());
    commands.push_back(makeCreateCommand());
    commands.push_back(makeStatusCommand());
    commands.push_back(makeShowCommand());
    commands.push_back(makePlanCommand());
    commands.push_back(makeUpCommand());
    commands.push_back(makeDownCommand());
    commands.push_back(makeGotoCommand());
    commands.push_back(makeResumeCommand());
    commands.push_back(makeRepairCommand());
    commands.push_back(makeBaselineCommand());
    commands.push_back(makeMarkCommand());
    commands.push_back(makeLogCommand());
    commands.push_back(makeSchemaCommand());
    commands.push_back(makeVerifyCommand());
    commands.push_back(makeGenerateCommand());
    commands.push_back(makeDropCommand());
    commands.push_back(makeSyncCommand());
    return commands;
}

void declareGlobals(CLI::App& app, GlobalOptions& options)
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
    app.footer("Exit codes: 0 done, 1 failed, 2 usage, 3 something pending or found, 4 refused,\n"
               "6 failed and half applied, 7 cannot connect, 130 cancelled.\n"
               "“strandline-cli COMMAND --help” explains a command.");
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
            qPrintable(oneLine(QString::fromLocal8Bit(word))));
    }
    return int(ExitCode::Usage);
}

/// A full disk behind a redirected output must not look like success.
int flushed(int code)
{
    if (std::fflush(stdout) == 0 && !std::ferror(stdout))
        return code;
    std::fprintf(stderr, "error: could not write the output: %s\n", std::strerror(errno));
    return code == 0 ? int(ExitCode::Failed) : code;
}

} // namespace

int runProgram(int argc, char** argv, const engine::Engines& engines)
{
    GlobalOptions options;
    CLI::App app("Strandline: database migrations that are reviewed, journalled and can be taken back",
        "strandline-cli");
    declareGlobals(app, options);
    const auto commands = makeCommands();
    Command* chosen = nullptr;
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
    InterruptSignals signalThread(cancel);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("strandline-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(STRANDLINE_VERSION));
    const auto clock = base::makeClock();
    Terminal terminal(stdout, stderr);
    CommandContext context {
        options, terminal, engines, base::JobContext {cancel, nullptr, clock.get()}, signalThread};
    const int code = flushed(int(chosen->run(context)));
    // An abandoned attempt to connect cannot be stopped, and the engines wait for it when they end; whoever
    // pressed Ctrl+C shall not. Everything that had to be closed was closed by the command.
    if (cancel.isCancelled())
        std::_Exit(code);
    return code;
}

} // namespace strandline::cli
