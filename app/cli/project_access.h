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

/// Whether a person could help by typing a password: the server wants one, and somebody sits at the terminal.
bool worthAsking(const base::Error& error);
base::Secret typedPassword(const QString& environment);

/// Does the work without a typed password first, and once more with one where that helps.
template <typename Work>
auto withPassword(const QString& environment, Work work) -> decltype(work(base::Secret()))
{
    auto result = work(base::Secret());
    if (result || environment.isEmpty() || !worthAsking(result.error()))
        return result;
    const base::Secret password = typedPassword(environment);
    return password.isEmpty() ? result : work(password);
}

/// "production (Production)", with the tier's sign on a terminal that shows it.
QString environmentLabel(const project::Environment& environment, const Terminal& terminal);

} // namespace strandline::cli
