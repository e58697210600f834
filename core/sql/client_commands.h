// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/statement_splitter.h"

#include <optional>

namespace strandline::sql {

/// "-- strandline:name argument": name and argument as views, nothing for any other comment. Also "#
/// strandline:…".
struct DirectiveText
{
    QByteArrayView name;
    QByteArrayView argument;
};
std::optional<DirectiveText> readDirective(QByteArrayView lineComment);

/// What stands behind DELIMITER on its line, read as the mysql client does: the first word, perhaps in
/// quotes.
struct DelimiterArgument
{
    QByteArrayView text;
    QString problem; ///< empty: none
};
DelimiterArgument readDelimiterArgument(QByteArrayView restOfLine);

/// Where the psql command that begins with the backslash at begin ends: its line, or "\\" outside of quotes.
qsizetype psqlCommandEnd(QByteArrayView script, qsizetype begin);

struct ClientCommandText
{
    QString summary;
    QString detail;
    QString hint;
};
ClientCommandText describeClientCommand(QByteArrayView command, StatementKind kind);

} // namespace strandline::sql
