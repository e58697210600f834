// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/schema/schema_access.h"

namespace strandline::cli {

struct GenerateOptions
{
    std::string name;
    std::string from = "migrations";
    std::vector<std::string> renames;
    std::string rule = "ask";
    bool dryRun = false;
    bool online = false;
};

ExitCode generate(CommandContext& context, const GenerateOptions& options);

} // namespace strandline::cli
