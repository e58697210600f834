// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"
#include "core/runner/runner.h"

namespace strandline::runner {

/// Settling by hand: no script runs, the history is told how things are. All are recorded in the log, take
/// the runner lock and refuse to run beside a run.
enum class SettleKind {
    Baseline, ///< this version and all below count as done
    MarkApplied, ///< counts as applied without having been run
    MarkSkipped, ///< shall never run
    MarkPending, ///< counts as not applied; the row goes
    Resolve, ///< a failed or half-applied migration was put in order by hand: as `resolvedTo` says
    AcceptText, ///< the file's text is the one that counts from now on
    ForgetMissing, ///< rows whose files are gone for good
};
struct SettleRequest
{
    SettleKind kind = SettleKind::Baseline;
    QList<migration::TimelineEntry> entries; ///< what it is about; for Baseline the one of the version
    QString version; ///< Baseline: may be one without a file
    SettleKind resolvedTo = SettleKind::MarkPending; ///< Resolve: MarkApplied or MarkPending
    QString reason; ///< the user's words, for the log
    RunIdentity identity;
    QString historySchema;
    int lockWaitMs = 0;
    QByteArray historyDigest; ///< refused when the history moved since the user looked
};
struct SettleReport
{
    QString runId;
    QStringList settled; ///< ids
    QStringList lines; ///< one sentence for each thing done
};
base::Result<SettleReport> settle(const SettleRequest& request, const engine::Engine& engine,
    const OpenConnection& open, const base::JobContext& context);

} // namespace strandline::runner
