// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/plan.h"

#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/same.h"
#include "core/dialect/postgresql/write_access.h"
#include "core/dialect/postgresql/write_column.h"
#include "core/dialect/postgresql/write_objects.h"
#include "core/dialect/postgresql/write_parts.h"
#include "core/dialect/postgresql/write_table.h"

namespace strandline::dialect::postgresql {

using namespace schema;

void Plan::addAlter(const ObjectId& id)
{
    const Catalog& from = m_question.from;
    const Catalog& to = m_question.to;
    Statements out = statementsFor(id);
    switch (id.kind) {
    case ObjectKind::Extension:
        writeExtensionChange(*from.find<Extension>(id), *to.find<Extension>(id), out);
        break;
    case ObjectKind::Type:
        writeTypeChange(*from.find<UserType>(id), *to.find<UserType>(id), out);
        break;
    case ObjectKind::Sequence:
        writeSequenceChange(m_question, *from.find<Sequence>(id), *to.find<Sequence>(id), out);
        break;
    case ObjectKind::Table:
        writeTableChange(m_question, *from.table(id.name), *to.table(id.name), out);
        break;
    case ObjectKind::View:
        writeViewChange(*from.find<View>(id), *to.find<View>(id), out);
        break;
    case ObjectKind::Routine:
        if (m_fates.of(id) == Fate::Alter)
            writeCreateRoutine(*to.find<Routine>(id), out);
        break;
    case ObjectKind::Schema:
    case ObjectKind::Other:
        break;
    default:
        addAlterPart(id, out);
        break;
    }
    writeDressChanges(m_question, id, out);
    add(id, Facet::Main, Verb::Alter, out);
}

void Plan::addAlterPart(const ObjectId& id, Statements& out)
{
    const Catalog& from = m_question.from;
    const Catalog& to = m_question.to;
    switch (id.kind) {
    case ObjectKind::Column:
        addAlterColumn(id, out);
        break;
    case ObjectKind::Constraint: {
        const Constraint& before = *from.find<Constraint>(id);
        const Constraint& after = *to.find<Constraint>(id);
        if (!after.isInherited || !before.isInherited)
            writeConstraintChange(*to.table(id.name), before, after, out);
        break;
    }
    case ObjectKind::Index: {
        const Index& before = *from.find<Index>(id);
        const Index& after = *to.find<Index>(id);
        writeIndexChange(id.name, before, after, out);
        // Its parent was made again, or came.
        const Table* table = to.table(id.name);
        const ObjectId parent {
            ObjectKind::Index, table ? table->partitionOf : ObjectName(), after.parentIndex.name};
        if (!after.parentIndex.isEmpty() && isNew(parent)) {
            out.add(QStringLiteral("ALTER INDEX ") + quoted(after.parentIndex)
                + QStringLiteral(" ATTACH PARTITION ") + quoted(ObjectName {id.name.schema, id.part}));
        }
        break;
    }
    case ObjectKind::Trigger: {
        const Trigger& before = *from.find<Trigger>(id);
        const Trigger& after = *to.find<Trigger>(id);
        if (!isSameTrigger(before, after))
            writeCreateTrigger(id.name, after, true, out);
        else
            writeTriggerState(id.name, before.enabled, after, out);
        break;
    }
    case ObjectKind::Rule: {
        const Rule& before = *from.find<Rule>(id);
        const Rule& after = *to.find<Rule>(id);
        if (before.definition != after.definition)
            writeCreateRule(id.name, after, out);
        else
            writeRuleState(id.name, before.enabled, after, out);
        break;
    }
    default:
        writePolicyChange(id.name, *from.find<Policy>(id), *to.find<Policy>(id), out);
        break;
    }
}

void Plan::addAlterColumn(const ObjectId& id, Statements& out)
{
    const Catalog& from = m_question.from;
    const Catalog& to = m_question.to;
    const Table& table = *to.table(id.name);
    const Column& before = *from.find<Column>(id);
    Column after = *to.find<Column>(id);
    // The default goes by itself where it uses something that goes.
    bool losesDefault = m_fates.losesDefault(id);
    if (before.defaultValue && before.defaultValue != after.defaultValue) {
        for (const ObjectId& on : from.dependenciesOf(id))
            losesDefault = losesDefault || (isGone(on) && on.kind != ObjectKind::Column);
    }
    losesDefault = losesDefault && before.defaultValue.has_value();
    if (losesDefault) {
        Statements drop = statementsFor(id);
        drop.add(alterTable(table, true) + QStringLiteral(" ALTER COLUMN ") + quoted(id.part)
            + QStringLiteral(" DROP DEFAULT"));
        add(id, Facet::Default, Verb::Drop, drop);
    }
    const bool followsParent = before.isInherited && after.isInherited;
    const Column* parentBefore = followsParent ? parentsColumn(from, id.name, id.part) : nullptr;
    const Column* parentAfter = followsParent ? parentsColumn(to, id.name, id.part) : nullptr;
    const bool isFollowing = parentBefore && parentAfter;
    Column arrived = before;
    if (isFollowing) {
        // What the parent's change has done to this column already.
        if (parentBefore->notNull != parentAfter->notNull)
            arrived.notNull = parentAfter->notNull;
        arrived.generated = after.generated;
        arrived.generationExpression = after.generationExpression;
        if (m_question.version >= 170000) {
            arrived.identity = after.identity;
            arrived.identityOptions = after.identityOptions;
        }
    }
    ColumnChange change {*from.table(id.name), table, arrived, after, m_fates.isRetyped(id), losesDefault, false};
    if (isFollowing) {
        change.followsParent = true;
        if (arrived.notNull != after.notNull) {
            out.add(alterTable(table) + QStringLiteral(" ALTER COLUMN ") + quoted(id.part)
                + (after.notNull ? QStringLiteral(" SET NOT NULL") : QStringLiteral(" DROP NOT NULL")));
        }
    }
    // Only where the type was made anew under its name values have to go through text.
    const ObjectId type {ObjectKind::Type, before.typeName, {}};
    change.retype = change.retype && !before.typeName.isEmpty() && isGone(type);
    writeColumnChange(m_question, change, out);
}

} // namespace strandline::dialect::postgresql
