// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/schema/verify_flow.h"

#include "app/cli/schema/generated_printer.h"
#include "core/report/diff_json.h"
#include "core/report/json.h"
#include "core/usecase/verify_schema.h"

namespace strandline::cli {

namespace {

QJsonObject toJson(const usecase::DriftReport& report)
{
    return {{QStringLiteral("environment"), report.view.environment},
        {QStringLiteral("server"), report::toJson(report.view.server)},
        {QStringLiteral("head"),
            report.view.timeline.headVersion.isEmpty() ? QJsonValue()
                                                       : QJsonValue(report.view.timeline.headVersion)},
        {QStringLiteral("drift"), report.hasDrift()},
        {QStringLiteral("differences"), report::toJson(report.differences)},
        {QStringLiteral("notes"), QJsonArray::fromStringList(report.notes)}};
}

/// "  type   expected text, actual integer"
void printFields(Terminal& terminal, const diff::Difference& difference)
{
    for (const diff::FieldDifference& field : difference.fields) {
        terminal.line(QStringLiteral("    %1").arg(field.field));
        const auto shown = [](const QString& text) {
            return text.isEmpty() ? QStringLiteral("(nothing)") : oneLine(text);
        };
        terminal.line(QStringLiteral("      expected  %1").arg(shown(field.to)));
        terminal.line(QStringLiteral("      actual    %1").arg(shown(field.from)));
    }
}

void print(
    CommandContext& context, const usecase::DriftReport& report, const project::Environment& environment)
{
    Terminal& terminal = context.terminal;
    printNotes(context, report.notes);
    terminal.line(environmentLabel(environment, terminal) + QStringLiteral("  ")
        + oneLine(report.view.connection.describe()));
    const QString head = report.view.timeline.headVersion;
    if (!report.hasDrift()) {
        terminal.line(head.isEmpty()
                ? QStringLiteral("No drift: nothing was applied, and nothing is there.")
                : QStringLiteral("No drift: the database is what the migrations up to %1 make.").arg(head));
        return;
    }
    for (const diff::Difference& difference : report.differences) {
        terminal.line(QStringLiteral("  ") + oneLine(difference.sentence));
        if (!difference.consequence.isEmpty())
            terminal.line(QStringLiteral("    ") + oneLine(difference.consequence));
        printFields(terminal, difference);
    }
    terminal.line();
    terminal.line(QStringLiteral("%1 between the database and what was applied.")
                      .arg(report.differences.size() == 1
                              ? QStringLiteral("1 difference")
                              : QStringLiteral("%1 differences").arg(report.differences.size())));
    terminal.line(QStringLiteral("To keep it as a migration: strandline-cli verify --adopt NAME"));
}

base::Result<usecase::GeneratedSet> adopted(
    usecase::SchemaLoader& loader, usecase::DriftReport report, const VerifyOptions& options)
{
    usecase::GenerateRequest request;
    request.name = QString::fromStdString(options.adopt);
    request.oneFile = true; // it is marked as applied in one go
    for (const std::string& rename : options.renames)
        request.diff.renames << QString::fromStdString(rename);
    request.diff.rule = options.rule == "none" ? usecase::RenameRule::None : usecase::RenameRule::Ask;
    request.diff.compare = usecase::compareOptions(loader.project()->project);
    return usecase::generateBetween(
        loader, std::move(report.expected), std::move(report.actual), &report.applied, request);
}

} // namespace

ExitCode verify(CommandContext& context, const VerifyOptions& options)
{
    const auto opened = openProject(context);
    if (!opened)
        return reportFailure(context, opened.error());
    const auto environment = chooseEnvironment(opened->project, context.environmentName());
    if (!environment)
        return reportFailure(context, environment.error());
    if (!*environment) {
        return reportFailure(context,
            {base::ErrorCode::Precondition, QStringLiteral("There is no database to look at"),
                QStringLiteral("The project names no environment."),
                QStringLiteral("Add one to strandline.toml, or set DATABASE_URL."), {}, {}});
    }
    const QString name = (*environment)->name;
    std::optional<usecase::SchemaLoader> loader;
    auto report = withPassword(name, [&](const base::Secret& password) {
        usecase::LoaderRequest request;
        request.project = *opened;
        request.folder = opened->project.root;
        request.password = password;
        loader.emplace(context.engines, std::move(request), context.job);
        return usecase::verifySchema(*loader, name, password);
    });
    if (!report)
        return reportFailure(context, report.error());
    const bool hasDrift = report->hasDrift();
    if (options.adopt.empty() || !hasDrift) {
        if (context.options.json)
            printJson(context.terminal, toJson(*report));
        else
            print(context, *report, **environment);
        return hasDrift ? ExitCode::Found : ExitCode::Done;
    }
    const auto set = adopted(*loader, std::move(*report), options);
    if (!set)
        return reportFailure(context, set.error());
    return printGenerated(context, *opened, *set, {!options.dryRun, name});
}

} // namespace strandline::cli
