// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/migration/plan.h"
#include "core/usecase/open_project.h"

namespace strandline::usecase {

struct ReplayRequest
{
    const OpenedProject& project;
    connection::ConnectionSettings database; ///< a scratch database: empty, or as an earlier replay left it
    migration::PlanTarget target; ///< Latest: all, repeatable ones as well
    QString historySchema; ///< where the project keeps its bookkeeping; empty: the engine's default
};

/// Runs the migrations of a project in a scratch database, up or down, with the runner that runs them
/// everywhere. Without hooks. The first migration that fails is the error, with its file and line.
base::Result<void> replayMigrations(
    const ReplayRequest& request, const engine::Engine& engine, const base::JobContext& context);

} // namespace strandline::usecase
