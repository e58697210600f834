// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/show_command.h"

#include "app/cli/project_access.h"
#include "core/report/json.h"
#include "core/report/words.h"
#include "core/sql/statement_splitter.h"
#include "core/usecase/show_migration.h"

#include <QFile>

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

QString verdictName(usecase::TextVerdict verdict)
{
    switch (verdict) {
    case usecase::TextVerdict::NotCompared:
        return {};
    case usecase::TextVerdict::Same:
        return QStringLiteral("same");
    case usecase::TextVerdict::LineEndsDiffer:
        return QStringLiteral("line-ends");
    case usecase::TextVerdict::LayoutDiffers:
        return QStringLiteral("layout");
    case usecase::TextVerdict::StatementsDiffer:
        return QStringLiteral("statements");
    case usecase::TextVerdict::TextUnknown:
        return QStringLiteral("unknown");
    }
    return {};
}

QJsonValue scriptToJson(const std::optional<migration::Script>& script, sql::Dialect dialect)
{
    if (!script)
        return {};
    if (script->isLarge)
        return QJsonObject {
            {QStringLiteral("path"), script->path},
            {QStringLiteral("sha256"), QString::fromLatin1(script->sha256)},
            {QStringLiteral("large"), true},
            {QStringLiteral("text"), QJsonValue()},
            {QStringLiteral("statements"), QJsonValue()},
        };
    QJsonArray statements;
    const sql::SplitResult split = sql::split(script->bytes, dialect);
    for (const sql::Statement& statement : split.statements)
        statements.append(QJsonObject {
            {QStringLiteral("number"), statement.number},
            {QStringLiteral("line"), statement.line},
            {QStringLiteral("column"), statement.column},
            {QStringLiteral("text"), QString::fromUtf8(statement.textIn(script->bytes))},
        });
    return QJsonObject {
        {QStringLiteral("path"), script->path},
        {QStringLiteral("sha256"), QString::fromLatin1(script->sha256)},
        {QStringLiteral("large"), false},
        {QStringLiteral("text"), QString::fromUtf8(script->bytes)},
        {QStringLiteral("statements"), statements},
    };
}

class ShowCommand final : public Command
{
public:
    const char* name() const override { return "show"; }
    const char* summary() const override
    {
        return "Show one migration: both scripts, its state and its runs";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("migration", m_words, "Version, id or name, or the beginning of one")
            ->required()
            ->type_name("V");
        CLI::Option* up = app.add_flag("--up", m_upOnly, "Print the up script and nothing else");
        app.add_flag("--down", m_downOnly, "Print the down script and nothing else")->excludes(up);
        app.footer("--up and --down print the file byte by byte, fit for a pipe.");
    }

    ExitCode run(CommandContext& context) override
    {
        const auto opened = openProject(context);
        if (!opened)
            return reportFailure(context, opened.error());
        usecase::ShowRequest request;
        request.environment.project = *opened;
        request.words = QString::fromStdString(m_words);
        const auto environment = chooseEnvironment(opened->project, context.environmentName());
        if (!environment && !context.environmentName().isEmpty())
            return reportFailure(context, environment.error());
        if (environment && *environment && !m_upOnly && !m_downOnly)
            request.environment.environment = (*environment)->name;

        const auto shown = read(context, request);
        if (!shown)
            return reportFailure(context, shown.error());
        const migration::TimelineEntry& entry = shown->details.entry;
        if (m_upOnly || m_downOnly)
            return printRaw(context, entry);
        const sql::Dialect dialect = shown->view ? shown->view->server.dialect : opened->dialect;
        if (context.options.json)
            printDocument(context.terminal, *shown, dialect);
        else
            print(context.terminal, *shown, dialect);
        return ExitCode::Done;
    }

private:
    /// The file can be shown without its database, so an unreachable one is a note, not a failure.
    base::Result<usecase::ShownMigration> read(CommandContext& context, usecase::ShowRequest request) const
    {
        auto shown = withPassword(request.environment.environment, [&](const base::Secret& password) {
            request.environment.password = password;
            return usecase::showMigration(request, context.engines, context.job);
        });
        const bool unreachable = !shown && shown.error().code == base::ErrorCode::Connection;
        if (!unreachable || !context.environmentName().isEmpty())
            return shown;
        context.terminal.note(QStringLiteral("note: its state is not known: ") + shown.error().summary);
        request.environment.environment.clear();
        return usecase::showMigration(request, context.engines, context.job);
    }

    ExitCode printRaw(CommandContext& context, const migration::TimelineEntry& entry) const
    {
        const std::optional<migration::Script> none;
        const auto& script = !entry.migration ? none : m_upOnly ? entry.migration->up : entry.migration->down;
        if (script && script->isLarge)
            return printLarge(context, *script);
        if (script) {
            context.terminal.raw(script->bytes);
            return ExitCode::Done;
        }
        return reportFailure(context,
            {base::ErrorCode::NotFound,
                QStringLiteral("“%1” has no %2 script")
                    .arg(entry.id(), m_upOnly ? QStringLiteral("up") : QStringLiteral("down")),
                {}, {}, {}, {}});
    }

    static ExitCode printLarge(CommandContext& context, const migration::Script& script)
    {
        QFile file(script.absolutePath);
        bool readable = file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        while (readable && !context.job.cancel.isCancelled()) {
            const QByteArray piece = file.read(1 << 20);
            if (piece.isEmpty())
                break;
            context.terminal.raw(piece);
        }
        if (readable && file.error() == QFileDevice::NoError)
            return ExitCode::Done;
        return reportFailure(context,
            {base::ErrorCode::Io, QStringLiteral("Could not read “%1”").arg(script.path), file.errorString(),
                {}, {}, {}});
    }

    static void printDocument(Terminal& terminal, const usecase::ShownMigration& shown, sql::Dialect dialect)
    {
        const usecase::MigrationDetails& details = shown.details;
        const auto& files = details.entry.migration;
        QJsonObject json;
        json[QStringLiteral("compared")] = shown.view.has_value();
        json[QStringLiteral("migration")] = report::toJson(details.entry);
        json[QStringLiteral("description")] = files && files->up && !files->up->description.isEmpty()
            ? QJsonValue(files->up->description)
            : QJsonValue();
        json[QStringLiteral("breaking")] =
            QJsonArray::fromStringList(files && files->up ? files->up->directives.breaking : QStringList());
        json[QStringLiteral("up")] = files ? scriptToJson(files->up, dialect) : QJsonValue();
        json[QStringLiteral("down")] = files ? scriptToJson(files->down, dialect) : QJsonValue();
        const QString verdict = verdictName(details.verdict);
        json[QStringLiteral("applied")] = verdict.isEmpty()
            ? QJsonValue()
            : QJsonValue(QJsonObject {
                {QStringLiteral("verdict"), verdict},
                {QStringLiteral("up"), details.appliedUp ? QJsonValue(*details.appliedUp) : QJsonValue()},
                {QStringLiteral("down"),
                    details.appliedDown ? QJsonValue(*details.appliedDown) : QJsonValue()},
            });
        json[QStringLiteral("problems")] = report::toJson(details.problems);
        printJson(terminal, json);
    }

    static void printScript(Terminal& terminal, const QString& title,
        const std::optional<migration::Script>& script, sql::Dialect dialect)
    {
        if (!script)
            return;
        if (script->isLarge) {
            terminal.line();
            terminal.line(terminal.styled(title, Style::Strong)
                + terminal.styled(QStringLiteral("  ") + oneLine(script->path), Style::Dim));
            terminal.line(QStringLiteral("       Too large to show here (%1 MiB); --%2 prints it as it is.")
                              .arg(QString::number(script->size >> 20), title.toLower()));
            return;
        }
        const sql::SplitResult split = sql::split(script->bytes, dialect);
        const QString count = split.statements.size() == 1
            ? QStringLiteral("1 statement")
            : QStringLiteral("%1 statements").arg(split.statements.size());
        const QString how = script->cannotRunInTransaction ? QStringLiteral("not in a transaction")
                                                           : QStringLiteral("in one transaction");
        terminal.line();
        terminal.line(terminal.styled(title, Style::Strong)
            + terminal.styled(
                QStringLiteral("  %1, %2, %3").arg(oneLine(script->path), count, how), Style::Dim));
        printNumbered(terminal, script->bytes, split);
        for (const base::Error& problem : split.problems)
            terminal.note(QStringLiteral("note: ") + problem.toText());
    }

    /// The script with the number of each statement beside its first line.
    static void printNumbered(Terminal& terminal, const QByteArray& bytes, const sql::SplitResult& split)
    {
        QString text = QString::fromUtf8(bytes);
        if (text.startsWith(QChar::ByteOrderMark))
            text.remove(0, 1);
        while (text.endsWith(QLatin1Char('\n')))
            text.chop(1);
        size_t next = 0;
        int line = 0;
        for (const QString& row : text.split(QLatin1Char('\n'))) {
            ++line;
            QString number;
            while (next < split.statements.size() && split.statements[next].line <= line)
                number = QStringLiteral("#%1").arg(split.statements[next++].number);
            QString shown = row;
            shown.replace(QLatin1Char('\t'), QStringLiteral("    "));
            if (shown.endsWith(QLatin1Char('\r')))
                shown.chop(1);
            const QString margin = QStringLiteral("%1 ").arg(number, 6);
            terminal.line(shown.isEmpty() ? QString() : terminal.styled(margin, Style::Dim) + oneLine(shown));
        }
    }

    static void printState(Terminal& terminal, const usecase::ShownMigration& shown)
    {
        const migration::TimelineEntry& entry = shown.details.entry;
        if (!shown.view)
            return;
        const QString word = report::stateWord(entry.state);
        const QString sentence = report::stateSentence(entry);
        terminal.line(sentence.startsWith(word) ? sentence : word + QStringLiteral(". ") + sentence);
        if (!entry.runs.isEmpty() && !entry.runs.constLast().error.isEmpty())
            terminal.line(
                QStringLiteral("  ") + terminal.styled(oneLine(entry.runs.constLast().error), Style::Bad));
        QStringList flags;
        for (const migration::MigrationFlag flag : migration::flagList(entry.flags))
            flags << report::flagWord(flag);
        if (!flags.isEmpty())
            terminal.line(QStringLiteral("Marks: ") + flags.join(QStringLiteral(", ")));
        const QString verdict = usecase::verdictText(shown.details.verdict);
        if (!verdict.isEmpty())
            terminal.line(QStringLiteral("File against what ran: ") + verdict + QLatin1Char('.'));
    }

    static void print(Terminal& terminal, const usecase::ShownMigration& shown, sql::Dialect dialect)
    {
        const migration::TimelineEntry& entry = shown.details.entry;
        terminal.line(terminal.styled(oneLine(entry.id()), Style::Strong));
        printState(terminal, shown);
        if (entry.migration && entry.migration->up) {
            for (const QString& line :
                entry.migration->up->description.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
                terminal.line(oneLine(line));
            for (const QString& note : entry.migration->up->directives.breaking)
                terminal.line(
                    terminal.styled(QStringLiteral("Breaking: ") + oneLine(note), Style::Attention));
        }
        if (entry.migration) {
            printScript(terminal, QStringLiteral("Up"), entry.migration->up, dialect);
            printScript(terminal, QStringLiteral("Down"), entry.migration->down, dialect);
            if (entry.migration->isIrreversible()) {
                const auto& up = entry.migration->up;
                const QString reason =
                    up && up->directives.irreversible ? *up->directives.irreversible : QString();
                terminal.line();
                terminal.line(QStringLiteral("There is no way back")
                    + (reason.isEmpty() ? QString() : QStringLiteral(": ") + oneLine(reason)));
            }
        } else if (shown.details.appliedUp) {
            terminal.line();
            terminal.line(terminal.styled(QStringLiteral("Up, as it ran"), Style::Strong));
            const QByteArray bytes = shown.details.appliedUp->toUtf8();
            printNumbered(terminal, bytes, sql::split(bytes, dialect));
        }
        for (const base::Error& problem : entry.problems + shown.details.problems)
            terminal.note(QStringLiteral("note: ") + problem.toText());
    }

    std::string m_words;
    bool m_upOnly = false;
    bool m_downOnly = false;
};

} // namespace

std::unique_ptr<Command> makeShowCommand()
{
    return std::make_unique<ShowCommand>();
}

} // namespace strandline::cli
