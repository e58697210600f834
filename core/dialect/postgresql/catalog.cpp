// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/catalog.h"

namespace strandline::dialect::postgresql {

using namespace schema;

bool isPart(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Column:
    case ObjectKind::Constraint:
    case ObjectKind::Index:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
        return true;
    default:
        return false;
    }
}

ObjectId idOf(const Routine& routine)
{
    return {ObjectKind::Routine, routine.name, routine.identityArguments};
}

ObjectId idOf(const OtherObject& other)
{
    QString part = other.kind;
    if (!other.arguments.isEmpty())
        part += QLatin1Char(' ') + other.arguments;
    return {ObjectKind::Other, other.name, part};
}

Catalog::Catalog(const Database& database)
    : m_database(database)
{
    for (const Schema& schema : database.schemas)
        add({ObjectKind::Schema, {{}, schema.name}, {}}, schema);
    for (const Extension& extension : database.extensions)
        add({ObjectKind::Extension, {{}, extension.name}, {}}, extension);
    for (const UserType& type : database.types)
        add({ObjectKind::Type, type.name, {}}, type);
    for (const Sequence& sequence : database.sequences)
        add({ObjectKind::Sequence, sequence.name, {}}, sequence);
    for (const Table& table : database.tables)
        addTable(table);
    for (const View& view : database.views)
        addView(view);
    for (const Routine& routine : database.routines)
        add(idOf(routine), routine);
    for (const OtherObject& other : database.others)
        add(idOf(other), other);

    for (const Table& table : database.tables)
        addImplied(table);
    for (const UserType& type : database.types) {
        const ObjectId id {ObjectKind::Type, type.name, {}};
        depend(id, {ObjectKind::Type, type.baseTypeName, {}});
        for (const Column& attribute : type.attributes)
            depend(id, {ObjectKind::Type, attribute.typeName, {}});
    }
    for (const OtherObject& other : database.others) {
        if (!other.table.isEmpty())
            depend(idOf(other), tableId(other.table));
    }
    for (const Dependency& dependency : database.dependencies)
        depend(known(dependency.object), known(dependency.on));
    for (const ObjectId& id : std::as_const(m_ids)) {
        if (!isPart(id.kind) && !id.name.schema.isEmpty())
            depend(id, {ObjectKind::Schema, {{}, id.name.schema}, {}});
    }
}

template <typename T> void Catalog::add(const ObjectId& id, const T& object)
{
    if (m_known.contains(id))
        return;
    m_ids.append(id);
    m_known.insert(id, &object);
    if (isPart(id.kind))
        m_parts[id.name].append(id);
}

void Catalog::addTable(const Table& table)
{
    add(tableId(table.name), table);
    for (const Column& column : table.columns)
        add(columnId(table.name, column.name), column);
    for (const Constraint& constraint : table.constraints)
        add({ObjectKind::Constraint, table.name, constraint.name}, constraint);
    for (const Index& index : table.indexes)
        add({ObjectKind::Index, table.name, index.name}, index);
    for (const Trigger& trigger : table.triggers)
        add({ObjectKind::Trigger, table.name, trigger.name}, trigger);
    for (const Rule& rule : table.rules)
        add({ObjectKind::Rule, table.name, rule.name}, rule);
    for (const Policy& policy : table.policies)
        add({ObjectKind::Policy, table.name, policy.name}, policy);
}

void Catalog::addView(const View& view)
{
    add({ObjectKind::View, view.name, {}}, view);
    const auto addPart = [&](ObjectKind kind, const auto& part) {
        const ObjectId id {kind, view.name, part.name};
        add(id, part);
        m_viewParts.insert(id);
    };
    for (const Index& index : view.indexes)
        addPart(ObjectKind::Index, index);
    for (const Trigger& trigger : view.triggers) {
        addPart(ObjectKind::Trigger, trigger);
        depend({ObjectKind::Trigger, view.name, trigger.name},
            {ObjectKind::Routine, trigger.function, trigger.functionArguments});
    }
    for (const Rule& rule : view.rules)
        addPart(ObjectKind::Rule, rule);
}

void Catalog::addConstraint(const Table& table, const Constraint& constraint)
{
    const ObjectId id {ObjectKind::Constraint, table.name, constraint.name};
    for (const QString& column : constraint.columns)
        depend(id, columnId(table.name, column));
    if (constraint.kind != ConstraintKind::ForeignKey)
        return;
    depend(id, tableId(constraint.referencedTable));
    for (const QString& column : constraint.referencedColumns)
        depend(id, columnId(constraint.referencedTable, column));
    const Table* parent = this->table(constraint.referencedTable);
    if (!parent)
        return;
    const auto isSame = [&](const QStringList& columns) {
        return QSet<QString>(columns.begin(), columns.end())
            == QSet<QString>(constraint.referencedColumns.begin(), constraint.referencedColumns.end());
    };
    for (const Constraint& key : parent->constraints) {
        if ((key.kind == ConstraintKind::PrimaryKey || key.kind == ConstraintKind::Unique)
            && isSame(key.columns))
            depend(id, {ObjectKind::Constraint, parent->name, key.name});
    }
    for (const Index& index : parent->indexes) {
        QStringList columns;
        for (const IndexElement& element : index.elements)
            columns.append(element.column);
        if (index.isUnique && isSame(columns))
            depend(id, {ObjectKind::Index, parent->name, index.name});
    }
}

void Catalog::addImplied(const Table& table)
{
    const ObjectId id = tableId(table.name);
    QList<ObjectName> parents = table.inherits;
    if (!table.partitionOf.isEmpty())
        parents.append(table.partitionOf);
    for (const ObjectName& parent : std::as_const(parents)) {
        depend(id, tableId(parent));
        m_children[parent].append(table.name);
    }
    depend(id, {ObjectKind::Type, table.ofType, {}});
    for (const Column& column : table.columns)
        depend(columnId(table.name, column.name), {ObjectKind::Type, column.typeName, {}});
    for (const Constraint& constraint : table.constraints)
        addConstraint(table, constraint);
    for (const Index& index : table.indexes) {
        const ObjectId indexId {ObjectKind::Index, table.name, index.name};
        for (const IndexElement& element : index.elements)
            depend(indexId, columnId(table.name, element.column));
        for (const QString& column : index.includes)
            depend(indexId, columnId(table.name, column));
        if (!index.parentIndex.isEmpty() && !table.partitionOf.isEmpty())
            depend(indexId, {ObjectKind::Index, table.partitionOf, index.parentIndex.name});
        if (!index.constraintName.isEmpty())
            depend(indexId, {ObjectKind::Constraint, table.name, index.constraintName});
    }
    for (const Trigger& trigger : table.triggers)
        depend({ObjectKind::Trigger, table.name, trigger.name},
            {ObjectKind::Routine, trigger.function, trigger.functionArguments});
}

ObjectId Catalog::known(const ObjectId& id) const
{
    // The columns of a view are no objects of their own here: they come and go with it.
    const ObjectId view {ObjectKind::View, id.name, {}};
    return id.kind == ObjectKind::Column && !m_known.contains(id) && m_known.contains(view) ? view : id;
}

void Catalog::depend(const ObjectId& object, const ObjectId& on)
{
    if (object == on || !m_known.contains(object) || !m_known.contains(on))
        return;
    QList<ObjectId>& dependencies = m_dependencies[object];
    if (dependencies.contains(on))
        return;
    dependencies.append(on);
    m_dependents[on].append(object);
}

const Table* Catalog::table(const ObjectName& name) const
{
    return find<Table>(tableId(name));
}

const View* Catalog::view(const ObjectName& name) const
{
    return find<View>({ObjectKind::View, name, {}});
}

const UserType* Catalog::type(const ObjectName& name) const
{
    return find<UserType>({ObjectKind::Type, name, {}});
}

const QList<ObjectId>& Catalog::dependenciesOf(const ObjectId& id) const
{
    static const QList<ObjectId> none;
    const auto found = m_dependencies.constFind(id);
    return found == m_dependencies.constEnd() ? none : *found;
}

const QList<ObjectId>& Catalog::dependentsOf(const ObjectId& id) const
{
    static const QList<ObjectId> none;
    const auto found = m_dependents.constFind(id);
    return found == m_dependents.constEnd() ? none : *found;
}

const QList<ObjectName>& Catalog::childrenOf(const ObjectName& table) const
{
    static const QList<ObjectName> none;
    const auto found = m_children.constFind(table);
    return found == m_children.constEnd() ? none : *found;
}

const QList<ObjectId>& Catalog::partsOf(const ObjectName& name) const
{
    static const QList<ObjectId> none;
    const auto found = m_parts.constFind(name);
    return found == m_parts.constEnd() ? none : *found;
}

ObjectId Catalog::wholeOf(const ObjectId& id) const
{
    if (!isPart(id.kind))
        return id;
    return {m_viewParts.contains(id) ? ObjectKind::View : ObjectKind::Table, id.name, {}};
}

} // namespace strandline::dialect::postgresql
