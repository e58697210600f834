// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/problem_list.h"

#include "core/sql/line_index.h"
#include "core/sql/statement_splitter.h"

#include <algorithm>
#include <cstring>

namespace strandline::sql {

using base::Error;
using base::ErrorCode;

bool ProblemList::wantsMore()
{
    if (m_entries.size() < size_t(SplitResult::maxProblems) - 1)
        return true;
    ++m_dropped;
    return false;
}

void ProblemList::add(qsizetype offset, QString summary, QString detail, QString hint)
{
    m_entries.push_back(
        {offset, Error {ErrorCode::Invalid, std::move(summary), std::move(detail), std::move(hint), {}, {}}});
}

QList<Error> ProblemList::placedIn(QByteArrayView script)
{
    std::stable_sort(m_entries.begin(), m_entries.end(),
        [](const Entry& a, const Entry& b) { return a.offset < b.offset; });
    QList<Error> placed;
    LineCursor cursor(script);
    for (const Entry& entry : m_entries) {
        const LineColumn where = cursor.advanceTo(entry.offset);
        placed.push_back(entry.error.at({{}, 0, where.line, where.column}));
    }
    if (m_dropped > 0) {
        Error more {ErrorCode::Invalid, QStringLiteral("%1 more problems are not listed").arg(m_dropped), {},
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

void reportBadBytes(QByteArrayView script, ProblemList& problems)
{
    qsizetype firstNul = -1, nuls = 0, firstBad = -1, bad = 0;
    for (qsizetype i = 0; i < script.size();) {
        if (i + 8 <= script.size()) {
            // Eight plain ASCII bytes at a time: the usual script is little else. The subtraction finds a
            // zero byte.
            quint64 block = 0;
            std::memcpy(&block, script.data() + i, sizeof block);
            const quint64 ones = 0x0101010101010101ULL, highs = 0x8080808080808080ULL;
            if (((block | (block - ones)) & highs) == 0) {
                i += 8;
                continue;
            }
        }
        const int length = characterLength(script, i);
        if (length == 0) {
            firstBad = bad++ == 0 ? i : firstBad;
            ++i;
            continue;
        }
        if (script[i] == '\0')
            firstNul = nuls++ == 0 ? i : firstNul;
        i += length;
    }
    if (nuls > 0)
        problems.add(firstNul,
            nuls == 1 ? QStringLiteral("NUL byte in the script")
                      : QStringLiteral("%1 NUL bytes in the script").arg(nuls),
            QStringLiteral(
                "Database clients end the text at such a byte, so that what follows would be lost."),
            QStringLiteral("Save the file as UTF-8; a file in UTF-16 looks like this."));
    if (bad > 0) {
        const QString first = QStringLiteral("0x") + QString::number(uchar(script[firstBad]), 16).toUpper();
        problems.add(firstBad, QStringLiteral("Not UTF-8"),
            bad == 1
                ? QStringLiteral("The byte %1 does not form a character.").arg(first)
                : QStringLiteral("%1 bytes do not form characters; the first is %2.").arg(bad).arg(first),
            QStringLiteral("Convert the file to UTF-8, for example from ISO 8859-1 or Windows-1252."));
    }
}

} // namespace strandline::sql
