// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::runner {

/// PostgreSQL: a CREATE INDEX CONCURRENTLY that was interrupted leaves an index behind that is kept up to
/// date and used by nobody, and the next attempt finds its name taken. These look at one such statement; for
/// everything else, and on other engines, there is nothing.
struct LeftoverIndex
{
    QString name; ///< qualified and quoted; empty: none
    bool exists() const { return !name.isEmpty(); }
};

/// The unusable index that this statement would make, unless a session is building it right now. An index
/// without a name in the statement cannot be told.
base::Result<LeftoverIndex> leftoverIndexOf(db::Connection& connection, QByteArrayView statement);
/// The statement builds an index concurrently, and that index is there and valid.
base::Result<bool> isIndexFinished(db::Connection& connection, QByteArrayView statement);
/// Drops it when there is one; whether there was.
base::Result<LeftoverIndex> dropLeftoverIndex(db::Connection& connection, QByteArrayView statement);

} // namespace strandline::runner
