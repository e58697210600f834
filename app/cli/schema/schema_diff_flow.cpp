// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/schema/schema_diff_flow.h"

#include "core/base/file.h"
#include "core/dialect/script_writer.h"
#include "core/report/diff_json.h"
#include "core/report/json.h"
#include "core/usecase/diff_schemas.h"

#include <QFileInfo>

#include <algorithm>

namespace strandline::cli {

namespace {

constexpr char kOutput[] = "-";

QByteArray scriptOf(const usecase::SchemaDiff& diff, const dialect::Rendered& way, const char* direction)
{
    if (way.statements.isEmpty() && way.impossible.isEmpty())
        return {};
    const bool isUp = std::string_view(direction) == "up";
    const usecase::LoadedSchema& from = isUp ? diff.from : diff.to;
    const usecase::LoadedSchema& to = isUp ? diff.to : diff.from;
    return dialect::commentLines(QStringLiteral("From %1\nto %2").arg(oneLine(from.label), oneLine(to.label)))
        + '\n' + dialect::writeScript(way, diff.from.database.dialect);
}

base::Result<void> writeWay(CommandContext& context, const std::string& file, const QByteArray& script)
{
    if (file.empty())
        return {};
    if (file == kOutput) {
        context.terminal.raw(script);
        return {};
    }
    const QString path = QFileInfo(QString::fromStdString(file)).absoluteFilePath();
    return base::writeFileAtomically({path, script, base::WriteMode::Replace, std::nullopt});
}

base::Result<usecase::SchemaDiff> load(
    CommandContext& context, const SchemaDiffOptions& options, usecase::LoaderRequest loading)
{
    usecase::SchemaLoader loader(context.engines, std::move(loading), context.job);
    const auto from = loader.parse(QString::fromStdString(options.from));
    if (!from)
        return base::forward(from);
    const auto to = loader.parse(QString::fromStdString(options.to));
    if (!to)
        return base::forward(to);
    auto pair = loader.loadPair(*from, *to);
    printNotes(context, loader.notes());
    if (!pair)
        return base::forward(pair);
    usecase::DiffSchemasRequest request;
    for (const std::string& rename : options.renames)
        request.renames << QString::fromStdString(rename);
    request.rule = options.rule == "none" ? usecase::RenameRule::None : usecase::RenameRule::Ask;
    request.online = options.online;
    return usecase::diffSchemas(std::move(pair->first), std::move(pair->second), request);
}

QJsonArray questionsToJson(const usecase::SchemaDiff& diff)
{
    QJsonArray questions;
    for (const usecase::OpenQuestion& open : diff.unanswered) {
        questions.append(QJsonObject {{QStringLiteral("from"), report::toJson(open.question.from)},
            {QStringLiteral("to"), report::toJson(open.question.to)},
            {QStringLiteral("likeness"), open.question.likeness},
            {QStringLiteral("reason"), open.question.reason},
            {QStringLiteral("rename"), open.answer.display()}});
    }
    return questions;
}

QJsonObject toJson(const usecase::SchemaDiff& diff)
{
    return {{QStringLiteral("from"), diff.from.label}, {QStringLiteral("to"), diff.to.label},
        {QStringLiteral("equal"), diff.isEqual()},
        {QStringLiteral("differences"), report::toJson(diff.differences)},
        {QStringLiteral("unanswered"), questionsToJson(diff)},
        {QStringLiteral("up"), report::toJson(diff.up)}, {QStringLiteral("down"), report::toJson(diff.down)}};
}

void warnOfDrops(CommandContext& context, const usecase::SchemaDiff& diff)
{
    for (const usecase::OpenQuestion& open : diff.unanswered) {
        context.terminal.note(
            QStringLiteral("WARNING: %1 looks like %2 under its old name, and is dropped with all its data; "
                           "if it was renamed: --rename %3")
                .arg(open.question.from.display(), open.question.to.display(), open.answer.display()));
    }
}

void print(CommandContext& context, const usecase::SchemaDiff& diff)
{
    Terminal& terminal = context.terminal;
    if (diff.isEqual()) {
        terminal.line(QStringLiteral("Nothing differs."));
        return;
    }
    for (const diff::Difference& difference : diff.differences)
        terminal.line(difference.sentence);
    const auto losses = std::count_if(diff.up.statements.begin(), diff.up.statements.end(),
        [](const dialect::RenderedStatement& statement) { return statement.losesData; });
    terminal.line();
    terminal.line(
        QStringLiteral("%1 up, %2 down%3.")
            .arg(diff.up.statements.size() == 1
                    ? QStringLiteral("1 statement")
                    : QStringLiteral("%1 statements").arg(diff.up.statements.size()))
            .arg(diff.down.statements.size())
            .arg(losses > 0 ? QStringLiteral("; stored values are deleted on the way up") : QString()));
}

void printImpossible(CommandContext& context, const dialect::Rendered& way)
{
    for (const base::Error& error : way.impossible)
        context.terminal.error(error);
}

} // namespace

ExitCode diffSchemas(CommandContext& context, const SchemaDiffOptions& options)
{
    const auto loading = loaderRequest(context, options.schema);
    if (!loading)
        return reportFailure(context, loading.error());
    const auto diff = withPassword(QStringLiteral("the databases"), [&](const base::Secret& password) {
        usecase::LoaderRequest request = *loading;
        request.password = password;
        return load(context, options, std::move(request));
    });
    if (!diff)
        return reportFailure(context, diff.error());
    for (const auto& [file, way, direction] :
        {std::tuple(options.up, &diff->up, "up"), std::tuple(options.down, &diff->down, "down")}) {
        if (const auto written = writeWay(context, file, scriptOf(*diff, *way, direction)); !written)
            return reportFailure(context, written.error());
    }
    if (context.options.json) {
        printJson(context.terminal, toJson(*diff));
    } else {
        warnOfDrops(context, *diff);
        if (options.up != kOutput && options.down != kOutput)
            print(context, *diff);
        printImpossible(context, diff->up);
        printImpossible(context, diff->down);
    }
    if (!diff->up.impossible.isEmpty() || !diff->down.impossible.isEmpty())
        return ExitCode::Failed;
    return diff->isEqual() ? ExitCode::Done : ExitCode::Found;
}

} // namespace strandline::cli
