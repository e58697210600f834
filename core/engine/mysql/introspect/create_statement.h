// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/table.h"

namespace strandline::engine::mysql {

/// Adds what only the text of SHOW CREATE TABLE tells: the access method and parser that an index was asked
/// for, its block size, application periods with the keys over them, the partitioning, and where a table of
/// another engine lies. `database` is taken out of expressions.
void addFromCreateStatement(schema::Table& table, const QString& statement, const QString& database);

/// information_schema has no characters beyond the first 65536 and shows question marks for them: a text with
/// one of those is asked for again.
bool mayBeMangled(const QString& text);

/// What stands behind these words where they first follow each other outside of quotes; empty: nowhere.
QString behindWords(const QString& statement, const QStringList& words);

} // namespace strandline::engine::mysql
