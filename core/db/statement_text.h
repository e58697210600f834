// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QString>

namespace strandline::db {

/// Line and column, counted in characters from 1, of the character with this index (from 0). Unknown
/// position when the index is outside the text.
base::SourcePosition positionOfCharacter(const QString& text, qint64 characterIndex);
/// The same for an offset into the UTF-8 form of the text.
base::SourcePosition positionOfByte(const QString& text, qint64 byteOffset);

/// The same for text that is UTF-8 already, whatever its size.
base::SourcePosition positionInUtf8(QByteArrayView utf8, qint64 byteOffset);

/// NUL ends a statement for two of the three client libraries, so that what follows would be dropped
/// silently: such a text is refused.
base::Result<void> checkStatementText(const QString& sql);
base::Result<void> checkStatementBytes(QByteArrayView utf8);

/// Beginning of a statement for messages and logs: one line, at most 80 characters, passwords hidden.
QString statementExcerpt(const QString& sql);
/// The same beginning, longer and with its line breaks, of a text that may be huge.
QString beginningOf(QByteArrayView utf8);

} // namespace strandline::db
