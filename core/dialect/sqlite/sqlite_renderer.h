// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"

#include <memory>

namespace strandline::dialect {

/// docs/decisions/0024-sqlite-schemas.md.
std::unique_ptr<Renderer> makeSqliteRenderer();

} // namespace strandline::dialect
