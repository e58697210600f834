// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/bookkeeping_tables.h"

namespace strandline::history {

/// Reads the format number of tables that were found, and checks that they have the columns of that format.
/// Adds format, logIsProtected and problems to them.
base::Result<void> checkFormat(db::Connection& connection, BookkeepingTables& tables);

} // namespace strandline::history
