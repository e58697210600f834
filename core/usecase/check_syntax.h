// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/db/connection.h"
#include "core/migration/plan.h"

namespace strandline::usecase {

struct SyntaxReport
{
    QList<base::Error> errors; ///< with file, statement, line and column of the script
    int checked = 0;
    int unchecked = 0; ///< the engine cannot tell without running them
    int largeScripts = 0; ///< of which only the first 1,000 statements were looked at
};

/// Lets the engine itself parse every statement of the plan, without running any. Of a script
/// too large to be held only the first 1,000. At most 20 errors; the rest is not looked at.
base::Result<SyntaxReport> checkSyntax(
    db::Connection& connection, const migration::Plan& plan, const base::JobContext& context);

} // namespace strandline::usecase
