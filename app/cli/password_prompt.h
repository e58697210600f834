// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"

#include <optional>

namespace strandline::cli {

/// A person can be asked only where both the keyboard and the screen are a terminal.
bool canAskForPassword();

/// Asks on the controlling terminal with echo off; nothing when that is not possible or the input ends.
std::optional<base::Secret> askForPassword(const QString& prompt);

} // namespace strandline::cli
