// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/settle_flow.h"

#include "app/cli/run/run_flow.h"

#include <QJsonArray>

#include <CLI/CLI.hpp>

namespace strandline::cli {

void declareSettleOptions(CLI::App& app, SettleOptions& options)
{
    app.add_option("--reason", options.reason, "Why; kept in the log")->type_name("TEXT");
    app.add_flag(
        "--force-enabled", options.forceEnabled, "Write although the environment says enabled = false");
    app.add_option("--lock-wait", options.lockWait, "How long to wait for a run to end (30s, 5min)")
        ->type_name("TIME");
}

ExitCode settle(CommandContext& context, const SettleOptions& options, usecase::SettleHistoryRequest request)
{
    auto place = findRunPlace(context);
    if (!place)
        return reportNotStarted(context, place.error());
    RunOptions waiting;
    waiting.lockWait = options.lockWait;
    waiting.forceEnabled = options.forceEnabled;
    auto decisions = waiting.decisions(context.options.yes);
    if (!decisions)
        return reportNotStarted(context, decisions.error());
    request.environment = place->request;
    request.reason = QString::fromStdString(options.reason);
    request.decisions = *decisions;
    const auto preview = withPassword(place->environment.name, [&](const base::Secret& password) {
        request.environment.password = password;
        return usecase::previewSettle(request, context.engines, context.job);
    });
    if (!preview)
        return reportNotStarted(context, preview.error());
    if (options.dryRun) {
        if (context.options.json)
            printJson(
                context.terminal, {{QStringLiteral("would"), QJsonArray::fromStringList(preview->lines)}});
        for (const QString& text : context.options.json ? QStringList() : preview->lines)
            context.terminal.line(oneLine(text));
        return ExitCode::Done;
    }
    if (preview->confirmation.needsTypedName && !context.options.json) {
        for (const QString& text : preview->lines)
            context.terminal.note(oneLine(text));
    }
    const QString question = QStringLiteral("Type the name of the database, “%1”, to go on: ")
                                 .arg(preview->confirmation.typedName);
    if (const auto confirmed = confirmByName(preview->confirmation, question, context, request.decisions);
        !confirmed)
        return reportNotStarted(context, confirmed.error());
    request.historyDigest = preview->historyDigest;
    const auto report = usecase::settleHistory(request, context.engines, context.job);
    if (!report)
        return reportNotStarted(context, report.error());
    if (context.options.json) {
        printJson(context.terminal,
            {{QStringLiteral("runId"), report->runId},
                {QStringLiteral("settled"), QJsonArray::fromStringList(report->settled)},
                {QStringLiteral("lines"), QJsonArray::fromStringList(report->lines)}});
    } else {
        for (const QString& text : report->lines)
            context.terminal.line(oneLine(text));
    }
    return ExitCode::Done;
}

} // namespace strandline::cli
