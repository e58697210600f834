// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/runner.h"

#include "core/runner/failure.h"
#include "core/runner/plan_runner.h"

namespace strandline::runner {

namespace {

migration::RunReport nothingToDo(RunSession& session, const migration::Plan& plan)
{
    migration::RunReport report = emptyReport(session, plan);
    report.outcome = migration::RunOutcome::NothingToDo;
    report.versionAfter = report.versionBefore;
    report.durationMs = session.elapsedMs();
    RunEvent event;
    event.kind = RunEventKind::RunFinished;
    event.text = migration::runOutcomeName(report.outcome);
    session.emitEvent(event);
    return report;
}

} // namespace

base::Result<migration::RunReport> run(const RunRequest& request, const engine::Engine& engine,
    const OpenConnection& open, RunObserver& observer, const base::JobContext& context)
{
    RunSession session(request, engine, open, observer, context);
    if (const auto allowed = checkPlan(request.plan); !allowed)
        return base::forward(allowed);
    if (request.plan.isEmpty())
        return nothingToDo(session, request.plan);
    auto ground = prepare(session);
    if (!ground)
        return base::forward(ground);
    if (ground->plan.isEmpty())
        return nothingToDo(session, ground->plan);
    PlanRunner runner(session, std::move(*ground));
    return runner.run();
}

} // namespace strandline::runner
