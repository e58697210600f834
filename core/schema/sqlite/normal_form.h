// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/sqlite/statement_tokens.h"

#include <QStringList>

namespace strandline::schema::sqlite {

/// SQLite keeps definitions as they were written, so what is compared is a normal form that reads as SQL all
/// the same: no comments, one space where white space is, reserved words in capitals, other keywords in
/// small letters, names without quotes where they need none. The case of names counts: it shows in results.
///
/// Where the columns are known (expressions of a table or index), names of columns are written as the table
/// writes them, and a name in double quotes that is none of them is the string that SQLite takes it for.
QString normalForm(const StatementTokens& tokens, qsizetype from, qsizetype to);
QString normalForm(const StatementTokens& tokens, qsizetype from, qsizetype to, const QStringList& columns);
QString normalStatement(const QString& statement);

/// An expression without parentheses around the whole of it.
QString normalExpression(
    const StatementTokens& tokens, qsizetype from, qsizetype to, const QStringList& columns);

/// As normal forms write it: bare where that reads the same everywhere, else in double quotes.
QString normalName(const QString& name);

bool isReservedWord(const QString& word); ///< can never be a bare name

} // namespace strandline::schema::sqlite
