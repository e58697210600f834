// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/rename_index.h"

#include "core/diff/identity.h"

namespace strandline::diff {

using schema::ObjectId;
using schema::ObjectKind;
using schema::ObjectName;

namespace {

QString ownWord(const ObjectId& id)
{
    const bool isValue = id.kind == ObjectKind::Type && !id.part.isEmpty();
    return isPart(id.kind) || isValue ? id.part : id.name.name;
}

} // namespace

RenameIndex::RenameIndex(const QList<Rename>& renames)
{
    for (const Rename& rename : renames) {
        if (rename.from == rename.to)
            continue;
        m_forward.insert(rename.from, rename.to);
        m_back.insert(rename.to, rename.from);
        m_words[ownWord(rename.from)].insert(ownWord(rename.to));
        if (rename.from.name.schema != rename.to.name.schema)
            m_words[rename.from.name.schema].insert(rename.to.name.schema);
    }
}

ObjectId RenameIndex::look(const Map& map, const ObjectId& id)
{
    if (map.isEmpty())
        return id;
    const auto found = map.constFind(id);
    if (found != map.constEnd())
        return *found;
    // A part, or the value of a type, goes with the object that it belongs to.
    const bool isValue = id.kind == ObjectKind::Type && !id.part.isEmpty();
    if (isPart(id.kind) || isValue) {
        for (const ObjectKind owner : {ObjectKind::Table, ObjectKind::View, ObjectKind::Type}) {
            const ObjectId before {owner, id.name, {}};
            const ObjectId after = look(map, before);
            if (after != before)
                return {id.kind, after.name, id.part};
        }
        return id;
    }
    if (!id.name.schema.isEmpty()) {
        const auto schema = map.constFind(ObjectId {ObjectKind::Schema, {{}, id.name.schema}, {}});
        if (schema != map.constEnd())
            return {id.kind, {schema->name.name, id.name.name}, id.part};
    }
    return id;
}

ObjectId RenameIndex::renamed(const ObjectId& id) const
{
    return look(m_forward, id);
}

ObjectId RenameIndex::original(const ObjectId& id) const
{
    return look(m_back, id);
}

ObjectName RenameIndex::object(ObjectKind kind, const ObjectName& name) const
{
    return name.isEmpty() ? name : look(m_forward, {kind, name, {}}).name;
}

ObjectName RenameIndex::relation(const ObjectName& name) const
{
    const ObjectName table = object(ObjectKind::Table, name);
    return table != name ? table : object(ObjectKind::View, name);
}

QString RenameIndex::column(const ObjectName& table, const QString& column) const
{
    return look(m_forward, {ObjectKind::Column, table, column}).part;
}

QString RenameIndex::schemaName(const QString& name) const
{
    return name.isEmpty() ? name : look(m_forward, {ObjectKind::Schema, {{}, name}, {}}).name.name;
}

namespace {

class Renamer
{
public:
    explicit Renamer(const RenameIndex& renames)
        : m_renames(renames)
    { }

    void columns(QStringList& names, const ObjectName& table) const
    {
        for (QString& name : names)
            name = m_renames.column(table, name);
    }
    void column(schema::Column& column, const ObjectName& owner) const
    {
        column.name = m_renames.column(owner, column.name);
        column.typeName = m_renames.object(ObjectKind::Type, column.typeName);
        column.identitySequence = m_renames.object(ObjectKind::Sequence, column.identitySequence);
    }
    void constraint(schema::Constraint& constraint, const ObjectName& owner) const
    {
        if (!constraint.name.isEmpty())
            constraint.name = m_renames.renamed({ObjectKind::Constraint, owner, constraint.name}).part;
        columns(constraint.columns, owner);
        columns(constraint.deleteSetColumns, owner);
        columns(constraint.referencedColumns, constraint.referencedTable);
        constraint.referencedTable = m_renames.relation(constraint.referencedTable);
    }
    void index(schema::Index& index, const ObjectName& owner) const;
    void trigger(schema::Trigger& trigger, const ObjectName& owner) const
    {
        trigger.name = m_renames.renamed({ObjectKind::Trigger, owner, trigger.name}).part;
        const ObjectId function {ObjectKind::Routine, trigger.function, trigger.functionArguments};
        trigger.function = m_renames.renamed(function).name;
    }
    void type(schema::UserType& type) const;
    void table(schema::Table& table) const;
    void view(schema::View& view) const;

private:
    const RenameIndex& m_renames;
};

void Renamer::index(schema::Index& index, const ObjectName& owner) const
{
    const QString before = index.name;
    index.name = m_renames.renamed({ObjectKind::Index, owner, before}).part;
    if (!index.constraintName.isEmpty()) {
        const QString made = index.constraintName;
        index.constraintName = m_renames.renamed({ObjectKind::Constraint, owner, made}).part;
        if (index.name == before && before == made)
            index.name = index.constraintName; // the engine renames both
    }
    for (schema::IndexElement& element : index.elements) {
        if (!element.column.isEmpty())
            element.column = m_renames.column(owner, element.column);
    }
    columns(index.includes, owner);
}

void Renamer::type(schema::UserType& type) const
{
    const ObjectName before = type.name;
    for (QString& value : type.values)
        value = m_renames.renamed({ObjectKind::Type, before, value}).part;
    for (schema::Column& attribute : type.attributes)
        column(attribute, before);
    for (schema::Constraint& check : type.constraints)
        constraint(check, before);
    type.baseTypeName = m_renames.object(ObjectKind::Type, type.baseTypeName);
    type.name = m_renames.object(ObjectKind::Type, before);
}

void Renamer::table(schema::Table& table) const
{
    const ObjectName before = table.name;
    for (schema::Column& part : table.columns)
        column(part, before);
    for (schema::Constraint& part : table.constraints)
        constraint(part, before);
    for (schema::Index& part : table.indexes)
        index(part, before);
    for (schema::Trigger& part : table.triggers)
        trigger(part, before);
    for (schema::Rule& part : table.rules)
        part.name = m_renames.renamed({ObjectKind::Rule, before, part.name}).part;
    for (schema::Policy& part : table.policies)
        part.name = m_renames.renamed({ObjectKind::Policy, before, part.name}).part;
    for (ObjectName& parent : table.inherits)
        parent = m_renames.relation(parent);
    table.partitionOf = m_renames.relation(table.partitionOf);
    table.ofType = m_renames.object(ObjectKind::Type, table.ofType);
    table.name = m_renames.relation(before);
}

void Renamer::view(schema::View& view) const
{
    const ObjectName before = view.name;
    for (schema::Column& part : view.columns)
        column(part, before);
    for (schema::Index& part : view.indexes)
        index(part, before);
    for (schema::Trigger& part : view.triggers)
        trigger(part, before);
    for (schema::Rule& part : view.rules)
        part.name = m_renames.renamed({ObjectKind::Rule, before, part.name}).part;
    view.name = m_renames.relation(before);
}

} // namespace

schema::Database withRenames(const schema::Database& database, const RenameIndex& renames)
{
    schema::Database result = database;
    if (renames.isEmpty())
        return result;
    const Renamer renamer(renames);
    for (schema::Schema& object : result.schemas)
        object.name = renames.schemaName(object.name);
    result.defaultSchema = renames.schemaName(result.defaultSchema);
    for (schema::Extension& object : result.extensions)
        object.schema = renames.schemaName(object.schema);
    for (schema::UserType& object : result.types)
        renamer.type(object);
    for (schema::Sequence& object : result.sequences) {
        object.name = renames.object(ObjectKind::Sequence, object.name);
        object.ownedByColumn = renames.column(object.ownedByTable, object.ownedByColumn);
        object.ownedByTable = renames.relation(object.ownedByTable);
    }
    for (schema::Table& object : result.tables)
        renamer.table(object);
    for (schema::View& object : result.views)
        renamer.view(object);
    for (schema::Routine& object : result.routines)
        object.name = renames.renamed(idOf(object)).name;
    for (schema::OtherObject& object : result.others) {
        object.name = renames.renamed(idOf(object)).name;
        object.table = renames.relation(object.table);
    }
    for (schema::DefaultPrivileges& object : result.defaultPrivileges)
        object.schema = renames.schemaName(object.schema);
    return result;
}

} // namespace strandline::diff
