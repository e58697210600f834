// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/statement_runner.h"

#include "core/db/statement_text.h"
#include "core/runner/leftover_index.h"

#include <QRandomGenerator>

namespace strandline::runner {

using migration::StatementReport;

namespace {

constexpr qsizetype kReportedStatements = 1000;
constexpr qsizetype kReportedNotices = 100;
constexpr int kLongestPauseMs = 30000;

QString noticeText(const db::ServerNotice& notice)
{
    QString text =
        notice.severity.isEmpty() ? notice.text : notice.severity + QStringLiteral(": ") + notice.text;
    if (!notice.detail.isEmpty())
        text += QStringLiteral(" (%1)").arg(notice.detail);
    return text;
}

} // namespace

StatementRunner::StatementRunner(RunSession& session, SessionKeeper& keeper)
    : m_session(session)
    , m_keeper(keeper)
{ }

void StatementRunner::watchBegins()
{
    if (m_watchedGeneration != m_session.generation()) {
        m_watchedGeneration = m_session.generation();
        RunSession& session = m_session;
        m_watch = std::make_unique<LockWatch>(session.services(), session.opener(),
            session.server().sessionId, [&session](const QList<engine::LockWait>& waits) {
                RunEvent event;
                event.kind = RunEventKind::LocksSeen;
                event.waits = waits;
                session.emitEvent(event);
            });
    }
    m_watch->statementBegins();
}

void StatementRunner::watchEnds()
{
    if (m_watch)
        m_watch->statementEnds();
}

void StatementRunner::emitStarted(const StepRun& run, const StatementReport& report)
{
    RunEvent event;
    event.kind = RunEventKind::StatementStarted;
    event.step = run.index;
    event.statementCount = run.statementCount();
    event.statement = report;
    m_session.emitEvent(event);
}

void StatementRunner::keep(StepRun& run, const StatementReport& report, bool failed)
{
    if (failed || run.report.statements.size() < kReportedStatements)
        run.report.statements.append(report);
}

base::Result<StatementReport> StatementRunner::run(StepRun& run, const SourceStatement& statement, How how)
{
    StatementReport report;
    report.number = statement.number;
    report.line = statement.line;
    constexpr qsizetype excerptBytes = 400;
    report.excerpt = db::statementExcerpt(
        QString::fromUtf8(statement.text.first(qMin(excerptBytes, statement.text.size()))));
    report.attempts = how.attempt;
    if (SessionKeeper::mayChangeSession(statement.text, m_session.server().dialect))
        m_keeper.changed();

    while (true) {
        emitStarted(run, report);
        report.notices.clear();
        const qint64 begunMs = m_session.clock().monotonicMs();
        watchBegins();
        const auto result =
            m_session.work().executeScript(statement.forServer(), [&report](const db::ServerNotice& notice) {
                if (report.notices.size() < kReportedNotices)
                    report.notices.append(noticeText(notice));
            });
        watchEnds();
        report.durationMs = m_session.clock().monotonicMs() - begunMs;
        report.rows = result ? *result : -1;

        std::optional<base::Error> error;
        if (!result)
            error = statement.placed(result.error(), run.step.script);
        if (error && how.mayRetry && isRetryable(*error, report.attempts)) {
            if (waitBeforeRetry(run, statement, report.attempts + 1, *error)) {
                ++report.attempts;
                // What the attempt left behind would be in the way of the next one.
                static_cast<void>(dropLeftoverIndex(m_session.work(), statement.text));
                continue;
            }
        }
        RunEvent event;
        event.kind = RunEventKind::StatementFinished;
        event.step = run.index;
        event.statementCount = run.statementCount();
        event.statement = report;
        event.error = error;
        m_session.emitEvent(event);
        keep(run, report, error.has_value());
        if (error)
            return base::fail(*error);
        return report;
    }
}

bool StatementRunner::isRetryable(const base::Error& error, int attempt) const
{
    return error.code != base::ErrorCode::Cancelled && error.code != base::ErrorCode::Connection
        && attempt <= m_session.request().limits.lockRetries && m_session.services().isLockTimeout(error);
}

bool StatementRunner::waitBeforeRetry(
    const StepRun& run, const SourceStatement& statement, int attempt, const base::Error& error)
{
    qint64 pauseMs = m_session.request().limits.firstRetryPauseMs;
    for (int i = 2; i < attempt && pauseMs < kLongestPauseMs; ++i)
        pauseMs *= 2;
    // A random part: two runs that met once would meet again and again.
    pauseMs += QRandomGenerator::global()->bounded(int(pauseMs / 2 + 1));
    pauseMs = qMin<qint64>(pauseMs, kLongestPauseMs);
    RunEvent event;
    event.kind = RunEventKind::StatementRetried;
    event.step = run.index;
    event.statementCount = run.statementCount();
    event.statement.number = statement.number;
    event.statement.line = statement.line;
    event.statement.attempts = attempt;
    event.error = error;
    event.text = QStringLiteral("Trying again in %1 s (attempt %2 of %3)")
                     .arg(double(pauseMs) / 1000.0, 0, 'f', 1)
                     .arg(attempt)
                     .arg(m_session.request().limits.lockRetries + 1);
    m_session.emitEvent(event);
    return m_session.pause(int(pauseMs));
}

} // namespace strandline::runner
