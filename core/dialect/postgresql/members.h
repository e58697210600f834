// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::dialect::postgresql {

/// Partitions and heirs that join or leave a parent on the way are compared as the tables of their own that
/// they are in between: what they have from the parent they then have themselves, or not at all.
void setMembersApart(schema::Database& from, schema::Database& to);

} // namespace strandline::dialect::postgresql
