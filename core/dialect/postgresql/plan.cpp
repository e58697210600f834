// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/plan.h"

#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/write_access.h"
#include "core/dialect/postgresql/write_column.h"
#include "core/dialect/postgresql/write_objects.h"
#include "core/dialect/postgresql/write_parts.h"
#include "core/dialect/postgresql/write_table.h"

namespace strandline::dialect::postgresql {

using namespace schema;

Plan::Plan(const Question& question, const Fates& fates)
    : m_question(question)
    , m_fates(fates)
{
    for (const ObjectId& id : question.from.ids()) {
        if (isGone(id))
            addDrop(id);
    }
    for (const ObjectId& id : question.from.ids()) {
        if (!isGone(id))
            addAlter(id);
    }
    for (const ObjectId& id : question.to.ids()) {
        if (isNew(id))
            addCreate(id);
    }
    for (const ObjectId& id : question.to.ids()) {
        if (id.kind == ObjectKind::Sequence)
            addOwnership(id);
        else if (id.kind == ObjectKind::Table) {
            addMembership(id);
            addSettings(id);
        }
    }
    orderAll();
}

Statements Plan::statementsFor(const ObjectId& id) const
{
    const Catalog& catalog = m_question.to.contains(id) ? m_question.to : m_question.from;
    return Statements(catalog.wholeOf(id));
}

void Plan::add(const ObjectId& id, Facet facet, Verb verb, const Statements& statements)
{
    // A create without statements still is a moment that others wait for.
    if (!statements.isEmpty() || verb == Verb::Create)
        m_graph.add({id, facet, verb, statements.list()});
}

bool Plan::isGone(const ObjectId& id) const
{
    const Fate fate = m_fates.of(id);
    return fate == Fate::Drop || fate == Fate::Recreate;
}

bool Plan::isNew(const ObjectId& id) const
{
    const Fate fate = m_fates.of(id);
    return fate == Fate::Create || fate == Fate::Recreate;
}

QString Plan::oldName(const QString& name) const
{
    constexpr qsizetype longestName = 63;
    const QString suffix = QStringLiteral("__old");
    QString base = name;
    while (base.toUtf8().size() > longestName - suffix.size())
        base.chop(1);
    return base + suffix;
}

bool Plan::isMovedByHand(const ObjectId& id) const
{
    if (m_fates.of(id) != Fate::Recreate)
        return false;
    const auto hasRows = [](const Table* table) {
        return table && (table->kind == TableKind::Ordinary || table->kind == TableKind::Partitioned);
    };
    return hasRows(m_question.from.table(id.name)) && hasRows(m_question.to.table(id.name));
}

bool Plan::hasAttachedChildren(const ObjectName& name) const
{
    for (const ObjectName& child : m_question.to.childrenOf(name)) {
        const Table* before = m_question.from.table(child);
        const ObjectId id = tableId(child);
        if (before && before->partitionOf == name && !isGone(id) && !m_fates.isDetached(id))
            return true;
    }
    return false;
}

const Column* Plan::parentsColumn(const Catalog& catalog, const ObjectName& name, const QString& column) const
{
    const Table* table = catalog.table(name);
    if (!table)
        return nullptr;
    QList<ObjectName> parents = table->inherits;
    if (!table->partitionOf.isEmpty())
        parents.append(table->partitionOf);
    for (const ObjectName& parent : std::as_const(parents)) {
        const Table* found = catalog.table(parent);
        if (found && found->column(column))
            return found->column(column);
    }
    return nullptr;
}

/// The column, constraint or trigger of a parent that an inherited one follows. Empty name: none is known.
ObjectId Plan::parentsPart(const Catalog& catalog, const ObjectId& part) const
{
    const Table* table = catalog.table(part.name);
    if (!table)
        return {};
    QList<ObjectName> parents = table->inherits;
    if (!table->partitionOf.isEmpty())
        parents.append(table->partitionOf);
    for (const ObjectName& parent : std::as_const(parents)) {
        const ObjectId id {part.kind, parent, part.part};
        if (catalog.contains(id))
            return id;
    }
    return {};
}

bool Plan::needsOldType(const ObjectId& type) const
{
    for (const ObjectId& user : m_question.from.dependentsOf(type)) {
        if (user.kind == ObjectKind::Column && m_fates.isRetyped(user) && !isGone(user)
            && !isGone(m_question.from.wholeOf(user)))
            return true;
    }
    return false;
}

void Plan::addSettings(const ObjectId& id)
{
    const Table* from = isNew(id) ? nullptr : m_question.from.table(id.name);
    const Table& to = *m_question.to.table(id.name);
    bool isIndexNew = false;
    for (const Index& index : to.indexes) {
        const bool isNamed = to.replicaIdentity.endsWith(QLatin1Char(' ') + index.name)
            || index.options.contains(QStringLiteral("clustered"));
        const ObjectId indexId {ObjectKind::Index, id.name, index.name};
        const ObjectId key {ObjectKind::Constraint, id.name, index.constraintName};
        isIndexNew = isIndexNew || (isNamed && (isNew(indexId) || isNew(key)));
    }
    Statements out = statementsFor(id);
    writeTableSettings(from, to, isIndexNew, out);
    if (isMovedByHand(id)) {
        const Table* before = m_question.from.table(id.name);
        QStringList columns;
        for (const Column& column : to.columns) {
            const Column* old = before->column(column.name);
            if (old && column.generated == Generated::None)
                columns.append(column.name);
        }
        const QString rows = quoted(ObjectName {id.name.schema, oldName(id.name.name)});
        if (!columns.isEmpty()) {
            out.add(QStringLiteral("INSERT INTO %1 (%2) OVERRIDING SYSTEM VALUE SELECT %2 FROM %3")
                        .arg(quoted(id.name), quotedList(columns), rows));
        }
        out.add(QStringLiteral("DROP TABLE ") + rows);
    }
    if (!out.isEmpty())
        add(id, Facet::Setting, Verb::Create, out);
}

void Plan::addMembership(const ObjectId& id)
{
    const Table* from = isNew(id) ? nullptr : m_question.from.table(id.name);
    const Table& to = *m_question.to.table(id.name);
    const bool isDetached = m_fates.isDetached(id);
    Statements leave = statementsFor(id);
    Statements join = statementsFor(id);
    if (from && isDetached)
        writeDetach(*from, leave);
    if (!from || isDetached)
        writeAttach(to, join);
    if (from) {
        for (const ObjectName& parent : from->inherits) {
            if (!to.inherits.contains(parent) || isGone(tableId(parent)))
                leave.add(alterTable(to) + QStringLiteral(" NO INHERIT ") + quoted(parent));
        }
        for (const ObjectName& parent : to.inherits) {
            if (!from->inherits.contains(parent) || isGone(tableId(parent)))
                join.add(alterTable(to) + QStringLiteral(" INHERIT ") + quoted(parent));
        }
    }
    add(id, Facet::Membership, Verb::Drop, leave);
    if (!join.isEmpty())
        add(id, Facet::Membership, Verb::Create, join);
}

void Plan::addOwnership(const ObjectId& id)
{
    const Sequence& to = *m_question.to.find<Sequence>(id);
    const Sequence* from = isNew(id) ? nullptr : m_question.from.find<Sequence>(id);
    const auto ownerOf = [](const Sequence& sequence) {
        return columnId(sequence.ownedByTable, sequence.ownedByColumn);
    };
    const bool ownerGoes = from && !from->ownedByTable.isEmpty()
        && (isGone(ownerOf(*from)) || isGone(tableId(from->ownedByTable)));
    Sequence nobodys = to;
    nobodys.ownedByTable = {};
    Statements leave = statementsFor(id);
    Statements join = statementsFor(id);
    if (ownerGoes)
        writeOwnedBy(nobodys, leave);
    const bool hadNone = !from || ownerGoes || from->ownedByTable.isEmpty();
    if (hadNone ? !to.ownedByTable.isEmpty() : !(ownerOf(*from) == ownerOf(to)))
        writeOwnedBy(to, join);
    add(id, Facet::Ownership, Verb::Drop, leave);
    if (!join.isEmpty())
        add(id, Facet::Ownership, Verb::Create, join);
}

} // namespace strandline::dialect::postgresql
