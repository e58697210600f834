// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/run_printer.h"

#include "core/report/words.h"

#include <QLocale>

namespace strandline::cli {

namespace {

using runner::RunEvent;
using runner::RunEventKind;

/// A statement that took longer than this is worth a line of its own.
constexpr qint64 kSlowStatementMs = 1000;
constexpr qint64 kStatusEveryMs = 100;

QStringList namesOf(const migration::Plan& plan)
{
    QStringList names;
    for (const migration::PlanStep& step : plan.steps)
        names << step.id();
    return names;
}

/// One very long name shall not push the times of all others out of sight.
int widthOf(const QStringList& names)
{
    constexpr int limit = 60;
    int width = 0;
    for (const QString& name : names)
        width = std::max(width, displayWidth(oneLine(name)));
    return std::min(width, limit);
}

QString number(qint64 value)
{
    return QLocale(QLocale::English).toString(value); // "12,402": the program speaks English
}

QString stepVerb(migration::StepState state, bool isCommitted)
{
    switch (state) {
    case migration::StepState::Done:
        return isCommitted ? QStringLiteral("done") : QStringLiteral("ran");
    case migration::StepState::Failed:
        return QStringLiteral("failed");
    case migration::StepState::HalfApplied:
        return QStringLiteral("half applied");
    case migration::StepState::RolledBack:
        return QStringLiteral("taken back");
    case migration::StepState::Unknown:
        return QStringLiteral("unknown");
    case migration::StepState::NotRun:
        break;
    }
    return QStringLiteral("not run");
}

Style stepStyle(migration::StepState state)
{
    switch (state) {
    case migration::StepState::Done:
        return Style::Good;
    case migration::StepState::NotRun:
        return Style::Dim;
    case migration::StepState::RolledBack:
        return Style::Attention;
    default:
        return Style::Bad;
    }
}

QString waitText(const migration::LockWait& wait)
{
    QString text = wait.session;
    QStringList facts;
    if (!wait.user.isEmpty())
        facts << wait.user;
    if (!wait.state.isEmpty())
        facts << wait.state
                + (wait.sinceMs >= 0 ? QStringLiteral(" for ") + report::durationText(wait.sinceMs)
                                     : QString());
    if (!facts.isEmpty())
        text += QStringLiteral(" (%1)").arg(facts.join(QStringLiteral(", ")));
    return text;
}

} // namespace

RunPrinter::RunPrinter(Terminal& terminal, const migration::Plan& plan, bool silent)
    : m_terminal(terminal)
    , m_steps(plan.steps)
    , m_stepNames(namesOf(plan))
    , m_nameWidth(widthOf(m_stepNames))
    , m_isOneTransaction(plan.singleTransaction)
    , m_silent(silent)
{ }

void RunPrinter::handle(const RunEvent& event)
{
    const std::lock_guard lock(m_mutex);
    if (event.kind == RunEventKind::StepStarted)
        startStep(event);
    if (event.kind == RunEventKind::StatementStarted)
        m_canInterrupt = runsInTransaction(event);
    else if (event.kind == RunEventKind::StepFinished)
        m_canInterrupt = true;
    if (!m_silent)
        show(event);
}

void RunPrinter::startStep(const RunEvent& event)
{
    m_stepId = event.text;
    // With --if-needed the plan may be another one by the time the lock is free.
    const bool isPlanned =
        event.step >= 0 && event.step < m_steps.size() && m_steps.at(event.step).id() == event.text;
    m_isReplanned = m_isReplanned || !isPlanned;
}

bool RunPrinter::runsInTransaction(const RunEvent& event) const
{
    if (m_isReplanned || event.step < 0 || event.step >= m_steps.size())
        return event.keepsNothing;
    for (const migration::Segment& segment : m_steps.at(event.step).segments) {
        if (event.statement.number >= segment.first
            && (event.statement.number <= segment.last || segment.last < segment.first))
            return segment.mode == migration::SegmentMode::Transaction;
    }
    return event.keepsNothing;
}

QString RunPrinter::stepName(const RunEvent& event) const
{
    const bool isNamed = event.kind == RunEventKind::StepStarted || event.kind == RunEventKind::StepFinished;
    if (isNamed && !event.text.isEmpty())
        return oneLine(event.text);
    return !m_isReplanned && event.step >= 0 && event.step < m_stepNames.size()
        ? oneLine(m_stepNames.at(event.step))
        : oneLine(m_stepId);
}

void RunPrinter::clearStatus()
{
    if (m_hasStatus)
        m_terminal.raw("\r\x1b[2K");
    m_hasStatus = false;
}

void RunPrinter::line(const QString& text)
{
    clearStatus();
    m_terminal.line(text);
    m_terminal.flush();
}

void RunPrinter::status(const QString& text)
{
    if (!m_terminal.isTerminal())
        return;
    clearStatus();
    m_terminal.raw(elided(oneLine(text), m_terminal.width() - 1).toUtf8());
    m_terminal.flush();
    m_hasStatus = true;
}

void RunPrinter::show(const RunEvent& event)
{
    switch (event.kind) {
    case RunEventKind::WaitingForLock:
        showWaiting(event);
        break;
    case RunEventKind::StepStarted:
        m_stepStartedMs = event.elapsedMs;
        m_statementsDone = 0;
        status(QStringLiteral("  … %1").arg(stepName(event)));
        break;
    case RunEventKind::StatementStarted:
        // Small migrations go by faster than a terminal can draw.
        if (event.elapsedMs - m_lastStatusMs >= kStatusEveryMs) {
            m_lastStatusMs = event.elapsedMs;
            status(QStringLiteral("  … %1  %2 of %3  %4")
                       .arg(stepName(event))
                       .arg(event.statement.number)
                       .arg(event.statementCount)
                       .arg(event.statement.excerpt));
        }
        break;
    case RunEventKind::StatementFinished:
        finishStatement(event);
        break;
    case RunEventKind::StatementRetried:
        clearStatus();
        m_terminal.note(event.text);
        break;
    case RunEventKind::BatchProgress: {
        QString text = QStringLiteral("  … %1  %2").arg(stepName(event), number(event.rowsDone));
        if (event.rowsTotal > 0)
            text += QStringLiteral(" of %1").arg(number(event.rowsTotal));
        text += QStringLiteral(" rows, %1 a second").arg(number(qint64(event.rowsPerSecond)));
        if (event.rowsTotal > event.rowsDone && event.rowsPerSecond >= 1) {
            const auto left = double(event.rowsTotal - event.rowsDone) / event.rowsPerSecond;
            text += QStringLiteral(", about %1 left").arg(report::durationText(qint64(left * 1000)));
        }
        status(text);
        break;
    }
    case RunEventKind::LocksSeen:
        showLocks(event);
        break;
    case RunEventKind::StepFinished:
        finishStep(event);
        break;
    case RunEventKind::HookFinished:
        clearStatus();
        for (const QString& text : event.text.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            m_terminal.note(QStringLiteral("  hook: ") + oneLine(text));
        break;
    case RunEventKind::Note:
        clearStatus();
        m_terminal.note(event.error ? QStringLiteral("note: ") + event.error->toText() : event.text);
        break;
    case RunEventKind::RunStarted:
    case RunEventKind::SegmentCommitted:
    case RunEventKind::HookStarted:
        break;
    case RunEventKind::RunFinished:
        clearStatus();
        break;
    }
}

void RunPrinter::finishStatement(const RunEvent& event)
{
    ++m_statementsDone;
    const migration::StatementReport& statement = event.statement;
    for (const QString& notice : statement.notices) {
        clearStatus();
        m_terminal.note(QStringLiteral("  %1, statement %2: %3")
                            .arg(stepName(event))
                            .arg(statement.number)
                            .arg(oneLine(notice)));
    }
    if (statement.durationMs < kSlowStatementMs || event.error)
        return;
    QString text = QStringLiteral("      #%1 %2  %3")
                       .arg(statement.number)
                       .arg(oneLine(statement.excerpt), report::durationText(statement.durationMs));
    if (statement.rows >= 0)
        text += QStringLiteral("  %1").arg(
            statement.rows == 1 ? QStringLiteral("1 row") : number(statement.rows) + QStringLiteral(" rows"));
    line(m_terminal.styled(text, Style::Dim));
}

/// The event comes again and again; what it says is told once for each holder.
void RunPrinter::showWaiting(const RunEvent& event)
{
    const QString text = event.holder ? QStringLiteral("Waiting: “%1” (%2) is migrating this database.")
                                            .arg(event.holder->who, event.holder->session)
                                      : QStringLiteral("Waiting: somebody else is migrating this database.");
    if (text == m_toldWaiting)
        return;
    m_toldWaiting = text;
    clearStatus();
    m_terminal.note(text);
}

void RunPrinter::showLocks(const RunEvent& event)
{
    clearStatus();
    QStringList blockers;
    int behind = 0;
    QString object;
    for (const migration::LockWait& wait : event.waits) {
        if (wait.role == migration::LockWait::Role::BlocksUs) {
            blockers << waitText(wait);
            object = object.isEmpty() ? wait.object : object;
        } else {
            ++behind;
        }
    }
    if (blockers.isEmpty() && behind == 0)
        return;
    QString text;
    if (!blockers.isEmpty()) {
        text = object.isEmpty() ? QStringLiteral("  waiting for a lock, held by ")
                                : QStringLiteral("  waiting for a lock on %1, held by ").arg(object);
        text += blockers.join(QStringLiteral(", "));
    }
    if (behind > 0) {
        text += text.isEmpty() ? QStringLiteral("  ") : QStringLiteral("; ");
        text += behind == 1 ? QStringLiteral("1 session waits behind us")
                            : QStringLiteral("%1 sessions wait behind us").arg(behind);
    }
    m_terminal.note(oneLine(text));
}

void RunPrinter::finishStep(const RunEvent& event)
{
    const bool good = event.stepState == migration::StepState::Done;
    QString sign = QStringLiteral("  ");
    if (m_terminal.hasGlyphs())
        sign += good ? QStringLiteral("✓ ") : QStringLiteral("✗ ");
    QString text = sign
        + m_terminal.styled(
            padded(stepVerb(event.stepState, !m_isOneTransaction), 12), stepStyle(event.stepState))
        + QStringLiteral(" ") + padded(stepName(event), m_nameWidth);
    text += QStringLiteral("  ") + report::durationText(event.elapsedMs - m_stepStartedMs);
    line(text);
}

} // namespace strandline::cli
