// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engines.h"

namespace strandline::cli {

/// The whole command line over these engines; gives the exit code of the process.
int runProgram(int argc, char** argv, const engine::Engines& engines);

} // namespace strandline::cli
