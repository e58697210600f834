// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace strandline::cli {

/// What a calling script can rely on; the numbers are documented and never reused.
enum class ExitCode {
    Done = 0,
    Failed = 1,
    Usage = 2,
    Found = 3, ///< something is pending, or was found
    Refused = 4, ///< by a policy or a preflight check
    FailedAndRestored = 5,
    FailedHalfApplied = 6,
    CannotConnect = 7,
    Cancelled = 130,
};

ExitCode exitCodeFor(const base::Error& error);

} // namespace strandline::cli
