// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/schema/generated_printer.h"

#include "app/cli/schema/schema_access.h"
#include "core/report/diff_json.h"
#include "core/report/json.h"

#include <QDir>

namespace strandline::cli {

namespace {

QJsonArray migrationsToJson(const usecase::GeneratedSet& set, const QList<project::CreatedMigration>& created)
{
    QJsonArray migrations;
    for (qsizetype i = 0; i < set.migrations.size(); ++i) {
        const usecase::GeneratedMigration& migration = set.migrations.at(i);
        QJsonObject json {{QStringLiteral("name"), migration.name},
            {QStringLiteral("up"), QString::fromUtf8(migration.scripts.up)},
            {QStringLiteral("down"), QString::fromUtf8(migration.scripts.down)},
            {QStringLiteral("losesData"), migration.losesData},
            {QStringLiteral("downLosesData"), migration.downLosesData}};
        if (i < created.size()) {
            json[QStringLiteral("id")] = created.at(i).id();
            json[QStringLiteral("files")] = QJsonArray {created.at(i).upPath, created.at(i).downPath};
        }
        migrations.append(json);
    }
    return migrations;
}

void printScripts(Terminal& terminal, const usecase::GeneratedSet& set)
{
    for (const usecase::GeneratedMigration& migration : set.migrations) {
        terminal.line(QStringLiteral("-- %1, up").arg(migration.name));
        terminal.raw(migration.scripts.up);
        terminal.line();
        terminal.line(QStringLiteral("-- %1, down").arg(migration.name));
        terminal.raw(migration.scripts.down);
        terminal.line();
    }
}

QString lossText(const usecase::GeneratedMigration& migration)
{
    if (migration.losesData)
        return QStringLiteral("  deletes stored values");
    return migration.downLosesData ? QStringLiteral("  the way back deletes what was stored since")
                                   : QString();
}

void printWritten(Terminal& terminal, const usecase::OpenedProject& project, const usecase::GeneratedSet& set,
    const QList<project::CreatedMigration>& created)
{
    const QDir root(project.project.root);
    for (qsizetype i = 0; i < created.size(); ++i) {
        terminal.line(
            QStringLiteral("Wrote %1%2")
                .arg(oneLine(root.relativeFilePath(created.at(i).upPath)), lossText(set.migrations.at(i))));
        terminal.line(QStringLiteral("  and %1").arg(oneLine(root.relativeFilePath(created.at(i).downPath))));
        if (!created.at(i).note.isEmpty())
            terminal.note(QStringLiteral("note: ") + created.at(i).note);
    }
    terminal.line(
        QStringLiteral("Tried in a scratch database: up reaches what is desired, down comes back."));
}

} // namespace

ExitCode printGenerated(CommandContext& context, const usecase::OpenedProject& project,
    const usecase::GeneratedSet& set, const PrintGenerated& options)
{
    QList<project::CreatedMigration> created;
    if (options.write && !set.migrations.isEmpty()) {
        auto written = usecase::writeGenerated(project.project, set, context.job);
        if (!written)
            return reportFailure(context, written.error());
        created = std::move(*written);
    }
    if (context.options.json) {
        printJson(context.terminal,
            {{QStringLiteral("from"), set.diff.from.label}, {QStringLiteral("to"), set.diff.to.label},
                {QStringLiteral("differences"), report::toJson(set.diff.differences)},
                {QStringLiteral("migrations"), migrationsToJson(set, created)},
                {QStringLiteral("written"), !created.isEmpty()},
                {QStringLiteral("notes"), QJsonArray::fromStringList(set.notes)}});
        return ExitCode::Done;
    }
    printNotes(context, set.notes);
    for (const usecase::OpenQuestion& open : set.diff.unanswered) {
        context.terminal.note(
            QStringLiteral("WARNING: %1 is dropped with all its data; if it was renamed: --rename %2")
                .arg(open.question.from.display(), open.answer.display()));
    }
    Terminal& terminal = context.terminal;
    if (set.migrations.isEmpty()) {
        terminal.line(QStringLiteral("Nothing to do: the migrations lead to what is desired."));
        return ExitCode::Done;
    }
    if (!options.write) {
        printScripts(terminal, set);
        return ExitCode::Done;
    }
    for (const diff::Difference& difference : set.diff.differences)
        terminal.line(difference.sentence);
    terminal.line();
    printWritten(terminal, project, set, created);
    for (const project::CreatedMigration& migration : std::as_const(created)) {
        if (!options.adoptedFrom.isEmpty()) {
            terminal.line(
                QStringLiteral("“%1” has it already; tell its history: strandline-cli mark %2 applied")
                    .arg(oneLine(options.adoptedFrom), migration.id()));
        }
    }
    return ExitCode::Done;
}

} // namespace strandline::cli
