// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/sqlite/table_pairs.h"

#include <QSet>

namespace strandline::dialect::sqlite {

/// The new table under a free name, the rows into it, the old one away, the name to the new one. `renamed` is
/// what is there, under the name that it keeps. Indexes, triggers and views are for the caller.
QList<RenderedStatement> rebuildStatements(
    const schema::Table& renamed, const schema::Table& to, const QSet<QString>& foldedNamesInUse);

/// Rows that the rebuilt table cannot keep: no column is left of those it had, and no rowid.
bool losesRows(const schema::Table& renamed, const schema::Table& to);

/// Counts before and after, kept in a temporary table whose constraints refuse what must not happen: then the
/// statement fails, and with it the transaction. Also that foreign keys are off, since the pragma is silently
/// without effect inside of a transaction.
class RebuildGuard
{
public:
    RebuildGuard(const schema::Database& from, const schema::Database& to)
        : m_from(from)
        , m_to(to)
    { }

    void watchRows(const TablePair& pair);
    void watchParents(const TablePair& pair);
    bool isEmpty() const { return m_watched.isEmpty() && !m_wantsKeysOff; }
    void demandKeysOff() { m_wantsKeysOff = true; }
    /// Tables that are only made on this way, folded: they are empty, so that whatever references them has no
    /// parent yet, and there is nothing to ask.
    void setNewTables(const QSet<QString>& foldedNames) { m_newTables = foldedNames; }
    bool referencesNewTable(const schema::Table& table) const;

    QList<RenderedStatement> before(const schema::ObjectId& object) const;
    QList<RenderedStatement> after(const schema::ObjectId& object) const;

private:
    struct Watched
    {
        const TablePair* pair;
        bool rows = false;
        bool parents = false;
    };
    Watched& watched(const TablePair& pair);
    bool canCheck(const schema::Database& database, const schema::Table& table) const;

    const schema::Database& m_from;
    const schema::Database& m_to;
    QSet<QString> m_newTables;
    QList<Watched> m_watched;
    bool m_wantsKeysOff = false;
};

} // namespace strandline::dialect::sqlite
