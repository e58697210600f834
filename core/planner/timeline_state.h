// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planner/run_history.h"

namespace strandline::planner {

/// All that decides about one entry: the migration and history of the entry itself, and its surroundings.
struct StateQuestion
{
    const MigrationRuns* runs = nullptr; ///< null: the log does not know it
    bool isBelowBaseline = false;
    bool isNewerThanFiles = false; ///< than every versioned file, and there is one
    bool isLive = false; ///< its last run is known to be alive
};

/// Sets state, time, actor, duration and the problems that follow from the history.
void decideState(migration::TimelineEntry& entry, const StateQuestion& question);

/// Sets the flags that follow from the file and from the row of this entry alone.
void decideOwnFlags(migration::TimelineEntry& entry);

/// The text of a repeatable file means something else than the one that ran.
bool isOutdated(const migration::TimelineEntry& entry);

/// Last run that still says something about the present; null when there is none.
const migration::RunSummary* lastRun(const MigrationRuns* runs);

/// The journal shows that something of the migration may be in the database although it did not finish.
bool leavesTraces(const migration::RunSummary& run, const std::optional<migration::HistoryRow>& row);

} // namespace strandline::planner
