// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planner/plan_builder.h"
#include "tests/support/bookkeeping/timeline_case.h"

namespace strandline::test {

/// A story as in TimelineCase, a target, and the plan that must come out of it, as text in
/// tests/cases/plan/*.case; the head of up.case explains what the language has beyond that of the timeline.
struct PlanCase
{
    TimelineCase story;
    migration::PlanTarget target;
    sql::Dialect dialect = sql::Dialect::PostgreSql;
    planner::OrderRule outOfOrder = planner::OrderRule::Allow;
    QHash<QByteArray, QByteArray> recordedScripts;
    QStringList interruptedPlan; ///< ids of what the run that stopped had planned
    QStringList expected; ///< as renderPlan() writes it

    planner::PlanQuestion question() const;
};

/// Fails the program on a line that it does not understand.
QList<PlanCase> readPlanCases(const QString& folder);

/// Steps with their segments, then "from … to …", then obstacles; or the failure.
QStringList renderPlan(const base::Result<migration::Plan>& plan);

} // namespace strandline::test
