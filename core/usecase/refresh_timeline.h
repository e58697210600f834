// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engines.h"
#include "core/usecase/environment_view.h"
#include "core/usecase/open_project.h"

namespace strandline::usecase {

struct RefreshRequest
{
    OpenedProject project;
    QString environment;
    base::Secret password; ///< as typed; empty: whatever the sources give
    bool fullLog = false; ///< every event, not only those the timeline needs
};

/// Connects read-only, reads server facts and history, disconnects. Never creates or changes anything.
base::Result<EnvironmentView> refreshTimeline(
    const RefreshRequest& request, const engine::Engines& engines, const base::JobContext& context);

/// The same list without any database: every entry "not compared".
migration::Timeline filesOnlyTimeline(const OpenedProject& project);

} // namespace strandline::usecase
