// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"

#include <QSet>

namespace strandline::planner {

struct TimelineOptions
{
    /// Runs known to be alive: those of this process, or the holder of the runner lock when the caller asked
    /// for it. The log alone cannot tell a run that is going on from one that died; without this knowledge an
    /// unfinished run is reported by what it left behind, never as Running.
    QSet<QString> liveRuns;
};

/// Files and history as one ordered list; docs/decisions/0010-timeline-rules.md has the rules. Pure, total:
/// contradictions become problems of entries. Without a snapshot nothing is compared.
migration::Timeline buildTimeline(const migration::MigrationSet& set,
    const std::optional<migration::HistorySnapshot>& history, const TimelineOptions& options = {});

} // namespace strandline::planner
