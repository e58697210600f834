// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/prepare_run.h"

#include "core/report/plan_text.h"
#include "core/usecase/count_losses.h"
#include "core/usecase/make_plan.h"
#include "core/usecase/preflight.h"
#include "core/usecase/run_access.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QThread>

#include <array>

namespace strandline::usecase {

namespace {

constexpr int kPauseMs = 50;
constexpr int kPausesBetweenLooks = 5; ///< a look costs a connection and some queries
constexpr int kMaxLooksAtHistory = 10;
constexpr std::array kLevelNames {"pass", "note", "attention", "block"};

bool isNewSqliteFile(const ResolvedEnvironment& resolved, const migration::PlanTarget& target)
{
    const connection::ConnectionSettings& settings = resolved.connection.settings;
    const bool goesUp = target.kind == migration::TargetKind::Latest
        || target.kind == migration::TargetKind::UpTo || target.kind == migration::TargetKind::Only
        || target.kind == migration::TargetKind::Goto;
    return goesUp && settings.dialect == sql::Dialect::Sqlite && !settings.database.value.isEmpty()
        && !QFileInfo::exists(settings.database.value);
}

bool deletesValues(const PreparedRun& run)
{
    return std::any_of(run.losses.begin(), run.losses.end(),
        [](const analysis::CountedLoss& loss) { return !loss.isNothing(); });
}

bool goesDown(const migration::Plan& plan)
{
    return std::any_of(plan.steps.begin(), plan.steps.end(),
        [](const migration::PlanStep& step) { return step.direction == QLatin1String("down"); });
}

Confirmation confirmationFor(const PreparedRun& run, const project::Environment& environment)
{
    Confirmation confirmation;
    confirmation.typedName = nameToType(run.view.connection);
    if (run.plan.isEmpty())
        return confirmation;
    const bool loses = deletesValues(run);
    const bool asksForLoss = environment.policy.dataLoss != project::Level::Allow
        && environment.policy.dataLoss != project::Level::Note;
    confirmation.needsDataLossConsent = loses && asksForLoss;
    confirmation.needsTypedName =
        environment.tier == project::Tier::Production || (loses && (asksForLoss || goesDown(run.plan)));
    confirmation.needsAcknowledgement = std::any_of(run.checks.begin(), run.checks.end(),
        [](const PreflightCheck& check) { return check.level == CheckLevel::Attention; });
    return confirmation;
}

} // namespace

QString checkLevelName(CheckLevel level)
{
    return QLatin1String(kLevelNames.at(std::size_t(level)));
}

bool PreparedRun::isBlocked() const
{
    return plan.isBlocked() || firstBlock() != nullptr;
}

const PreflightCheck* PreparedRun::firstBlock() const
{
    const auto found = std::find_if(checks.begin(), checks.end(),
        [](const PreflightCheck& check) { return check.level == CheckLevel::Block; });
    return found == checks.end() ? nullptr : &*found;
}

QString PreparedRun::sentence() const
{
    return report::planSentence(
        plan, QStringLiteral("%1 (%2)").arg(view.environment, nameToType(view.connection)));
}

namespace {

/// While another run is in the middle of its work, the history says that a migration is half applied, and the
/// advice to go on with it or to undo it would be followed at the wrong time.
void putTheOtherRunFirst(PreparedRun& run)
{
    if (!run.lockHolder || !run.plan.isBlocked())
        return;
    QList<migration::PlanObstacle> others;
    for (const migration::PlanObstacle& obstacle : std::as_const(run.plan.obstacles)) {
        if (obstacle.check != QLatin1String("history") || obstacle.level != migration::ObstacleLevel::Block)
            others.append(obstacle);
    }
    run.plan.obstacles = others;
    run.plan.obstacles.prepend(
        {QStringLiteral("lock"), migration::ObstacleLevel::Block, runInProgress(*run.lockHolder)});
}

base::Result<PreparedRun> lookOnce(
    const PrepareRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    const RefreshRequest& refresh = request.environment;
    auto resolved = resolveEnvironment(refresh.project.project, refresh.environment, refresh.password);
    if (!resolved)
        return base::forward(resolved);
    const project::Environment& environment = resolved->environment;
    PreparedRun run;
    run.timeouts = request.timeouts;
    const runner::RunLimits limits = limitsOf(environment, request.timeouts);
    run.lockTimeoutMs = *limits.lockTimeoutMs;
    run.statementTimeoutMs = *limits.statementTimeoutMs;
    const auto take = [&run](PlannedView planned) {
        run.view = std::move(planned.view);
        run.plan = std::move(planned.plan);
    };

    const PlanWish wish {request.target, request.savedPlan};
    if (isNewSqliteFile(*resolved, request.target)) {
        auto planned = makePlanForNewFile(refresh, *resolved, wish);
        if (!planned)
            return base::forward(planned);
        take(std::move(*planned));
        const auto checks = runPreflight({run, environment, nullptr, nullptr}, context);
        if (!checks)
            return base::forward(checks);
        run.checks = *checks;
        run.confirmation = confirmationFor(run, environment);
        return run;
    }

    const engine::Engine* engine = engines.find(resolved->connection.settings.dialect);
    context.report({QStringLiteral("Connecting"), 0, 0, resolved->connection.settings.describe()});
    auto connection = engines.open(resolved->connection.settings, lookOptions(environment), context);
    if (!connection)
        return base::forward(connection);
    const engine::RunServices& services = engine->runServices();
    // A run that ended between the two looks would leave its half-way state as if it had died in it: what is
    // blocked counts when it is the same before and after the lock was found free.
    QByteArray historyBefore;
    for (int looks = 0; looks < kMaxLooksAtHistory; ++looks) {
        auto planned = makePlan(**connection, refresh, *resolved, services, wish);
        if (!planned)
            return base::forward(planned);
        take(std::move(*planned));
        auto holder = services.lockHolder(**connection, environment.historySchema);
        if (!holder)
            return base::forward(holder);
        run.lockHolder = std::move(*holder);
        if (!run.plan.isBlocked() || run.lockHolder || run.plan.binding.history == historyBefore)
            break;
        historyBefore = run.plan.binding.history;
    }
    putTheOtherRunFirst(run);
    auto losses = countLosses(**connection, run.plan, request.countBudgetMs, context);
    if (!losses)
        return base::forward(losses);
    run.losses = std::move(losses->losses);
    run.notUnderstood = std::move(losses->notUnderstood);
    if (request.withChecks && !run.plan.isEmpty()) {
        auto checks = runPreflight({run, environment, &services, connection->get()}, context);
        if (!checks)
            return base::forward(checks);
        run.checks = std::move(*checks);
    }
    run.confirmation = confirmationFor(run, environment);
    return run;
}

/// Something else than the lock is in the way, which the run itself can wait for. Values that would be
/// deleted may be those that the other one's run has just written.
bool isBlockedByState(const PreparedRun& run)
{
    return run.plan.isBlocked() || run.confirmation.needsDataLossConsent
        || std::any_of(run.checks.begin(), run.checks.end(), [](const PreflightCheck& check) {
               return check.level == CheckLevel::Block && check.id != QLatin1String("lock");
           });
}

/// What is in the way is what somebody else does right now.
bool isBlockedByConflict(const PreparedRun& run)
{
    return std::any_of(run.checks.begin(), run.checks.end(), [](const PreflightCheck& check) {
        return check.level == CheckLevel::Block
            && std::any_of(check.errors.begin(), check.errors.end(),
                [](const base::Error& error) { return error.code == base::ErrorCode::Conflict; });
    });
}

} // namespace

base::Result<PreparedRun> prepareRun(
    const PrepareRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    QElapsedTimer timer;
    timer.start();
    bool wasAlone = false;
    for (;;) {
        auto run = lookOnce(request, engines, context);
        if (!run || !isBlockedByState(*run))
            return run;
        const bool isAlone = !run->lockHolder;
        const bool mayWait = timer.elapsed() < request.waitForOthersMs;
        // Who began behind our look at the lock has spoilt only this one look.
        const bool mayBePassing = !wasAlone && (mayWait || isBlockedByConflict(*run));
        if (isAlone ? !mayBePassing : !mayWait)
            return run;
        wasAlone = isAlone;
        for (int pauses = 0; pauses < kPausesBetweenLooks; ++pauses) {
            if (context.cancel.isCancelled())
                return base::fail(base::ErrorCode::Cancelled, QStringLiteral("Waiting was cancelled"),
                    QStringLiteral("Somebody else is migrating this database. Nothing was run."));
            QThread::msleep(kPauseMs);
        }
    }
}

} // namespace strandline::usecase
