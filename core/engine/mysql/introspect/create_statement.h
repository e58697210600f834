// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/table.h"

namespace strandline::engine::mysql {

/// Adds what only the text of SHOW CREATE TABLE tells: the access method and parser that an index was asked
/// for, its block size, application periods with the keys over them, the partitioning, and where a table of
/// another engine lies.
void addFromCreateStatement(schema::Table& table, const QString& statement);

} // namespace strandline::engine::mysql
