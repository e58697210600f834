// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::engine::postgresql {

/// The schema of our tables: the wanted one; else the first of the search path that has the history; else
/// the current one. Empty: the search path names no schema that exists.
base::Result<QString> historyPlace(db::Connection& connection, const QString& wantedSchema);

} // namespace strandline::engine::postgresql
