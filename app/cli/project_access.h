// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/usecase/refresh_timeline.h"

#include <optional>

namespace strandline::cli {

base::Result<usecase::OpenedProject> openProject(const CommandContext& context);

/// The environment that --env names; without it the only one, else the only development one. Several
/// candidates are never guessed between: the error lists them. No environment at all is no error: the files
/// can still be listed.
base::Result<std::optional<project::Environment>> chooseEnvironment(
    const project::Project& project, const QString& wanted);

/// Reads the environment; asks for a password, once, where the server wants one, none is configured and a
/// person sits at the terminal.
base::Result<usecase::EnvironmentView> refresh(CommandContext& context, usecase::RefreshRequest request);

/// "production (Production)", with the tier's sign on a terminal that shows it.
QString environmentLabel(const project::Environment& environment, const Terminal& terminal);

} // namespace strandline::cli
