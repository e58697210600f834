// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/status_command.h"

#include "app/cli/project_access.h"
#include "app/cli/timeline_table.h"
#include "core/report/json.h"
#include "core/report/words.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class StatusCommand final : public Command
{
public:
    const char* name() const override { return "status"; }
    const char* summary() const override { return "Show what ran, what waits and what is wrong"; }

    void declare(CLI::App& app) override
    {
        app.add_flag("--exit-code", m_exitCode, "Exit with 3 when anything is pending");
        app.footer("Only reads: not even the history table is created.\n"
                   "Without a configured database the files alone are listed.");
    }

    ExitCode run(CommandContext& context) override
    {
        const auto opened = openProject(context);
        if (!opened)
            return reportFailure(context, opened.error());
        const auto environment = chooseEnvironment(opened->project, context.environmentName());
        if (!environment)
            return reportFailure(context, environment.error());
        if (!*environment)
            return showFilesOnly(context, *opened);

        usecase::RefreshRequest request;
        request.project = *opened;
        request.environment = (*environment)->name;
        const auto view = withPassword(request.environment, [&](const base::Secret& password) {
            request.password = password;
            return usecase::refreshTimeline(request, context.engines, context.job);
        });
        if (!view)
            return showUnreachable(context, *opened, **environment, view.error());
        show(context, *opened, **environment, *view);
        return m_exitCode && view->timeline.counts.pending > 0 ? ExitCode::Found : ExitCode::Done;
    }

private:
    static QJsonObject document(const usecase::OpenedProject& opened, const migration::Timeline& timeline)
    {
        QList<base::Error> problems = opened.project.warnings;
        problems += opened.set.problems;
        QJsonObject json;
        json[QStringLiteral("project")] = report::toJson(opened.project);
        json[QStringLiteral("compared")] = timeline.compared;
        json[QStringLiteral("head")] =
            timeline.headVersion.isEmpty() ? QJsonValue() : QJsonValue(timeline.headVersion);
        json[QStringLiteral("counts")] = report::toJson(timeline.counts);
        json[QStringLiteral("migrations")] = report::entriesToJson(timeline);
        json[QStringLiteral("problems")] = report::toJson(problems);
        json[QStringLiteral("fileNotes")] = QJsonArray::fromStringList(opened.set.notes);
        return json;
    }

    static void printProblems(
        Terminal& terminal, const usecase::OpenedProject& opened, const migration::Timeline& timeline)
    {
        QList<base::Error> problems = opened.project.warnings;
        problems += opened.set.problems;
        for (const migration::TimelineEntry& entry : timeline.entries)
            problems += entry.problems;
        for (const QString& note : opened.set.notes)
            terminal.note(QStringLiteral("note: ") + note);
        for (const base::Error& problem : problems)
            terminal.note(
                QStringLiteral("note: ") + problem.toText().replace(u'\n', QStringLiteral("\n      ")));
    }

    static ExitCode showFilesOnly(CommandContext& context, const usecase::OpenedProject& opened)
    {
        const migration::Timeline timeline = usecase::filesOnlyTimeline(opened);
        if (context.options.json) {
            printJson(context.terminal, document(opened, timeline));
            return ExitCode::Done;
        }
        Terminal& terminal = context.terminal;
        printTitle(terminal, opened);
        printList(terminal, opened, timeline);
        terminal.line();
        terminal.line(QStringLiteral("No database is configured, so these are the files alone."));
        terminal.line(QStringLiteral(
            "Add an environment to strandline.toml or set DATABASE_URL to see which have run."));
        printProblems(terminal, opened, timeline);
        return ExitCode::Done;
    }

    static ExitCode showUnreachable(CommandContext& context, const usecase::OpenedProject& opened,
        const project::Environment& environment, const base::Error& error)
    {
        const migration::Timeline timeline = usecase::filesOnlyTimeline(opened);
        if (context.options.json) {
            QJsonObject json = document(opened, timeline);
            json[QStringLiteral("environment")] = report::toJson(environment);
            json[QStringLiteral("error")] = report::toJson(error);
            printJson(context.terminal, json);
            return unreachableCode(error);
        }
        printTitle(context.terminal, opened);
        printList(context.terminal, opened, timeline);
        context.terminal.line();
        printProblems(context.terminal, opened, timeline);
        context.terminal.error(error);
        return unreachableCode(error);
    }

    /// A database file that is not there is as unreachable as a server that does not answer.
    static ExitCode unreachableCode(const base::Error& error)
    {
        return error.code == base::ErrorCode::NotFound ? ExitCode::CannotConnect : exitCodeFor(error);
    }

    static void printTitle(Terminal& terminal, const usecase::OpenedProject& opened)
    {
        terminal.line(terminal.styled(oneLine(opened.project.name), Style::Strong));
        terminal.line();
    }

    static void printList(
        Terminal& terminal, const usecase::OpenedProject& opened, const migration::Timeline& timeline)
    {
        if (timeline.entries.isEmpty())
            terminal.line(
                QStringLiteral("  No migration files found in “%1”.").arg(oneLine(opened.set.folder)));
        else
            printTimeline(terminal, timeline);
    }

    static QString summaryLine(const usecase::EnvironmentView& view)
    {
        const migration::TimelineCounts& counts = view.timeline.counts;
        QString line = view.timeline.headVersion.isEmpty()
            ? QStringLiteral("Nothing has run here yet: ")
            : QStringLiteral("At %1: ").arg(oneLine(view.timeline.headVersion));
        line += QStringLiteral("%1 applied, %2 to run").arg(counts.applied).arg(counts.pending);
        if (counts.problems > 0)
            line += counts.problems == 1 ? QStringLiteral(", 1 needs a look")
                                         : QStringLiteral(", %1 need a look").arg(counts.problems);
        return line + QLatin1Char('.');
    }

    static void show(CommandContext& context, const usecase::OpenedProject& opened,
        const project::Environment& environment, const usecase::EnvironmentView& view)
    {
        if (context.options.json) {
            QJsonObject json = document(opened, view.timeline);
            json[QStringLiteral("environment")] = report::toJson(environment);
            json[QStringLiteral("server")] = report::toJson(view.server);
            json[QStringLiteral("history")] = QJsonObject {
                {QStringLiteral("present"), view.history.present},
                {QStringLiteral("format"), view.history.format},
                {QStringLiteral("otherTables"), view.history.userTables},
            };
            json[QStringLiteral("notes")] = report::toJson(view.notes + view.history.problems);
            json[QStringLiteral("readAt")] = report::timeToJson(view.readAt);
            printJson(context.terminal, json);
            return;
        }
        Terminal& terminal = context.terminal;
        terminal.line(terminal.styled(oneLine(opened.project.name), Style::Strong) + QStringLiteral(" on ")
            + terminal.styled(environmentLabel(environment, terminal), Style::Strong));
        terminal.line(terminal.styled(
            QStringLiteral("%1 %2, %3, opened read-only")
                .arg(view.server.product, view.server.versionText, oneLine(view.connection.describe())),
            Style::Dim));
        terminal.line();
        printList(terminal, opened, view.timeline);
        terminal.line();
        if (!view.history.present)
            terminal.line(QStringLiteral("This database has no migration history. It holds %1.")
                              .arg(view.history.userTables == 1
                                      ? QStringLiteral("1 table")
                                      : QStringLiteral("%1 tables").arg(view.history.userTables)));
        terminal.line(summaryLine(view));
        for (const base::Error& note : view.notes + view.history.problems)
            terminal.note(QStringLiteral("note: ") + note.toText());
        printProblems(terminal, opened, view.timeline);
    }

    bool m_exitCode = false;
};

} // namespace

std::unique_ptr<Command> makeStatusCommand()
{
    return std::make_unique<StatusCommand>();
}

} // namespace strandline::cli
