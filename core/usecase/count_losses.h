// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/data_loss.h"
#include "core/base/job_context.h"
#include "core/db/connection.h"

namespace strandline::usecase {

struct LossReport
{
    QList<analysis::CountedLoss> losses; ///< in the order of the plan
    QList<base::Error> notUnderstood; ///< statements that could not be looked into
};

/// What the plan deletes, with numbers asked of the live database; each question has the budget, and where it
/// is not enough an estimate is asked for, or the number stays unknown. The connection's limits are the
/// budget's afterwards.
base::Result<LossReport> countLosses(
    db::Connection& connection, const migration::Plan& plan, int budgetMs, const base::JobContext& context);

} // namespace strandline::usecase
