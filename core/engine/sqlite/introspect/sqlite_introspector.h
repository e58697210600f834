// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/introspector.h"

namespace strandline::engine::sqlite {

/// Reads the main database of the connection: the statements that SQLite keeps say nearly all of it, and
/// docs/decisions/0024-sqlite-schemas.md tells what is made of them. Attached databases are only named.
class SqliteIntrospector final : public Introspector
{
public:
    base::Result<schema::Database> read(
        db::Connection& connection, const ReadScope& scope, const base::JobContext& context) const override;
};

} // namespace strandline::engine::sqlite
