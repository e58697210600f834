// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/cli/interrupt_signals.h"
#include "app/cli/terminal.h"
#include "core/base/job_context.h"
#include "core/engine/engines.h"

#include <QJsonObject>

#include <string>

namespace CLI {
class App;
}

namespace strandline::cli {

/// Options that stand before any command.
struct GlobalOptions
{
    std::string project; ///< folder; empty: the current one
    std::string environment;
    bool json = false;
    bool yes = false;
};

/// What a command works with. Borrowed; outlives the command.
struct CommandContext
{
    const GlobalOptions& options;
    Terminal& terminal;
    const engine::Engines& engines;
    base::JobContext job;
    InterruptSignals& interrupts;

    QString projectFolder() const;
    QString environmentName() const;
};

/// One verb of the command line. It declares its own arguments and help, so that a new verb is one new file.
class Command
{
public:
    virtual ~Command() = default;
    virtual const char* name() const = 0;
    virtual const char* summary() const = 0;
    virtual void declare(CLI::App& app) = 0;
    virtual ExitCode run(CommandContext& context) = 0;
};

/// Prints one JSON document and a line end.
void printJson(Terminal& terminal, const QJsonObject& document);
/// Prints the error for people, or as the documented JSON document with --json; gives the exit code for it.
ExitCode reportFailure(CommandContext& context, const base::Error& error);
/// The same for a write that did not begin: that somebody else is at it, or that the plan is outdated, is a
/// refusal, after which nothing has changed.
ExitCode reportNotStarted(CommandContext& context, const base::Error& error);

} // namespace strandline::cli
