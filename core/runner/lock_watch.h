// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"
#include "core/runner/runner.h"

namespace strandline::runner {

/// Looks who blocks the running statement while it waits, on a thread and a read-only connection of its own,
/// which is opened when a statement has run for a second. Best effort: when it cannot connect or see, it is
/// silent.
class LockWatch
{
public:
    using Report = std::function<void(const QList<engine::LockWait>&)>;

    /// For tests; others take the defaults.
    struct Timing
    {
        int firstLookMs = 1000; ///< a statement that is shorter is not looked at
        int everyMs = 2000;
    };

    /// `report` is called ON THE WATCH'S THREAD, with changes only, and with an empty list when nobody is in
    /// the way any more or the statement ended. It must be thread-safe, must not block and must not wait for
    /// the thread that destroys the watch. No call comes after the destructor.
    /// `services` must outlive the watch. Session 0 (SQLite): it does nothing.
    LockWatch(const engine::RunServices& services, OpenConnection open, qint64 sessionId, Report report);
    LockWatch(const engine::RunServices& services, OpenConnection open, qint64 sessionId, Report report,
        Timing timing);
    LockWatch(const LockWatch&) = delete;
    LockWatch& operator=(const LockWatch&) = delete;
    /// Interrupts what the watch is doing and waits for that only.
    ~LockWatch();

    /// Both are quick and never wait for the watch; called on the runner's thread.
    void statementBegins();
    void statementEnds();

private:
    class Watcher;
    std::unique_ptr<Watcher> m_watcher; // null for session 0
};

} // namespace strandline::runner
