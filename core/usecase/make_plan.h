// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/migration/plan.h"
#include "core/usecase/refresh_timeline.h"

#include <QJsonObject>

namespace strandline::usecase {

struct PlannedView
{
    EnvironmentView view;
    migration::Plan plan;
};

/// What shall be planned: a target, or a plan that was stored, which is taken as it is.
struct PlanWish
{
    migration::PlanTarget target;
    std::optional<QJsonObject> saved; ///< its target counts, not the one above
};

/// Reads everything that a plan depends on through this connection and plans. Reads only; the connection may
/// be the one that will write. A stored plan gives Conflict when its files, the history or the schema are
/// not those that it was made for.
base::Result<PlannedView> makePlan(db::Connection& connection, const RefreshRequest& request,
    const ResolvedEnvironment& resolved, const engine::RunServices& services, const PlanWish& wish);

/// The same for a SQLite file that does not exist yet: an empty database.
base::Result<PlannedView> makePlanForNewFile(
    const RefreshRequest& request, const ResolvedEnvironment& resolved, const PlanWish& wish);

} // namespace strandline::usecase
