// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dialect/renderer.h"

#include <memory>

namespace strandline::usecase {

/// Who writes the statements of an engine. Unsupported where nobody does.
base::Result<std::unique_ptr<dialect::Renderer>> rendererFor(sql::Dialect dialect);

} // namespace strandline::usecase
