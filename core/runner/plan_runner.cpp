// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/plan_runner.h"

#include "core/runner/bookkeeping_setup.h"
#include "core/runner/failure.h"
#include "core/runner/script_inserts.h"

namespace strandline::runner {

using base::ErrorCode;
using migration::PlanStep;
using migration::RunOutcome;
using migration::StepState;

PlanRunner::PlanRunner(RunSession& session, Ground ground)
    : m_session(session)
    , m_plan(ground.plan)
    , m_ground(std::move(ground))
    , m_schema(session)
    , m_hooks(session.request().hooks, session.cancelToken())
    , m_lateHooks(session.request().hooks, base::CancelToken())
{
    m_schema.begin(m_ground.fingerprint, m_ground.fingerprintMs);
}

void PlanRunner::beginReport()
{
    m_report = emptyReport(m_session, m_plan);
    m_report.fingerprintBefore = m_ground.fingerprint;
    for (const PlanStep& step : m_plan.steps) {
        migration::StepReport report;
        report.id = step.id();
        report.kind = step.kind;
        report.version = step.version;
        report.name = step.name;
        report.action = step.action;
        report.direction = step.direction;
        report.statementCount = step.statementCount;
        report.statementsKept = step.firstStatement - 1;
        m_report.steps.append(report);
    }
}

base::Result<migration::RunReport> PlanRunner::run()
{
    beginReport();
    const HookOutcome before = callHook(QStringLiteral("before_run"), nullptr);
    if (!before.ok) {
        m_report.outcome = m_session.isCancelled() ? RunOutcome::Stopped : RunOutcome::Refused;
        m_report.error = before.error;
        m_report.unchanged = migration::UnchangedProof::RolledBack;
        finish();
        return m_report;
    }
    if (auto begun = beginJournal({}); !begun)
        return base::forward(begun);
    recordHook(QStringLiteral("before_run"), nullptr, before);
    RunEvent event;
    event.kind = RunEventKind::RunStarted;
    event.statementCount = 0;
    m_session.emitEvent(event);
    runSteps();
    verify();
    finish();
    return m_report;
}

base::Result<void> PlanRunner::beginJournal(const QList<migration::LogEvent>&)
{
    if (auto remembered = m_keeper.remember(m_session.work()); !remembered)
        return remembered;
    const RunRequest& request = m_session.request();
    auto tables =
        ensureBookkeeping(m_session.work(), request.historySchema, request.identity, m_session.clock());
    if (!tables)
        return base::forward(tables);
    m_journal = std::make_unique<Journal>(m_session, *tables, m_ground.history);
    m_sender = std::make_unique<CommitSender>(m_session, *m_journal, m_keeper);
    m_steps = std::make_unique<StepRunner>(
        StepRunner::Parts {m_session, *m_journal, m_keeper, *m_sender, m_schema});
    QList<migration::LogEvent> events {m_journal->planned(m_plan)};
    if (!m_hooks.has(QStringLiteral("before_migration"))) {
        events.append(m_journal->started(m_plan.steps.first()));
        m_startedStep = 0;
    }
    ScriptInserts texts(m_plan, m_journal->text());
    while (const auto insert = texts.next()) {
        if (const auto written = m_session.send({*insert}); !written)
            return written;
    }
    return m_sender->writeAlone(events);
}

void PlanRunner::runSteps()
{
    for (int index = 0; index < m_plan.steps.size(); ++index) {
        if (!runStep(index))
            return;
    }
    m_report.outcome = RunOutcome::Done;
}

bool PlanRunner::runStep(int index)
{
    const PlanStep& step = m_plan.steps.at(index);
    StepRun run(index, step, m_report.steps[index], m_plan.dialect);
    run.begunMs = m_session.clock().monotonicMs();
    if (auto stop = beginStep(run)) {
        conclude(run, std::move(*stop));
        return false;
    }
    RunEvent event;
    event.kind = RunEventKind::StepStarted;
    event.step = index;
    event.text = run.report.id;
    event.statementCount = run.statementCount();
    m_session.emitEvent(event);

    auto stop = prepareStep(run);
    const StepEnd end = endOf(index);
    if (!stop)
        stop = m_steps->run(run, end);
    run.report.durationMs = m_session.clock().monotonicMs() - run.begunMs;
    run.report.statementCount = qMax(run.statementCount(), run.last);
    if (stop) {
        conclude(run, std::move(*stop));
        return false;
    }
    if (end.next)
        m_startedStep = index + 1;
    stepIsDone(run);
    return true;
}

/// Everything that can keep a step from starting.
StepResult PlanRunner::beginStep(StepRun& run)
{
    StepStop stop;
    if (m_session.wantsStop()) {
        stop.error = {ErrorCode::Cancelled, QStringLiteral("Stopped on request"), {}, {}, {}, {}};
        return stop;
    }
    if (const auto held = m_session.checkLock(false); !held) {
        stop.error = held.error().withContext(QStringLiteral("The lock of this run was lost"));
        stop.error.code = ErrorCode::Conflict;
        return stop;
    }
    const HookOutcome hook = callHook(QStringLiteral("before_migration"), &run.step);
    if (!hook.ok) {
        stop.error = *hook.error;
        recordHook(QStringLiteral("before_migration"), &run.step, hook);
        return stop;
    }
    if (m_startedStep < run.index) {
        m_startedStep = run.index; // also when the answer is lost: a `failed` too many does no harm
        if (const auto written = m_sender->writeAlone({m_journal->started(run.step)}); !written) {
            stop.error = written.error();
            return stop;
        }
    }
    recordHook(QStringLiteral("before_migration"), &run.step, hook);
    return {};
}

StepResult PlanRunner::prepareStep(StepRun& run)
{
    m_schema.beforeStep(run.index);
    const auto limited = applyLimits(run.step);
    if (limited)
        return {};
    StepStop stop;
    stop.error = limited.error();
    stop.statement = run.step.firstStatement;
    return stop;
}

StepEnd PlanRunner::endOf(int index) const
{
    StepEnd end;
    const bool isLast = index + 1 == m_plan.steps.size();
    end.commits = isLast || !m_plan.singleTransaction;
    const bool hooksBetween =
        m_hooks.has(QStringLiteral("before_migration")) || m_hooks.has(QStringLiteral("after_migration"));
    if (isLast || hooksBetween || m_session.wantsStop())
        return end;
    const PlanStep& next = m_plan.steps.at(index + 1);
    end.next = &next;
    // SQLite has no round trip to save, and waiting for its write lock belongs to the next step.
    end.beginsNext = end.commits && m_plan.dialect != sql::Dialect::Sqlite && !next.segments.isEmpty()
        && next.segments.first().mode == migration::SegmentMode::Transaction && m_limits
        && limitsOf(next) == *m_limits && !m_keeper.isChanged();
    return end;
}

db::StatementLimits PlanRunner::limitsOf(const PlanStep& step) const
{
    const RunLimits& limits = m_session.request().limits;
    const migration::Directives& directives = step.script.directives;
    return {directives.lockTimeoutMs ? directives.lockTimeoutMs : limits.lockTimeoutMs,
        directives.statementTimeoutMs ? directives.statementTimeoutMs : limits.statementTimeoutMs};
}

base::Result<void> PlanRunner::applyLimits(const PlanStep& step)
{
    const db::StatementLimits wanted = limitsOf(step);
    if (m_limits && *m_limits == wanted && m_limitsGeneration == m_session.generation())
        return {};
    if (const auto set = m_session.work().setLimits(wanted); !set)
        return set;
    m_limits = wanted;
    m_limitsGeneration = m_session.generation();
    return {};
}

void PlanRunner::stepIsDone(StepRun& run)
{
    run.report.state = StepState::Done;
    run.report.statementsKept = run.report.statementCount;
    if (m_keeper.isChanged()) {
        m_session.shieldWork();
        const auto restored = m_keeper.restore(m_session.work());
        m_session.unshieldWork();
        m_limits.reset();
        if (!restored)
            m_session.note(restored.error().withContext(
                QStringLiteral("The settings that “%1” changed in the session could not be taken back")
                    .arg(run.report.id)));
    }
    RunEvent event;
    event.kind = RunEventKind::StepFinished;
    event.step = run.index;
    event.text = run.report.id;
    event.statementCount = run.report.statementCount;
    event.stepState = run.report.state;
    m_session.emitEvent(event);
    const HookOutcome hook = callHook(QStringLiteral("after_migration"), &run.step);
    recordHook(QStringLiteral("after_migration"), &run.step, hook);
}

void PlanRunner::conclude(StepRun& run, StepStop stop)
{
    run.report.durationMs = m_session.clock().monotonicMs() - run.begunMs;
    const bool wasStarted = m_startedStep == run.index;
    FailureConclusion conclusion(m_session, *m_journal, m_keeper, m_schema, m_report);
    conclusion.conclude({run, m_plan, wasStarted}, std::move(stop));
    RunEvent event;
    event.kind = RunEventKind::StepFinished;
    event.step = run.index;
    event.text = run.report.id;
    event.statementCount = run.report.statementCount;
    event.stepState = run.report.state;
    event.error = m_report.error;
    m_session.emitEvent(event);
}

void PlanRunner::verify()
{
    m_session.shieldWork();
    const QByteArray& promised = m_session.request().promisedFingerprint;
    if (m_report.fingerprintAfter.isEmpty() && (!promised.isEmpty() || m_schema.isAffordable()))
        m_report.fingerprintAfter = m_schema.take();
    m_report.drifted = m_report.outcome == RunOutcome::Done && !promised.isEmpty()
        && !m_report.fingerprintAfter.isEmpty() && promised != m_report.fingerprintAfter;
    if (m_report.drifted) {
        const auto written = m_sender->writeAlone({m_journal->driftFound(
            QStringLiteral("The schema after the run is not the one that the rehearsal promised."))});
        if (!written)
            m_session.note(written.error());
    }
    if (m_report.outcome != RunOutcome::Done && m_session.hasWork())
        m_report.versionAfter = currentVersion(m_session, m_report.versionBefore);
}

void PlanRunner::finish()
{
    const bool isWritten = m_journal != nullptr;
    if (m_report.outcome
        == RunOutcome::Refused) // by a hook, for one: nothing ran, nothing was looked at anew
        m_report.versionAfter = m_report.versionBefore;
    if (!m_report.isSuccess())
        recordHook(QStringLiteral("on_failure"), nullptr, callHook(QStringLiteral("on_failure"), nullptr));
    if (isWritten)
        recordHook(QStringLiteral("after_run"), nullptr, callHook(QStringLiteral("after_run"), nullptr));
    m_report.notes += m_session.notes();
    m_report.durationMs = m_session.elapsedMs();
    RunEvent event;
    event.kind = RunEventKind::RunFinished;
    event.error = m_report.error;
    event.text = migration::runOutcomeName(m_report.outcome);
    m_session.emitEvent(event);
}

PlanRunner::Variables PlanRunner::hookVariables(const PlanStep* step) const
{
    Variables variables {{QStringLiteral("STRANDLINE_RUN_ID"), m_report.runId},
        {QStringLiteral("STRANDLINE_ENVIRONMENT"), m_report.environment},
        {QStringLiteral("STRANDLINE_DATABASE"), m_report.database},
        {QStringLiteral("STRANDLINE_FROM_VERSION"), m_plan.fromVersion},
        {QStringLiteral("STRANDLINE_TO_VERSION"), m_plan.toVersion},
        {QStringLiteral("STRANDLINE_MIGRATION_COUNT"), QString::number(m_plan.steps.size())},
        {QStringLiteral("STRANDLINE_OUTCOME"), migration::runOutcomeName(m_report.outcome)}};
    if (step) {
        variables.insert(QStringLiteral("STRANDLINE_MIGRATION"), step->id());
        variables.insert(QStringLiteral("STRANDLINE_VERSION"), step->version);
        variables.insert(QStringLiteral("STRANDLINE_NAME"), step->name);
        variables.insert(QStringLiteral("STRANDLINE_DIRECTION"), step->direction);
    }
    if (m_report.error)
        variables.insert(QStringLiteral("STRANDLINE_ERROR"), m_report.error->toText());
    return variables;
}

HookOutcome PlanRunner::callHook(const QString& name, const PlanStep* step)
{
    if (!m_hooks.has(name))
        return {};
    RunEvent event;
    event.kind = RunEventKind::HookStarted;
    event.text = name;
    m_session.emitEvent(event);
    const bool isLate = name == QLatin1String("on_failure") || name.startsWith(QLatin1String("after_"));
    HookOutcome outcome = (isLate ? m_lateHooks : m_hooks).run(name, hookVariables(step));
    if (!outcome.ok && !outcome.error) {
        outcome.error = base::Error {ErrorCode::Precondition,
            QStringLiteral("The hook “%1” failed").arg(name), outcome.output.left(2000),
            QStringLiteral("Put the command in [hooks] of strandline.toml in order."), {}, {}};
    }
    event.kind = RunEventKind::HookFinished;
    event.text = outcome.output;
    event.error = outcome.error;
    m_session.emitEvent(event);
    return outcome;
}

void PlanRunner::recordHook(const QString& name, const PlanStep* step, const HookOutcome& outcome)
{
    if (!m_hooks.has(name))
        return;
    if (!outcome.ok && !name.startsWith(QLatin1String("before_")))
        m_session.note(*outcome.error);
    if (!m_journal || !m_session.hasWork())
        return;
    m_session.shieldWork();
    const auto written = m_sender->writeAlone(
        {m_journal->hookDone(step, name, outcome.ok, outcome.output, outcome.durationMs)});
    m_session.unshieldWork();
    if (!written)
        m_session.note(
            written.error().withContext(QStringLiteral("The hook “%1” could not be logged").arg(name)));
}

} // namespace strandline::runner
