// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/likeness.h"
#include "core/schema/database.h"

#include <QHash>

namespace strandline::diff {

/// Finds, for tables that are gone, those among the new ones that look like them.
class TableLikeness
{
public:
    /// The lists hold what is only on one side; the databases tell which columns every table has.
    TableLikeness(const schema::Database& from, const schema::Database& to, QList<const schema::Table*> gone,
        QList<const schema::Table*> came);

    /// Pairs above the threshold, not yet one to one.
    QList<ScoredPair> pairs() const;

private:
    ScoredPair score(qsizetype gone, qsizetype came) const;
    QList<qsizetype> candidates(qsizetype gone) const;
    double weight(const schema::Column& column) const;

    QList<const schema::Table*> m_gone;
    QList<const schema::Table*> m_came;
    QHash<QString, int> m_tablesWithColumn;
    QHash<QString, QList<qsizetype>> m_cameByColumn;
    QHash<QString, QList<qsizetype>> m_cameByShape;
    QHash<QString, QList<qsizetype>> m_cameByName;
};

} // namespace strandline::diff
