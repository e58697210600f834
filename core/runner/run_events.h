// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/lock_story.h"
#include "core/migration/run_report.h"

namespace strandline::runner {

enum class RunEventKind {
    WaitingForLock, ///< holder in `holder`
    RunStarted,
    StepStarted, ///< text: id of the step; a plan made anew behind a wait has other steps than the first one
    StatementStarted,
    StatementFinished, ///< `statement` has time, rows and notices
    StatementRetried, ///< after a lock time-out; text says how long it waits before the next attempt
    BatchProgress, ///< rowsDone, rowsTotal, rate
    LocksSeen, ///< `waits`: who blocks the running statement; empty: nobody any more
    SegmentCommitted, ///< from here on something stays: cancelling cannot take it back
    StepFinished,
    HookStarted,
    HookFinished, ///< text holds its output
    Note,
    RunFinished,
};

/// What happens during a run, in order, one after the other, on the runner's thread; only LocksSeen comes
/// from the thread of the lock watch while the runner waits for the server. A value that can be queued to
/// another one.
struct RunEvent
{
    RunEventKind kind = RunEventKind::Note;
    QString runId;
    int step = -1; ///< index into the plan
    int statementCount = 0;
    migration::StatementReport statement;
    migration::StepState stepState = migration::StepState::NotRun;
    std::optional<base::Error> error;
    std::optional<migration::LockHolder> holder;
    QList<migration::LockWait> waits;
    qint64 rowsDone = 0;
    qint64 rowsTotal = 0; ///< 0: not known
    double rowsPerSecond = 0;
    bool keepsNothing = true; ///< cancelling now would leave the database as it was before the run
    QString text;
    qint64 elapsedMs = 0; ///< since the run started
};

class RunObserver
{
public:
    virtual ~RunObserver() = default;
    /// Must be quick and must not block.
    virtual void handle(const RunEvent& event) = 0;
};

} // namespace strandline::runner
