// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/mysql/introspect/catalog.h"

namespace strandline::engine::mysql {

/// Tables with columns, keys and constraints; names and options of sequences.
base::Result<void> readTables(const Catalog& catalog, schema::Database& database);
/// Second step, for tables that are there already.
base::Result<void> readKeys(const Catalog& catalog, schema::Database& database);

} // namespace strandline::engine::mysql
