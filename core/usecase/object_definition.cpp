// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/object_definition.h"

#include <algorithm>

namespace strandline::usecase {

namespace {

using schema::ObjectKind;

template <typename T> const T* find(const QList<T>& list, const schema::ObjectName& name)
{
    const auto found =
        std::find_if(list.cbegin(), list.cend(), [&name](const T& one) { return one.name == name; });
    return found == list.cend() ? nullptr : &*found;
}

/// Statements that the engine keeps without their separator get one.
void append(QStringList& statements, const QString& statement)
{
    QString text = statement.trimmed();
    if (text.isEmpty())
        return;
    if (!text.endsWith(QLatin1Char(';')))
        text += QLatin1Char(';');
    statements << text;
}

template <typename Owner> void appendParts(QStringList& statements, const Owner& owner)
{
    for (const schema::Index& index : owner.indexes) {
        if (index.constraintName.isEmpty())
            append(statements, index.definition);
    }
    for (const schema::Trigger& trigger : owner.triggers)
        append(statements, trigger.definition);
}

QStringList tableStatements(const schema::Table& table)
{
    QStringList statements;
    append(statements, table.definition);
    // Parts of a table that cannot be written themselves would look like the whole.
    if (!statements.isEmpty())
        appendParts(statements, table);
    return statements;
}

template <typename Owner>
void appendTrigger(QStringList& statements, const Owner* owner, const QString& name)
{
    if (!owner)
        return;
    for (const schema::Trigger& trigger : owner->triggers) {
        if (trigger.name == name)
            append(statements, trigger.definition);
    }
}

} // namespace

QString objectDefinition(const schema::Database& database, const schema::ObjectId& object)
{
    QStringList statements;
    switch (object.kind) {
    case ObjectKind::Table:
        if (const schema::Table* table = database.table(object.name))
            statements = tableStatements(*table);
        break;
    case ObjectKind::View:
        if (const schema::View* view = database.view(object.name)) {
            append(statements, view->definition);
            appendParts(statements, *view);
        }
        break;
    case ObjectKind::Routine:
        for (const schema::Routine& routine : database.routines) {
            if (routine.name == object.name && routine.identityArguments == object.part)
                append(statements, routine.definition);
        }
        break;
    case ObjectKind::Type:
        if (const schema::UserType* type = find(database.types, object.name))
            append(statements, type->definition);
        break;
    case ObjectKind::Trigger:
        appendTrigger(statements, database.table(object.name), object.part);
        appendTrigger(statements, database.view(object.name), object.part);
        break;
    case ObjectKind::Other:
        for (const schema::OtherObject& other : database.others) {
            if (other.name == object.name && schema::identityOf(other).part == object.part)
                append(statements, other.definition);
        }
        break;
    default:
        break;
    }
    return statements.join(QStringLiteral("\n\n"));
}

} // namespace strandline::usecase
