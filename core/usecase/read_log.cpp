// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/read_log.h"

#include "core/history/bookkeeping_tables.h"

namespace strandline::usecase {

base::Result<history::LogPage> readLogPage(
    db::Connection& connection, const QString& schema, const history::LogQuery& query)
{
    auto tables = history::findTables(connection, schema);
    if (!tables)
        return base::forward(tables);
    if (!tables->hasLog)
        return history::LogPage {};
    return history::readLog(connection, tables->schema, query);
}

base::Result<history::LogPage> readLog(
    const LogRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    auto resolved = resolveEnvironment(request.project, request.environment, request.password);
    if (!resolved)
        return base::forward(resolved);
    auto connection =
        engines.open(resolved->connection.settings, lookOptions(resolved->environment), context);
    if (!connection)
        return base::forward(connection);
    return readLogPage(**connection, resolved->environment.historySchema, request.query);
}

} // namespace strandline::usecase
