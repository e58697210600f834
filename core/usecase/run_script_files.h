// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/db/connection.h"

namespace strandline::usecase {

struct ScriptFilesRequest
{
    QString path; ///< absolute; of a folder all its *.sql, also in folders below, by their relative paths
    /// Nobody else is on the server: what reaches beyond the database is allowed, and a PostgreSQL role that
    /// the script supposes is made.
    bool onPrivateServer = false;
};

/// Builds a schema in a scratch database from what a psql, mariadb or sqlite3 client would be given. Stops at
/// the first error, with file and line. Commands of the clients themselves are refused.
base::Result<void> runScriptFiles(
    db::Connection& connection, const ScriptFilesRequest& request, const base::JobContext& context);

/// Whether a statement reaches beyond the database that it runs in: another database, a role, a file of the
/// server. Names that are qualified with another database are not looked for.
bool reachesBeyondDatabase(QByteArrayView statement, sql::Dialect dialect);

} // namespace strandline::usecase
