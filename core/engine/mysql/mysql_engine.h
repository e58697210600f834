// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

namespace strandline::engine::mysql {

/// MariaDB and MySQL.
std::unique_ptr<Engine> makeMysqlEngine();

} // namespace strandline::engine::mysql
