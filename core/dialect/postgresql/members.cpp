// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/members.h"

#include <QHash>

namespace strandline::dialect::postgresql {

using namespace schema;

namespace {

QHash<ObjectName, const Table*> byName(const Database& database)
{
    QHash<ObjectName, const Table*> tables;
    for (const Table& table : database.tables)
        tables.insert(table.name, &table);
    return tables;
}

bool isMadeAnew(const Table* from, const Table* to)
{
    return !from || !to || from->kind != to->kind || from->partitionKey != to->partitionKey
        || from->foreignServer != to->foreignServer;
}

/// `keepsKeys`: after a DETACH foreign keys stay; before an ATTACH they are not there yet.
void standAlone(Table& table, bool keepsKeys)
{
    for (Column& column : table.columns)
        column.isInherited = false;
    for (Constraint& constraint : table.constraints) {
        if (constraint.kind != ConstraintKind::ForeignKey || keepsKeys)
            constraint.isInherited = false;
    }
    table.constraints.removeIf([](const Constraint& constraint) { return constraint.isInherited; });
    table.triggers.removeIf([](const Trigger& trigger) { return trigger.isInherited; });
    for (Index& index : table.indexes)
        index.parentIndex = {};
}

/// INHERIT and NO INHERIT: only columns and checks are shared.
void ownColumns(Table& table)
{
    for (Column& column : table.columns)
        column.isInherited = false;
    for (Constraint& constraint : table.constraints)
        constraint.isInherited = false;
}

} // namespace

void setMembersApart(Database& from, Database& to)
{
    QHash<ObjectName, const Table*> before = byName(from);
    QHash<ObjectName, const Table*> after = byName(to);
    QList<qsizetype> leaving;
    QList<qsizetype> joining;
    QList<qsizetype> orphans;
    QList<qsizetype> adopted;
    const auto parentStays = [&](const ObjectName& parent) {
        return !isMadeAnew(before.value(parent), after.value(parent));
    };
    for (qsizetype i = 0; i < from.tables.size(); ++i) {
        const Table& table = from.tables.at(i);
        const Table* now = after.value(table.name);
        if (isMadeAnew(&table, now))
            continue;
        if (!table.partitionOf.isEmpty()
            && (now->partitionOf != table.partitionOf || now->partitionBound != table.partitionBound
                || !parentStays(table.partitionOf)))
            leaving.append(i);
        if (table.inherits != now->inherits)
            orphans.append(i);
    }
    for (qsizetype i = 0; i < to.tables.size(); ++i) {
        const Table& table = to.tables.at(i);
        const Table* old = before.value(table.name);
        const bool isNew = isMadeAnew(old, &table);
        if (!table.partitionOf.isEmpty()
            && (isNew || old->partitionOf != table.partitionOf || old->partitionBound != table.partitionBound
                || !parentStays(table.partitionOf)))
            joining.append(i);
        if (!isNew && old->inherits != table.inherits)
            adopted.append(i);
    }
    for (const qsizetype i : std::as_const(leaving))
        standAlone(from.tables[i], true);
    for (const qsizetype i : std::as_const(joining))
        standAlone(to.tables[i], false);
    for (const qsizetype i : std::as_const(orphans))
        ownColumns(from.tables[i]);
    for (const qsizetype i : std::as_const(adopted))
        ownColumns(to.tables[i]);
}

} // namespace strandline::dialect::postgresql
