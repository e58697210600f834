// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

namespace strandline::engine::postgresql {

std::unique_ptr<Engine> makePostgresqlEngine();

} // namespace strandline::engine::postgresql
