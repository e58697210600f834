// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

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

} // namespace strandline::sql
