// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/mysql/introspect/catalog.h"

namespace strandline::engine::mysql {

base::Result<void> readViews(const Catalog& catalog, schema::Database& database);
/// Of tables that are there already.
base::Result<void> readTriggers(const Catalog& catalog, schema::Database& database);
/// Procedures, functions, and Oracle's packages.
base::Result<void> readRoutines(const Catalog& catalog, schema::Database& database);
base::Result<void> readEvents(const Catalog& catalog, schema::Database& database);
/// Of sequences that are there already.
base::Result<void> readSequences(const Catalog& catalog, schema::Database& database);

} // namespace strandline::engine::mysql
