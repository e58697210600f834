// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/step_runner.h"

#include "core/sql/statement_kind.h"

namespace strandline::runner {

using base::ErrorCode;
using migration::Segment;
using migration::SegmentMode;
using migration::StatementReport;

namespace {

/// So many rows wait in memory before they are sent within the transaction.
constexpr qsizetype kPendingRows = 500;
/// Of a large script in a transaction; docs/formats/bookkeeping.md
constexpr qint64 kRecordedOfLarge = 1000;

bool beginsWith(QByteArrayView statement, const char* word)
{
    const qsizetype length = qsizetype(qstrlen(word));
    return statement.size() >= length && qstrnicmp(statement.data(), word, size_t(length)) == 0;
}

} // namespace

StepRunner::StepRunner(const Parts& parts)
    : m_session(parts.session)
    , m_journal(parts.journal)
    , m_keeper(parts.keeper)
    , m_sender(parts.sender)
    , m_schema(parts.schema)
    , m_statements(parts.session, parts.keeper)
{ }

StepResult StepRunner::stopAt(int statement, const base::Error& error, bool inTransaction) const
{
    StepStop stop;
    stop.statement = statement;
    stop.error = error;
    stop.inTransaction = inTransaction;
    return stop;
}

StepResult StepRunner::stopWanted(int statement, bool inTransaction) const
{
    if (!m_session.wantsStop())
        return {};
    return stopAt(statement, {ErrorCode::Cancelled, QStringLiteral("Stopped on request"), {}, {}, {}, {}},
        inTransaction);
}

StepResult StepRunner::run(StepRun& run, const StepEnd& end)
{
    m_pending.clear();
    m_recorded = 0;
    m_summary = {};
    const QList<Segment>& segments = run.step.segments;
    const bool wholeInOne = segments.size() == 1 && segments.first().mode == SegmentMode::Transaction;
    if (run.step.script.isLarge && !wholeInOne) {
        // Later it would be too late: what ran outside of a transaction stays.
        if (const auto same = run.source.checkDigest(); !same)
            return stopAt(run.step.firstStatement, same.error());
    }
    if (auto stop = repairKept(run))
        return stop;
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const bool isLast = i + 1 == segments.size();
        if (auto stop = runSegment(run, segments.at(i), isLast ? &end : nullptr))
            return stop;
    }
    // A script without statements, or one whose statements had all stayed.
    return segments.isEmpty() ? close(run, &end) : StepResult {};
}

StepResult StepRunner::runSegment(StepRun& run, const Segment& segment, const StepEnd* end)
{
    switch (segment.mode) {
    case SegmentMode::Autocommit:
        return runAutocommit(run, segment, end);
    case SegmentMode::Batch:
        return runBatch(run, segment, end);
    case SegmentMode::Transaction:
        break;
    }
    return runTransaction(run, segment, end);
}

StepResult StepRunner::runTransaction(StepRun& run, const Segment& segment, const StepEnd* end)
{
    const bool isOneForAll = m_session.request().plan.singleTransaction;
    const auto reported = run.report.statements.size();
    const int keptBefore = run.kept;
    for (int attempt = 1;; ++attempt) {
        auto stop = tryTransaction(run, segment, end, attempt);
        // Another attempt repeats this segment only, so nothing before it may be in the same transaction, and
        // nothing of it may have stayed.
        const bool isAlone = (!isOneForAll || run.index == 0) && run.kept == keptBefore
            && run.unrecorded.isEmpty() && !(stop && stop->isReconnected);
        if (!stop || !isAlone)
            return stop;
        const bool atOnce = m_sender.forgetShapes(stop->error);
        if (!atOnce && !m_statements.isRetryable(stop->error, attempt))
            return stop;
        m_session.shieldWork();
        const auto undone = m_session.work().isInTransaction()
            ? m_session.send({QByteArrayLiteral("ROLLBACK")})
            : base::Result<void> {};
        m_session.unshieldWork();
        if (!undone)
            return stop;
        m_pending.clear();
        m_recorded = 0;
        SourceStatement failed;
        failed.number = stop->statement;
        failed.line = stop->error.position.line;
        if (!atOnce && !m_statements.waitBeforeRetry(run, failed, attempt + 1, stop->error))
            return stopWanted(stop->statement, true);
        run.report.statements.resize(reported);
    }
}

StepResult StepRunner::tryTransaction(StepRun& run, const Segment& segment, const StepEnd* end, int attempt)
{
    if (auto stop = stopWanted(segment.first, true))
        return stop;
    if (!m_session.work().isInTransaction()) {
        if (const auto begun = m_session.send({m_sender.begin()}); !begun)
            return stopAt(segment.first, begun.error());
    }
    if (auto stop = runInTransaction(run, segment, attempt))
        return stop;
    if (end && run.step.script.isLarge) {
        if (const auto same = run.source.checkDigest(); !same)
            return stopAt(run.last, same.error());
    }
    return close(run, end);
}

StepResult StepRunner::runInTransaction(StepRun& run, const Segment& segment, int attempt)
{
    for (int number = segment.first; !isBehindSegment(segment, number); ++number) {
        const auto statement = run.source.at(number);
        if (!statement)
            return stopAt(number, statement.error());
        if (!*statement)
            break;
        if (auto stop = number == segment.first ? StepResult {} : stopWanted(number, true))
            return stop;
        if (auto stop = runOneInTransaction(run, **statement, attempt))
            return stop;
        run.last = number;
        ++run.report.statementsDone;
        if (!m_session.work().isInTransaction()) {
            if (auto stop = transactionIsGone(run, **statement))
                return stop;
        }
        // In a changed session our statements would change it for the rest of the script.
        if (m_pending.size() >= kPendingRows && !m_keeper.isChanged()) {
            if (auto stop = flush(run))
                return stop;
        }
    }
    return {};
}

StepResult StepRunner::runOneInTransaction(StepRun& run, const SourceStatement& statement, int attempt)
{
    if (!m_session.work().isInTransaction()
        && !sql::controlsTransaction(statement.text, m_session.server().dialect)) {
        // A COMMIT of the script has ended the last one.
        if (const auto begun = m_session.send({m_sender.begin()}); !begun)
            return stopAt(statement.number, begun.error());
    }
    const auto report = m_statements.run(run, statement, {false, attempt});
    if (report) {
        remember(run, m_journal.statementDone(run.step, *report, base::sha256Hex(statement.text), true));
        return {};
    }
    const base::Error& error = report.error();
    const bool isVanished = error.code != ErrorCode::Connection
        && m_session.server().dialect == sql::Dialect::MySql && !m_session.services().isLockTimeout(error)
        && !isStillOpen();
    if (isVanished) {
        // The statement committed what was open, and failed then.
        run.unrecorded += m_pending;
        m_pending.clear();
        run.kept = qMax(run.kept, statement.number - 1);
        m_session.keepsSomething();
    }
    return stopAt(statement.number, error);
}

/// MariaDB and MySQL do not say with an error whether a transaction is open; the next answer does.
bool StepRunner::isStillOpen()
{
    m_session.shieldWork();
    const auto asked = m_session.work().execute(QStringLiteral("DO 0"));
    m_session.unshieldWork();
    return !asked || m_session.work().isInTransaction();
}

/// The script ended the transaction by itself. What the journal says has to stay true.
StepResult StepRunner::transactionIsGone(StepRun& run, const SourceStatement& statement)
{
    const bool isUndone = beginsWith(statement.text, "ROLLBACK") || beginsWith(statement.text, "ABORT");
    base::Error error {ErrorCode::Precondition,
        QStringLiteral("Statement %1 ended the transaction of the migration").arg(statement.number), {},
        QStringLiteral("Leave BEGIN, COMMIT and ROLLBACK out of the script; Strandline sees to them. For "
                       "statements that have to commit one by one there is “-- strandline:no-transaction”."),
        {}, {}};
    error = statement.placed(error, run.step.script);
    if (isUndone) {
        m_pending.clear();
        error.detail = QStringLiteral("What ran before it was rolled back.");
        return stopAt(statement.number, error);
    }
    run.unrecorded += m_pending;
    m_pending.clear();
    run.kept = statement.number;
    m_session.keepsSomething();
    if (m_session.request().plan.singleTransaction) {
        error.detail =
            QStringLiteral("What ran before it was committed, though all was to be one transaction.");
        return stopAt(statement.number, error);
    }
    if (const auto written = m_sender.writeAlone(run.unrecorded); !written)
        return stopAt(statement.number, written.error());
    run.unrecorded.clear();
    RunEvent event;
    event.kind = RunEventKind::SegmentCommitted;
    event.step = run.index;
    event.statementCount = run.statementCount();
    m_session.emitEvent(event);
    return {};
}

void StepRunner::remember(StepRun& run, migration::LogEvent event)
{
    if (run.step.script.isLarge && ++m_recorded > kRecordedOfLarge) {
        m_summary.number = event.statement;
        m_summary.durationMs += event.durationMs;
        m_summary.rows = qMax<qint64>(0, m_summary.rows) + qMax<qint64>(0, event.rows);
        return;
    }
    m_pending.append(std::move(event));
}

StepResult StepRunner::flush(StepRun& run)
{
    if (const auto sent = m_session.send({m_journal.text().insertEvents(m_pending).complete()}); !sent)
        return stopAt(run.last, sent.error());
    m_pending.clear();
    return {};
}

StepResult StepRunner::close(StepRun& run, const StepEnd* end)
{
    if (end && !end->commits)
        return closeWithoutCommit(run, *end);
    const bool hadTransaction = m_session.work().isInTransaction();
    const auto outcome = m_sender.commit(closingMessage(run, end), {&run.step, end ? 0 : run.last},
        end && end->beginsNext ? db::OwnStatements {m_sender.begin()} : db::OwnStatements {});
    if (outcome.fate == CommitSender::Fate::Committed) {
        m_pending.clear();
        run.unrecorded.clear();
        run.kept = qMax(run.kept, run.last);
        m_session.keepsSomething();
        RunEvent event;
        event.kind = RunEventKind::SegmentCommitted;
        event.step = run.index;
        event.statementCount = run.statementCount();
        m_session.emitEvent(event);
        if (!outcome.isReconnected || end)
            return {};
        // The session of the rest of this script would not be the one of its beginning.
        auto stop = stopAt(run.last + 1, *outcome.error, false);
        stop->isReconnected = true;
        return stop;
    }
    StepStop stop;
    stop.error = *outcome.error;
    stop.statement = run.last;
    stop.inTransaction = hadTransaction;
    stop.isReconnected = outcome.isReconnected;
    if (outcome.fate == CommitSender::Fate::Unknown)
        stop.doubt = StepStop::Doubt::Commit;
    return stop;
}

StepResult StepRunner::closeWithoutCommit(StepRun& run, const StepEnd& end)
{
    if (const auto sent = m_sender.writeWithin(closingMessage(run, &end)); !sent)
        return stopAt(run.last, sent.error());
    m_pending.clear();
    return {};
}

db::OwnStatements StepRunner::closingMessage(StepRun& run, const StepEnd* end)
{
    QList<migration::LogEvent> events = run.unrecorded + m_pending;
    if (m_summary.number > 0) {
        auto summary = m_journal.statementDone(run.step, m_summary, {}, true);
        summary.detail =
            QStringLiteral("{\"from\":%1,\"to\":%2}").arg(kRecordedOfLarge + 1).arg(m_summary.number);
        events.append(summary);
    }
    db::OwnStatements message;
    if (end) {
        const qint64 durationMs = m_session.clock().monotonicMs() - run.begunMs;
        const int count = run.statementCount() > 0 ? run.statementCount() : run.last;
        events.append(m_journal.ended(run.step, count, durationMs));
        if (end->next)
            events.append(m_journal.started(*end->next));
        message += m_journal.historyChange(run.step, durationMs);
    }
    if (!events.isEmpty())
        message.append(m_journal.text().insertEvents(events));
    return message;
}

} // namespace strandline::runner
