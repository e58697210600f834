// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/lock_watch.h"
#include "core/runner/run_session.h"
#include "core/runner/session_keeper.h"
#include "core/runner/step_run.h"

namespace strandline::runner {

/// Runs one statement of a script: events, time, rows, notices, who is in the way, and trying again.
class StatementRunner
{
public:
    StatementRunner(RunSession& session, SessionKeeper& keeper);

    struct How
    {
        bool mayRetry = false; ///< by itself after a lock time-out: it shares its fate with no other
        int attempt = 1;
    };
    /// The error is placed in the file.
    base::Result<migration::StatementReport> run(StepRun& run, const SourceStatement& statement, How how);

    /// How long to wait before this attempt (the second, third …) after a lock time-out; says it as an event.
    /// False when somebody wants to stop meanwhile.
    bool waitBeforeRetry(
        const StepRun& run, const SourceStatement& statement, int attempt, const base::Error& error);
    bool isRetryable(const base::Error& error, int attempt) const;

    /// Around statements that are sent by others (batches).
    void watchBegins();
    void watchEnds();

private:
    void emitStarted(const StepRun& run, const migration::StatementReport& report);
    void keep(StepRun& run, const migration::StatementReport& report, bool failed);

    RunSession& m_session;
    SessionKeeper& m_keeper;
    std::unique_ptr<LockWatch> m_watch;
    int m_watchedGeneration = -1;
};

} // namespace strandline::runner
