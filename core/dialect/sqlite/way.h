// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/sqlite/rebuild.h"
#include "core/dialect/sqlite/table_pairs.h"

namespace strandline::dialect::sqlite {

/// The whole way from one schema to another, in this order:
///
///     foreign keys off and counts taken, where rows could be lost
///     triggers, views and indexes away: those that change, and those that would keep ALTER TABLE from
///     working tables away; renames; new tables; short forms; rebuilds indexes, views and triggers counts
///     compared, foreign keys on
class Way
{
public:
    explicit Way(const RenderRequest& request);
    Rendered render();

private:
    enum class Change { None, Alter, Rebuild };
    struct Decision
    {
        const TablePair* pair;
        schema::Table renamed;
        Change change = Change::None;
        QList<RenderedStatement> alters;
    };

    void decide();
    void decideKeys();
    void collectNames();
    void findAffected();
    bool isAffected(const QString& text) const;

    void dropTriggersAndViews();
    void dropTriggers(const QList<schema::Trigger>& from, const QList<schema::Trigger>& to,
        const schema::ObjectId& object, bool isForced);
    void dropIndexes();
    void dropTables();
    void createTables();
    void changeTables();
    void createIndexes();
    void createViewsAndTriggers();
    void createTriggers(const QList<schema::Trigger>& from, const QList<schema::Trigger>& to,
        const schema::ObjectId& object, bool areAllGone);
    void setFileNumbers();
    void unite();

    void add(const QString& text, const schema::ObjectId& object, const QString& note = {},
        bool losesData = false);

    const RenderRequest& m_request;
    int m_version;
    TablePairs m_pairs;
    QList<Decision> m_decisions;
    RebuildGuard m_guard;
    QHash<QString, const schema::View*> m_fromViews; ///< by folded names
    QHash<QString, const schema::View*> m_toViews;
    bool m_needsKeysOff = false;
    bool m_looksIntoTexts = false; ///< an ALTER TABLE is among them that reads every view and trigger
    QSet<QString> m_names; ///< in use on either side, folded
    QSet<QString> m_changedNames; ///< texts that mention these must be away meanwhile
    QSet<QString> m_viewsAway; ///< folded names of views that are dropped
    Rendered m_result;
};

/// Tables so that each comes behind those that it references; within a circle in canonical order. Sets the
/// flag when there is one.
QList<const schema::Table*> parentsFirst(const QList<const schema::Table*>& tables, bool* hasCircle);

} // namespace strandline::dialect::sqlite
