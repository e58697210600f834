// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/statement_view.h"

namespace strandline::analysis {

/// Each verb of a statement with what belongs to it: the statement itself, the statements that a WITH holds
/// and the one behind it, the one that EXPLAIN ANALYZE runs, the one in COPY (…) TO.
std::vector<TokenRange> readVerbs(const StatementView& view);

/// How many tokens of this statement are worth reading: 0 when its first word says that it neither deletes
/// nor makes anything. Most of a long script is INSERT … VALUES, read only as far as the values.
size_t statementLimit(QByteArrayView statement, sql::Dialect dialect);

} // namespace strandline::analysis
