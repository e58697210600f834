// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <vector>

namespace strandline::sql {

/// Counting from 1; columns are characters (code points), as editors show them. LF, CRLF and a lone CR end a
/// line. A byte order mark at the start has no width.
struct LineColumn
{
    int line = 1;
    int column = 1;
    bool operator==(const LineColumn&) const = default;
};

/// Walks forward through a text and knows where it is. Each byte is looked at once, so that a hundred
/// thousand positions cost one pass, also when the text is one long line.
class LineCursor
{
public:
    explicit LineCursor(QByteArrayView text);
    /// For a text that is a later piece of a script: where its first byte is. A mark there is no mark.
    LineCursor(QByteArrayView piece, LineColumn start);
    /// offset must not be smaller than the one before.
    LineColumn advanceTo(qsizetype offset);
    qsizetype position() const { return m_pos; }

private:
    QByteArrayView m_text;
    qsizetype m_pos = 0;
    LineColumn m_at;
};

/// Random access: remembers the line starts.
class LineIndex
{
public:
    explicit LineIndex(QByteArrayView text);
    LineColumn at(qsizetype offset) const;
    int lineCount() const { return int(m_starts.size()); }
    /// Start of a line (1-based); the end of the text for a line that does not exist.
    qsizetype offsetOfLine(int line) const;

private:
    QByteArrayView m_text;
    std::vector<qsizetype> m_starts;
};

} // namespace strandline::sql
