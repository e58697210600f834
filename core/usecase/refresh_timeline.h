// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/loss_flags.h"
#include "core/engine/engines.h"
#include "core/usecase/environment_view.h"
#include "core/usecase/open_project.h"
#include "core/usecase/resolve_environment.h"

namespace strandline::usecase {

struct RefreshRequest
{
    OpenedProject project;
    QString environment;
    base::Secret password; ///< as typed; empty: whatever the sources give
    bool fullLog = false; ///< every event, not only those the timeline needs
    /// What is known of these files already, for callers that look again and again; null: nothing.
    std::shared_ptr<analysis::LossFlagCache> lossFlags = nullptr;
};

/// Connects read-only, reads server facts and history, disconnects. Never creates or changes anything.
base::Result<EnvironmentView> refreshTimeline(
    const RefreshRequest& request, const engine::Engines& engines, const base::JobContext& context);

/// The part behind connecting, for callers that keep a connection open. `resolved` is where the connection
/// leads.
base::Result<EnvironmentView> readEnvironment(db::Connection& connection, const RefreshRequest& request,
    const ResolvedEnvironment& resolved, const base::JobContext& context);

/// The same list without any database: every entry "not compared".
migration::Timeline filesOnlyTimeline(const OpenedProject& project);

} // namespace strandline::usecase
