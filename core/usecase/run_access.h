// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/runner.h"
#include "core/usecase/apply_run.h"

namespace strandline::usecase {

/// The way into one database for one run: the permit, the identity, and the function that opens connections.
struct RunAccess
{
    ResolvedEnvironment resolved;
    const engine::Engine* engine = nullptr;
    runner::RunIdentity identity;
    runner::OpenConnection open;
};

/// Opens the write gate for one run. `what` is the verb for the server's list of sessions. Precondition when
/// the environment is switched off. The engines outlive the access.
base::Result<RunAccess> openRunAccess(const RefreshRequest& request, const RunDecisions& decisions,
    const QString& what, const engine::Engines& engines);

/// Time-outs of the environment, with the defaults that protect everybody else: 5 s for a lock, 10 minutes
/// for a statement. Nothing is waited for without end unless the project file says 0.
/// What is set for this run comes first.
runner::RunLimits limitsOf(const project::Environment& environment, const RunTimeouts& timeouts = {});

/// What the user has to type for this environment: the database's own name, for a SQLite file its file name.
QString nameToType(const connection::ConnectionSettings& settings);

/// Precondition when the typed name is needed and is another one.
base::Result<void> checkTypedName(const Confirmation& confirmation, const RunDecisions& decisions);

} // namespace strandline::usecase
