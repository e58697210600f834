// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"
#include "core/sql/statement_splitter.h"

namespace strandline::report {

/// One statement with its end, as the engine's own client takes it.
QByteArray statementAsSql(const sql::Statement& statement, const QByteArray& script, sql::Dialect dialect);

} // namespace strandline::report
