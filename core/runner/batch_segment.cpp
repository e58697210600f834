// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/statement_text.h"
#include "core/runner/batch.h"
#include "core/runner/step_runner.h"

namespace strandline::runner {

using base::ErrorCode;

StepResult StepRunner::runBatch(StepRun& run, const migration::Segment& segment, const StepEnd* end)
{
    for (int number = segment.first; number <= segment.last; ++number) {
        const auto statement = run.source.at(number);
        if (!statement)
            return stopAt(number, statement.error(), false);
        if (!*statement)
            break;
        if (auto stop = stopWanted(number, false))
            return stop;
        // No `statement-started`: a batch without its checkpoint was rolled back, so there is nothing to
        // doubt.
        if (const auto written = m_sender.writeAlone(run.unrecorded); !written)
            return stopAt(number, written.error(), false);
        run.unrecorded.clear();
        if (auto stop = callBatches(run, **statement))
            return stop;
    }
    return close(run, end);
}

StepResult StepRunner::callBatches(StepRun& run, const SourceStatement& statement)
{
    const int number = statement.number;
    const migration::BatchDirective* directive = run.source.batchOf(number);
    if (!directive) {
        return stopAt(number,
            {ErrorCode::Internal,
                QStringLiteral("Statement %1 is planned in batches and has no directive").arg(number), {}, {},
                {}, {run.step.script.path, number, statement.line, 0}},
            false);
    }
    BatchRequest request;
    request.statement = statement.text.toByteArray();
    request.directive = *directive;
    if (run.step.checkpoint && run.step.checkpoint->statement == number) {
        const auto from = BatchState::fromDetail(run.step.checkpoint->detail);
        if (!from)
            return stopAt(number, from.error(), false);
        request.from = *from;
        run.batchesKept = from->batches > 0;
    }
    const RunLimits& limits = m_session.request().limits;
    request.stopAfterStatement = m_session.request().stopAfterStatement;
    request.lockRetries = limits.lockRetries;
    request.firstRetryPauseMs = limits.firstRetryPauseMs;
    request.isLockTimeout = [this](const base::Error& error) {
        return m_session.services().isLockTimeout(error);
    };

    migration::StatementReport report;
    report.number = number;
    report.line = statement.line;
    report.excerpt = db::statementExcerpt(QString::fromUtf8(statement.text));
    request.notices = [&report](const db::ServerNotice& notice) {
        if (report.notices.size() < 100)
            report.notices.append(notice.severity + QStringLiteral(": ") + notice.text);
    };
    RunEvent event;
    event.kind = RunEventKind::StatementStarted;
    event.step = run.index;
    event.statementCount = run.statementCount();
    event.statement = report;
    m_session.emitEvent(event);

    const QByteArray digest = base::sha256Hex(statement.text);
    request.checkpoint = [&](const BatchState& state, qint64 rows, qint64 durationMs) -> base::Result<void> {
        const auto done = m_journal.batchDone(run.step, {number, digest, state.toDetail(), rows, durationMs});
        return m_sender.writeWithin({m_journal.text().insertEvents({done}).complete()});
    };
    request.progress = [&](const BatchState& state, double rate) {
        run.batchesKept = run.batchesKept || state.batches > 0;
        if (run.batchesKept)
            m_session.keepsSomething();
        RunEvent progress;
        progress.kind = RunEventKind::BatchProgress;
        progress.step = run.index;
        progress.statementCount = run.statementCount();
        progress.statement = report;
        progress.rowsDone = state.keysDone;
        progress.rowsTotal = state.keysTotal;
        progress.rowsPerSecond = rate;
        m_session.emitEvent(progress);
    };

    const qint64 begunMs = m_session.clock().monotonicMs();
    m_statements.watchBegins();
    base::JobContext context;
    context.cancel = m_session.cancelToken();
    context.clock = &m_session.clock();
    const auto state = runBatches(m_session.work(), request, context);
    m_statements.watchEnds();
    report.durationMs = m_session.clock().monotonicMs() - begunMs;

    event.kind = RunEventKind::StatementFinished;
    if (state)
        report.rows = state->rowsDone;
    else
        event.error = statement.placed(state.error(), run.step.script);
    event.statement = report;
    m_session.emitEvent(event);
    run.report.statements.append(report);
    if (!state)
        return stopAt(number, *event.error, true);
    run.last = number;
    run.kept = number;
    ++run.report.statementsDone;
    m_session.keepsSomething();
    run.unrecorded.append(m_journal.statementDone(run.step, report, digest, false));
    return {};
}

} // namespace strandline::runner
