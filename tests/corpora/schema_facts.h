// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::corpora {

/// The schema as one line per fact, sorted: what the catalogue says, without owners, comments, our own tables
/// and what belongs to an extension. Written apart from the program's own fingerprint on purpose.
base::Result<QStringList> schemaFacts(db::Connection& connection);

/// User tables that are left, without ours.
base::Result<QStringList> tablesLeft(db::Connection& connection);

} // namespace strandline::corpora
