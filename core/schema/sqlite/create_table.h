// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/sqlite/statement_tokens.h"
#include "core/schema/table.h"

#include <optional>

namespace strandline::schema::sqlite {

/// The word of Table::options, each with the value "true".
inline const QString strictOption = QStringLiteral("STRICT");
inline const QString withoutRowidOption = QStringLiteral("WITHOUT ROWID");
/// In the options of a primary key that is no alias of the rowid although it looks like one: SQLite's
/// "INTEGER PRIMARY KEY DESC" at a column.
inline const QString notRowidOption = QStringLiteral("DESC");

/// What a CREATE TABLE statement says, and where: the places are needed to change the text itself.
struct ParsedTable
{
    /// Name, columns, constraints and options, in canonical order; nothing else.
    Table table;
    qsizetype nameToken = 0;
    QStringList columnTexts; ///< each column's whole definition as it is written
    /// Constraints as they are written, and for each the column behind which it stands, or -1.
    QList<Constraint> constraints;
    QList<int> constraintColumns;
};

/// Nothing when the text is no CREATE TABLE with a list of columns, or has something that is not understood.
std::optional<ParsedTable> parseCreateTable(const StatementTokens& tokens);
std::optional<ParsedTable> parseCreateTable(const QString& statement);

/// The statement makes a virtual table.
bool isVirtualTable(const StatementTokens& tokens);
/// The token that is the name in CREATE [TEMP] [VIRTUAL] TABLE|VIEW|INDEX|TRIGGER [IF NOT EXISTS] name.
qsizetype createdName(const StatementTokens& tokens);

/// A type as it is compared: SQLite does not see case and white space, and spells some in capitals itself.
QString normalType(const QString& type);
/// Deferred is all that counts, and where nothing else tells constraints apart their order means nothing.
void makeCanonical(Table& table);
/// The column that is the rowid under another name; null: none.
const Column* rowidAlias(const Table& table);

} // namespace strandline::schema::sqlite
