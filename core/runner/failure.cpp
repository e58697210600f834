// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/failure.h"

#include "core/history/history_reader.h"
#include "core/runner/leftover_index.h"

namespace strandline::runner {

using base::ErrorCode;
using migration::RunOutcome;
using migration::StepState;
using migration::UnchangedProof;

migration::RunReport emptyReport(const RunSession& session, const migration::Plan& plan)
{
    migration::RunReport report;
    report.runId = session.request().identity.runId;
    report.environment = plan.environment;
    report.database = session.server().database.isEmpty() ? plan.binding.database : session.server().database;
    report.startedAt = session.clock().nowUtc().addMSecs(-session.elapsedMs());
    report.versionBefore = plan.fromVersion;
    report.versionAfter = plan.toVersion;
    return report;
}

QString currentVersion(RunSession& session, const QString& otherwise)
{
    const auto history = history::readHistory(session.work(), {session.request().historySchema});
    if (!history)
        return otherwise;
    QString newest;
    for (const migration::HistoryRow& row : history->rows) {
        if (row.kind == migration::Kind::Versioned && row.status != migration::HistoryStatus::Skipped
            && (newest.isEmpty() || migration::versionLess(newest, row.version)))
            newest = row.version;
    }
    return newest;
}

FailureConclusion::FailureConclusion(RunSession& session, Journal& journal, SessionKeeper& keeper,
    SchemaWatch& schema, migration::RunReport& report)
    : m_session(session)
    , m_journal(journal)
    , m_keeper(keeper)
    , m_schema(schema)
    , m_report(report)
{ }

void FailureConclusion::conclude(const Failed& failed, StepStop stop)
{
    m_session.shieldWork();
    m_report.failedStep = failed.run.index;
    m_report.failedStatement = stop.statement;
    m_report.error = stop.error;
    if (stop.doubt == StepStop::Doubt::Commit) {
        commitIsUnknown(failed);
        return;
    }
    const Facts facts = rollBack(stop);
    if (facts.hasConnection && facts.isOver)
        lookWhetherItStayed(failed, stop);
    undoStepsOfSingleTransaction(failed);
    failed.run.report.statementsKept = failed.run.kept;
    if (!facts.hasConnection || !facts.isOver || stop.doubt == StepStop::Doubt::Statement) {
        connectionIsLost(failed, stop, facts);
        return;
    }
    setOutcome(failed, stop);
    prove(failed, stop);
    write(failed, stop, true);
}

/// A statement that ran alone: what it left behind, and whether it took effect although nobody answered.
void FailureConclusion::lookWhetherItStayed(const Failed& failed, StepStop& stop)
{
    if (!stop.text.isEmpty()) {
        const auto dropped = dropLeftoverIndex(m_session.work(), stop.text);
        if (!dropped)
            m_session.note(dropped.error().withContext(
                QStringLiteral("The unusable index that the statement left behind could not be dropped")));
        else if (dropped->exists() && stop.doubt == StepStop::Doubt::Statement) {
            stop.doubt = StepStop::Doubt::None;
            return;
        }
    }
    if (stop.doubt != StepStop::Doubt::Statement || stop.schemaBefore.isEmpty())
        return;
    const QByteArray now = m_schema.take();
    if (now.isEmpty()) {
        if (stop.error.code != ErrorCode::Connection)
            stop.doubt = StepStop::Doubt::None; // then the server's word is all there is
        return;
    }
    stop.doubt = StepStop::Doubt::None;
    if (now == stop.schemaBefore)
        return;
    failed.run.kept = qMax(failed.run.kept, stop.statement);
    failed.run.last = failed.run.kept;
    if (stop.done)
        failed.run.unrecorded.append(*stop.done);
}

FailureConclusion::Facts FailureConclusion::rollBack(const StepStop& stop)
{
    bool isLost = (stop.error.code == ErrorCode::Connection && !stop.isReconnected) || !m_session.hasWork();
    if (!isLost && m_session.work().isInTransaction())
        isLost = !m_session.send({QByteArrayLiteral("ROLLBACK")});
    if (!isLost) {
        // What follows is ours; a setting that a script left behind must not change it.
        if (const auto restored = m_keeper.restore(m_session.work()); restored)
            return {};
    }
    const auto again = m_session.reconnect();
    if (!again)
        return {false, false};
    static_cast<void>(m_keeper.remember(m_session.work())); // a new session has nothing to be brought back
    if (const auto held = m_session.checkLock(true); !held)
        m_session.note(held.error().withContext(QStringLiteral("The lock of this run was lost")));
    return {true, again->oldSessionIsGone};
}

void FailureConclusion::commitIsUnknown(const Failed& failed)
{
    m_report.outcome = RunOutcome::CommitUnknown;
    failed.run.report.state = StepState::Unknown;
    failed.run.report.statementsKept = failed.run.kept;
    if (!failed.plan.singleTransaction)
        return;
    for (int i = 0; i < failed.run.index; ++i)
        m_report.steps[i].state = StepState::Unknown;
}

/// The journal stays as it is: a statement that was started and not reported done is in doubt, and so is a
/// transaction whose session may still be at work.
void FailureConclusion::connectionIsLost(const Failed& failed, const StepStop& stop, const Facts& facts)
{
    m_report.outcome = RunOutcome::ConnectionLost;
    failed.run.report.state = StepState::Unknown;
    if (facts.hasConnection)
        write(failed, stop, false);
}

void FailureConclusion::setOutcome(const Failed& failed, const StepStop& stop)
{
    const bool isStopped = stop.error.code == ErrorCode::Cancelled;
    StepRun& run = failed.run;
    if (!run.keepsNothing()) {
        m_report.outcome = isStopped ? RunOutcome::StoppedHalfApplied : RunOutcome::HalfApplied;
        run.report.state = StepState::HalfApplied;
        return;
    }
    m_report.outcome = isStopped ? RunOutcome::Stopped : RunOutcome::Failed;
    if (stop.statement == 0)
        run.report.state = StepState::NotRun;
    else
        run.report.state = isStopped ? StepState::RolledBack : StepState::Failed;
}

void FailureConclusion::undoStepsOfSingleTransaction(const Failed& failed)
{
    if (!failed.plan.singleTransaction || !failed.run.keepsNothing())
        return;
    for (int i = 0; i < failed.run.index; ++i) {
        m_report.steps[i].state = StepState::RolledBack;
        m_report.steps[i].statementsKept = 0;
    }
}

void FailureConclusion::write(const Failed& failed, const StepStop& stop, bool withFailed)
{
    StepRun& run = failed.run;
    QList<migration::LogEvent> events = run.unrecorded;
    if (withFailed && failed.plan.singleTransaction && run.index > 0 && run.keepsNothing()) {
        // Only its `started` was committed before the transaction.
        const base::Error together {ErrorCode::Conflict,
            QStringLiteral("Rolled back together with “%1”").arg(run.step.id()), {}, {}, {}, {}};
        events.append(m_journal.failed(failed.plan.steps.first(), 0, 0, together, 0));
    }
    if (withFailed && (failed.wasStarted || !run.keepsNothing()))
        events.append(
            m_journal.failed(run.step, stop.statement, run.kept, stop.error, run.report.durationMs));
    if (events.isEmpty())
        return;
    auto written = m_session.send({m_journal.text().insertEvents(events).complete()});
    if (!written && written.error().code == ErrorCode::Connection && m_session.reconnect())
        written = m_session.send({m_journal.text().insertEvents(events).complete()});
    if (!written)
        m_session.note(
            written.error().withContext(QStringLiteral("The failure could not be written to the log")));
    else
        run.unrecorded.clear();
}

void FailureConclusion::prove(const Failed& failed, const StepStop& stop)
{
    if (!failed.run.keepsNothing())
        return;
    if (stop.statement == 0) { // not begun
        m_report.unchanged = UnchangedProof::RolledBack;
        return;
    }
    if (stop.inTransaction)
        m_report.unchanged = UnchangedProof::RolledBack;
    const QByteArray before =
        failed.plan.singleTransaction ? m_report.fingerprintBefore : m_schema.beforeThisStep();
    if (before.isEmpty())
        return;
    m_report.fingerprintAfter = m_schema.take();
    if (m_report.fingerprintAfter.isEmpty())
        return;
    // A difference: something outlived the rollback, or another session changed the schema meanwhile.
    m_report.unchanged =
        m_report.fingerprintAfter == before ? UnchangedProof::Fingerprint : UnchangedProof::None;
}

} // namespace strandline::runner
