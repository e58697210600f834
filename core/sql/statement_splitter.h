// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/sql/dialect.h"

#include <QByteArrayView>
#include <QList>

#include <vector>

namespace strandline::sql {

enum class StatementKind {
    Sql,
    CopyFromStdin, ///< PostgreSQL; its data follows in [dataBegin, dataEnd)
    PsqlMeta, ///< \i file and the like: psql's, no server knows it; always with a problem
    ClientCommand, ///< .read file of the sqlite3 shell, source and \G of the mysql client; always with a
                   ///< problem
};

/// "sql", "copy", "psql", "client".
QString statementKindName(StatementKind kind);

///     -- a comment of its own      <- fullBegin
///     CREATE TABLE t (a int) ;     <- begin at CREATE, end behind ")"; the delimiter belongs to nobody
struct Statement
{
    int number = 0; ///< counts from 1
    StatementKind kind = StatementKind::Sql;
    bool terminated = false; ///< its delimiter was there; false for the last one, or before a psql command
    int line = 1; ///< of begin
    int column = 1; ///< of begin, in characters
    qsizetype begin = 0; ///< text without the delimiter and without comments around it
    qsizetype end = 0;
    qsizetype fullBegin = 0; ///< with the comments before it; a comment behind the last delimiter on its line
                             ///< is not among them
    qsizetype dataBegin = 0; ///< CopyFromStdin: lines up to, without, the one that holds "\."
    qsizetype dataEnd = 0;

    QByteArrayView textIn(QByteArrayView script) const { return script.sliced(begin, end - begin); }
    QByteArrayView dataIn(QByteArrayView script) const
    {
        return script.sliced(dataBegin, dataEnd - dataBegin);
    }
};

/// A comment line "-- strandline:name argument" anywhere outside of quotes. Views into the script.
struct Directive
{
    QByteArrayView name; ///< "no-transaction"
    QByteArrayView argument; ///< trimmed
    qsizetype begin = 0;
    int line = 1;
};

struct SplitResult
{
    std::vector<Statement> statements;
    std::vector<Directive> directives;
    /// In the order of the script, each with line and column. At most maxProblems, the last one then says so.
    QList<base::Error> problems;

    static constexpr int maxProblems = 100;
};

/// Cuts a script into its statements. It never fails: a script with problems is still split as well as
/// possible, and whoever wants to run it must look at the problems first. Linear in the size of the script.
///
/// An unterminated quote, comment or body reaches to the end of the script. A version comment of MySQL is
/// code, but a semicolon in it does not end the statement: servers skip such a comment whole. The result
/// holds views into the script, which must outlive it.
SplitResult split(QByteArrayView script, Dialect dialect);

} // namespace strandline::sql
