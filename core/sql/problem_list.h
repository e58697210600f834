// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArrayView>
#include <QList>

#include <vector>

namespace strandline::sql {

/// A problem that may still be left out when there are too many, see ProblemList::wantsMore().
struct ProblemEntry
{
    qsizetype offset = 0;
    base::Error error;
    bool mayBeDropped = false;
};

/// Collects problems by byte offset, in any order, and places them in lines at the end, in one pass.
class ProblemList
{
public:
    /// `before`: how many were found in earlier pieces of the same script; they count for the limit.
    explicit ProblemList(qsizetype before = 0)
        : m_before(before)
    { }

    /// Summary, detail and hint as in base::Error.
    void add(qsizetype offset, QString summary, QString detail, QString hint);
    /// False when enough were collected: spares building texts that nobody will see. The next one that is
    /// added is the one that was asked for.
    bool wantsMore();
    QList<base::Error> placedIn(QByteArrayView script);

    /// For a piece that is read again later on: forgets what was found since the mark.
    struct Mark
    {
        size_t entries = 0;
        qsizetype dropped = 0;
    };
    Mark mark() const { return {m_entries.size(), m_dropped}; }
    void rewind(const Mark& mark);
    /// In the order in which they were found.
    std::vector<ProblemEntry> takeEntries() { return std::move(m_entries); }
    qsizetype dropped() const { return m_dropped; }

private:
    std::vector<ProblemEntry> m_entries;
    qsizetype m_before = 0;
    qsizetype m_dropped = 0;
    bool m_asked = false;
};

/// Sorts entries whose errors have their places already, and says so when some were left out.
QList<base::Error> inOrder(std::vector<ProblemEntry> entries, qsizetype dropped);

/// Finds NUL bytes and bytes that are not UTF-8, in one piece or in several.
class BadBytes
{
public:
    /// Looks at [from, to) of the text; a character that begins there may reach beyond. The position is that
    /// of the text in the script. Returns where to go on, which is behind such a character.
    qsizetype look(QByteArrayView text, qsizetype from, qsizetype to, qint64 position = 0);
    /// At most one entry for each kind. Offsets are positions in the script.
    std::vector<ProblemEntry> problems() const;
    qint64 firstNul() const { return m_firstNul; } ///< -1: none
    qint64 firstBad() const { return m_firstBad; }

private:
    qint64 m_firstNul = -1;
    qint64 m_nuls = 0;
    qint64 m_firstBad = -1;
    qint64 m_bad = 0;
    unsigned char m_byte = 0; ///< the first bad one
};

} // namespace strandline::sql
