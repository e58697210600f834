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

void Plan::addCreate(const ObjectId& id)
{
    if (isPart(id.kind)) {
        addCreatePart(id);
        return;
    }
    const Catalog& to = m_question.to;
    Statements out = statementsFor(id);
    switch (id.kind) {
    case ObjectKind::Schema:
        out.add(QStringLiteral("CREATE SCHEMA ") + quoted(id.name));
        break;
    case ObjectKind::Extension:
        writeCreateExtension(*to.find<Extension>(id), out);
        break;
    case ObjectKind::Type:
        addCreateType(id);
        return;
    case ObjectKind::Sequence:
        writeCreateSequence(*to.find<Sequence>(id), out);
        break;
    case ObjectKind::Table:
        addCreateTable(id);
        return;
    case ObjectKind::View:
        writeCreateView(*to.find<View>(id), false, out);
        break;
    case ObjectKind::Routine:
        writeCreateRoutine(*to.find<Routine>(id), out);
        break;
    default: {
        const OtherObject& other = *to.find<OtherObject>(id);
        if (other.definition.isEmpty()) {
            m_impossible.append({base::ErrorCode::Unsupported,
                QStringLiteral("%1 %2 cannot be made by a script").arg(other.kind, other.name.display()),
                QStringLiteral("Its definition could not be written down."),
                QStringLiteral("Make it by hand."), {}, {}});
            return;
        }
        out.add(other.definition);
        break;
    }
    }
    writeDress(m_question, id, out);
    add(id, Facet::Main, Verb::Create, out);
}

void Plan::addCreateType(const ObjectId& id)
{
    const UserType& type = *m_question.to.type(id.name);
    Statements out = statementsFor(id);
    if (m_fates.of(id) == Fate::Recreate && needsOldType(id)) {
        const QString word = m_question.from.type(id.name)->kind == TypeKind::Domain
            ? QStringLiteral("ALTER DOMAIN ")
            : QStringLiteral("ALTER TYPE ");
        out.addWithNote(
            word + quoted(id.name) + QStringLiteral(" RENAME TO ") + quoted(oldName(id.name.name)),
            QStringLiteral("The type is made anew, and the columns that have it are converted. A value that "
                           "the new type does not know makes this fail."));
    }
    writeCreateType(type, out);
    writeDress(m_question, id, out);
    add(id, Facet::Main, Verb::Create, out);
}

/// Defaults that call a function which needs the table: they come once both are there.
QSet<QString> Plan::laterDefaults(const Table& table) const
{
    const Catalog& to = m_question.to;
    const ObjectId id = tableId(table.name);
    QSet<QString> later;
    for (const Column& column : table.columns) {
        if (!column.defaultValue)
            continue;
        QList<ObjectId> open;
        for (const ObjectId& on : to.dependenciesOf(columnId(table.name, column.name))) {
            if (on.kind == ObjectKind::Routine && isNew(on))
                open.append(on);
        }
        QSet<ObjectId> seen;
        while (!open.isEmpty()) {
            const ObjectId next = open.takeLast();
            if (next == id || to.wholeOf(next) == id) {
                later.insert(column.name);
                break;
            }
            if (seen.contains(next) || next.kind == ObjectKind::Schema)
                continue;
            seen.insert(next);
            open += to.dependenciesOf(next);
        }
    }
    return later;
}

void Plan::addCreateTable(const ObjectId& id)
{
    const Table& table = *m_question.to.table(id.name);
    Statements out = statementsFor(id);
    const QSet<QString> later = laterDefaults(table);
    writeCreateTable(m_question, table, later, out);
    writeDress(m_question, id, out);
    add(id, Facet::Main, Verb::Create, out);
    for (const Column& column : table.columns) {
        if (!later.contains(column.name))
            continue;
        Statements set = statementsFor(id);
        set.add(alterTable(table, true) + QStringLiteral(" ALTER COLUMN ") + quoted(column.name)
            + QStringLiteral(" SET DEFAULT ") + *column.defaultValue);
        add(columnId(id.name, column.name), Facet::Default, Verb::Create, set);
    }
}

void Plan::addCreateColumn(const ObjectId& id, Statements& out)
{
    const Table& table = *m_question.to.table(id.name);
    const Column& column = *m_question.to.find<Column>(id);
    const ObjectId parent = parentsPart(m_question.to, id);
    if (column.isInherited && !parent.name.isEmpty() && isNew(parent)) {
        m_comesWith.insert(id, parent);
        const Column& before = *m_question.to.find<Column>(parent);
        Column arrived = column;
        arrived.defaultValue = before.defaultValue;
        arrived.notNull = before.notNull;
        arrived.options = {};
        writeColumnChange(m_question, {table, table, arrived, column, false, false, true}, out);
    } else {
        out.add(alterTable(table) + QStringLiteral(" ADD COLUMN ") + columnDefinition(table, column));
        writeColumnSettings(m_question, id, out);
    }
    writeDress(m_question, id, out);
}

void Plan::addCreateIndex(const ObjectId& id, const Index& index, Statements& out)
{
    const Table* table = m_question.to.table(id.name);
    const bool isPartitioned = table && table->kind == TableKind::Partitioned;
    const bool only = isPartitioned && hasAttachedChildren(id.name);
    const bool concurrently = m_question.online && table && !isPartitioned && m_fates.exists(tableId(id.name));
    writeCreateIndex(m_question, index, only, concurrently, out);
    if (!index.parentIndex.isEmpty() && table && !table->partitionOf.isEmpty()) {
        out.add(QStringLiteral("ALTER INDEX ") + quoted(index.parentIndex) + QStringLiteral(" ATTACH PARTITION ")
            + quoted(ObjectName {id.name.schema, index.name}));
    }
}

void Plan::addCreatePart(const ObjectId& id)
{
    const Catalog& to = m_question.to;
    const ObjectId whole = to.wholeOf(id);
    const Table* table = to.table(id.name);
    Statements out = statementsFor(id);
    const auto comesWithParent = [&](bool isInherited) {
        const ObjectId parent = isInherited ? parentsPart(to, id) : ObjectId();
        if (parent.name.isEmpty())
            return false;
        m_comesWith.insert(id, parent);
        return true;
    };
    switch (id.kind) {
    case ObjectKind::Column:
        if (isNew(whole)) {
            m_comesWith.insert(id, whole);
            return;
        }
        addCreateColumn(id, out);
        break;
    case ObjectKind::Constraint: {
        const Constraint& constraint = *to.find<Constraint>(id);
        if (isNew(whole) && isInline(constraint) && !constraint.isInherited) {
            m_comesWith.insert(id, whole);
            writeDress(m_question, id, out);
            if (!out.isEmpty())
                m_graph.add({id, Facet::Setting, Verb::Create, out.list()});
            return;
        }
        const bool isKey = constraint.kind == ConstraintKind::PrimaryKey
            || constraint.kind == ConstraintKind::Unique || constraint.kind == ConstraintKind::Exclusion;
        if (!isKey && comesWithParent(constraint.isInherited))
            return;
        writeAddConstraint(m_question, *table, constraint, isKey && hasAttachedChildren(id.name), out);
        for (const Index& index : table->indexes) {
            if (index.constraintName == constraint.name && !index.parentIndex.isEmpty()) {
                out.add(QStringLiteral("ALTER INDEX ") + quoted(index.parentIndex)
                    + QStringLiteral(" ATTACH PARTITION ") + quoted(ObjectName {id.name.schema, index.name}));
            }
        }
        writeDress(m_question, id, out);
        break;
    }
    case ObjectKind::Index: {
        const Index& index = *to.find<Index>(id);
        if (!index.constraintName.isEmpty()) {
            const ObjectId key {ObjectKind::Constraint, id.name, index.constraintName};
            m_comesWith.insert(id, key);
            Index plain = index;
            plain.options = {};
            writeIndexChange(id.name, plain, index, out);
            writeDress(m_question, id, out);
            if (!out.isEmpty())
                m_graph.add({id, Facet::Setting, Verb::Create, out.list()});
            return;
        }
        addCreateIndex(id, index, out);
        writeDress(m_question, id, out);
        break;
    }
    case ObjectKind::Trigger:
        if (comesWithParent(to.find<Trigger>(id)->isInherited))
            return;
        writeCreateTrigger(id.name, *to.find<Trigger>(id), false, out);
        writeDress(m_question, id, out);
        break;
    case ObjectKind::Rule:
        writeCreateRule(id.name, *to.find<Rule>(id), out);
        writeDress(m_question, id, out);
        break;
    default:
        writeCreatePolicy(id.name, *to.find<Policy>(id), out);
        writeDress(m_question, id, out);
        break;
    }
    add(id, Facet::Main, Verb::Create, out);
}

} // namespace strandline::dialect::postgresql
