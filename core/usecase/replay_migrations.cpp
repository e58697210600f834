// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/replay_migrations.h"

#include "core/runner/runner.h"
#include "core/usecase/make_plan.h"

#include <QUuid>

namespace strandline::usecase {

using base::ErrorCode;

namespace {

class SilentObserver final : public runner::RunObserver
{
public:
    explicit SilentObserver(const base::JobContext& context)
        : m_context(context)
    { }
    void handle(const runner::RunEvent& event) override
    {
        if (event.kind == runner::RunEventKind::StepStarted)
            m_context.report({QStringLiteral("Replaying migrations in scratch"), event.step, 0, event.text});
    }

private:
    const base::JobContext& m_context;
};

RefreshRequest refreshRequest(const ReplayRequest& request)
{
    RefreshRequest refresh;
    refresh.project = request.project;
    refresh.environment = QStringLiteral("scratch");
    return refresh;
}

ResolvedEnvironment scratchEnvironment(const ReplayRequest& request)
{
    ResolvedEnvironment resolved;
    resolved.environment.name = QStringLiteral("scratch");
    resolved.environment.historySchema = request.historySchema;
    // The files in their order are what is asked for; nobody runs anything late here.
    resolved.environment.policy.outOfOrder = project::Level::Allow;
    resolved.connection.settings = request.database;
    return resolved;
}

base::Result<migration::Plan> planOf(
    const ReplayRequest& request, const engine::Engine& engine, const base::JobContext& context)
{
    auto connection = engine::openScratch(engine, request.database, context);
    if (!connection)
        return base::forward(connection);
    const PlanWish wish {request.target, std::nullopt};
    auto planned = makePlan(
        **connection, refreshRequest(request), scratchEnvironment(request), engine.runServices(), wish);
    if (!planned)
        return base::forward(planned);
    for (const migration::PlanObstacle& obstacle : planned->plan.obstacles) {
        if (obstacle.level == migration::ObstacleLevel::Block)
            return base::fail(obstacle.error);
    }
    return std::move(planned->plan);
}

} // namespace

base::Result<void> replayMigrations(
    const ReplayRequest& request, const engine::Engine& engine, const base::JobContext& context)
{
    auto plan = planOf(request, engine, context);
    if (!plan) {
        return base::fail(plan.error().withContext(
            QStringLiteral("The migrations cannot be replayed in a scratch database")));
    }
    if (plan->isEmpty())
        return {};
    runner::RunRequest run;
    run.plan = std::move(*plan);
    run.identity = {QUuid::createUuid().toString(QUuid::WithoutBraces), QStringLiteral("scratch"),
        QStringLiteral("scratch"), QStringLiteral(STRANDLINE_VERSION)};
    run.limits.lockTimeoutMs = 60000;
    run.historySchema = request.historySchema;
    const auto open = [&](runner::ConnectionUse, const base::JobContext& own) {
        return engine::openScratch(engine, request.database, own);
    };
    SilentObserver observer(context);
    const auto report = runner::run(run, engine, open, observer, context);
    if (!report)
        return base::forward(report);
    if (report->isSuccess())
        return {};
    const base::Error error = report->error.value_or(
        base::Error {ErrorCode::Cancelled, QStringLiteral("Stopped on request"), {}, {}, {}, {}});
    if (error.code == ErrorCode::Cancelled)
        return base::fail(error);
    return base::fail(error.withContext(
        QStringLiteral("The migrations do not run in a scratch database from the first to the last")));
}

} // namespace strandline::usecase
