// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/project_access.h"
#include "app/cli/run/plan_printer.h"
#include "app/cli/run/run_options.h"

namespace strandline::cli {

/// The project and the environment that a writing command works on.
struct RunPlace
{
    usecase::RefreshRequest request;
    project::Environment environment;
};

/// Precondition when no environment is configured: nothing can be written then.
base::Result<RunPlace> findRunPlace(CommandContext& context);

/// Plan, preflight, confirmation, run, result: the same for every command that runs scripts.
ExitCode runTarget(CommandContext& context, const RunOptions& options, const migration::PlanTarget& target);

/// The same with a plan that `plan --save` has written.
ExitCode runSavedPlan(CommandContext& context, const RunOptions& options, const QString& path);

/// What `plan` and --dry-run print.
struct PlanView
{
    PlanFormat format = PlanFormat::Overview; ///< --json comes first
    QString saveTo; ///< path; empty: not saved
};
ExitCode showPlan(CommandContext& context, const migration::PlanTarget& target, const PlanView& view);

/// Asks for the name where somebody can type, sets it in the decisions. Refused where nobody can and --yes is
/// missing.
base::Result<void> confirmByName(const usecase::Confirmation& confirmation, const QString& question,
    CommandContext& context, usecase::RunDecisions& decisions);

} // namespace strandline::cli
