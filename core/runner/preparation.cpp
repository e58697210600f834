// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/preparation.h"

#include "core/history/history_reader.h"
#include "core/planner/plan_builder.h"

namespace strandline::runner {

using base::ErrorCode;

base::Result<void> checkPlan(const migration::Plan& plan)
{
    for (const migration::PlanObstacle& obstacle : plan.obstacles) {
        if (obstacle.level == migration::ObstacleLevel::Block) {
            base::Error error = obstacle.error;
            error.code = ErrorCode::Precondition;
            return base::fail(error);
        }
    }
    if (!plan.singleTransaction)
        return {};
    for (const migration::PlanStep& step : plan.steps) {
        if (step.isTransactional() || step.segments.isEmpty())
            continue;
        return base::fail(ErrorCode::Precondition, QStringLiteral("The plan cannot run as one transaction"),
            QStringLiteral("“%1” has statements that run outside of a transaction.").arg(step.id()),
            QStringLiteral("Run it without a single transaction."));
    }
    return {};
}

namespace {

base::Result<migration::PlanBinding> look(RunSession& session, Ground& ground)
{
    auto history = history::readHistory(session.work(), {session.request().historySchema});
    if (!history)
        return base::forward(history);
    ground.history = *history;
    QElapsedTimer timer;
    timer.start();
    const auto fingerprint =
        session.services().schemaFingerprint(session.work(), session.request().historySchema);
    if (!fingerprint)
        return base::forward(fingerprint);
    ground.fingerprint = *fingerprint;
    ground.fingerprintMs = timer.elapsed();
    return migration::PlanBinding {
        session.server().database, planner::historyDigest(ground.history), ground.fingerprint};
}

} // namespace

base::Result<Ground> prepare(RunSession& session)
{
    Ground ground;
    ground.plan = session.request().plan;
    if (auto opened = session.openWork(); !opened)
        return base::forward(opened);
    if (auto locked = session.takeLock(); !locked)
        return base::forward(locked);
    auto now = look(session, ground);
    if (!now)
        return base::forward(now);
    if (!session.request().planIsBound)
        return ground;
    const auto outdated = planner::whyOutdated(ground.plan, *now);
    if (!outdated)
        return ground;
    if (session.request().lockWaitMs <= 0 || !session.request().replan)
        return base::fail(*outdated);
    auto again = session.request().replan(session.work());
    if (!again)
        return base::forward(again);
    ground.plan = std::move(*again);
    if (auto allowed = checkPlan(ground.plan); !allowed)
        return base::forward(allowed);
    return ground;
}

} // namespace strandline::runner
