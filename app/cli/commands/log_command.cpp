// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/log_command.h"

#include "app/cli/project_access.h"
#include "core/report/json.h"
#include "core/report/words.h"
#include "core/usecase/read_log.h"

#include <algorithm>
#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

Style styleFor(migration::EventKind kind)
{
    switch (kind) {
    case migration::EventKind::Applied:
        return Style::Good;
    case migration::EventKind::Failed:
        return Style::Bad;
    case migration::EventKind::Reverted:
    case migration::EventKind::Restored:
    case migration::EventKind::DriftFound:
        return Style::Attention;
    default:
        return Style::Plain;
    }
}

class LogCommand final : public Command
{
public:
    const char* name() const override { return "log"; }
    const char* summary() const override { return "Show what happened in a database, event by event"; }

    void declare(CLI::App& app) override
    {
        app.add_option("--limit", m_limit, "How many of the newest events (0: all)")
            ->type_name("N")
            ->check(CLI::NonNegativeNumber)
            ->capture_default_str();
        app.add_option("--migration", m_migration, "Only events of this migration: a version, or a name")
            ->type_name("V");
        app.footer("Oldest first, times in UTC. Only reads.");
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
            return reportFailure(context,
                {base::ErrorCode::Precondition, QStringLiteral("There is no database to read the log of"),
                    QStringLiteral("The project names no environment."),
                    QStringLiteral("Add one to strandline.toml, or set DATABASE_URL."), {}, {}});

        usecase::LogRequest request {opened->project, (*environment)->name, {}, query()};
        const auto page = withPassword(request.environment, [&](const base::Secret& password) {
            request.password = password;
            return usecase::readLog(request, context.engines, context.job);
        });
        if (!page)
            return reportFailure(context, page.error());
        QList<migration::LogEvent> events = page->events;
        std::reverse(events.begin(), events.end());
        if (context.options.json)
            printDocument(context.terminal, events, *page);
        else
            print(context.terminal, **environment, events, *page);
        return ExitCode::Done;
    }

private:
    history::LogQuery query() const
    {
        history::LogQuery query;
        query.limit = m_limit;
        const QString words = QString::fromStdString(m_migration);
        const QString version = words.section(QLatin1Char('_'), 0, 0);
        const bool isVersion = !version.isEmpty()
            && std::all_of(version.begin(), version.end(), [](QChar c) { return c.isDigit(); });
        (isVersion ? query.version : query.name) = isVersion ? version : words;
        return query;
    }

    static void printDocument(
        Terminal& terminal, const QList<migration::LogEvent>& events, const history::LogPage& page)
    {
        QJsonArray array;
        for (const migration::LogEvent& event : events)
            array.append(report::toJson(event));
        printJson(terminal,
            {{QStringLiteral("events"), array}, {QStringLiteral("more"), page.hasMore},
                {QStringLiteral("problems"), report::toJson(page.problems)}});
    }

    static QString subject(const migration::LogEvent& event)
    {
        QString text = event.version.isEmpty() ? event.name : event.version + QLatin1Char('_') + event.name;
        if (event.direction == QLatin1String("down"))
            text += QStringLiteral(" (down)");
        if (event.statement > 0) {
            text += QStringLiteral(", statement %1").arg(event.statement);
            if (event.statementCount > 0)
                text += QStringLiteral(" of %1").arg(event.statementCount);
        }
        return oneLine(text);
    }

    static void print(Terminal& terminal, const project::Environment& environment,
        const QList<migration::LogEvent>& events, const history::LogPage& page)
    {
        if (events.isEmpty()) {
            terminal.line(
                QStringLiteral("No events are recorded in %1.").arg(environmentLabel(environment, terminal)));
            return;
        }
        if (page.hasMore)
            terminal.line(
                terminal.styled(QStringLiteral("(older events left out; --limit 0 shows all)"), Style::Dim));
        for (const migration::LogEvent& event : events) {
            const QString when = event.at.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
            const QString who =
                oneLine(event.actor.isEmpty() ? QString() : event.actor + QLatin1Char('@') + event.host);
            QString line = terminal.styled(when, Style::Dim) + QStringLiteral("  ")
                + terminal.styled(padded(migration::eventKindName(event.kind), 20), styleFor(event.kind))
                + padded(who, 22) + QStringLiteral(" ") + subject(event);
            if (event.durationMs > 0)
                line += QStringLiteral("  ") + report::durationText(event.durationMs);
            terminal.line(line.trimmed());
            if (!event.error.isEmpty())
                terminal.line(QStringLiteral("  ")
                    + terminal.styled(oneLine(event.error)
                            + (event.errorCode.isEmpty()
                                    ? QString()
                                    : QStringLiteral(" [%1]").arg(oneLine(event.errorCode))),
                        Style::Bad));
        }
        for (const base::Error& problem : page.problems)
            terminal.note(QStringLiteral("note: ") + problem.toText());
    }

    int m_limit = 50;
    std::string m_migration;
};

} // namespace

std::unique_ptr<Command> makeLogCommand()
{
    return std::make_unique<LogCommand>();
}

} // namespace strandline::cli
