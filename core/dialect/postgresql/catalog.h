// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

#include <QHash>
#include <QSet>

namespace strandline::dialect::postgresql {

using schema::ObjectId;
using schema::ObjectKind;
using schema::ObjectName;

/// How the parts of a database find each other: every object under its id, and who depends on whom. The
/// database must outlive it.
class Catalog
{
public:
    explicit Catalog(const schema::Database& database);

    const schema::Database& database() const { return m_database; }
    /// All objects and parts, wholes before their parts, otherwise in canonical order.
    const QList<ObjectId>& ids() const { return m_ids; }
    bool contains(const ObjectId& id) const { return m_known.contains(id); }

    /// Null where there is no such object of this type.
    template <typename T> const T* find(const ObjectId& id) const
    {
        return m_known.contains(id) ? static_cast<const T*>(m_known.value(id)) : nullptr;
    }
    const schema::Table* table(const ObjectName& name) const;
    const schema::View* view(const ObjectName& name) const;
    const schema::UserType* type(const ObjectName& name) const;

    const QList<ObjectId>& dependenciesOf(const ObjectId& id) const;
    const QList<ObjectId>& dependentsOf(const ObjectId& id) const;
    /// Partitions and heirs of a table.
    const QList<ObjectName>& childrenOf(const ObjectName& table) const;

    /// Columns, constraints, indexes, … of a table or view.
    const QList<ObjectId>& partsOf(const ObjectName& name) const;

    /// The table or view that a part belongs to, and what else goes with something: the same id when it
    /// stands alone.
    ObjectId wholeOf(const ObjectId& id) const;

private:
    template <typename T> void add(const ObjectId& id, const T& object);
    void addTable(const schema::Table& table);
    void addView(const schema::View& view);
    void addImplied(const schema::Table& table);
    void addConstraint(const schema::Table& table, const schema::Constraint& constraint);
    ObjectId known(const ObjectId& id) const;
    void depend(const ObjectId& object, const ObjectId& on);

    const schema::Database& m_database;
    QList<ObjectId> m_ids;
    QHash<ObjectId, const void*> m_known;
    QHash<ObjectId, QList<ObjectId>> m_dependencies;
    QHash<ObjectId, QList<ObjectId>> m_dependents;
    QHash<ObjectName, QList<ObjectName>> m_children;
    QHash<ObjectName, QList<ObjectId>> m_parts;
    QSet<ObjectId> m_viewParts;
};

ObjectId idOf(const schema::Routine& routine);
ObjectId idOf(const schema::OtherObject& other);
inline ObjectId tableId(const ObjectName& name) { return {ObjectKind::Table, name, {}}; }
inline ObjectId columnId(const ObjectName& table, const QString& column)
{
    return {ObjectKind::Column, table, column};
}
/// Of what a table or view is made; false for what stands alone.
bool isPart(ObjectKind kind);

} // namespace strandline::dialect::postgresql
