// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/settle.h"
#include "core/usecase/apply_run.h"

namespace strandline::usecase {

/// Telling the history how things are, without running a script.
struct SettleHistoryRequest
{
    RefreshRequest environment;
    runner::SettleKind kind = runner::SettleKind::Baseline;
    QStringList words; ///< versions, ids or names
    runner::SettleKind resolvedTo = runner::SettleKind::MarkPending;
    QString reason;
    RunDecisions decisions;
    QByteArray historyDigest; ///< of the preview that the user saw; empty: whatever is there
};

/// What it would do, as sentences, and the name to type. Nothing was written.
struct SettlePreview
{
    EnvironmentView view;
    QList<migration::TimelineEntry> entries;
    QStringList lines;
    Confirmation confirmation;
    QByteArray historyDigest;
};
base::Result<SettlePreview> previewSettle(
    const SettleHistoryRequest& request, const engine::Engines& engines, const base::JobContext& context);
base::Result<runner::SettleReport> settleHistory(
    const SettleHistoryRequest& request, const engine::Engines& engines, const base::JobContext& context);

} // namespace strandline::usecase
