// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"
#include "core/schema/sqlite/create_table.h"

namespace strandline::dialect::sqlite {

QString quote(const QString& name);
QString quotedList(const QStringList& names);

/// The statement that makes the table, under the given name. The text as its author wrote it where it still
/// says what the fields say: comments and line breaks are worth keeping. Else written from the fields.
QString createTable(const schema::Table& table, const QString& name);
QString createIndex(const schema::Index& index, const QString& table);
QString createTrigger(const schema::Trigger& trigger);
QString createView(const schema::View& view);
/// Name, type and everything else of one column, for ADD COLUMN. Constraints are only in the author's text.
QString columnDefinition(const schema::Table& table, qsizetype column);

/// The author's text with its places, when it says what the fields say.
std::optional<schema::sqlite::ParsedTable> parsedSource(const schema::Table& table);

} // namespace strandline::dialect::sqlite
