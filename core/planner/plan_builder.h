// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/migration/plan.h"
#include "core/migration/timeline.h"

namespace strandline::planner {

/// What an environment's policy says about late migrations, in the planner's words.
enum class OrderRule { Allow, Warn, Block };

/// Everything a plan depends on.
struct PlanQuestion
{
    migration::Timeline timeline;
    migration::HistorySnapshot history; ///< with the events of runs that did not end
    QHash<QByteArray, QByteArray> recordedScripts; ///< SHA-256 to bytes: for ways back without a file
    sql::Dialect dialect = sql::Dialect::Sqlite;
    OrderRule outOfOrder = OrderRule::Allow;
    QString environment;
    QString database;
    QByteArray schemaFingerprint;
    /// Resume: ids of what the run that stopped had planned. Going on means all of it, and nothing else.
    QStringList interruptedPlan;
    QDateTime now; ///< UTC
};

/// The steps to the target. Pure. What stands in the way becomes an obstacle of the plan, which is as
/// complete as it can be all the same, so that a preflight shows everything at once. A failure only where
/// there can be no plan: a version that does not exist (NotFound, with the nearest), a target that
/// contradicts itself (Invalid). Nothing to do is an empty plan. docs/decisions/0014-plans.md has the rules.
base::Result<migration::Plan> buildPlan(const PlanQuestion& question, const migration::PlanTarget& target);

/// SHA-256 of the recorded texts that buildPlan() may ask for: ways back that the folder does not have as
/// they were, and what ran of migrations that stopped in the middle.
QList<QByteArray> neededRecordedScripts(
    const migration::Timeline& timeline, const migration::HistorySnapshot& history);

/// Digest of everything in the history that a plan depends on: rows, and runs that did not end well.
QByteArray historyDigest(const migration::HistorySnapshot& history);

/// Why the plan must not be run now, if so: what changed since it was made.
std::optional<base::Error> whyOutdated(const migration::Plan& plan, const migration::PlanBinding& now);

/// How the statements of a script are run: by the engine's rules and the script's directives. Segments from
/// `firstStatement` on.
QList<migration::Segment> segmentsOf(
    const migration::Script& script, sql::Dialect dialect, int firstStatement = 1);

} // namespace strandline::planner
