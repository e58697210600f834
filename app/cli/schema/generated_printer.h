// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/usecase/generate_migrations.h"

namespace strandline::cli {

/// With `write` the files are made first. Prints what was written, or with a dry run the scripts.
ExitCode printGenerated(
    CommandContext& context, const usecase::OpenedProject& project, const usecase::GeneratedSet& set, bool write);

} // namespace strandline::cli
