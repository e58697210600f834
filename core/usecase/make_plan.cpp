// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/make_plan.h"

#include "core/history/log_reader.h"
#include "core/history/script_reader.h"
#include "core/planner/plan_builder.h"
#include "core/planner/plan_json.h"
#include "core/planner/timeline_builder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace strandline::usecase {

namespace {

planner::OrderRule orderRule(project::Level level)
{
    switch (level) {
    case project::Level::Allow:
    case project::Level::Note:
        return planner::OrderRule::Allow;
    case project::Level::Block:
        return planner::OrderRule::Block;
    case project::Level::Warn:
    case project::Level::Confirm:
        break;
    }
    return planner::OrderRule::Warn;
}

bool mayGoDown(migration::TargetKind kind)
{
    return kind == migration::TargetKind::DownCount || kind == migration::TargetKind::DownTo
        || kind == migration::TargetKind::Goto || kind == migration::TargetKind::Resume
        || kind == migration::TargetKind::UndoKept;
}

planner::PlanQuestion question(const EnvironmentView& view, const ResolvedEnvironment& resolved)
{
    planner::PlanQuestion question;
    question.timeline = view.timeline;
    question.history = view.history;
    question.dialect = view.server.dialect;
    question.outOfOrder = orderRule(resolved.environment.policy.outOfOrder);
    question.environment = view.environment;
    question.database = view.server.database;
    question.now = view.readAt;
    return question;
}

/// The plan that was wished for, held against what is there now.
base::Result<migration::Plan> planFor(
    const planner::PlanQuestion& ask, const RefreshRequest& request, const PlanWish& wish)
{
    if (!wish.saved)
        return planner::buildPlan(ask, wish.target);
    base::Result<migration::Plan> plan = base::fail(base::Error());
    if (request.project.dialect == ask.dialect) {
        plan = planner::planFromJson(*wish.saved, request.project.set, ask.recordedScripts);
    } else {
        const auto set = readMigrations(request.project.project, ask.dialect, {});
        if (!set)
            return base::forward(set);
        plan = planner::planFromJson(*wish.saved, *set, ask.recordedScripts);
    }
    if (!plan)
        return plan;
    if (plan->environment != ask.environment) {
        return base::fail(base::ErrorCode::Conflict,
            QStringLiteral("The plan was made for “%1”").arg(plan->environment),
            QStringLiteral("The run is for “%1”.").arg(ask.environment),
            QStringLiteral("Choose the environment of the plan, or make a plan for this one."));
    }
    const migration::PlanBinding now {
        ask.database, planner::historyDigest(ask.history), ask.schemaFingerprint};
    if (const auto outdated = planner::whyOutdated(*plan, now))
        return base::fail(*outdated);
    return plan;
}

/// Ids of what the newest run that stopped in the middle had planned. Nothing where its plan is not in the
/// log or was too long for it: then only the stopped migration itself is gone on with.
QStringList interruptedPlan(db::Connection& connection, const EnvironmentView& view)
{
    QString runId;
    QDateTime at;
    for (const migration::TimelineEntry& entry : view.timeline.entries) {
        const bool stopped = entry.state == migration::MigrationState::Partial
            || entry.state == migration::MigrationState::Failed;
        if (stopped && !entry.runs.isEmpty() && (!at.isValid() || entry.runs.last().at >= at)) {
            runId = entry.runs.last().runId;
            at = entry.runs.last().at;
        }
    }
    if (runId.isEmpty())
        return {};
    history::LogQuery query;
    query.runId = runId;
    query.kinds = {migration::EventKind::Planned};
    const auto page = history::readLog(connection, view.history.schema, query);
    if (!page || page->events.isEmpty())
        return {};
    const QJsonObject plan = QJsonDocument::fromJson(page->events.first().detail.toUtf8()).object();
    QStringList ids;
    for (const QJsonValue& value : plan[QStringLiteral("steps")].toArray()) {
        migration::PlanStep step;
        step.version = value[QStringLiteral("version")].toString();
        step.name = value[QStringLiteral("name")].toString();
        ids << step.id();
    }
    return ids;
}

} // namespace

base::Result<PlannedView> makePlan(db::Connection& connection, const RefreshRequest& request,
    const ResolvedEnvironment& resolved, const engine::RunServices& services, const PlanWish& wish)
{
    auto view = readEnvironment(connection, request, resolved, {});
    if (!view)
        return base::forward(view);
    planner::PlanQuestion ask = question(*view, resolved);
    const QString& schema = resolved.environment.historySchema;
    if (view->history.present && (wish.saved || mayGoDown(wish.target.kind))) {
        auto texts = history::readScripts(
            connection, schema, planner::neededRecordedScripts(view->timeline, view->history));
        if (!texts)
            return base::forward(texts);
        ask.recordedScripts = std::move(texts->bytes);
        view->notes += texts->problems;
    }
    if (wish.target.kind == migration::TargetKind::Resume && !wish.target.onlyThis)
        ask.interruptedPlan = interruptedPlan(connection, *view);
    auto fingerprint = services.schemaFingerprint(connection, schema);
    if (!fingerprint)
        return base::forward(fingerprint);
    ask.schemaFingerprint = *fingerprint;
    auto plan = planFor(ask, request, wish);
    if (!plan)
        return base::forward(plan);
    return PlannedView {std::move(*view), std::move(*plan)};
}

base::Result<PlannedView> makePlanForNewFile(
    const RefreshRequest& request, const ResolvedEnvironment& resolved, const PlanWish& wish)
{
    EnvironmentView view;
    view.environment = request.environment;
    view.connection = resolved.connection.settings;
    view.notes = resolved.connection.notes;
    view.server.dialect = sql::Dialect::Sqlite;
    view.server.product = QStringLiteral("SQLite");
    view.server.database = resolved.connection.settings.database.value;
    view.readAt = base::SystemClock().nowUtc();
    view.history.readAt = view.readAt;
    view.timeline = planner::buildTimeline(request.project.set, view.history);
    auto plan = planFor(question(view, resolved), request, wish);
    if (!plan)
        return base::forward(plan);
    return PlannedView {std::move(view), std::move(*plan)};
}

} // namespace strandline::usecase
