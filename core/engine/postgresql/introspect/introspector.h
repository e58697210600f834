// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/introspector.h"

namespace strandline::engine::postgresql {

/// Servers from 11 on. Reads the catalogues, which every login may: rights on the objects are not needed.
class PostgresqlIntrospector final : public Introspector
{
public:
    base::Result<schema::Database> read(
        db::Connection& connection, const ReadScope& scope, const base::JobContext& context) const override;
};

} // namespace strandline::engine::postgresql
