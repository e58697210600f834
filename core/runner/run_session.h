// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/runner.h"

#include <QElapsedTimer>

#include <mutex>

namespace strandline::runner {

/// What all parts of one run share: its connections, its lock, its time and its listener.
class RunSession
{
public:
    RunSession(const RunRequest& request, const engine::Engine& engine, OpenConnection open,
        RunObserver& observer, const base::JobContext& context);
    RunSession(const RunSession&) = delete;
    RunSession& operator=(const RunSession&) = delete;

    const RunRequest& request() const { return m_request; }
    const engine::RunServices& services() const { return m_engine.runServices(); }
    const base::Clock& clock() const { return *m_clock; }
    const OpenConnection& opener() const { return m_open; }
    qint64 elapsedMs() const { return m_timer.elapsed(); }

    /// The user wants the running statement to be interrupted.
    bool isCancelled() const { return m_context.cancel.isCancelled(); }
    /// Either wish to stop.
    bool wantsStop() const { return isCancelled() || m_request.stopAfterStatement.isCancelled(); }
    const base::CancelToken& cancelToken() const { return m_context.cancel; }

    base::Result<void> openWork();
    bool hasWork() const { return m_work != nullptr; }
    db::Connection& work() { return *m_work; }
    const db::ServerInfo& server() const { return m_server; }

    /// Waits for the runner lock as long as the request says. Conflict with its holder otherwise.
    base::Result<void> takeLock();
    /// Whether it is still ours; asks the server only when it has not been asked for a while, or at once.
    base::Result<void> checkLock(bool atOnce);

    /// From here on the user's wish to stop does not interrupt what the work connection does: cleaning up and
    /// telling the truth afterwards are not to be cancelled.
    void shieldWork();
    void unshieldWork();

    /// After a lost connection: closes it, opens another, and looks whether the server is through with the
    /// old one. Nothing: no new connection could be had.
    struct Reconnected
    {
        bool oldSessionIsGone = false;
    };
    std::optional<Reconnected> reconnect();
    /// Counts connections: what was set in a session is gone when this number has changed.
    int generation() const { return m_generation; }

    /// Our own statements in one message. Nothing to send: fine.
    base::Result<void> send(const db::OwnStatements& statements);

    /// Fills in run, time and what is kept, and hands it over; also from the thread of the lock watch.
    void emitEvent(RunEvent event);
    void note(const base::Error& error); ///< an event, and kept for the report
    const QList<base::Error>& notes() const { return m_notes; }
    void keepsSomething() { m_keepsNothing = false; }
    bool keepsNothing() const { return m_keepsNothing; }

    /// False when somebody wants to stop meanwhile.
    bool pause(int milliseconds, bool alsoAfterStatement = true) const;

private:
    base::Result<std::unique_ptr<db::Connection>> openFor(ConnectionUse use, bool cancellable);

    const RunRequest& m_request;
    const engine::Engine& m_engine;
    OpenConnection m_open;
    RunObserver& m_observer;
    base::JobContext m_context;
    base::SystemClock m_systemClock;
    const base::Clock* m_clock;
    QElapsedTimer m_timer;
    std::unique_ptr<db::Connection> m_work;
    std::unique_ptr<engine::RunnerLock> m_lock;
    QElapsedTimer m_lockChecked;
    db::ServerInfo m_server;
    int m_generation = 0;
    std::mutex m_observing;
    std::atomic_bool m_keepsNothing {true};
    QList<base::Error> m_notes;
};

} // namespace strandline::runner
