// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/schema/schema_access.h"

namespace strandline::cli {

struct SchemaDiffOptions
{
    SchemaOptions schema;
    std::string from;
    std::string to;
    std::string up; ///< file to write; "-": the output
    std::string down;
    std::vector<std::string> renames;
    std::string rule = "ask";
    bool online = false;
};

ExitCode diffSchemas(CommandContext& context, const SchemaDiffOptions& options);

} // namespace strandline::cli
