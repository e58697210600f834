// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/plan.h"

#include "core/dialect/postgresql/pg_text.h"

namespace strandline::dialect::postgresql {

using namespace schema;
using Strength = StepGraph::Strength;

namespace {

constexpr int longestChain = 100; // of what goes with what: more only in a model that contradicts itself

/// Names of relations and types share one room within a schema.
QList<ObjectName> relationNames(const Catalog& catalog, const ObjectId& id)
{
    switch (id.kind) {
    case ObjectKind::Table:
    case ObjectKind::View:
    case ObjectKind::Sequence:
    case ObjectKind::Type:
        return {id.name};
    case ObjectKind::Index:
        return {{id.name.schema, id.part}};
    case ObjectKind::Constraint: {
        const ConstraintKind kind = catalog.find<Constraint>(id)->kind;
        if (kind == ConstraintKind::PrimaryKey || kind == ConstraintKind::Unique
            || kind == ConstraintKind::Exclusion)
            return {{id.name.schema, id.part}};
        return {};
    }
    case ObjectKind::Column: {
        const Column* column = catalog.find<Column>(id);
        if (column->identity != Identity::None && !column->identitySequence.isEmpty())
            return {column->identitySequence};
        return {};
    }
    default:
        return {};
    }
}

} // namespace

void Plan::orderAllOf(const QList<int>& first, const QList<int>& then, Strength strength)
{
    for (const int a : first) {
        for (const int b : then)
            m_graph.order(a, b, strength);
    }
}

QList<int> Plan::dropSteps(const ObjectId& id) const
{
    ObjectId at = id;
    for (int i = 0; i < longestChain && m_goesWith.contains(at); ++i)
        at = m_goesWith.value(at);
    return m_graph.find(at, Verb::Drop, Facet::Main);
}

QList<int> Plan::createSteps(const ObjectId& id) const
{
    ObjectId at = id;
    for (int i = 0; i < longestChain && m_comesWith.contains(at); ++i)
        at = m_comesWith.value(at);
    return m_graph.find(at, Verb::Create, Facet::Main);
}

/// After which `id` does not use `on` any more.
QList<int> Plan::leavingSteps(const ObjectId& id, const ObjectId& on) const
{
    if (isGone(id))
        return dropSteps(id);
    if (id.kind == ObjectKind::Table)
        return m_graph.find(id, Verb::Drop, Facet::Membership) + m_graph.find(id, Verb::Alter, Facet::Main);
    const QList<int> defaults = m_graph.find(id, Verb::Drop, Facet::Default);
    if (!defaults.isEmpty() && on.kind != ObjectKind::Type)
        return defaults;
    return defaults + m_graph.find(id, Verb::Alter, Facet::Main);
}

/// Before which `on` has to be there.
QList<int> Plan::enteringSteps(const ObjectId& id, const ObjectId& on) const
{
    if (id.kind == ObjectKind::Table && on.kind == ObjectKind::Table) {
        const Table* table = m_question.to.table(id.name);
        // A partition is a table of its own until it is attached; an heir is none.
        if (table && table->partitionOf == on.name)
            return m_graph.find(id, Verb::Create, Facet::Membership);
    }
    if (isNew(id)) {
        const QList<int> later = m_graph.find(id, Verb::Create, Facet::Default);
        return !later.isEmpty() && on.kind == ObjectKind::Routine ? later : createSteps(id);
    }
    if (id.kind == ObjectKind::Table)
        return m_graph.find(id, Verb::Create, Facet::Membership) + m_graph.find(id, Verb::Alter, Facet::Main);
    return m_graph.find(id, {Verb::Alter});
}

void Plan::orderDependencies()
{
    for (const ObjectId& id : m_question.from.ids()) {
        for (const ObjectId& on : m_question.from.dependenciesOf(id)) {
            const QList<int> leaving = leavingSteps(id, on);
            if (leaving.isEmpty())
                continue;
            if (isGone(on))
                orderAllOf(leaving, dropSteps(on));
            // The old type is renamed when the new one comes: nobody may call it by its name after that.
            if (on.kind == ObjectKind::Type && isGone(on) && isGone(id))
                orderAllOf(leaving, createSteps(on));
            if (isGone(id))
                orderAllOf(leaving, m_graph.find(on, Verb::Alter, Facet::Main));
        }
    }
    for (const ObjectId& id : m_question.to.ids()) {
        for (const ObjectId& on : m_question.to.dependenciesOf(id)) {
            const QList<int> entering = enteringSteps(id, on);
            if (entering.isEmpty())
                continue;
            if (isNew(on)) {
                orderAllOf(createSteps(on), entering);
                orderAllOf(m_graph.find(on, Verb::Create, Facet::Default), entering, Strength::Soft);
            }
            const QList<int> altered = m_graph.find(on, Verb::Alter, Facet::Main);
            orderAllOf(altered, entering, isNew(id) ? Strength::Hard : Strength::Soft);
        }
    }
    for (const ObjectId& id : m_question.from.ids()) {
        if (m_fates.of(id) != Fate::Recreate || (id.kind == ObjectKind::Type && needsOldType(id)))
            continue;
        orderAllOf(dropSteps(id), createSteps(id));
    }
}

void Plan::orderMembership()
{
    for (const ObjectId& id : m_question.to.ids()) {
        if (isPart(id.kind)) {
            // Settings name what belongs to the table; parts come after the table's own change.
            const ObjectId whole = m_question.to.wholeOf(id);
            if (isNew(id)) {
                orderAllOf(createSteps(whole), createSteps(id));
                if (id.kind == ObjectKind::Index)
                    orderAllOf(createSteps(id), m_graph.find(whole, Verb::Create, Facet::Setting));
                orderAllOf(createSteps(id), m_graph.find(id, Verb::Create, Facet::Setting));
            }
            continue;
        }
        if (id.kind == ObjectKind::Sequence) {
            const QList<int> join = m_graph.find(id, Verb::Create, Facet::Ownership);
            const Sequence& sequence = *m_question.to.find<Sequence>(id);
            const ObjectId column = columnId(sequence.ownedByTable, sequence.ownedByColumn);
            orderAllOf(createSteps(id), join);
            orderAllOf(isNew(column) ? createSteps(column) : createSteps(tableId(sequence.ownedByTable)), join);
            // Owner and sequence have to belong to the same role.
            orderAllOf(m_graph.find(tableId(sequence.ownedByTable), Verb::Alter, Facet::Main), join);
            orderAllOf(m_graph.find(id, Verb::Alter, Facet::Main), join, Strength::Soft);
            const Sequence* before = m_question.from.find<Sequence>(id);
            if (before && !before->ownedByTable.isEmpty()) {
                const QList<int> leave = m_graph.find(id, Verb::Drop, Facet::Ownership);
                const ObjectId owner = columnId(before->ownedByTable, before->ownedByColumn);
                orderAllOf(leave, dropSteps(owner));
                orderAllOf(leave, dropSteps(tableId(before->ownedByTable)));
                if (isGone(owner))
                    orderAllOf(join, dropSteps(owner), Strength::Soft);
            }
            continue;
        }
        if (id.kind != ObjectKind::Table)
            continue;
        const QList<int> join = m_graph.find(id, Verb::Create, Facet::Membership);
        const QList<int> leave = m_graph.find(id, Verb::Drop, Facet::Membership);
        orderAllOf(createSteps(id), join);
        orderAllOf(leave, join);
        orderAllOf(join, m_graph.find(id, Verb::Create, Facet::Setting));
        // What is made of itself while it stands alone: its keys and indexes match those of the parent.
        for (const ObjectId& part : m_question.to.partsOf(id.name)) {
            if (part.kind == ObjectKind::Column || part.kind == ObjectKind::Index
                || (part.kind == ObjectKind::Constraint
                    && m_question.to.find<Constraint>(part)->kind != ConstraintKind::ForeignKey)) {
                orderAllOf(isNew(part) ? createSteps(part) : m_graph.find(part, Verb::Alter, Facet::Main), join);
            }
            orderAllOf(leave, isNew(part) ? createSteps(part) : m_graph.find(part, Verb::Alter, Facet::Main));
        }
        for (const ObjectId& part : m_question.from.partsOf(id.name)) {
            if (isGone(part)) {
                orderAllOf(leave, dropSteps(part));
                orderAllOf(dropSteps(part), join);
            }
        }
        // The parent is complete before anybody joins it, so that everything is taken over.
        const Table& table = *m_question.to.table(id.name);
        QList<ObjectName> parents = table.inherits;
        if (!table.partitionOf.isEmpty())
            parents.append(table.partitionOf);
        for (const ObjectName& parent : std::as_const(parents)) {
            for (const ObjectId& part : m_question.to.partsOf(parent)) {
                orderAllOf(isNew(part) ? createSteps(part) : m_graph.find(part, Verb::Alter, Facet::Main), join,
                    Strength::Soft);
            }
        }
    }
}

void Plan::orderNames()
{
    QHash<ObjectName, QList<int>> leaving;
    for (const ObjectId& id : m_question.from.ids()) {
        QList<int> steps = isGone(id) ? dropSteps(id) : QList<int>();
        if (id.kind == ObjectKind::Type && m_fates.of(id) == Fate::Recreate && needsOldType(id))
            continue;
        if (steps.isEmpty() && id.kind == ObjectKind::Column)
            steps = m_graph.find(id, Verb::Alter, Facet::Main);
        for (const ObjectName& name : relationNames(m_question.from, id))
            leaving[name] += steps;
    }
    for (const ObjectId& id : m_question.to.ids()) {
        const bool isIdentity = id.kind == ObjectKind::Column && !isNew(id);
        if (!isNew(id) && !isIdentity)
            continue;
        for (const ObjectName& name : relationNames(m_question.to, id)) {
            const QList<int> entering = isIdentity ? m_graph.find(id, Verb::Alter, Facet::Main) : createSteps(id);
            orderAllOf(leaving.value(name), entering, Strength::Hard);
        }
    }
}

/// What the body of a function names is no dependency to the server, but some of it has to be there when the
/// function is made.
void Plan::orderBodies()
{
    QHash<QString, QList<int>> comes;
    for (const ObjectId& id : m_question.to.ids()) {
        const bool isColumn = id.kind == ObjectKind::Column;
        if ((isPart(id.kind) && !isColumn) || id.kind == ObjectKind::Schema || !isNew(id))
            continue;
        comes[isColumn ? id.part : id.name.name] += createSteps(id);
    }
    if (comes.isEmpty())
        return;
    for (const Routine& routine : m_question.to.database().routines) {
        const ObjectId id = idOf(routine);
        const QList<int> steps =
            isNew(id) ? createSteps(id) : m_graph.find(id, Verb::Alter, Facet::Main);
        if (steps.isEmpty())
            continue;
        for (const QString& word : wordsOf(routine.definition)) {
            if (word != id.name.name)
                orderAllOf(comes.value(word), steps, Strength::Soft);
        }
    }
}

/// Rows that wait elsewhere come back once the partitions are there, and before keys and triggers look at them.
void Plan::orderRows()
{
    for (const Table& table : m_question.to.database().tables) {
        const ObjectId id = tableId(table.name);
        if (!isMovedByHand(id))
            continue;
        const QList<int> fill = m_graph.find(id, Verb::Create, Facet::Setting);
        orderAllOf(createSteps(id), fill);
        QList<ObjectName> open {table.name};
        for (qsizetype i = 0; i < open.size() && i < longestChain; ++i) {
            for (const ObjectName& child : m_question.to.childrenOf(open.at(i))) {
                orderAllOf(m_graph.find(tableId(child), Verb::Create, Facet::Membership), fill);
                open.append(child);
            }
        }
        for (const ObjectId& part : m_question.to.partsOf(table.name)) {
            const bool isKey = part.kind == ObjectKind::Constraint
                && m_question.to.find<Constraint>(part)->kind == ConstraintKind::ForeignKey;
            if (isKey || part.kind == ObjectKind::Trigger || part.kind == ObjectKind::Rule)
                orderAllOf(fill, createSteps(part), Strength::Soft);
        }
        for (const ObjectId& user : m_question.to.dependentsOf(id)) {
            if (user.kind == ObjectKind::Constraint)
                orderAllOf(fill, createSteps(user), Strength::Soft);
        }
    }
}

void Plan::orderAll()
{
    orderDependencies();
    orderMembership();
    orderNames();
    orderBodies();
    orderRows();
}

} // namespace strandline::dialect::postgresql
