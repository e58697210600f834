// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sql/statement_splitter.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>

namespace strandline::sql {

/// One statement with its text; line and column count in the whole script.
struct StreamedStatement
{
    int number = 0; ///< counts from 1
    StatementKind kind = StatementKind::Sql;
    int line = 1;
    int column = 1;
    QByteArray text; ///< without the delimiter
    std::optional<QByteArray> copyData;
    qint64 begin = 0; ///< offset of the text in the script
    qint64 end = 0; ///< offset behind the text, or behind the data where there are some
};

/// Gives the next piece of a script, of about the wanted size; empty at the end.
using ByteSource = std::function<base::Result<QByteArray>(qint64 wanted)>;

/// The statements of a script one by one, with memory for the longest one (with the comments before it) and
/// not for the script. Gives exactly what split() gives for the whole text, in linear time.
///
/// COPY data above maxCopyBytes and statements above about maxStatementBytes are refused (Unsupported): they
/// would have to be in memory at once.
class StatementStream
{
public:
    static constexpr qint64 maxCopyBytes = qint64(64) << 20;
    static constexpr qint64 maxStatementBytes = qint64(128) << 20;

    StatementStream(ByteSource source, Dialect dialect);
    /// The same over a text that is in memory; the bytes are shared, not copied.
    StatementStream(QByteArray script, Dialect dialect);
    StatementStream(StatementStream&&) noexcept;
    StatementStream& operator=(StatementStream&&) noexcept;
    ~StatementStream();

    /// How much is read at a time, before the first next(). For tests; the default suits everybody else.
    void setWindow(qint64 bytes);
    /// For readers that want to know everything that is wrong: next() goes on over problems, which are in
    /// problems() at the end. A source that fails and what is too large are failures all the same.
    void collectProblems();

    /// Nothing at the end. A problem of the script (an unterminated quote, a psql command …) is a failure
    /// with its line and column, before the statement in which or before which it lies; after a failure the
    /// same one comes again and again.
    base::Result<std::optional<StreamedStatement>> next();

    /// Directives met so far, with their lines; views are copies here. Those before the last statement that
    /// was given are among them; some behind it may be, too.
    struct StreamedDirective
    {
        QByteArray name;
        QByteArray argument;
        int line = 1;
        qint64 begin = 0; ///< offset of the comment in the script
    };
    const QList<StreamedDirective>& directives() const;

    /// Once next() gave nothing: what split() reports for the whole script.
    QList<base::Error> problems() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace strandline::sql
