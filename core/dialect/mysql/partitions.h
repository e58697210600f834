// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/table.h"

namespace strandline::dialect::mysql {

/// Clauses of ALTER TABLE without the table.
struct PartitionChange
{
    QString before; ///< a statement of its own, ahead of the others
    QString within; ///< goes with the other changes
    QStringList after; ///< statements of their own
};

/// Rows are moved between partitions rather than deleted, wherever another partition can take them.
PartitionChange partitionChange(const schema::Table& from, const schema::Table& to);

} // namespace strandline::dialect::mysql
