// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/schema_text.h"

#include "core/schema/enum_names.h"

namespace strandline::report {

namespace {

constexpr int kIndent = 2;

QString list(const QStringList& names)
{
    return QLatin1Char('(') + names.join(QLatin1String(", ")) + QLatin1Char(')');
}

QString routineText(const schema::Routine& routine)
{
    QString text =
        QStringLiteral("%1 %2(%3)")
            .arg(schema::enumWord(routine.kind), routine.name.display(), routine.identityArguments);
    if (!routine.returnType.isEmpty())
        text += QStringLiteral(" returns ") + routine.returnType;
    return text;
}

QString typeText(const schema::UserType& type)
{
    QString text = QStringLiteral("type %1 (%2)").arg(type.name.display(), schema::enumWord(type.kind));
    if (type.kind == schema::TypeKind::Enum)
        text += QStringLiteral(": ") + type.values.join(QLatin1String(", "));
    else if (!type.baseType.isEmpty())
        text += QStringLiteral(": ") + type.baseType;
    return text;
}

class TreeWriter
{
public:
    QStringList lines;

    void write(const schema::Database& database)
    {
        for (const schema::Schema& item : database.schemas)
            add(0, QStringLiteral("schema ") + item.name);
        for (const schema::Extension& item : database.extensions)
            add(0, QStringLiteral("extension %1 %2").arg(item.name, item.version).trimmed());
        for (const schema::UserType& type : database.types)
            writeType(type);
        for (const schema::Sequence& item : database.sequences)
            add(0, QStringLiteral("sequence ") + item.name.display());
        for (const schema::Table& table : database.tables)
            writeTable(table);
        for (const schema::View& view : database.views)
            writeView(view);
        for (const schema::Routine& routine : database.routines)
            add(0, routineText(routine));
        for (const schema::OtherObject& other : database.others)
            add(0,
                QStringLiteral("%1 %2 %3").arg(other.kind, other.name.display(), other.arguments).trimmed());
        for (const QString& sentence : database.unread)
            add(0, QStringLiteral("not read: ") + sentence);
    }

private:
    void add(int depth, const QString& text)
    {
        lines << QString(depth * kIndent, QLatin1Char(' '))
                + QString(text).replace(QLatin1Char('\n'), QLatin1Char(' '));
    }

    void writeType(const schema::UserType& type)
    {
        add(0, typeText(type));
        for (const schema::Column& attribute : type.attributes)
            add(1, columnText(attribute));
        for (const schema::Constraint& constraint : type.constraints)
            add(1, constraintText(constraint));
    }

    void writeTriggers(const QList<schema::Trigger>& triggers, const QList<schema::Rule>& rules)
    {
        for (const schema::Trigger& trigger : triggers) {
            add(1,
                QStringLiteral("trigger %1 %2 %3")
                    .arg(trigger.name, trigger.timing, trigger.events.join(QLatin1String(" or ")))
                    .trimmed());
        }
        for (const schema::Rule& rule : rules)
            add(1, QStringLiteral("rule ") + rule.name);
    }

    void writeTable(const schema::Table& table)
    {
        QString head = QStringLiteral("table ") + table.name.display();
        if (table.kind != schema::TableKind::Ordinary)
            head += QStringLiteral(" (%1)").arg(schema::enumWord(table.kind));
        if (!table.partitionOf.isEmpty())
            head +=
                QStringLiteral(", partition of %1 %2").arg(table.partitionOf.display(), table.partitionBound);
        if (!table.partitionKey.isEmpty())
            head += QStringLiteral(", partitioned by ") + table.partitionKey;
        add(0, head);
        for (const schema::Column& column : table.columns)
            add(1, columnText(column));
        for (const schema::Constraint& constraint : table.constraints)
            add(1, constraintText(constraint));
        for (const schema::Index& index : table.indexes) {
            if (index.constraintName.isEmpty())
                add(1, indexText(index));
        }
        writeTriggers(table.triggers, table.rules);
        for (const schema::Policy& policy : table.policies)
            add(1, QStringLiteral("policy %1 for %2").arg(policy.name, policy.command));
    }

    void writeView(const schema::View& view)
    {
        add(0,
            (view.isMaterialized ? QStringLiteral("materialized view ") : QStringLiteral("view "))
                + view.name.display());
        for (const schema::Column& column : view.columns)
            add(1, columnText(column));
        for (const schema::Index& index : view.indexes)
            add(1, indexText(index));
        writeTriggers(view.triggers, view.rules);
    }
};

} // namespace

QString columnText(const schema::Column& column)
{
    QString text = (column.name + QLatin1Char(' ') + column.type).trimmed();
    if (column.notNull)
        text += QStringLiteral(" not null");
    if (column.defaultValue)
        text += QStringLiteral(" default ") + *column.defaultValue;
    if (column.identity != schema::Identity::None)
        text += QStringLiteral(" generated %1 as identity").arg(schema::enumWord(column.identity));
    if (column.generated != schema::Generated::None)
        text += QStringLiteral(" generated as (%1) %2")
                    .arg(column.generationExpression, schema::enumWord(column.generated));
    if (column.isAutoIncrement)
        text += QStringLiteral(" auto_increment");
    if (!column.onUpdate.isEmpty())
        text += QStringLiteral(" on update ") + column.onUpdate;
    if (column.isInvisible)
        text += QStringLiteral(" invisible");
    return text;
}

QString constraintText(const schema::Constraint& constraint)
{
    QString text = schema::enumWord(constraint.kind);
    if (!constraint.name.isEmpty())
        text += QLatin1Char(' ') + constraint.name;
    if (!constraint.columns.isEmpty() && constraint.kind != schema::ConstraintKind::Check)
        text += QLatin1Char(' ') + list(constraint.columns);
    if (!constraint.expression.isEmpty())
        text += QStringLiteral(" (%1)").arg(constraint.expression);
    if (!constraint.referencedTable.isEmpty()) {
        text += QStringLiteral(" references ") + constraint.referencedTable.display();
        if (!constraint.referencedColumns.isEmpty())
            text += QLatin1Char(' ') + list(constraint.referencedColumns);
    }
    if (!constraint.onDelete.isEmpty())
        text += QStringLiteral(" on delete ") + constraint.onDelete;
    if (!constraint.onUpdate.isEmpty())
        text += QStringLiteral(" on update ") + constraint.onUpdate;
    if (!constraint.isValidated)
        text += QStringLiteral(" not validated");
    return text;
}

QString indexText(const schema::Index& index)
{
    QStringList elements;
    for (const schema::IndexElement& element : index.elements) {
        QString text = element.column.isEmpty() ? element.expression : element.column;
        if (element.isDescending)
            text += QStringLiteral(" desc");
        elements << text;
    }
    QString text = index.isUnique ? QStringLiteral("unique index ") : QStringLiteral("index ");
    text += index.name + QLatin1Char(' ') + list(elements);
    if (!index.predicate.isEmpty())
        text += QStringLiteral(" where ") + index.predicate;
    if (!index.isValid)
        text += QStringLiteral(" (invalid)");
    return text;
}

QStringList schemaTree(const schema::Database& database)
{
    TreeWriter writer;
    writer.write(database);
    return writer.lines;
}

} // namespace strandline::report
