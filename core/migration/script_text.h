// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArrayView>

#include <optional>

namespace strandline::migration {

/// A script above this is not held in memory: Script::isLarge.
inline constexpr qint64 kLargeScriptBytes = qint64(16) << 20;

/// Why these bytes are not the UTF-8 text that a script must be, with line and column; nothing when they are.
std::optional<base::Error> textProblem(QByteArrayView bytes, const QString& path);

/// Bytes of the mark at the beginning of UTF-8 text: 3 or 0.
qsizetype byteOrderMarkLength(QByteArrayView bytes);

/// Nothing but blanks and line ends (and the mark).
bool isBlank(QByteArrayView bytes);

/// One line of a text, without its end; LF, CRLF and CR all end one.
struct TextLine
{
    QByteArrayView text;
    qsizetype offset = 0;
    int number = 0; ///< from 1
};

class LineReader
{
public:
    explicit LineReader(QByteArrayView text, qsizetype from = 0)
        : m_text(text)
        , m_position(from)
    { }
    bool next(TextLine* line);

private:
    QByteArrayView m_text;
    qsizetype m_position;
    int m_number = 0;
};

/// 1-based column, in characters, of a byte of a line.
int columnOf(QByteArrayView line, qsizetype byte);

} // namespace strandline::migration
