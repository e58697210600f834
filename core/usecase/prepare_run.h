// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/data_loss.h"
#include "core/migration/lock_story.h"
#include "core/migration/plan.h"
#include "core/usecase/preflight_check.h"
#include "core/usecase/refresh_timeline.h"

#include <QJsonObject>

namespace strandline::usecase {

/// Time-outs for one run, instead of those of the environment. A script that sets its own keeps them.
struct RunTimeouts
{
    std::optional<int> lockMs; ///< 0: wait for ever
    std::optional<int> statementMs; ///< 0: without limit

    bool isEmpty() const { return !lockMs && !statementMs; }
};

struct PrepareRequest
{
    RefreshRequest environment;
    migration::PlanTarget target;
    bool withChecks = true; ///< false: only the plan, for `plan` without a look at sessions and syntax
    int countBudgetMs = 5000; ///< for each count of what would be deleted
    std::optional<QJsonObject> savedPlan = std::nullopt; ///< of a plan file: run this and nothing else
    /// How long to look again while somebody else migrates and that is why the plan is blocked: the half of
    /// another one's run looks like a broken history. A block of the lock alone is not waited for here.
    int waitForOthersMs = 0;
    RunTimeouts timeouts = {}; ///< as the run will be given them
};

/// How the user has to confirm before this plan may run.
struct Confirmation
{
    bool needsAcknowledgement = false; ///< checks of level Attention
    bool needsTypedName = false; ///< production, or values are deleted
    QString typedName; ///< the name of the database, compared exactly
    bool needsDataLossConsent = false; ///< --allow-data-loss on the command line
};

/// What would happen, and everything a human has to know before. Nothing was written.
struct PreparedRun
{
    EnvironmentView view;
    migration::Plan plan;
    QList<analysis::CountedLoss> losses; ///< in the order of the plan
    QList<base::Error> notUnderstood; ///< statements that could not be looked into for losses
    QList<PreflightCheck> checks; ///< in the order of the list in PreflightCheck
    Confirmation confirmation;
    RunTimeouts timeouts; ///< as asked for
    int lockTimeoutMs = 0; ///< what holds for this run; 0: for ever
    int statementTimeoutMs = 0;
    std::optional<migration::LockHolder> lockHolder; ///< somebody migrates right now

    bool isBlocked() const;
    /// First check of level Block; null when there is none.
    const PreflightCheck* firstBlock() const;
    /// "3 migrations will run on Production shop_prod, in 2 transactions."
    QString sentence() const;
};

/// Connects read-only, plans, counts, checks. Never writes.
base::Result<PreparedRun> prepareRun(
    const PrepareRequest& request, const engine::Engines& engines, const base::JobContext& context);

} // namespace strandline::usecase
