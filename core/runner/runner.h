// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/engine/engine.h"
#include "core/migration/timeline.h"
#include "core/runner/run_events.h"

#include <QMap>

namespace strandline::runner {

/// What a connection of a run is for; the server's list of sessions shows it.
enum class ConnectionUse {
    Work, ///< runs the statements
    Lock, ///< holds the runner lock and nothing else
    Watch, ///< read-only: looks who waits for whom
};

/// Opens one more connection to the database of the run. Called on the thread that will use it.
using OpenConnection =
    std::function<base::Result<std::unique_ptr<db::Connection>>(ConnectionUse use, const base::JobContext&)>;

/// Who runs it, and with what: goes into every row of the log.
struct RunIdentity
{
    QString runId; ///< a UUID
    QString actor; ///< "anna"
    QString host; ///< "build7"
    QString programVersion;
    QString who() const { return actor + QLatin1Char('@') + host; }
};

struct RunLimits
{
    std::optional<int> lockTimeoutMs = 5000; ///< nothing: the engine's own; 0: wait for ever
    std::optional<int> statementTimeoutMs = 0;
    int lockRetries = 5; ///< of a statement that may be tried again after a lock time-out
    int firstRetryPauseMs = 500; ///< doubled each time, with a random part
};

struct HookSettings
{
    QMap<QString, QString> commands; ///< "before_run" … to the command line
    QString workingFolder;
    int timeoutMs = 60000;
    QMap<QString, QString> environment; ///< STRANDLINE_* beside those of the run; never a password
};

struct RunRequest
{
    migration::Plan plan;
    RunIdentity identity;
    RunLimits limits;
    HookSettings hooks;
    QString historySchema;
    /// How long to wait for another run's lock; 0: refuse at once. With a wait the plan may be outdated
    /// afterwards: `replan` is asked for a new one under the lock, and an empty plan ends well.
    int lockWaitMs = 0;
    std::function<base::Result<migration::Plan>(db::Connection&)> replan;
    QByteArray promisedFingerprint; ///< of a rehearsal; empty: none
    /// "Stop after this statement": honoured between statements. The context's own token interrupts the
    /// running statement.
    base::CancelToken stopAfterStatement;
    QStringList acknowledged; ///< ids of checks the user has read, and confirmations given: for the log
    bool planIsBound = true; ///< false: run it although database or history moved (UndoKept, tests)
};

/// Executes a plan: lock, check that the plan is not outdated, journal, run, verify. Blocks. Decides nothing
/// about what is run. A run that started always gives a report, however it ended; a failure is only for what
/// kept it from starting (no connection, no lock, outdated plan: codes Connection, Conflict, Precondition).
/// docs/decisions/0015-runner.md
base::Result<migration::RunReport> run(const RunRequest& request, const engine::Engine& engine,
    const OpenConnection& open, RunObserver& observer, const base::JobContext& context);

} // namespace strandline::runner
