// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/plan.h"

namespace strandline::report {

struct PlanTextOptions
{
    bool header = false; ///< begin with planSentence()
    bool obstacles = false; ///< end with what stands in the way
};

/// "3 migrations will run, in 2 transactions. 1 statement cannot be taken back by the server." With a place:
/// "3 migrations will run on production (shop), in …".
QString planSentence(const migration::Plan& plan, const QString& place = {});

/// Each step with its script and segments, one line each, without a line end after the last.
QString planToText(const migration::Plan& plan, const PlanTextOptions& options = {});

/// "one transaction", "by itself: CREATE INDEX CONCURRENTLY cannot run in a transaction".
QString segmentText(const migration::Segment& segment);

/// The SQL that would run, in order, with the transactions around it, as the engine's own client takes it.
/// The rows that Strandline writes are not in it; large scripts are named instead of copied.
QString planToSql(const migration::Plan& plan);

} // namespace strandline::report
