// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/leftover_index.h"
#include "core/runner/step_runner.h"
#include "core/sql/statement_kind.h"

namespace strandline::runner {

using base::ErrorCode;
using migration::Segment;

namespace {

/// PostgreSQL's word for a statement that refuses to run in a transaction; not all can be told by their text.
constexpr QLatin1String kNotInTransaction("25001");

} // namespace

StepResult StepRunner::runAutocommit(StepRun& run, const Segment& segment, const StepEnd* end)
{
    for (int number = segment.first; !isBehindSegment(segment, number); ++number) {
        const auto statement = run.source.at(number);
        if (!statement)
            return stopAt(number, statement.error(), false);
        if (!*statement)
            break;
        if (auto stop = stopWanted(number, false))
            return stop;
        if (auto stop = runByItself(run, **statement, number == segment.last ? end : nullptr))
            return stop;
        if (number == segment.last && run.isEnded)
            return {};
    }
    if (m_session.work().isInTransaction()) {
        return stopAt(run.last,
            {ErrorCode::Precondition, QStringLiteral("The script leaves a transaction open"),
                QStringLiteral("It began one, or switched autocommit off, and did not commit. That part was "
                               "rolled back."),
                QStringLiteral("End it with COMMIT, or leave transactions to Strandline."), {},
                {run.step.script.path, run.last, 0, 0}});
    }
    return close(run, end);
}

/// Statement and row in one transaction: then nobody ever has to wonder whether it stayed.
bool StepRunner::canShareTransaction(const SourceStatement& statement)
{
    const sql::Dialect dialect = m_session.server().dialect;
    return !m_session.work().isInTransaction() && !SessionKeeper::mayChangeSession(statement.text, dialect)
        && !sql::controlsTransaction(statement.text, dialect)
        && !sql::cannotRunInTransaction(statement.text, dialect)
        && !sql::implicitlyCommits(statement.text, dialect);
}

StepResult StepRunner::runByItself(StepRun& run, const SourceStatement& statement, const StepEnd* end)
{
    if (!canShareTransaction(statement))
        return runAlone(run, statement);
    if (!run.unrecorded.isEmpty()) {
        if (const auto written = m_sender.writeAlone(run.unrecorded); !written)
            return stopAt(statement.number, written.error(), false);
        run.unrecorded.clear();
    }
    const int number = statement.number;
    auto stop = runTransaction(run, {migration::SegmentMode::Transaction, number, number, {}}, end);
    if (!stop || !stop->error.nativeCode.startsWith(kNotInTransaction)) {
        run.isEnded = !stop && end;
        return stop;
    }
    m_pending.clear();
    if (const auto undone = m_session.send({QByteArrayLiteral("ROLLBACK")}); !undone)
        return stopAt(number, undone.error());
    const auto again = run.source.at(number);
    if (!again || !*again)
        return stop;
    return runAlone(run, **again);
}

StepResult StepRunner::runAlone(StepRun& run, const SourceStatement& statement)
{
    if (auto stop = dropLeftover(statement))
        return stop;
    if (const auto finished = wasFinishedBefore(run, statement); !finished)
        return stopAt(statement.number, finished.error(), false);
    else if (*finished)
        return {};
    const bool isOpen = m_session.work().isInTransaction(); // of the script's own
    const QByteArray digest = base::sha256Hex(statement.text);
    QByteArray schemaBefore;
    // What calls code may change rows and no schema, so that nothing could be concluded.
    if (!isOpen && !SessionKeeper::mayChangeSession(statement.text, m_session.server().dialect))
        schemaBefore = m_schema.beforeStatement();
    // The last one's `done` and this one's `started` in one message.
    QList<migration::LogEvent> events = run.unrecorded;
    events.append(m_journal.statementStarted(run.step, statement.number, run.statementCount(), digest));
    events.last().detail = Journal::schemaDetail(schemaBefore);
    if (const auto written = m_sender.writeAlone(events); !written)
        return stopAt(statement.number, written.error(), false);
    run.unrecorded.clear();

    const auto report = m_statements.run(run, statement, {!isOpen, 1});
    if (!report) {
        auto stop = stopAt(statement.number, report.error(), isOpen);
        // Also an error of the server's is looked behind: MariaDB may fail after a change has taken effect.
        if (report.error().code == ErrorCode::Connection || !schemaBefore.isEmpty()) {
            stop->doubt = StepStop::Doubt::Statement;
            stop->schemaBefore = schemaBefore;
        }
        constexpr qsizetype longest = 100000;
        stop->text = statement.text.first(qMin(longest, statement.text.size())).toByteArray();
        migration::StatementReport unknown;
        unknown.number = statement.number;
        stop->done = m_journal.statementDone(run.step, unknown, digest, false);
        return stop;
    }
    run.last = statement.number;
    ++run.report.statementsDone;
    auto done = m_journal.statementDone(run.step, *report, digest, false);
    if (m_session.work().isInTransaction()) {
        // Written into the script's own transaction, so that it shares its fate.
        if (const auto written = m_sender.writeAlone({done}); !written)
            return stopAt(statement.number, written.error());
        return {};
    }
    run.kept = statement.number;
    run.unrecorded.append(std::move(done));
    m_session.keepsSomething();
    return {};
}

/// A run that died while it built an index may have finished it without being able to say so.
base::Result<bool> StepRunner::wasFinishedBefore(StepRun& run, const SourceStatement& statement)
{
    if (run.step.action != migration::StepAction::Resume || statement.number != run.step.firstStatement)
        return false;
    const auto finished = isIndexFinished(m_session.work(), statement.text);
    if (!finished || !*finished)
        return finished;
    migration::StatementReport report;
    report.number = statement.number;
    report.line = statement.line;
    run.unrecorded.append(m_journal.statementDone(run.step, report, base::sha256Hex(statement.text), false));
    run.last = statement.number;
    run.kept = statement.number;
    ++run.report.statementsDone;
    m_session.keepsSomething();
    return true;
}

StepResult StepRunner::dropLeftover(const SourceStatement& statement)
{
    if (m_session.work().isInTransaction())
        return {};
    const auto dropped = dropLeftoverIndex(m_session.work(), statement.text);
    if (!dropped)
        return stopAt(statement.number, dropped.error(), false);
    if (dropped->exists()) {
        RunEvent event;
        event.text =
            QStringLiteral("The unusable index %1 of an interrupted attempt was dropped.").arg(dropped->name);
        m_session.emitEvent(event);
    }
    return {};
}

StepResult StepRunner::repairKept(StepRun& run)
{
    if (run.step.action != migration::StepAction::Resume || run.kept < 1
        || m_session.server().dialect != sql::Dialect::PostgreSql)
        return {};
    const auto statement = run.source.at(run.kept);
    if (!statement || !*statement)
        return {}; // whoever needs it will say so
    const auto leftover = leftoverIndexOf(m_session.work(), (*statement)->text);
    if (!leftover)
        return stopAt(run.kept, leftover.error(), false);
    if (!leftover->exists())
        return {};
    const int kept = run.kept;
    run.kept = kept - 1;
    return runAlone(run, **statement);
}

} // namespace strandline::runner
