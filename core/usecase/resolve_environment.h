// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/resolve.h"
#include "core/engine/engine.h"
#include "core/project/project.h"

namespace strandline::usecase {

/// An environment and how its database would be reached; nothing was connected to.
struct ResolvedEnvironment
{
    project::Environment environment;
    connection::Resolved connection;
};

/// NotFound names the environments that exist. Without a URL in the project file the surroundings decide:
/// DATABASE_URL, .env, PG* variables.
base::Result<ResolvedEnvironment> resolveEnvironment(
    const project::Project& project, const QString& name, const base::Secret& typedPassword = {});

/// How a look at it is opened: always read-only, with the environment's own time-outs.
engine::OpenOptions lookOptions(const project::Environment& environment);

} // namespace strandline::usecase
