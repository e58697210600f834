// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/connection_settings.h"
#include "core/db/server_info.h"
#include "core/engine/engines.h"
#include "core/migration/timeline.h"
#include "core/usecase/open_project.h"

namespace strandline::usecase {

/// One environment at one moment: what the database said and how the files compare with it.
struct EnvironmentView
{
    QString environment;
    connection::ConnectionSettings connection; ///< with origins, for "Details"; the password is a Secret
    db::ServerInfo server;
    migration::HistorySnapshot history;
    migration::Timeline timeline;
    QDateTime readAt; ///< UTC
};

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
