// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sql/dialect.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace strandline::runner {

/// The statement of a batch directive, cut at its `{batch}` or `{batch:alias}`. Strings, comments and quoted
/// names are not looked into.
struct BatchStatement
{
    QByteArray before;
    QByteArray placeholder; ///< as it stands in the script
    QByteArray after;
    QString alias; ///< quoted for SQL; empty: bare columns

    QByteArray with(const QByteArray& condition) const { return before + condition + after; }
    /// An error of the text with the condition, placed in the text of the script.
    base::Error placed(base::Error error, const QByteArray& condition) const;
};
base::Result<BatchStatement> parseBatchStatement(const QByteArray& statement, sql::Dialect dialect);

/// "app.\"Order Items\"" as its parts, unquoted and in the case in which the catalogue holds them.
struct SqlName
{
    QStringList parts;
    /// Each part quoted.
    QString quoted(sql::Dialect dialect) const;
};
/// Nothing when it is not one name of at most so many parts.
std::optional<SqlName> parseSqlName(const QString& written, int maxParts, sql::Dialect dialect);

/// Why this statement must not run in batches along these columns of that table, though it could: it would
/// meet its own rows again.
std::optional<base::Error> batchMeetsItself(
    const QByteArray& statement, const SqlName& table, const QStringList& key, sql::Dialect dialect);

/// A key literal as this module writes it, from a checkpoint: one value and nothing behind it.
bool isKeyLiteral(const QString& text, sql::Dialect dialect);

} // namespace strandline::runner
