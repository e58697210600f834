// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/plan_html.h"
#include "core/usecase/prepare_run.h"

namespace strandline::usecase {

/// What was prepared, as a page that leaves the program.
report::PlanPage planPage(
    const PreparedRun& run, project::Tier tier, const QString& tierName, const QString& programVersion);

} // namespace strandline::usecase
