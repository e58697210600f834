// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/bookkeeping_tables.h"
#include "core/runner/run_session.h"

namespace strandline::runner {

/// What was found under the lock, before anything was written.
struct Ground
{
    migration::Plan plan; ///< the one to run: of the request, or a new one
    migration::HistorySnapshot history;
    QByteArray fingerprint; ///< empty: it cannot be told
    qint64 fingerprintMs = 0;
};

/// Connects, takes the lock, and makes sure that the plan is not outdated. Writes nothing.
base::Result<Ground> prepare(RunSession& session);

/// "3 steps", refused plans and the like: what can be said without a connection.
base::Result<void> checkPlan(const migration::Plan& plan);

} // namespace strandline::runner
