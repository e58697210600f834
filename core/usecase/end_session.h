// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/lock_story.h"
#include "core/usecase/apply_run.h"

namespace strandline::usecase {

/// Somebody's session that stands in the way of a run, as the preflight or the run itself showed it.
struct EndSessionRequest
{
    RefreshRequest environment;
    migration::LockWait session;
    RunDecisions decisions; ///< only forceEnabled counts
};

/// Ends that session. What it has not committed is lost, so this passes the write gate like a run, though it
/// takes no runner lock: it has to be possible while a run waits. That the session was gone already is no
/// failure.
base::Result<migration::SessionEnd> endSession(
    const EndSessionRequest& request, const engine::Engines& engines, const base::JobContext& context);

} // namespace strandline::usecase
