// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/schema_facts.h"

#include "core/schema/enum_names.h"
#include "core/schema/findings.h"

#include <QCoreApplication>
#include <QSet>

namespace strandline::ui {

using schema::Constraint;
using schema::ConstraintKind;
using schema::ObjectId;
using schema::ObjectKind;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("SchemaFacts", text);
}

/// Without a translation Qt keeps one form for all numbers.
QString counted(const char* one, const char* many, int count)
{
    return count == 1 ? say(one) : say(many).arg(count);
}

QString list(const QStringList& names)
{
    return names.join(QStringLiteral(", "));
}

/// How the value comes about when nobody gives one.
QString defaultOf(const schema::Column& column)
{
    switch (column.identity) {
    case schema::Identity::Always:
        return say("identity, always");
    case schema::Identity::ByDefault:
        return say("identity, by default");
    case schema::Identity::None:
        break;
    }
    if (column.generated != schema::Generated::None)
        return say("generated %1: %2").arg(schema::enumWord(column.generated), column.generationExpression);
    if (column.isAutoIncrement)
        return say("auto-increment");
    QString text = column.defaultValue.value_or(QString());
    if (!column.onUpdate.isEmpty())
        text = list({text, say("on update %1").arg(column.onUpdate)});
    return text;
}

/// The keys a column is part of, shortest words first.
QString keysOf(const schema::Table& table, const QString& column)
{
    QStringList words;
    for (const Constraint& constraint : table.constraints) {
        if (!constraint.columns.contains(column))
            continue;
        if (constraint.kind == ConstraintKind::PrimaryKey)
            words << say("primary");
        else if (constraint.kind == ConstraintKind::Unique)
            words << say("unique");
        else if (constraint.kind == ConstraintKind::ForeignKey)
            words << QStringLiteral("→ %1").arg(constraint.referencedTable.display());
    }
    words.removeDuplicates();
    return list(words);
}

QString elementText(const schema::IndexElement& element)
{
    QString text = element.column.isEmpty() ? QStringLiteral("(%1)").arg(element.expression) : element.column;
    if (element.prefixLength > 0)
        text += QStringLiteral("(%1)").arg(element.prefixLength);
    if (!element.collation.isEmpty())
        text += QStringLiteral(" COLLATE ") + element.collation;
    if (!element.operatorClass.isEmpty())
        text += QLatin1Char(' ') + element.operatorClass;
    if (element.isDescending)
        text += QStringLiteral(" DESC");
    return text;
}

QString constraintText(const Constraint& one)
{
    if (!one.definition.isEmpty())
        return one.definition;
    switch (one.kind) {
    case ConstraintKind::Check:
    case ConstraintKind::Exclusion:
        return one.expression;
    case ConstraintKind::ForeignKey:
        return QStringLiteral("(%1) → %2 (%3)")
            .arg(list(one.columns), one.referencedTable.display(), list(one.referencedColumns));
    default:
        return QStringLiteral("(%1)").arg(list(one.columns));
    }
}

QString constraintName(const Constraint& one)
{
    return one.name.isEmpty() ? say("(no name)") : one.name;
}

FactRow keyRow(const QString& direction, const schema::ObjectName& other, const Constraint& constraint,
    const schema::ObjectName& owner, bool covered)
{
    FactRow row;
    const QString from = list(constraint.columns);
    const QString to =
        constraint.referencedColumns.isEmpty() ? say("primary key") : list(constraint.referencedColumns);
    row.cells = {direction, other.display(), QStringLiteral("%1 → %2").arg(from, to),
        constraint.onDelete.isEmpty() ? QStringLiteral("NO ACTION") : constraint.onDelete,
        constraint.onUpdate.isEmpty() ? QStringLiteral("NO ACTION") : constraint.onUpdate,
        covered ? say("yes") : say("none"), constraintName(constraint)};
    row.target = ObjectId {ObjectKind::Table, other, {}};
    row.isProblem = !covered;
    row.icon = QStringLiteral("schema-foreign-key");
    Q_UNUSED(owner)
    return row;
}

void addOptions(QList<FactRow>& rows, const schema::Options& options)
{
    for (auto it = options.cbegin(); it != options.cend(); ++it)
        rows << FactRow {{it.key(), it.value()}, {}, {}, {}, false};
}

struct PropertyRows
{
    QList<FactRow> rows;

    void add(const QString& name, const QString& value)
    {
        if (!value.isEmpty())
            rows << FactRow {{name, value}, {}, {}, {}, false};
    }
    void add(const schema::Access& access)
    {
        add(say("Owner"), access.owner);
        for (const schema::Grant& grant : access.grants)
            add(say("Grant"),
                QStringLiteral("%1 → %2").arg(
                    grant.privilege, grant.grantee.isEmpty() ? QStringLiteral("PUBLIC") : grant.grantee));
    }
};

void addTable(PropertyRows& to, const schema::Table& table)
{
    if (table.kind != schema::TableKind::Ordinary)
        to.add(say("Kind"), schema::enumWord(table.kind));
    to.add(say("Comment"), table.comment);
    to.add(say("Partition key"), table.partitionKey);
    to.add(say("Partition of"), table.partitionOf.display());
    to.add(say("Bound"), table.partitionBound);
    for (const schema::ObjectName& parent : table.inherits)
        to.add(say("Inherits"), parent.display());
    if (table.isUnlogged)
        to.add(say("Logged"), say("no"));
    if (table.rowSecurity)
        to.add(say("Row security"), table.forceRowSecurity ? say("on, also for the owner") : say("on"));
    for (const schema::Policy& policy : table.policies)
        to.add(say("Policy"),
            QStringLiteral("%1 %2: %3").arg(policy.name, policy.command, policy.usingExpression));
    for (const schema::Rule& rule : table.rules)
        to.add(say("Rule"), rule.definition);
    addOptions(to.rows, table.options);
    to.add(table.access);
}

void addSequence(PropertyRows& to, const schema::Sequence& sequence)
{
    to.add(say("Type"), sequence.options.type);
    to.add(say("Start"), sequence.options.start);
    to.add(say("Increment"), sequence.options.increment);
    to.add(say("Minimum"), sequence.options.minimum);
    to.add(say("Maximum"), sequence.options.maximum);
    to.add(say("Cache"), sequence.options.cache);
    to.add(say("Cycle"), sequence.options.cycle ? say("yes") : say("no"));
    if (!sequence.ownedByTable.isEmpty())
        to.add(say("Owned by"), sequence.ownedByTable.display() + QLatin1Char('.') + sequence.ownedByColumn);
    to.add(say("Comment"), sequence.comment);
    to.add(sequence.access);
}

void addType(PropertyRows& to, const schema::UserType& type)
{
    to.add(say("Kind"), schema::enumWord(type.kind));
    to.add(say("Base type"), type.baseType);
    for (const QString& value : type.values)
        to.add(say("Value"), value);
    for (const schema::Column& attribute : type.attributes)
        to.add(say("Attribute"), attribute.name + QLatin1Char(' ') + attribute.type);
    for (const Constraint& constraint : type.constraints)
        to.add(say("Constraint"), constraintText(constraint));
    if (type.defaultValue)
        to.add(say("Default"), *type.defaultValue);
    to.add(say("Comment"), type.comment);
    addOptions(to.rows, type.options);
    to.add(type.access);
}

} // namespace

FactTable columnFacts(const QList<schema::Column>& columns, const schema::Table* table)
{
    FactTable facts;
    facts.headers = {say("Column"), say("Type"), say("Null"), say("Default"), say("Key"), say("Collation"),
        say("Comment")};
    facts.whyEmpty = say("It has no columns.");
    for (const schema::Column& column : columns) {
        FactRow row;
        const bool isKey = table && table->primaryKey() && table->primaryKey()->columns.contains(column.name);
        row.icon = isKey ? QStringLiteral("schema-key") : QStringLiteral("schema-column");
        row.cells = {column.name, column.type, column.notNull ? say("not null") : say("null"),
            defaultOf(column), table ? keysOf(*table, column.name) : QString(), column.collation,
            column.comment};
        facts.rows << row;
    }
    return facts;
}

FactTable indexFacts(const QList<schema::Index>& indexes)
{
    FactTable facts;
    facts.headers = {say("Index"), say("Columns"), say("Unique"), say("Method"), say("Only where"),
        say("Valid"), say("Made by")};
    facts.whyEmpty = say("It has no indexes.");
    for (const schema::Index& index : indexes) {
        QStringList elements;
        for (const schema::IndexElement& element : index.elements)
            elements << elementText(element);
        QString columns = list(elements);
        if (!index.includes.isEmpty())
            columns += say(" including %1").arg(list(index.includes));
        FactRow row;
        row.icon = QStringLiteral("schema-index");
        row.cells = {index.name, columns, index.isUnique ? say("unique") : QString(), index.method,
            index.predicate,
            !index.isValid        ? say("not valid")
                : index.isIgnored ? say("ignored")
                                  : say("yes"),
            index.constraintName};
        row.isProblem = !index.isValid || index.isIgnored;
        facts.rows << row;
    }
    return facts;
}

FactTable constraintFacts(const schema::Table& table)
{
    FactTable facts;
    facts.headers = {say("Constraint"), say("Kind"), say("Definition"), say("Validated")};
    facts.whyEmpty = say("It has no constraints.");
    for (const Constraint& one : table.constraints) {
        FactRow row;
        row.icon = one.kind == ConstraintKind::PrimaryKey ? QStringLiteral("schema-key")
            : one.kind == ConstraintKind::ForeignKey      ? QStringLiteral("schema-foreign-key")
                                                          : QStringLiteral("schema-constraint");
        row.cells = {constraintName(one), schema::enumWord(one.kind), constraintText(one),
            !one.isValidated      ? say("not validated")
                : !one.isEnforced ? say("not enforced")
                                  : say("yes")};
        row.isProblem = !one.isValidated || !one.isEnforced;
        facts.rows << row;
    }
    return facts;
}

QList<IncomingKey> incomingForeignKeys(const schema::Database& database, const schema::ObjectName& table)
{
    QList<IncomingKey> keys;
    for (const schema::Table& other : database.tables) {
        for (const Constraint& one : other.constraints) {
            if (one.kind == ConstraintKind::ForeignKey && one.referencedTable == table)
                keys << IncomingKey {&other, &one};
        }
    }
    return keys;
}

FactTable foreignKeyFacts(const schema::Database& database, const schema::Table& table)
{
    FactTable facts;
    facts.headers = {say("Direction"), say("Table"), say("Columns"), say("On delete"), say("On update"),
        say("Index"), say("Constraint")};
    facts.whyEmpty = say("No foreign key leaves this table or leads to it.");
    const bool made = database.dialect == sql::Dialect::MySql;
    for (const Constraint& one : table.constraints) {
        if (one.kind == ConstraintKind::ForeignKey)
            facts.rows << keyRow(say("out"), one.referencedTable, one, table.name,
                made || schema::isCoveredByIndex(table, one.columns));
    }
    for (const IncomingKey& key : incomingForeignKeys(database, table.name))
        facts.rows << keyRow(say("in"), key.table->name, *key.constraint, table.name,
            made || schema::isCoveredByIndex(*key.table, key.constraint->columns));
    return facts;
}

FactTable triggerFacts(const QList<schema::Trigger>& triggers)
{
    FactTable facts;
    facts.headers = {say("Trigger"), say("When"), say("Events"), say("Calls"), say("Enabled")};
    facts.whyEmpty = say("It has no triggers.");
    for (const schema::Trigger& one : triggers) {
        FactRow row;
        row.icon = QStringLiteral("schema-trigger");
        row.cells = {one.name, one.timing, list(one.events), one.function.display(),
            one.enabled.isEmpty() ? say("yes") : one.enabled};
        row.isProblem = one.enabled == QLatin1String("disabled");
        if (!one.function.isEmpty())
            row.target = ObjectId {ObjectKind::Routine, one.function, one.functionArguments};
        facts.rows << row;
    }
    return facts;
}

FactTable dependencyFacts(const schema::Database& database, const ObjectId& object)
{
    FactTable facts;
    facts.headers = {say("Direction"), say("Object"), say("Because of")};
    facts.whyEmpty = say("Nothing needs it, and it needs nothing.");
    QSet<QString> seen;
    const auto add = [&](const QString& direction, const ObjectId& other, const QString& why) {
        if (seen.contains(direction + other.display() + why))
            return;
        seen.insert(direction + other.display() + why);
        FactRow row;
        row.cells = {direction, other.display(), why};
        row.target = other;
        facts.rows << row;
    };
    // Parts of a table do not stand in the tree; what needs a column needs its table.
    const auto isObject = [&object](const ObjectId& one) {
        return one == object
            || (object.kind == ObjectKind::Table && one.kind == ObjectKind::Column && one.name == object.name)
            || (object.kind == ObjectKind::View && one.kind == ObjectKind::Column && one.name == object.name);
    };
    const QString definition = say("definition");
    for (const schema::Dependency& one : database.dependencies) {
        if (isObject(one.object) && !isObject(one.on))
            add(say("needs"), one.on, definition);
        else if (isObject(one.on) && !isObject(one.object))
            add(say("needed by"), one.object, one.on.part.isEmpty() ? definition : one.on.display());
    }
    if (const schema::Table* table = database.table(object.name); table && object.kind == ObjectKind::Table) {
        for (const Constraint& one : table->constraints) {
            if (one.kind == ConstraintKind::ForeignKey && one.referencedTable != table->name)
                add(say("needs"), {ObjectKind::Table, one.referencedTable, {}},
                    say("foreign key %1").arg(one.name).trimmed());
        }
        for (const IncomingKey& key : incomingForeignKeys(database, object.name)) {
            if (key.table->name != object.name)
                add(say("needed by"), {ObjectKind::Table, key.table->name, {}},
                    say("foreign key %1").arg(key.constraint->name).trimmed());
        }
    }
    return facts;
}

FactTable propertyFacts(const schema::Database& database, const ObjectId& object)
{
    PropertyRows found;
    switch (object.kind) {
    case ObjectKind::Table:
        if (const schema::Table* table = database.table(object.name))
            addTable(found, *table);
        break;
    case ObjectKind::View:
        if (const schema::View* view = database.view(object.name)) {
            found.add(say("Comment"), view->comment);
            found.add(say("Check option"), view->checkOption);
            if (view->isMaterialized)
                found.add(say("Populated"), view->isPopulated ? say("yes") : say("no"));
            addOptions(found.rows, view->options);
            found.add(view->access);
        }
        break;
    case ObjectKind::Sequence:
        for (const schema::Sequence& one : database.sequences) {
            if (one.name == object.name)
                addSequence(found, one);
        }
        break;
    case ObjectKind::Type:
        for (const schema::UserType& one : database.types) {
            if (one.name == object.name)
                addType(found, one);
        }
        break;
    case ObjectKind::Routine:
        for (const schema::Routine& one : database.routines) {
            if (schema::identityOf(one) != object)
                continue;
            found.add(say("Kind"), schema::enumWord(one.kind));
            found.add(say("Arguments"), one.arguments);
            found.add(say("Returns"), one.returnType);
            found.add(say("Language"), one.language);
            found.add(say("Comment"), one.comment);
            addOptions(found.rows, one.options);
            found.add(one.access);
        }
        break;
    case ObjectKind::Extension:
        for (const schema::Extension& one : database.extensions) {
            if (one.name != object.name.name)
                continue;
            found.add(say("Version"), one.version);
            found.add(say("Schema"), one.schema);
            found.add(say("Comment"), one.comment);
        }
        break;
    case ObjectKind::Other:
        for (const schema::OtherObject& one : database.others) {
            if (schema::identityOf(one) != object)
                continue;
            found.add(say("Kind"), one.kind);
            found.add(say("Table"), one.table.display());
            found.add(say("Arguments"), one.arguments);
            found.add(say("Comment"), one.comment);
            addOptions(found.rows, one.options);
            found.add(one.access);
        }
        break;
    default:
        break;
    }
    FactTable facts;
    facts.headers = {say("Property"), say("Value")};
    facts.whyEmpty = say("Nothing differs from what is usual.");
    facts.rows = found.rows;
    return facts;
}

QString objectSummary(const schema::Database& database, const ObjectId& object)
{
    QStringList parts;
    if (object.kind == ObjectKind::Table) {
        const schema::Table* table = database.table(object.name);
        if (!table)
            return {};
        parts << counted("1 column", "%1 columns", int(table->columns.size()));
        if (!table->indexes.isEmpty())
            parts << counted("1 index", "%1 indexes", int(table->indexes.size()));
        const int in = int(incomingForeignKeys(database, object.name).size());
        if (in > 0)
            parts << counted("1 foreign key leads here", "%1 foreign keys lead here", in);
    } else if (object.kind == ObjectKind::View) {
        if (const schema::View* view = database.view(object.name))
            parts << counted("1 column", "%1 columns", int(view->columns.size()));
    } else if (object.kind == ObjectKind::Trigger) {
        parts << say("on %1").arg(object.name.display());
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace strandline::ui
