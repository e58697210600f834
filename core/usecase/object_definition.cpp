// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/object_definition.h"

#include "core/usecase/renderers.h"

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
    if (!text.endsWith(QLatin1Char(';'))) {
        // Behind a comment it would be part of it.
        const qsizetype lastLine = text.lastIndexOf(QLatin1Char('\n')) + 1;
        text +=
            text.indexOf(QStringLiteral("--"), lastLine) < 0 ? QStringLiteral(";") : QStringLiteral("\n;");
    }
    statements << text;
}

/// As its author wrote it, where that is kept beside what is compared.
template <typename T> QString textOf(const T& object)
{
    return object.source.isEmpty() ? object.definition : object.source;
}

template <typename Owner> void appendParts(QStringList& statements, const Owner& owner)
{
    for (const schema::Index& index : owner.indexes) {
        if (index.constraintName.isEmpty())
            append(statements, textOf(index));
    }
    for (const schema::Trigger& trigger : owner.triggers)
        append(statements, textOf(trigger));
}

QStringList tableStatements(const schema::Table& table)
{
    QStringList statements;
    append(statements, textOf(table));
    // Parts of a table that cannot be written themselves would look like the whole.
    if (!statements.isEmpty())
        appendParts(statements, table);
    return statements;
}

template <typename Owner> void appendTrigger(QStringList& statements, const Owner* owner, const QString& name)
{
    if (!owner)
        return;
    for (const schema::Trigger& trigger : owner->triggers) {
        if (trigger.name == name)
            append(statements, textOf(trigger));
    }
}

template <typename T, typename Identity>
void keepOnly(QList<T>& to, const QList<T>& from, const Identity& isWanted)
{
    for (const T& one : from) {
        if (isWanted(one))
            to << one;
    }
}

/// A database that holds this object and nothing else.
schema::Database alone(const schema::Database& database, const schema::ObjectId& object)
{
    schema::Database one;
    one.dialect = database.dialect;
    one.serverVersion = database.serverVersion;
    one.name = database.name;
    one.defaultSchema = database.defaultSchema;
    one.options = database.options;
    const auto named = [&object](const auto& other) { return other.name == object.name; };
    const auto identified = [&object](const auto& other) { return schema::identityOf(other) == object; };
    switch (object.kind) {
    case ObjectKind::Table:
        keepOnly(one.tables, database.tables, named);
        break;
    case ObjectKind::View:
        keepOnly(one.views, database.views, named);
        break;
    case ObjectKind::Sequence:
        keepOnly(one.sequences, database.sequences, named);
        break;
    case ObjectKind::Type:
        keepOnly(one.types, database.types, named);
        break;
    case ObjectKind::Routine:
        keepOnly(one.routines, database.routines, identified);
        break;
    case ObjectKind::Other:
        keepOnly(one.others, database.others, identified);
        break;
    case ObjectKind::Extension:
        keepOnly(one.extensions, database.extensions,
            [&object](const schema::Extension& other) { return other.name == object.name.name; });
        break;
    default:
        break;
    }
    return one;
}

QStringList rendered(const schema::Database& database, const schema::ObjectId& object)
{
    const auto renderer = rendererFor(database.dialect);
    if (!renderer)
        return {};
    QStringList statements;
    const dialect::Rendered all = (*renderer)->renderAll(alone(database, object));
    if (!all.impossible.isEmpty())
        return {};
    for (const dialect::RenderedStatement& one : all.statements)
        append(statements, one.text);
    return statements;
}

QStringList kept(const schema::Database& database, const schema::ObjectId& object)
{
    QStringList statements;
    switch (object.kind) {
    case ObjectKind::Table:
        if (const schema::Table* table = database.table(object.name))
            statements = tableStatements(*table);
        break;
    case ObjectKind::View:
        // Elsewhere the definition is the query, which makes nothing.
        if (const schema::View* view = database.view(object.name);
            view && database.dialect == sql::Dialect::Sqlite) {
            append(statements, textOf(*view));
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
    return statements;
}

} // namespace

QString objectDefinition(const schema::Database& database, const schema::ObjectId& object)
{
    // SQLite keeps the very statement that made the object.
    QStringList statements =
        database.dialect == sql::Dialect::Sqlite ? kept(database, object) : rendered(database, object);
    if (statements.isEmpty())
        statements = kept(database, object);
    return statements.join(QStringLiteral("\n\n"));
}

} // namespace strandline::usecase
