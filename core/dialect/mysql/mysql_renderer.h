// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"

#include <memory>

namespace strandline::dialect {

/// For MariaDB and MySQL. Programs (triggers, routines, events) hold semicolons: whoever writes the statements
/// into a file for the client of the server puts them between DELIMITER commands.
std::unique_ptr<Renderer> makeMysqlRenderer();

} // namespace strandline::dialect
