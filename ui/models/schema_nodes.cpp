// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/schema_nodes.h"

#include "core/schema/enum_names.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <tuple>

namespace strandline::ui {

using schema::ObjectId;
using schema::ObjectKind;

namespace {

/// The object in the tree under which a finding of a part is listed.
ObjectId ownerOf(const schema::Finding& finding)
{
    const ObjectId& object = finding.object;
    return object.kind == ObjectKind::Trigger ? object : ObjectId {ObjectKind::Table, object.name, {}};
}

QString routineTitle(const schema::Routine& routine)
{
    return QStringLiteral("%1(%2)").arg(routine.name.name, routine.identityArguments);
}

} // namespace

QString SchemaNode::key() const
{
    const QString above = parent ? parent->key() : QString();
    switch (kind) {
    case Kind::Root:
        return {};
    case Kind::Database:
        return QStringLiteral("d");
    case Kind::Schema:
        return QStringLiteral("s\n") + name;
    case Kind::Group:
        return above + QStringLiteral("\ng") + QString::number(int(group));
    case Kind::Object:
        return QStringLiteral("o%1\n%2\n%3\n%4").arg(int(id.kind)).arg(id.name.schema, id.name.name, id.part);
    }
    return {};
}

SchemaNodes::SchemaNodes(std::shared_ptr<const schema::Database> database, QList<schema::Finding> findings)
    : m_database(std::move(database))
    , m_findings(std::move(findings))
{
    for (const schema::Finding& finding : std::as_const(m_findings))
        m_sentences[ownerOf(finding)] << finding.sentence;
    collect();
    apply({});
}

void SchemaNodes::addItem(SchemaGroup group, const ObjectId& id, const QString& name, const QString& schema,
    const QString& second, const QList<schema::Column>* columns)
{
    m_items.push_back({group, id, name, schema, second, columns, 0});
    m_groups.insert(group);
}

template <typename Owner> void SchemaNodes::addTriggers(const Owner& owner)
{
    for (const schema::Trigger& trigger : owner.triggers) {
        if (!trigger.isInherited)
            addItem(SchemaGroup::Triggers, {ObjectKind::Trigger, owner.name, trigger.name}, trigger.name,
                owner.name.schema, owner.name.name);
    }
}

void SchemaNodes::collect()
{
    const schema::Database& all = *m_database;
    for (const schema::Table& table : all.tables) {
        const QString second =
            table.kind == schema::TableKind::Ordinary ? QString() : schema::enumWord(table.kind);
        addItem(SchemaGroup::Tables, {ObjectKind::Table, table.name, {}}, table.name.name, table.name.schema,
            second, &table.columns);
        addTriggers(table);
    }
    for (const schema::View& view : all.views) {
        addItem(view.isMaterialized ? SchemaGroup::MaterializedViews : SchemaGroup::Views,
            {ObjectKind::View, view.name, {}}, view.name.name, view.name.schema, {}, &view.columns);
        addTriggers(view);
    }
    for (const schema::Sequence& sequence : all.sequences)
        addItem(SchemaGroup::Sequences, {ObjectKind::Sequence, sequence.name, {}}, sequence.name.name,
            sequence.name.schema, sequence.ownedByTable.name);
    for (const schema::Routine& routine : all.routines)
        addItem(SchemaGroup::Functions, schema::identityOf(routine), routineTitle(routine),
            routine.name.schema,
            routine.returnType.isEmpty() ? schema::enumWord(routine.kind) : routine.returnType);
    for (const schema::UserType& type : all.types)
        addItem(SchemaGroup::Types, {ObjectKind::Type, type.name, {}}, type.name.name, type.name.schema,
            schema::enumWord(type.kind));
    for (const schema::Extension& extension : all.extensions)
        addItem(SchemaGroup::Extensions, {ObjectKind::Extension, {{}, extension.name}, {}}, extension.name,
            extension.schema, extension.version);
    for (const schema::OtherObject& other : all.others)
        addItem(
            SchemaGroup::Others, schema::identityOf(other), other.name.name, other.name.schema, other.kind);
    std::stable_sort(m_items.begin(), m_items.end(), [](const Item& a, const Item& b) {
        const int order = a.schema == b.schema ? 0 : a.schema.localeAwareCompare(b.schema);
        return order != 0 ? order < 0 : std::tie(a.group, a.name) < std::tie(b.group, b.name);
    });
    m_total = int(m_items.size());
    countGroups();
}

/// Items of one schema and group stand together.
void SchemaNodes::countGroups()
{
    for (std::size_t begin = 0; begin < m_items.size();) {
        std::size_t end = begin;
        while (end < m_items.size() && m_items[end].group == m_items[begin].group
            && m_items[end].schema == m_items[begin].schema)
            ++end;
        for (std::size_t i = begin; i < end; ++i)
            m_items[i].total = int(end - begin);
        begin = end;
    }
}

SchemaNode* SchemaNodes::append(SchemaNode* parent, SchemaNode::Kind kind, const QString& name) const
{
    auto node = std::make_unique<SchemaNode>();
    node->kind = kind;
    node->parent = parent;
    node->row = int(parent->children.size());
    node->name = name;
    parent->children.push_back(std::move(node));
    return parent->children.back().get();
}

/// Groups and schemas appear with their first object, so that none is empty; but a schema that holds nothing
/// at all is part of the picture as long as nothing is filtered.
void SchemaNodes::apply(const SchemaFilter& filter)
{
    m_root = std::make_unique<SchemaNode>();
    m_shown = 0;
    if (!m_database)
        return;
    SchemaNode* top = append(m_root.get(), SchemaNode::Kind::Database,
        m_database->name.isEmpty() ? QCoreApplication::translate("SchemaNodes", "Database")
                                   : m_database->name);
    QSet<ObjectId> wanted;
    for (const schema::Finding& finding : std::as_const(m_findings)) {
        if (filter.preset == finding.kind)
            wanted.insert(ownerOf(finding));
    }
    QHash<QString, SchemaNode*> schemas;
    const auto schemaNode = [&](const QString& name) {
        SchemaNode*& known = schemas[name];
        if (!known)
            known = name.isEmpty() ? top : append(top, SchemaNode::Kind::Schema, name);
        return known;
    };
    const Item* before = nullptr; // of the group that is being filled
    SchemaNode* group = nullptr;
    for (const Item& item : m_items) {
        if (filter.hidden.contains(item.group) || (filter.preset && !wanted.contains(item.id)))
            continue;
        auto match = schemaTextMatch(filter.text, {item.schema, item.name});
        if (!match)
            continue;
        if (!before || before->group != item.group || before->schema != item.schema) {
            group = append(schemaNode(item.schema), SchemaNode::Kind::Group, schemaGroupTitle(item.group));
            group->group = item.group;
            group->total = item.total;
            before = &item;
        }
        SchemaNode* node = append(group, SchemaNode::Kind::Object, item.name);
        node->group = item.group;
        node->id = item.id;
        node->second = item.second;
        node->columns = item.columns;
        node->match = std::move(*match);
        ++m_shown;
    }
    if (!filter.isNarrowing()) {
        for (const schema::Schema& one : m_database->schemas)
            schemaNode(one.name);
    }
}

FindingCounts SchemaNodes::findingCounts() const
{
    FindingCounts counts;
    for (const schema::Finding& finding : m_findings)
        ++counts[finding.kind];
    return counts;
}

QStringList SchemaNodes::sentences(const ObjectId& object) const
{
    return m_sentences.value(object);
}

const SchemaNode* SchemaNodes::find(const ObjectId& id) const
{
    // One look per selection: an index of 10,000 identities would cost more with every letter of the filter.
    const std::function<const SchemaNode*(const SchemaNode&)> look =
        [&](const SchemaNode& node) -> const SchemaNode* {
        if (node.kind == SchemaNode::Kind::Object)
            return node.id == id ? &node : nullptr;
        for (const auto& child : node.children) {
            if (const SchemaNode* found = look(*child))
                return found;
        }
        return nullptr;
    };
    return look(*m_root);
}

} // namespace strandline::ui
