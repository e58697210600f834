// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/sql/dialect.h"
#include "core/sql/statement_stream.h"

#include <QByteArray>
#include <QByteArrayView>

namespace strandline::sql {

/// SHA-256 (hexadecimal) of what a script means: two scripts with the same digest differ only cosmetically.
///
/// The normal form is the sequence of the script's statements, each as its tokens with a space between them.
///
/// - White space, line ends, a byte order mark and comments do not count.
/// - Lines "-- strandline:…" count, trimmed: they change how the script is run. Optimizer hints count, too.
/// - What MySQL keeps in version comments is code, and so are the comment's own signs.
/// - Empty statements, the last semicolon and DELIMITER lines do not count; borders of statements do.
/// - Strings, quoted names, dollar-quoted bodies and COPY data count byte by byte, except that CRLF counts
///   as LF there, too: the checkout of a file on another system must stay cosmetic. The price is a script
///   that really replaces a CRLF by a LF inside of a literal.
/// - Case counts. Folding keywords would need each server's list of them, and a wrong "unchanged" is worse
///   than a wrong "changed".
QByteArray meaningDigest(QByteArrayView script, Dialect dialect);

/// The same digest for a script that is read by a StatementStream.
class MeaningHasher
{
public:
    explicit MeaningHasher(Dialect dialect)
        : m_dialect(dialect)
    { }
    /// The statements in order, each with the directives that the stream has met by then.
    void add(const StreamedStatement& statement, const QList<StatementStream::StreamedDirective>& directives);
    /// With all directives of the script.
    QByteArray finish(const QList<StatementStream::StreamedDirective>& directives);

private:
    Dialect m_dialect;
    base::Sha256 m_hash;
    qsizetype m_nextDirective = 0;
};

} // namespace strandline::sql
