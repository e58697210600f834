// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/problem_list.h"

#include "core/sql/line_index.h"
#include "core/sql/statement_splitter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace strandline::sql {

using base::Error;
using base::ErrorCode;

bool ProblemList::wantsMore()
{
    m_asked = m_before + qsizetype(m_entries.size()) < SplitResult::maxProblems - 1;
    if (!m_asked)
        ++m_dropped;
    return m_asked;
}

void ProblemList::add(qsizetype offset, QString summary, QString detail, QString hint)
{
    m_entries.push_back(
        {offset, Error {ErrorCode::Invalid, std::move(summary), std::move(detail), std::move(hint), {}, {}},
            std::exchange(m_asked, false)});
}

void ProblemList::rewind(const Mark& mark)
{
    m_entries.resize(mark.entries);
    m_dropped = mark.dropped;
}

QList<Error> ProblemList::placedIn(QByteArrayView script)
{
    std::stable_sort(m_entries.begin(), m_entries.end(),
        [](const ProblemEntry& a, const ProblemEntry& b) { return a.offset < b.offset; });
    LineCursor cursor(script);
    for (ProblemEntry& entry : m_entries) {
        const LineColumn where = cursor.advanceTo(entry.offset);
        entry.error.position = {{}, 0, where.line, where.column};
    }
    return inOrder(std::move(m_entries), m_dropped);
}

QList<Error> inOrder(std::vector<ProblemEntry> entries, qsizetype dropped)
{
    std::stable_sort(entries.begin(), entries.end(),
        [](const ProblemEntry& a, const ProblemEntry& b) { return a.offset < b.offset; });
    QList<Error> placed;
    for (ProblemEntry& entry : entries)
        placed.push_back(std::move(entry.error));
    if (dropped > 0) {
        Error more {ErrorCode::Invalid, QStringLiteral("%1 more problems are not listed").arg(dropped), {},
            QStringLiteral("Correct those above first; is this a file for another database?"), {}, {}};
        placed.push_back(placed.isEmpty() ? more : more.at(placed.last().position));
    }
    return placed;
}

namespace {

/// Length of the well-formed UTF-8 character at i, 0 when there is none.
int characterLength(QByteArrayView text, qsizetype i)
{
    const auto byte = [&](qsizetype k) -> unsigned { return k < text.size() ? uchar(text[k]) : 0u; };
    const auto follows = [&](qsizetype k) { return (byte(k) & 0xC0) == 0x80; };
    const unsigned c = byte(i);
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c <= 0xDF)
        return follows(i + 1) ? 2 : 0;
    if (c >= 0xE0 && c <= 0xEF) {
        const bool overlong = c == 0xE0 && byte(i + 1) < 0xA0;
        const bool surrogate = c == 0xED && byte(i + 1) > 0x9F;
        return follows(i + 1) && follows(i + 2) && !overlong && !surrogate ? 3 : 0;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        const bool outside = (c == 0xF0 && byte(i + 1) < 0x90) || (c == 0xF4 && byte(i + 1) > 0x8F);
        return follows(i + 1) && follows(i + 2) && follows(i + 3) && !outside ? 4 : 0;
    }
    return 0;
}

} // namespace

qsizetype BadBytes::look(QByteArrayView text, qsizetype from, qsizetype to, qint64 position)
{
    qsizetype i = from;
    while (i < to) {
        if (i + 8 <= to) {
            // Eight plain ASCII bytes at a time: the usual script is little else. The subtraction finds a
            // zero byte.
            quint64 block = 0;
            std::memcpy(&block, text.data() + i, sizeof block);
            const quint64 ones = 0x0101010101010101ULL, highs = 0x8080808080808080ULL;
            if (((block | (block - ones)) & highs) == 0) {
                i += 8;
                continue;
            }
        }
        const int length = characterLength(text, i);
        if (length == 0) {
            if (m_bad++ == 0) {
                m_firstBad = position + i;
                m_byte = uchar(text[i]);
            }
            ++i;
            continue;
        }
        if (text[i] == '\0' && m_nuls++ == 0)
            m_firstNul = position + i;
        i += length;
    }
    return i;
}

std::vector<ProblemEntry> BadBytes::problems() const
{
    ProblemList list;
    if (m_nuls > 0)
        list.add(qsizetype(m_firstNul),
            m_nuls == 1 ? QStringLiteral("NUL byte in the script")
                        : QStringLiteral("%1 NUL bytes in the script").arg(m_nuls),
            QStringLiteral(
                "Database clients end the text at such a byte, so that what follows would be lost."),
            QStringLiteral("Save the file as UTF-8; a file in UTF-16 looks like this."));
    if (m_bad > 0) {
        const QString first = QStringLiteral("0x") + QString::number(m_byte, 16).toUpper();
        list.add(qsizetype(m_firstBad), QStringLiteral("Not UTF-8"),
            m_bad == 1
                ? QStringLiteral("The byte %1 does not form a character.").arg(first)
                : QStringLiteral("%1 bytes do not form characters; the first is %2.").arg(m_bad).arg(first),
            QStringLiteral("Convert the file to UTF-8, for example from ISO 8859-1 or Windows-1252."));
    }
    return list.takeEntries();
}

} // namespace strandline::sql
