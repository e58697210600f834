// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

namespace strandline::engine::sqlite {

std::unique_ptr<Engine> makeSqliteEngine();

} // namespace strandline::engine::sqlite
