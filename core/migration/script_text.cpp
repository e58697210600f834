// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/script_text.h"

#include <cstring>

namespace strandline::migration {

namespace {

using Byte = unsigned char;

Byte at(QByteArrayView bytes, qsizetype i)
{
    return Byte(bytes[i]);
}

bool continues(QByteArrayView bytes, qsizetype i)
{
    return i < bytes.size() && (at(bytes, i) & 0xC0) == 0x80;
}

/// Length of the well-formed character at i (Unicode table 3-7: no overlong forms, no surrogates), or 0.
int characterLength(QByteArrayView bytes, qsizetype i)
{
    const Byte first = at(bytes, i);
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4 || !continues(bytes, i + 1))
        return 0;
    if (first < 0xE0)
        return 2;
    const Byte second = at(bytes, i + 1);
    if (first == 0xE0 && second < 0xA0)
        return 0;
    if (first == 0xED && second > 0x9F)
        return 0;
    if (!continues(bytes, i + 2))
        return 0;
    if (first < 0xF0)
        return 3;
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
        return 0;
    return continues(bytes, i + 3) ? 4 : 0;
}

/// Offset of the first byte that is not UTF-8 or is NUL, or -1.
qsizetype firstBadByte(QByteArrayView bytes)
{
    qsizetype i = 0;
    const qsizetype size = bytes.size();
    while (i < size) {
        // Eight plain characters at once: scripts are ASCII nearly everywhere, and may be half a gigabyte.
        while (i + 8 <= size) {
            quint64 word = 0;
            std::memcpy(&word, bytes.data() + i, 8);
            constexpr quint64 kHigh = 0x8080808080808080ULL;
            constexpr quint64 kOnes = 0x0101010101010101ULL;
            if ((word & kHigh) || ((word - kOnes) & ~word & kHigh))
                break;
            i += 8;
        }
        if (i >= size)
            break;
        const int length = at(bytes, i) == 0 ? 0 : characterLength(bytes, i);
        if (length == 0)
            return i;
        i += length;
    }
    return -1;
}

base::SourcePosition positionOf(QByteArrayView bytes, qsizetype offset, const QString& path)
{
    base::SourcePosition position;
    position.file = path;
    position.line = 1;
    LineReader reader(bytes.first(offset));
    TextLine line;
    TextLine last;
    while (reader.next(&line))
        last = line;
    if (last.number > 0) {
        const bool ended = last.offset + last.text.size() < offset;
        position.line = ended ? last.number + 1 : last.number;
        position.column = ended ? 1 : columnOf(last.text, last.text.size());
    } else {
        position.column = 1;
    }
    return position;
}

QString wideEncoding(QByteArrayView bytes)
{
    const auto startsWith = [&](const char* mark, qsizetype length) {
        return bytes.size() >= length && std::memcmp(bytes.data(), mark, size_t(length)) == 0;
    };
    // The mark of UTF-32 LE begins with that of UTF-16 LE.
    if (startsWith("\xFF\xFE\0\0", 4) || startsWith("\0\0\xFE\xFF", 4))
        return QStringLiteral("UTF-32");
    if (startsWith("\xFF\xFE", 2) || startsWith("\xFE\xFF", 2))
        return QStringLiteral("UTF-16");
    if (bytes.size() >= 4
        && ((!bytes[0] && bytes[1] && !bytes[2] && bytes[3])
            || (bytes[0] && !bytes[1] && bytes[2] && !bytes[3])))
        return QStringLiteral("UTF-16");
    return {};
}

base::Error makeError(const QString& summary, const QString& detail, const QString& hint)
{
    base::Error error;
    error.code = base::ErrorCode::Invalid;
    error.summary = summary;
    error.detail = detail;
    error.hint = hint;
    return error;
}

} // namespace

std::optional<base::Error> textProblem(QByteArrayView bytes, const QString& path)
{
    const QString wide = wideEncoding(bytes);
    if (!wide.isEmpty())
        return makeError(QStringLiteral("“%1” is not UTF-8 text").arg(path),
            QStringLiteral("It is written in %1, as some editors on Windows do.").arg(wide),
            QStringLiteral("Save it as UTF-8 (iconv -f %1 -t UTF-8 does the same).").arg(wide))
            .at({path, 0, 1, 1});
    const qsizetype bad = firstBadByte(bytes);
    if (bad < 0)
        return std::nullopt;
    const base::SourcePosition position = positionOf(bytes, bad, path);
    if (at(bytes, bad) == 0)
        return makeError(QStringLiteral("“%1” holds a NUL byte").arg(path),
            QStringLiteral("No database takes a statement with such a byte."),
            QStringLiteral("Remove the byte; binary values are written as hexadecimal text."))
            .at(position);
    return makeError(QStringLiteral("“%1” is not UTF-8 text").arg(path),
        QStringLiteral(
            "The byte 0x%1 cannot stand here in UTF-8; the file may be in Latin-1 or Windows-1252.")
            .arg(QString::number(at(bytes, bad), 16).toUpper()),
        QStringLiteral("Save it as UTF-8 and look at the letters beyond A to Z on that line."))
        .at(position);
}

qsizetype byteOrderMarkLength(QByteArrayView bytes)
{
    return bytes.startsWith(QByteArrayView("\xEF\xBB\xBF")) ? 3 : 0;
}

bool isBlank(QByteArrayView bytes)
{
    for (const char c : bytes.sliced(byteOrderMarkLength(bytes))) {
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f' && c != '\v')
            return false;
    }
    return true;
}

bool LineReader::next(TextLine* line)
{
    if (m_position >= m_text.size())
        return false;
    const char* begin = m_text.data() + m_position;
    const char* end = m_text.data() + m_text.size();
    // One loop instead of two searches: looking for a CR that never comes would be quadratic.
    const char* stop = begin;
    while (stop != end && *stop != '\n' && *stop != '\r')
        ++stop;
    line->text = QByteArrayView(begin, stop);
    line->offset = m_position;
    line->number = ++m_number;
    m_position += stop - begin;
    if (stop != end)
        m_position += (*stop == '\r' && stop + 1 != end && stop[1] == '\n') ? 2 : 1;
    return true;
}

int columnOf(QByteArrayView line, qsizetype byte)
{
    int column = 1;
    for (qsizetype i = 0; i < byte && i < line.size(); ++i) {
        if ((Byte(line[i]) & 0xC0) != 0x80)
            ++column;
    }
    return column;
}

} // namespace strandline::migration
