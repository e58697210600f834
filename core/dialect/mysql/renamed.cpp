// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/renamed.h"

#include "core/dialect/mysql/words.h"
#include "core/sql/mysql_names.h"

#include <QSet>

namespace strandline::dialect::mysql {

using schema::ObjectKind;
using schema::Table;

namespace {

void replaceName(QStringList& names, const QString& from, const QString& to)
{
    for (QString& name : names) {
        if (name == from)
            name = to;
    }
}

void renameColumn(schema::Database& database, Table& table, const QString& from, const QString& to)
{
    const auto adjust = [&](QString& expression) { expression = sql::withRenamedColumn(expression, from, to); };
    for (schema::Column& column : table.columns) {
        if (column.name == from)
            column.name = to;
        if (column.defaultValue)
            adjust(*column.defaultValue);
        adjust(column.generationExpression);
    }
    for (schema::Index& index : table.indexes) {
        for (schema::IndexElement& element : index.elements) {
            if (element.column == from)
                element.column = to;
            adjust(element.expression);
        }
    }
    for (schema::Constraint& constraint : table.constraints) {
        replaceName(constraint.columns, from, to);
        adjust(constraint.expression);
        if (constraint.kind == schema::ConstraintKind::Check && !isTableCheck(constraint)
            && constraint.name == from)
            constraint.name = to;
    }
    adjust(table.partitionKey);
    for (Table& other : database.tables) {
        for (schema::Constraint& key : other.constraints) {
            if (isForeignKey(key) && key.referencedTable == table.name)
                replaceName(key.referencedColumns, from, to);
        }
    }
}

void renameTable(schema::Database& database, const QHash<QString, QString>& names)
{
    for (Table& table : database.tables) {
        const QString old = table.name.name;
        table.name.name = names.value(old, old);
        for (schema::Constraint& key : table.constraints) {
            if (isForeignKey(key) && key.referencedTable.schema.isEmpty())
                key.referencedTable.name
                    = names.value(key.referencedTable.name, key.referencedTable.name);
        }
        for (schema::Trigger& trigger : table.triggers) {
            const QString head = triggerHead(trigger, old);
            if (trigger.definition.startsWith(head))
                trigger.definition
                    = triggerHead(trigger, table.name.name) + trigger.definition.mid(head.size());
        }
    }
    for (schema::View& view : database.views)
        view.name.name = names.value(view.name.name, view.name.name);
    for (schema::Sequence& sequence : database.sequences)
        sequence.name.name = names.value(sequence.name.name, sequence.name.name);
}

} // namespace

QString RenamedDatabase::oldColumn(const QString& table, const QString& column) const
{
    return columns.value(table).value(column, column);
}

RenamedDatabase withRenames(const schema::Database& from, const QList<diff::Rename>& renames)
{
    RenamedDatabase renamed {from, {}, {}};
    QHash<QString, QString> names;
    for (const diff::Rename& rename : renames) {
        const ObjectKind kind = rename.from.kind;
        if (kind == ObjectKind::Table || kind == ObjectKind::View || kind == ObjectKind::Sequence) {
            names.insert(rename.from.name.name, rename.to.name.name);
            renamed.objects.append({rename.from.name.name, rename.to.name.name});
        }
    }
    renameTable(renamed.database, names);
    for (const diff::Rename& rename : renames) {
        if (rename.from.kind != ObjectKind::Column)
            continue;
        const QString tableName = names.value(rename.from.name.name, rename.from.name.name);
        for (Table& table : renamed.database.tables) {
            if (table.name.name != tableName || !table.column(rename.from.part))
                continue;
            // Two columns that change places: the first must not be taken for the second.
            renamed.columns[tableName].insert(rename.to.part, rename.from.part);
            renameColumn(renamed.database, table, rename.from.part, QChar(1) + rename.to.part);
        }
    }
    for (Table& table : renamed.database.tables) {
        const auto columns = renamed.columns.value(table.name.name);
        for (auto it = columns.cbegin(); it != columns.cend(); ++it)
            renameColumn(renamed.database, table, QChar(1) + it.key(), it.key());
    }
    return renamed;
}

QString renameTables(const QList<std::pair<QString, QString>>& renames, const schema::Database& from)
{
    QSet<QString> taken;
    for (const Table& table : from.tables)
        taken.insert(table.name.name);
    for (const schema::View& view : from.views)
        taken.insert(view.name.name);
    for (const schema::Sequence& sequence : from.sequences)
        taken.insert(sequence.name.name);
    QList<std::pair<QString, QString>> waiting = renames;
    QStringList steps;
    const auto add = [&](const QString& old, const QString& name) {
        steps << QStringLiteral("%1 TO %2").arg(quoted(old), quoted(name));
        taken.remove(old);
        taken.insert(name);
    };
    while (!waiting.isEmpty()) {
        const auto free = std::find_if(waiting.begin(), waiting.end(),
            [&](const auto& rename) { return !taken.contains(rename.second); });
        if (free != waiting.end()) {
            add(free->first, free->second);
            waiting.erase(free);
            continue;
        }
        // Only rings are left, or a name that something else holds: one steps aside.
        QString aside = waiting.first().first + QStringLiteral("_renamed");
        if (taken.contains(aside) || steps.size() > renames.size() * 2)
            break;
        add(waiting.first().first, aside);
        waiting.first().first = aside;
        waiting.append(waiting.takeFirst());
    }
    return steps.isEmpty() ? QString() : QStringLiteral("RENAME TABLE ") + steps.join(QStringLiteral(", "));
}

QString triggerHead(const schema::Trigger& trigger, const QString& table)
{
    return QStringLiteral("CREATE TRIGGER %1 %2 %3 ON %4 FOR EACH ROW ")
        .arg(quoted(trigger.name), trigger.timing, trigger.events.value(0), quoted(table));
}

} // namespace strandline::dialect::mysql
