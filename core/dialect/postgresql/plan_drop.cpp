// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/plan.h"

#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/write_access.h"
#include "core/dialect/postgresql/write_column.h"
#include "core/dialect/postgresql/write_parts.h"

namespace strandline::dialect::postgresql {

using namespace schema;

void Plan::addDrop(const ObjectId& id)
{
    if (isPart(id.kind)) {
        addDropPart(id);
        return;
    }
    Statements out = statementsFor(id);
    switch (id.kind) {
    case ObjectKind::Table:
        addDropTable(id);
        return;
    case ObjectKind::Sequence:
        addDropSequence(id);
        return;
    case ObjectKind::Other:
        addDropOther(id);
        return;
    case ObjectKind::Type:
        if (m_fates.of(id) == Fate::Recreate && needsOldType(id)) {
            const QString word = m_question.from.type(id.name)->kind == TypeKind::Domain
                ? QStringLiteral("DROP DOMAIN ")
                : QStringLiteral("DROP TYPE ");
            out.add(word + quoted(ObjectName {id.name.schema, oldName(id.name.name)}));
            break;
        }
        [[fallthrough]];
    default:
        out.add(QStringLiteral("DROP ") + target(m_question.from, id));
        break;
    }
    add(id, Facet::Main, Verb::Drop, out);
}

void Plan::addDropTable(const ObjectId& id)
{
    const Table& table = *m_question.from.table(id.name);
    Statements out = statementsFor(id);
    const QString drop = QStringLiteral("DROP ") + target(m_question.from, id);
    if (isMovedByHand(id)) {
        const QString rows = quoted(ObjectName {id.name.schema, oldName(id.name.name)});
        out.addWithNote(QStringLiteral("CREATE TABLE %1 AS SELECT * FROM %2").arg(rows, quoted(id.name)),
            QStringLiteral("The table is made anew: no ALTER changes how it is partitioned. Its rows wait in %1.")
                .arg(rows));
        out.add(drop);
    } else if (table.kind == TableKind::Foreign) {
        out.add(drop);
    } else {
        out.addLosing(drop, QStringLiteral("Deletes table %1 with all rows.").arg(id.name.display()));
    }
    add(id, Facet::Main, Verb::Drop, out);
}

void Plan::addDropSequence(const ObjectId& id)
{
    const Sequence& sequence = *m_question.from.find<Sequence>(id);
    if (!sequence.ownedByTable.isEmpty()) {
        const ObjectId table = tableId(sequence.ownedByTable);
        const ObjectId column = columnId(sequence.ownedByTable, sequence.ownedByColumn);
        if (isGone(table) || isGone(column)) {
            m_goesWith.insert(id, isGone(table) ? table : column);
            return;
        }
    }
    Statements out = statementsFor(id);
    out.add(QStringLiteral("DROP ") + target(m_question.from, id));
    add(id, Facet::Main, Verb::Drop, out);
}

void Plan::addDropOther(const ObjectId& id)
{
    const OtherObject& other = *m_question.from.find<OtherObject>(id);
    if (!other.table.isEmpty() && isGone(tableId(other.table))) {
        m_goesWith.insert(id, tableId(other.table));
        return;
    }
    if (other.removal.isEmpty()) {
        m_impossible.append({base::ErrorCode::Unsupported,
            QStringLiteral("%1 %2 cannot be dropped by a script").arg(other.kind, other.name.display()),
            QStringLiteral("It exists only before, and how to remove it is not known."),
            QStringLiteral("Drop it by hand."), {}, {}});
        return;
    }
    Statements out = statementsFor(id);
    out.add(other.removal);
    add(id, Facet::Main, Verb::Drop, out);
}

/// Two tables that go and refer to each other: neither can go first as long as the keys are there.
bool Plan::isInForeignKeyCircle(const ObjectId& constraint) const
{
    const Constraint* key = m_question.from.find<Constraint>(constraint);
    if (!key || key->kind != ConstraintKind::ForeignKey || key->referencedTable == constraint.name)
        return false;
    QList<ObjectName> open {key->referencedTable};
    QSet<ObjectName> seen;
    while (!open.isEmpty()) {
        const ObjectName name = open.takeLast();
        const Table* table = m_question.from.table(name);
        if (seen.contains(name) || !table || !isGone(tableId(name)))
            continue;
        seen.insert(name);
        for (const Constraint& other : table->constraints) {
            if (other.kind == ConstraintKind::ForeignKey && other.referencedTable == constraint.name)
                return true;
            if (other.kind == ConstraintKind::ForeignKey)
                open.append(other.referencedTable);
        }
    }
    return false;
}

void Plan::addDropPart(const ObjectId& id)
{
    const Catalog& from = m_question.from;
    const ObjectId whole = from.wholeOf(id);
    if (isGone(whole) && !isInForeignKeyCircle(id)) {
        m_goesWith.insert(id, whole);
        return;
    }
    Statements out = statementsFor(id);
    const auto goesWithColumn = [&](const QStringList& columns) {
        for (const QString& column : columns) {
            const ObjectId columnOf = columnId(id.name, column);
            if (m_fates.of(id) == Fate::Drop && m_fates.of(columnOf) == Fate::Drop) {
                m_goesWith.insert(id, columnOf);
                return true;
            }
        }
        return false;
    };
    const auto goesWithParent = [&](bool isInherited) {
        const ObjectId parent = isInherited ? parentsPart(from, id) : ObjectId();
        if (parent.name.isEmpty() || !isGone(parent))
            return false;
        m_goesWith.insert(id, parent);
        return true;
    };
    switch (id.kind) {
    case ObjectKind::Column:
        if (goesWithParent(from.find<Column>(id)->isInherited))
            return;
        out.addLosing(alterTable(*from.table(id.name)) + QStringLiteral(" DROP COLUMN ") + quoted(id.part),
            QStringLiteral("Deletes column %1.%2 with its values.").arg(id.name.display(), id.part));
        break;
    case ObjectKind::Constraint: {
        const Constraint& constraint = *from.find<Constraint>(id);
        if (constraint.isInherited) {
            const ObjectId parent = parentsPart(from, id);
            for (const Index& index : from.table(id.name)->indexes) {
                if (index.constraintName != id.part || index.parentIndex.isEmpty())
                    continue;
                const ObjectId key {
                    ObjectKind::Constraint, from.table(id.name)->partitionOf, index.parentIndex.name};
                if (isGone(key))
                    m_goesWith.insert(id, key);
            }
            if (m_goesWith.contains(id))
                return;
            if (!parent.name.isEmpty()) {
                m_goesWith.insert(id, parent);
                return;
            }
        }
        if (goesWithColumn(constraint.columns))
            return;
        writeDropConstraint(*from.table(id.name), constraint, out);
        break;
    }
    case ObjectKind::Index: {
        const Index& index = *from.find<Index>(id);
        const Table* table = from.table(id.name);
        if (!index.constraintName.isEmpty()) {
            m_goesWith.insert(id, {ObjectKind::Constraint, id.name, index.constraintName});
            return;
        }
        const ObjectId parent {
            ObjectKind::Index, table ? table->partitionOf : ObjectName(), index.parentIndex.name};
        if (!index.parentIndex.isEmpty() && isGone(parent)) {
            m_goesWith.insert(id, parent);
            return;
        }
        QStringList columns = index.includes;
        for (const IndexElement& element : index.elements)
            columns.append(element.column);
        if (goesWithColumn(columns))
            return;
        const QString name = quoted(ObjectName {id.name.schema, id.part});
        if (m_question.online && table && table->kind == TableKind::Ordinary)
            out.addOutside(QStringLiteral("DROP INDEX CONCURRENTLY ") + name);
        else
            out.add(QStringLiteral("DROP INDEX ") + name);
        break;
    }
    case ObjectKind::Trigger:
        if (goesWithParent(from.find<Trigger>(id)->isInherited))
            return;
        [[fallthrough]];
    default:
        out.add(QStringLiteral("DROP ") + target(from, id));
        break;
    }
    add(id, Facet::Main, Verb::Drop, out);
}

} // namespace strandline::dialect::postgresql
