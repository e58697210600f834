// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"

#include <QHash>

namespace strandline::dialect::sqlite {

/// A table on both sides, under the same name or a renamed one.
struct TablePair
{
    const schema::Table* from = nullptr;
    const schema::Table* to = nullptr;
    QHash<QString, QString> columns; ///< only those with another name, from → to

    bool isRenamed() const { return from->name.name != to->name.name; }
};

struct TablePairs
{
    QList<TablePair> both;
    QList<const schema::Table*> onlyFrom;
    QList<const schema::Table*> onlyTo;

    const TablePair* ofFrom(const QString& name) const; ///< any case; null: none
    const TablePair* ofTo(const QString& name) const;
    void add(const TablePair& pair);

private:
    QHash<QString, qsizetype> m_byFrom; ///< places in `both`, by folded names
    QHash<QString, qsizetype> m_byTo;
};

TablePairs pairTables(const RenderRequest& request);

/// The table as it is after ALTER TABLE … RENAME has been done for all pairs: SQLite follows the names itself
/// in the table, its indexes and the foreign keys of others.
schema::Table afterRenames(const TablePair& pair, const TablePairs& pairs);

} // namespace strandline::dialect::sqlite
