// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"

#include <memory>

namespace strandline::dialect {

std::unique_ptr<Renderer> makePostgresqlRenderer();

} // namespace strandline::dialect
