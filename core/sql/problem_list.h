// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArrayView>
#include <QList>

#include <vector>

namespace strandline::sql {

/// Collects problems by byte offset, in any order, and places them in lines at the end, in one pass.
class ProblemList
{
public:
    /// Summary, detail and hint as in base::Error.
    void add(qsizetype offset, QString summary, QString detail, QString hint);
    /// False when enough were collected: spares building texts that nobody will see.
    bool wantsMore();
    QList<base::Error> placedIn(QByteArrayView script);

private:
    struct Entry
    {
        qsizetype offset;
        base::Error error;
    };
    std::vector<Entry> m_entries;
    qsizetype m_dropped = 0;
};

/// NUL bytes and bytes that are not UTF-8.
void reportBadBytes(QByteArrayView script, ProblemList& problems);

} // namespace strandline::sql
