// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exit_code.h"

namespace strandline::cli {

ExitCode exitCodeFor(const base::Error& error)
{
    switch (error.code) {
    case base::ErrorCode::Cancelled:
        return ExitCode::Cancelled;
    case base::ErrorCode::Connection:
        return ExitCode::CannotConnect;
    case base::ErrorCode::Precondition:
        return ExitCode::Refused;
    default:
        return ExitCode::Failed;
    }
}

} // namespace strandline::cli
