// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/drop_flow.h"

#include "app/cli/run/run_flow.h"
#include "core/usecase/drop_everything.h"

#include <QJsonArray>

#include <CLI/CLI.hpp>

namespace strandline::cli {

void declareDropOptions(CLI::App& app, DropOptions& options)
{
    app.add_flag("--dry-run", options.dryRun, "Show what would be dropped");
    app.add_flag("--emergency", options.emergency, "Also outside of development and test");
    app.add_flag("--force-enabled", options.forceEnabled, "Although the environment says enabled = false");
    app.add_option("--lock-wait", options.lockWait, "How long to wait for a run to end (30s, 5min)")
        ->type_name("TIME");
}

ExitCode dropDatabase(CommandContext& context, const DropOptions& options)
{
    auto place = findRunPlace(context);
    if (!place)
        return reportNotStarted(context, place.error());
    RunOptions run;
    run.forceEnabled = options.forceEnabled;
    run.lockWait = options.lockWait;
    auto decisions = run.decisions(context.options.yes);
    if (!decisions)
        return reportNotStarted(context, decisions.error());
    usecase::DropRequest request {place->request, *decisions, options.emergency};
    const auto preview = withPassword(place->environment.name, [&](const base::Secret& password) {
        request.environment.password = password;
        return usecase::previewDrop(request, context.engines, context.job);
    });
    if (!preview)
        return reportNotStarted(context, preview.error());
    Terminal& terminal = context.terminal;
    if (options.dryRun) {
        if (context.options.json)
            printJson(terminal, {{QStringLiteral("would"), QJsonArray::fromStringList(preview->statements)}});
        for (const QString& text : context.options.json ? QStringList() : preview->statements)
            terminal.line(oneLine(text) + QLatin1Char(';'));
        return ExitCode::Done;
    }
    const QString question =
        QStringLiteral("Everything in %1 will be deleted. Type the name of the database, “%2”, to go on: ")
            .arg(environmentLabel(place->environment, terminal), preview->confirmation.typedName);
    if (const auto confirmed = confirmByName(preview->confirmation, question, context, request.decisions);
        !confirmed)
        return reportNotStarted(context, confirmed.error());
    const auto report = usecase::dropEverything(request, context.engines, context.job);
    if (!report)
        return reportNotStarted(context, report.error());
    if (options.silent)
        return ExitCode::Done;
    if (context.options.json)
        printJson(terminal, {{QStringLiteral("dropped"), QJsonArray::fromStringList(report->statements)}});
    else
        terminal.line(
            QStringLiteral("Dropped everything in %1.").arg(environmentLabel(place->environment, terminal)));
    return ExitCode::Done;
}

} // namespace strandline::cli
