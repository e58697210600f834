// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <optional>

namespace strandline::cli {

enum class Echo { On, Off };

/// There is a person at a terminal who could answer.
bool canAsk();

/// Asks on the controlling terminal and gives the line that was typed; nothing where nobody can type.
/// Cancelled when the answer was Ctrl+C.
base::Result<std::optional<QString>> askOnTerminal(const QString& prompt, Echo echo);

} // namespace strandline::cli
