// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/log_reader.h"
#include "core/usecase/refresh_timeline.h"

namespace strandline::usecase {

struct LogRequest
{
    project::Project project;
    QString environment;
    base::Secret password;
    history::LogQuery query;
};

/// Events of the log, newest first. A database without our tables has none, which is not an error. Never
/// writes.
base::Result<history::LogPage> readLog(
    const LogRequest& request, const engine::Engines& engines, const base::JobContext& context);

/// The part behind connecting.
base::Result<history::LogPage> readLogPage(
    db::Connection& connection, const QString& schema, const history::LogQuery& query);

} // namespace strandline::usecase
