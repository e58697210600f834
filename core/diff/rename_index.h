// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/rename.h"

#include <QHash>
#include <QSet>

namespace strandline::diff {

/// Looks renames up in both directions.
class RenameIndex
{
public:
    explicit RenameIndex(const QList<Rename>& renames);

    bool isEmpty() const { return m_forward.isEmpty(); }

    /// The name on the other side; the same one when nothing renames it. A renamed schema moves what is in it.
    schema::ObjectId renamed(const schema::ObjectId& id) const;
    /// The name that it had before.
    schema::ObjectId original(const schema::ObjectId& id) const;
    bool isRenamed(const schema::ObjectId& id) const { return m_forward.contains(id); }

    schema::ObjectName object(schema::ObjectKind kind, const schema::ObjectName& name) const;
    /// Of a table or a view: they share their names.
    schema::ObjectName relation(const schema::ObjectName& name) const;
    QString column(const schema::ObjectName& table, const QString& column) const;
    QString schemaName(const QString& name) const;

    /// The names alone, before to after, for texts in which an engine has written them.
    const QHash<QString, QSet<QString>>& words() const { return m_words; }

private:
    using Map = QHash<schema::ObjectId, schema::ObjectId>;
    static schema::ObjectId look(const Map& map, const schema::ObjectId& id);

    Map m_forward;
    Map m_back;
    QHash<QString, QSet<QString>> m_words;
};

/// The same database in the names that the renames give: objects, parts, and the references between them. Texts
/// that an engine prints (expressions, queries, bodies) stay as they are.
schema::Database withRenames(const schema::Database& database, const RenameIndex& renames);

} // namespace strandline::diff
