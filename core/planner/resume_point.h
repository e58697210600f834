// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/migration/plan.h"
#include "core/migration/timeline.h"

namespace strandline::planner {

/// What the journal says about a migration that stopped in the middle.
struct ResumePoint
{
    QString runId; ///< the last one that worked on it
    QString direction;
    int kept = 0; ///< statements, counted from the first, that stayed
    /// Statement that was started outside a transaction and whose end nobody wrote; 0: none.
    int doubtful = 0;
    QByteArray schemaBeforeDoubt; ///< fingerprint right before the doubtful statement; empty: not recorded
    int statementCount = 0; ///< of the script that ran
    QList<QByteArray> keptDigests; ///< SHA-256 of each kept statement; empty entries: not recorded
    QList<qint64> keptRows; ///< rows of each, -1: unknown
    QByteArray scriptSha256; ///< of the script that ran
    QByteArray openDigest; ///< of the statement behind the kept ones, when it was begun; empty: not recorded
    std::optional<migration::BatchCheckpoint> checkpoint;
};

/// Nothing when no unfinished run of this migration left anything behind.
std::optional<ResumePoint> resumePointOf(
    const migration::TimelineEntry& entry, const migration::HistorySnapshot& history);

/// Whether going on behind the kept statements is safe with this script: the kept ones must be unchanged,
/// whatever happened behind them. Conflict names the first statement that differs, or that is missing because
/// the file became shorter.
base::Result<void> checkResume(
    const ResumePoint& point, const migration::Script& script, sql::Dialect dialect);

} // namespace strandline::planner
