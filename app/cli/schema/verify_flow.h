// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/schema/schema_access.h"

namespace strandline::cli {

struct VerifyOptions
{
    std::string adopt; ///< name of a migration to write; empty: only look
    std::vector<std::string> renames;
    std::string rule = "ask";
    bool dryRun = false;
};

ExitCode verify(CommandContext& context, const VerifyOptions& options);

} // namespace strandline::cli
