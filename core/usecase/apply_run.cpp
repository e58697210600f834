// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/apply_run.h"

#include "core/report/words.h"
#include "core/usecase/count_losses.h"
#include "core/usecase/make_plan.h"
#include "core/usecase/run_access.h"

namespace strandline::usecase {

namespace {

base::Failure refused(const QString& summary, const QString& detail, const QString& hint)
{
    return base::fail(base::ErrorCode::Precondition, summary, detail, hint);
}

QString lossLines(const QList<analysis::CountedLoss>& losses)
{
    QStringList lines;
    for (const analysis::CountedLoss& loss : losses) {
        if (!loss.isNothing())
            lines << QStringLiteral("%1 (%2, statement %3)")
                         .arg(loss.sentence(), loss.stepId)
                         .arg(loss.loss.statement);
    }
    return lines.join(QLatin1Char('\n'));
}

/// The same rules that prepareRun() derived the confirmation from, asked again: a caller may not have shown
/// it.
base::Result<void> checkLosses(const QList<analysis::CountedLoss>& losses,
    const project::Environment& environment, const RunDecisions& decisions)
{
    const QString lines = lossLines(losses);
    if (lines.isEmpty())
        return {};
    const project::Level policy = environment.policy.dataLoss;
    if (policy == project::Level::Block) {
        return refused(
            QStringLiteral("“%1” allows no migration that deletes stored values").arg(environment.name),
            lines, QStringLiteral("Change the migration, or the policy data_loss of this environment."));
    }
    const bool asks = policy == project::Level::Confirm || policy == project::Level::Warn;
    if (asks && !decisions.allowDataLoss) {
        return refused(QStringLiteral("Stored values would be deleted"), lines,
            QStringLiteral("When that is meant, allow it with --allow-data-loss."));
    }
    return {};
}

base::Result<void> checkPlan(const migration::Plan& plan)
{
    for (const migration::PlanObstacle& obstacle : plan.obstacles) {
        if (obstacle.level != migration::ObstacleLevel::Block)
            continue;
        base::Error error = obstacle.error;
        error.code = base::ErrorCode::Precondition;
        return base::fail(error);
    }
    return {};
}

runner::HookSettings hookSettings(const project::Project& project, const project::Environment& environment)
{
    runner::HookSettings hooks;
    hooks.commands = project.hooks;
    hooks.workingFolder = project.root;
    hooks.environment = {
        {QStringLiteral("STRANDLINE_PROJECT"), project.root},
        {QStringLiteral("STRANDLINE_TIER"), project::tierName(environment.tier)},
    };
    return hooks;
}

} // namespace

base::Result<migration::RunReport> applyRun(const ApplyRequest& request, const engine::Engines& engines,
    runner::RunObserver& observer, const base::JobContext& context)
{
    const RunDecisions& decisions = request.decisions;
    const QString what =
        request.plan.steps.isEmpty() || request.plan.steps.first().direction == QLatin1String("up")
        ? QStringLiteral("apply")
        : QStringLiteral("revert");
    auto access = openRunAccess(request.environment, decisions, what, engines);
    if (!access)
        return base::forward(access);
    const project::Environment& environment = access->resolved.environment;
    if (const auto allowed = checkPlan(request.plan); !allowed)
        return base::forward(allowed);
    if (const auto allowed = checkLosses(request.losses, environment, decisions); !allowed)
        return base::forward(allowed);
    const bool mustType = environment.tier == project::Tier::Production && !request.plan.isEmpty();
    const Confirmation confirmation {
        false, mustType, nameToType(access->resolved.connection.settings), false};
    if (const auto typed = checkTypedName(confirmation, decisions); !typed)
        return base::forward(typed);

    runner::RunRequest run;
    run.plan = request.plan;
    run.identity = access->identity;
    run.limits = limitsOf(environment, decisions.timeouts);
    run.hooks = hookSettings(request.environment.project.project, environment);
    run.historySchema = environment.historySchema;
    run.lockWaitMs = decisions.lockWaitMs;
    run.stopAfterStatement = request.stopAfterStatement;
    run.acknowledged = decisions.acknowledged;
    if (decisions.allowDataLoss)
        run.acknowledged << QStringLiteral("data-loss");
    if (decisions.confirmedByOption)
        run.acknowledged << QStringLiteral("confirmed by option");
    if (decisions.forceEnabled)
        run.acknowledged << QStringLiteral("enabled = false overridden");
    if (decisions.ifNeeded) {
        run.replan = [&](db::Connection& connection) -> base::Result<migration::Plan> {
            auto planned = makePlan(connection, request.environment, access->resolved,
                access->engine->runServices(), {request.plan.target, std::nullopt});
            if (!planned)
                return base::forward(planned);
            if (const auto allowed = checkPlan(planned->plan); !allowed)
                return base::forward(allowed);
            const auto losses = countLosses(connection, planned->plan, 1000, context);
            if (!losses)
                return base::forward(losses);
            if (const auto allowed = checkLosses(losses->losses, environment, decisions); !allowed)
                return base::forward(allowed);
            return std::move(planned->plan);
        };
    }
    return runner::run(run, *access->engine, access->open, observer, context);
}

} // namespace strandline::usecase
