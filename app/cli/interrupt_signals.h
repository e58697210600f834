// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"

namespace strandline::cli {

/// Turns Ctrl+C and SIGTERM into a cancelled token, so that a command can stop cleanly and say what it did; a
/// second signal ends the program at once. Call once, before any thread is started.
void cancelOnSignals(const base::CancelToken& token);

} // namespace strandline::cli
