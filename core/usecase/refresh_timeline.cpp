// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/refresh_timeline.h"

#include "core/history/history_reader.h"
#include "core/planner/timeline_builder.h"

namespace strandline::usecase {

namespace {

QDateTime now(const base::JobContext& context)
{
    return context.clock ? context.clock->nowUtc() : base::SystemClock().nowUtc();
}

} // namespace

base::Result<EnvironmentView> readEnvironment(db::Connection& connection, const RefreshRequest& request,
    const ResolvedEnvironment& resolved, const base::JobContext& context)
{
    context.report({QStringLiteral("Reading history"), 0, 0, request.environment});
    auto history = history::readHistory(connection, {resolved.environment.historySchema, request.fullLog});
    if (!history) {
        return base::fail(history.error().code == base::ErrorCode::Cancelled
                ? history.error()
                : history.error().withContext(
                    QStringLiteral("Could not read the history of “%1”").arg(request.environment)));
    }
    EnvironmentView view;
    view.environment = request.environment;
    view.connection = resolved.connection.settings;
    view.notes = resolved.connection.notes;
    view.server = connection.info();
    view.readAt = now(context);
    view.history = std::move(*history);
    view.history.readAt = view.readAt;

    // What the files mean depends on the language they are cut in; environments of two engines are rare, and
    // only they pay for reading twice.
    if (request.project.dialect == connection.info().dialect) {
        view.timeline = planner::buildTimeline(request.project.set, view.history);
        analysis::markDataLoss(view.timeline, connection.info().dialect, request.lossFlags.get());
        return view;
    }
    auto set = readMigrations(request.project.project, connection.info().dialect, context);
    if (!set)
        return base::forward(set);
    view.timeline = planner::buildTimeline(*set, view.history);
    analysis::markDataLoss(view.timeline, connection.info().dialect, request.lossFlags.get());
    return view;
}

base::Result<EnvironmentView> refreshTimeline(
    const RefreshRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    auto resolved = resolveEnvironment(request.project.project, request.environment, request.password);
    if (!resolved)
        return base::forward(resolved);
    context.report({QStringLiteral("Connecting"), 0, 0, resolved->connection.settings.describe()});
    auto connection =
        engines.open(resolved->connection.settings, lookOptions(resolved->environment), context);
    if (!connection)
        return base::forward(connection);
    return readEnvironment(**connection, request, *resolved, context);
}

migration::Timeline filesOnlyTimeline(const OpenedProject& project)
{
    return planner::buildTimeline(project.set, std::nullopt);
}

} // namespace strandline::usecase
