// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <memory>

namespace strandline::cli {

std::unique_ptr<Command> makeVerifyCommand();

} // namespace strandline::cli
