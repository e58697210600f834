// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/run_session.h"

#include <QDeadlineTimer>
#include <QRandomGenerator>
#include <QThread>

namespace strandline::runner {

using base::ErrorCode;

namespace {

constexpr int kLockCheckEveryMs = 5000;
constexpr int kReconnectMs = 5000; ///< for how long a new connection is tried
constexpr int kOldSessionMs = 10000; ///< for how long the old session may take to end

base::Error lockedBy(const std::optional<engine::LockHolder>& holder, const QDateTime& now, int waitedMs)
{
    base::Error error;
    error.code = ErrorCode::Conflict;
    error.summary = QStringLiteral("Another run holds the lock of this database");
    if (holder) {
        error.detail = holder->who.isEmpty() ? holder->session
                                             : QStringLiteral("%1 (%2)").arg(holder->who, holder->session);
        if (holder->since.isValid())
            error.detail +=
                QStringLiteral(", for %1 s").arg(qMax<qint64>(0, holder->since.msecsTo(now) / 1000));
    }
    if (waitedMs > 0) {
        if (!error.detail.isEmpty())
            error.detail += QStringLiteral(". ");
        error.detail += QStringLiteral("Waited %1 s for it.").arg(waitedMs / 1000.0, 0, 'f', 1);
    }
    error.hint = QStringLiteral("Wait until it is done and look again, or let this run wait for it.");
    return error;
}

} // namespace

RunSession::RunSession(const RunRequest& request, const engine::Engine& engine, OpenConnection open,
    RunObserver& observer, const base::JobContext& context)
    : m_request(request)
    , m_engine(engine)
    , m_open(std::move(open))
    , m_observer(observer)
    , m_context(context)
    , m_clock(context.clock ? context.clock : &m_systemClock)
{
    m_timer.start();
}

base::Result<std::unique_ptr<db::Connection>> RunSession::openFor(ConnectionUse use, bool cancellable)
{
    base::JobContext context = m_context;
    context.clock = m_clock;
    if (!cancellable)
        context.cancel = base::CancelToken();
    return m_open(use, context);
}

base::Result<void> RunSession::openWork()
{
    auto opened = openFor(ConnectionUse::Work, true);
    if (!opened)
        return base::forward(opened);
    m_work = std::move(*opened);
    m_server = m_work->info();
    ++m_generation;
    return {};
}

base::Result<void> RunSession::takeLock()
{
    const QDeadlineTimer deadline(m_request.lockWaitMs);
    QElapsedTimer waited;
    waited.start();
    for (int pauseMs = 100;; pauseMs = qMin(1000, pauseMs * 2)) {
        auto connection = openFor(ConnectionUse::Lock, true);
        if (!connection)
            return base::forward(connection);
        auto attempt = services().tryLock(std::move(*connection), *m_work,
            {m_request.identity.who(), m_request.identity.runId, m_clock->nowUtc(), m_request.historySchema});
        if (!attempt)
            return base::forward(attempt);
        if (attempt->lock) {
            m_lock = std::move(attempt->lock);
            m_lockChecked.start();
            return {};
        }
        if (m_request.lockWaitMs <= 0 || deadline.hasExpired()) {
            const int waitedMs = m_request.lockWaitMs > 0 ? int(waited.elapsed()) : 0;
            return base::fail(lockedBy(attempt->holder, m_clock->nowUtc(), waitedMs));
        }
        RunEvent event;
        event.kind = RunEventKind::WaitingForLock;
        event.holder = attempt->holder;
        emitEvent(event);
        // A random part, so that twenty that were started together do not ask together for ever.
        const int length = pauseMs / 2 + int(QRandomGenerator::global()->bounded(pauseMs));
        if (!pause(int(qMin<qint64>(length, qMax<qint64>(1, deadline.remainingTime()))))) {
            return base::fail(ErrorCode::Cancelled,
                QStringLiteral("Stopped while waiting for the lock of this database"),
                QStringLiteral("Nothing was done."));
        }
    }
}

base::Result<void> RunSession::checkLock(bool atOnce)
{
    if (!m_lock)
        return base::fail(ErrorCode::Internal, QStringLiteral("A run without its lock"));
    if (!atOnce && m_lockChecked.elapsed() < kLockCheckEveryMs)
        return {};
    auto held = m_lock->check();
    m_lockChecked.start();
    return held;
}

void RunSession::shieldWork()
{
    if (m_work)
        m_work->setCancelToken(base::CancelToken());
}

void RunSession::unshieldWork()
{
    if (m_work)
        m_work->setCancelToken(m_context.cancel);
}

std::optional<RunSession::Reconnected> RunSession::reconnect()
{
    m_work.reset(); // first of all: a lost session may still hold what the new one has to read
    QDeadlineTimer deadline(kReconnectMs);
    while (!m_work) {
        auto opened = openFor(ConnectionUse::Work, false);
        if (opened) {
            m_work = std::move(*opened);
        } else if (deadline.hasExpired()) {
            note(opened.error());
            return std::nullopt;
        } else {
            QThread::msleep(200);
        }
    }
    shieldWork();
    ++m_generation;
    Reconnected result;
    const qint64 oldSession = m_server.sessionId;
    m_server = m_work->info();
    deadline.setRemainingTime(kOldSessionMs);
    for (int pauseMs = 10;; pauseMs = qMin(200, pauseMs * 2)) {
        const auto alive = services().sessionIsAlive(*m_work, oldSession);
        result.oldSessionIsGone = alive && !*alive;
        if (!alive || !*alive || deadline.hasExpired())
            return result;
        QThread::msleep(ulong(pauseMs));
    }
}

base::Result<void> RunSession::send(const db::OwnStatements& statements)
{
    if (statements.isEmpty())
        return {};
    if (!m_work)
        return base::fail(ErrorCode::Connection, QStringLiteral("There is no connection any more"));
    return m_work->executeOwnShapes(statements);
}

void RunSession::emitEvent(RunEvent event)
{
    event.runId = m_request.identity.runId;
    event.elapsedMs = m_timer.elapsed();
    event.keepsNothing = m_keepsNothing;
    const std::lock_guard guard(m_observing);
    m_observer.handle(event);
}

void RunSession::note(const base::Error& error)
{
    m_notes.append(error);
    RunEvent event;
    event.kind = RunEventKind::Note;
    event.error = error;
    event.text = error.summary;
    emitEvent(event);
}

bool RunSession::pause(int milliseconds, bool alsoAfterStatement) const
{
    const QDeadlineTimer deadline(milliseconds);
    while (!deadline.hasExpired()) {
        if (isCancelled() || (alsoAfterStatement && m_request.stopAfterStatement.isCancelled()))
            return false;
        QThread::msleep(ulong(qBound(qint64(1), qint64(deadline.remainingTime()), qint64(20))));
    }
    return true;
}

} // namespace strandline::runner
