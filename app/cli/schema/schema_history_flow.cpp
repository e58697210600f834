// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/schema/schema_history_flow.h"

#include "app/cli/project_access.h"
#include "core/report/json.h"
#include "core/report/words.h"
#include "core/usecase/trace_object.h"

namespace strandline::cli {

namespace {

struct Look
{
    migration::Timeline timeline;
    sql::Dialect dialect = sql::Dialect::Sqlite;
    std::optional<base::Error> unreachable;
};

/// With what the database says has run, where it can be asked; the scripts alone tell the story all the same.
base::Result<Look> lookAt(CommandContext& context, const usecase::OpenedProject& opened)
{
    Look look {usecase::filesOnlyTimeline(opened), opened.dialect, std::nullopt};
    const auto environment = chooseEnvironment(opened.project, context.environmentName());
    if (!environment)
        return base::forward(environment);
    if (!*environment)
        return look;
    usecase::RefreshRequest request;
    request.project = opened;
    request.environment = (*environment)->name;
    const auto view = withPassword(request.environment, [&](const base::Secret& password) {
        request.password = password;
        return usecase::refreshTimeline(request, context.engines, context.job);
    });
    if (!view) {
        if (view.error().code == base::ErrorCode::Cancelled)
            return base::forward(view);
        look.unreachable = view.error();
        return look;
    }
    look.timeline = view->timeline;
    look.dialect = view->server.dialect;
    return look;
}

QJsonObject toJson(const usecase::TracedEvent& traced, bool compared)
{
    const migration::TimelineEntry& entry = traced.migration;
    return {{QStringLiteral("migration"), entry.id()},
        {QStringLiteral("state"), compared ? QJsonValue(migration::stateName(entry.state)) : QJsonValue()},
        {QStringLiteral("at"), report::timeToJson(entry.at)},
        {QStringLiteral("by"), entry.by.isEmpty() ? QJsonValue() : QJsonValue(entry.by)},
        {QStringLiteral("statement"), traced.event.statement}, {QStringLiteral("line"), traced.event.line},
        {QStringLiteral("change"), traced.event.change}, {QStringLiteral("name"), traced.event.name},
        {QStringLiteral("text"), traced.event.text}};
}

QString whenText(const migration::TimelineEntry& entry, bool compared)
{
    if (!compared)
        return {};
    const QString state = report::stateWord(entry.state);
    if (!entry.at.isValid())
        return state;
    QString text = QStringLiteral("%1 %2").arg(state, entry.at.toString(QStringLiteral("yyyy-MM-dd HH:mm")));
    if (!entry.by.isEmpty())
        text += QStringLiteral(" by ") + oneLine(entry.by);
    return text;
}

void print(Terminal& terminal, const usecase::ObjectTrace& trace)
{
    int width = 0;
    for (const usecase::TracedEvent& traced : trace.events)
        width = qMax(width, displayWidth(traced.migration.id()));
    for (const usecase::TracedEvent& traced : trace.events) {
        const QString line =
            QStringLiteral("%1  %2  %3")
                .arg(padded(oneLine(traced.migration.id()), width), oneLine(traced.event.change),
                    whenText(traced.migration, trace.compared));
        terminal.line(line.trimmed());
    }
}

} // namespace

ExitCode showObjectHistory(CommandContext& context, const QString& object)
{
    const auto opened = openProject(context);
    if (!opened)
        return reportFailure(context, opened.error());
    const auto look = lookAt(context, *opened);
    if (!look)
        return reportFailure(context, look.error());
    const auto trace = usecase::traceObject(object, look->timeline, look->dialect);
    if (!trace)
        return reportFailure(context, trace.error());
    if (context.options.json) {
        QJsonArray events;
        for (const usecase::TracedEvent& traced : trace->events)
            events.append(toJson(traced, trace->compared));
        QJsonObject document {{QStringLiteral("object"), object},
            {QStringLiteral("compared"), trace->compared}, {QStringLiteral("events"), events}};
        if (look->unreachable)
            document[QStringLiteral("notes")] = report::toJson(QList<base::Error> {*look->unreachable});
        printJson(context.terminal, document);
        return ExitCode::Done;
    }
    if (look->unreachable)
        context.terminal.note(QStringLiteral("note: from the files alone: ") + look->unreachable->summary);
    if (trace->events.isEmpty())
        context.terminal.line(QStringLiteral("No migration names “%1”.").arg(oneLine(object)));
    print(context.terminal, *trace);
    return ExitCode::Done;
}

} // namespace strandline::cli
