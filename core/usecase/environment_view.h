// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/connection_settings.h"
#include "core/db/server_info.h"
#include "core/migration/timeline.h"

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
    QList<base::Error> notes; ///< what the user should know about the connection, none of it a failure
};

} // namespace strandline::usecase
