// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/apply_run.h"

namespace strandline::usecase {

/// Everything in the database goes, our tables included.
struct DropRequest
{
    RefreshRequest environment;
    RunDecisions decisions;
    bool emergency = false; ///< also outside of development and test
};

/// What would go. Nothing was written.
struct DropPreview
{
    EnvironmentView view;
    QStringList statements;
    Confirmation confirmation;
};
base::Result<DropPreview> previewDrop(
    const DropRequest& request, const engine::Engines& engines, const base::JobContext& context);

struct DropReport
{
    QStringList statements; ///< that were run
};
/// In one transaction where the engine can. Takes the runner lock. Precondition outside of development and
/// test, unless it is an emergency; the typed name is needed everywhere.
base::Result<DropReport> dropEverything(
    const DropRequest& request, const engine::Engines& engines, const base::JobContext& context);

} // namespace strandline::usecase
