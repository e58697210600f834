// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/introspector.h"

namespace strandline::engine::mysql {

/// information_schema by set queries. It does not hold everything: SHOW CREATE is asked for routines (their
/// parameters), and for tables with keys, partitions or a rare engine (create_statement.h says what for).
///
/// Grants are not read. A definer who is the login itself, and an sql_mode that is the server's, are left out:
/// who makes the object again gets the same.
class MysqlIntrospector final : public Introspector
{
public:
    base::Result<schema::Database> read(
        db::Connection& connection, const ReadScope& scope, const base::JobContext& context) const override;
};

} // namespace strandline::engine::mysql
