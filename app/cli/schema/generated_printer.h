// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/usecase/generate_migrations.h"

namespace strandline::cli {

struct PrintGenerated
{
    bool write = true; ///< make the files first; false: print the scripts
    QString adoptedFrom; ///< the environment that has it already; empty: none
};

ExitCode printGenerated(CommandContext& context, const usecase::OpenedProject& project,
    const usecase::GeneratedSet& set, const PrintGenerated& options);

} // namespace strandline::cli
