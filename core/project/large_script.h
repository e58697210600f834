// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/migration/directives.h"

namespace strandline::project {

struct LargeScriptRequest
{
    QString absolutePath;
    QString path; ///< for messages
    migration::ScriptRole role = migration::ScriptRole::Up;
    sql::Dialect dialect = sql::Dialect::PostgreSql;
    qint64 window = 1 << 20; ///< of sql::StatementStream
};

/// Reads a script once, from the beginning to the end, and gives everything but its bytes: digests,
/// description, directives. What is wrong with its text is appended to the problems, as for a script that is
/// in memory. Fails when it cannot be read, and with Cancelled.
base::Result<migration::Script> readLargeScript(
    const LargeScriptRequest& request, QList<base::Error>* problems, const base::JobContext& context);

} // namespace strandline::project
