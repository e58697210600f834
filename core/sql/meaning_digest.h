// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArray>
#include <QByteArrayView>

namespace strandline::sql {

/// SHA-256 (hexadecimal) of what a script means: two scripts with the same digest differ only cosmetically.
///
/// The normal form is the sequence of the script's statements, each as its tokens with one space between
/// them:
/// - white space, line ends, a byte order mark and comments do not count;
/// - lines "-- strandline:…" do, trimmed: they change how the script is run. So do optimizer hints (/*+ …
/// */);
/// - what MySQL keeps in version comments is code, and so are the comment's own signs;
/// - empty statements, the last semicolon and DELIMITER lines do not count, the borders of statements do;
/// - strings, quoted names, dollar-quoted bodies and COPY data count byte by byte, except that CRLF counts as
/// LF
///   there, too: the checkout of a file on another system must stay cosmetic. A script that really replaces a
///   CRLF by a LF inside of a literal is the price;
/// - case counts. Folding keywords would need each server's list of them, and a wrong "unchanged" is worse
/// than a
///   wrong "changed".
QByteArray meaningDigest(QByteArrayView script, Dialect dialect);

} // namespace strandline::sql
