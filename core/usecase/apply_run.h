// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/run_events.h"
#include "core/usecase/prepare_run.h"

namespace strandline::usecase {

/// What the user decided after seeing the PreparedRun.
struct RunDecisions
{
    bool allowDataLoss = false;
    QStringList acknowledged; ///< ids of checks
    QString typedName;
    /// The command line with --yes, a pipe or a service cannot type: the tier's typed name is waived by an
    /// explicit option instead, which is logged. Data loss is not waived by it.
    bool confirmedByOption = false;
    bool forceEnabled = false;
    int lockWaitMs = 0;
    RunTimeouts timeouts;
    /// Many processes at once: wait for the lock, plan again under it, and be content with nothing to do.
    bool ifNeeded = false;
};

struct ApplyRequest
{
    RefreshRequest environment;
    migration::Plan plan; ///< as PreparedRun gave it, or read from a file
    QList<analysis::CountedLoss> losses;
    RunDecisions decisions;
    base::CancelToken stopAfterStatement;
};

/// Checks the decisions against policy and plan once more, opens the write gate, and runs. Precondition names
/// the decision that is missing. context.cancel interrupts the running statement.
base::Result<migration::RunReport> applyRun(const ApplyRequest& request, const engine::Engines& engines,
    runner::RunObserver& observer, const base::JobContext& context);

} // namespace strandline::usecase
