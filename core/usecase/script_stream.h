// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/script.h"
#include "core/sql/statement_stream.h"

namespace strandline::usecase {

/// The statements of a script one by one; a large one is read from its file piece by piece.
sql::StatementStream streamOf(const migration::Script& script, sql::Dialect dialect);

} // namespace strandline::usecase
