// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/usecase/prepare_run.h"

namespace strandline::usecase {

/// What the checks look at. Borrowed.
struct PreflightInput
{
    const PreparedRun& run;
    const project::Environment& environment;
    const engine::RunServices* services = nullptr; ///< null: there is no database yet
    db::Connection* connection = nullptr;
};

/// Every check of PreflightCheck, in the order of its list. A check that could not be made is Attention and
/// says why. Only a cancelled or lost connection is a failure.
base::Result<QList<PreflightCheck>> runPreflight(
    const PreflightInput& input, const base::JobContext& context);

/// Who is at it, as the check of the lock says it.
base::Error runInProgress(const engine::LockHolder& holder);

} // namespace strandline::usecase
