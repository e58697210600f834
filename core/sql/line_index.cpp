// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/line_index.h"

#include <algorithm>

namespace strandline::sql {

namespace {

qsizetype markLength(QByteArrayView text)
{
    return text.startsWith("\xEF\xBB\xBF") ? 3 : 0;
}

bool startsCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

/// True behind the last byte of a line end: the LF of CRLF, not its CR.
bool endsLine(QByteArrayView text, qsizetype i)
{
    return text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'));
}

} // namespace

LineCursor::LineCursor(QByteArrayView text)
    : m_text(text)
    , m_pos(markLength(text))
{ }

LineCursor::LineCursor(QByteArrayView piece, LineColumn start)
    : m_text(piece)
    , m_at(start)
{ }

LineColumn LineCursor::advanceTo(qsizetype offset)
{
    for (offset = qMin(offset, m_text.size()); m_pos < offset; ++m_pos) {
        const char c = m_text[m_pos];
        if (c == '\n' || (c == '\r' && endsLine(m_text, m_pos))) {
            ++m_at.line;
            m_at.column = 1;
        } else if (startsCharacter(c)) {
            ++m_at.column;
        }
    }
    return m_at;
}

LineIndex::LineIndex(QByteArrayView text)
    : m_text(text)
{
    m_starts.push_back(markLength(text));
    for (qsizetype i = 0; i < text.size(); ++i) {
        if ((text[i] == '\n' || text[i] == '\r') && endsLine(text, i))
            m_starts.push_back(i + 1);
    }
}

LineColumn LineIndex::at(qsizetype offset) const
{
    offset = std::clamp(offset, m_starts.front(), qMax(m_starts.front(), m_text.size()));
    const auto next = std::upper_bound(m_starts.begin(), m_starts.end(), offset);
    LineColumn result {int(next - m_starts.begin()), 1};
    for (qsizetype i = *(next - 1); i < offset; ++i)
        result.column += startsCharacter(m_text[i]) ? 1 : 0;
    return result;
}

qsizetype LineIndex::offsetOfLine(int line) const
{
    if (line < 1)
        return 0;
    return line <= lineCount() ? m_starts[size_t(line) - 1] : m_text.size();
}

} // namespace strandline::sql
