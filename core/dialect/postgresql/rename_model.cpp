// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/rename_model.h"

#include "core/dialect/postgresql/pg_text.h"

#include <algorithm>
#include <functional>

namespace strandline::dialect::postgresql {

using namespace schema;

namespace {

using TextChange = std::function<void(QString&)>;

void eachText(Column& column, const TextChange& change)
{
    change(column.type);
    if (column.defaultValue)
        change(*column.defaultValue);
    change(column.generationExpression);
    change(column.collation);
}

void eachText(Constraint& constraint, const TextChange& change)
{
    change(constraint.expression);
    change(constraint.definition);
}

void eachText(Index& index, const TextChange& change)
{
    for (IndexElement& element : index.elements) {
        change(element.expression);
        change(element.operatorClass);
    }
    change(index.predicate);
    change(index.definition);
}

void eachText(Table& table, const TextChange& change)
{
    for (Column& column : table.columns)
        eachText(column, change);
    for (Constraint& constraint : table.constraints)
        eachText(constraint, change);
    for (Index& index : table.indexes)
        eachText(index, change);
    for (Trigger& trigger : table.triggers)
        change(trigger.definition);
    for (Rule& rule : table.rules)
        change(rule.definition);
    for (Policy& policy : table.policies) {
        change(policy.usingExpression);
        change(policy.checkExpression);
    }
    change(table.partitionKey);
}

/// Expressions, types and definitions; not the queries of views and the bodies of functions, which the server
/// does not change either, or not in a way that can be foretold.
void eachText(Database& database, const TextChange& change)
{
    for (Table& table : database.tables)
        eachText(table, change);
    for (View& view : database.views) {
        for (Column& column : view.columns)
            change(column.type);
        for (Index& index : view.indexes)
            eachText(index, change);
        for (Trigger& trigger : view.triggers)
            change(trigger.definition);
    }
    for (UserType& type : database.types) {
        change(type.baseType);
        if (type.defaultValue)
            change(*type.defaultValue);
        for (Column& attribute : type.attributes)
            eachText(attribute, change);
        for (Constraint& constraint : type.constraints)
            eachText(constraint, change);
    }
    for (Routine& routine : database.routines) {
        change(routine.identityArguments);
        change(routine.arguments);
        change(routine.returnType);
    }
    for (OtherObject& other : database.others) {
        change(other.definition);
        change(other.removal);
    }
    for (Dependency& dependency : database.dependencies) {
        for (ObjectId* id : {&dependency.object, &dependency.on}) {
            if (id->kind == ObjectKind::Routine)
                change(id->part);
        }
    }
}

void eachId(Database& database, const std::function<void(ObjectId&)>& change)
{
    for (Dependency& dependency : database.dependencies) {
        change(dependency.object);
        change(dependency.on);
    }
}

/// "schema.name", and the same within a string, as in nextval('schema.name'::regclass).
void replaceQualified(Database& database, const ObjectName& from, const ObjectName& to)
{
    const QString inString = QLatin1Char('\'') + quoted(from) + QLatin1Char('\'');
    const QString other = QLatin1Char('\'') + quoted(to) + QLatin1Char('\'');
    eachText(database, [&](QString& text) {
        if (!text.contains(from.name))
            return;
        text.replace(inString, other);
        text = withNamesReplaced(text, [&](const QString& qualifier, const QString& name) {
            return qualifier == from.schema && name == from.name ? to.name : QString();
        });
    });
}

template <typename T> void renameIn(QList<T>& objects, const ObjectName& from, const ObjectName& to)
{
    for (T& object : objects) {
        if (object.name == from)
            object.name = to;
    }
}

void renameReferences(Table& table, const ObjectName& from, const ObjectName& to)
{
    const auto follow = [&](ObjectName& name) {
        if (name == from)
            name = to;
    };
    for (ObjectName& parent : table.inherits)
        follow(parent);
    follow(table.partitionOf);
    follow(table.ofType);
    for (Column& column : table.columns)
        follow(column.typeName);
    for (Constraint& constraint : table.constraints)
        follow(constraint.referencedTable);
}

bool isOfRelation(const ObjectId& id, ObjectKind kind)
{
    const bool hasParts = kind == ObjectKind::Table || kind == ObjectKind::View;
    return id.kind == kind
        || (hasParts && id.kind >= ObjectKind::Column && id.kind <= ObjectKind::Policy);
}

void replaceColumn(QStringList& columns, const QString& from, const QString& to)
{
    for (QString& column : columns) {
        if (column == from)
            column = to;
    }
}

template <typename T> T* partNamed(QList<T>& parts, const QString& name)
{
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const T& part) { return part.name == name; });
    return found == parts.end() ? nullptr : &*found;
}

void renameOwnColumn(Table& table, const QString& from, const QString& to)
{
    if (Column* column = partNamed(table.columns, from))
        column->name = to;
    for (Constraint& constraint : table.constraints) {
        replaceColumn(constraint.columns, from, to);
        replaceColumn(constraint.deleteSetColumns, from, to);
    }
    for (Index& index : table.indexes) {
        for (IndexElement& element : index.elements) {
            if (element.column == from)
                element.column = to;
        }
        replaceColumn(index.includes, from, to);
    }
    const QString type = table.name.name;
    eachText(table, [&](QString& text) {
        // A foreign key's own and referenced columns are fields of their own; the text is not compared.
        if (!text.contains(from) || text.startsWith(QLatin1String("FOREIGN KEY")))
            return;
        text = withNamesReplaced(text, [&](const QString& qualifier, const QString& name) {
            const bool isColumn = qualifier.isEmpty() || qualifier == type || qualifier == QLatin1String("new")
                || qualifier == QLatin1String("old");
            return isColumn && name == from ? to : QString();
        });
    });
}

template <typename Parts> void setName(Parts& parts, const QString& from, const QString& to)
{
    if (auto* part = partNamed(parts, from)) {
        part->name = to;
        if constexpr (requires { part->definition; }) {
            part->definition = withNamesReplaced(part->definition,
                [&](const QString&, const QString& name) { return name == from ? to : QString(); });
        }
    }
}

} // namespace

void renameRelation(Database& database, ObjectKind kind, const ObjectName& from, const ObjectName& to)
{
    replaceQualified(database, from, to);
    if (kind == ObjectKind::Table)
        renameIn(database.tables, from, to);
    else if (kind == ObjectKind::View)
        renameIn(database.views, from, to);
    else if (kind == ObjectKind::Sequence)
        renameIn(database.sequences, from, to);
    else
        renameIn(database.types, from, to);
    for (Table& table : database.tables)
        renameReferences(table, from, to);
    for (UserType& type : database.types) {
        if (type.baseTypeName == from)
            type.baseTypeName = to;
        for (Column& attribute : type.attributes) {
            if (attribute.typeName == from)
                attribute.typeName = to;
        }
    }
    for (Sequence& sequence : database.sequences) {
        if (sequence.ownedByTable == from)
            sequence.ownedByTable = to;
    }
    for (OtherObject& other : database.others) {
        if (other.table == from)
            other.table = to;
    }
    eachId(database, [&](ObjectId& id) {
        if (id.name == from && isOfRelation(id, kind))
            id.name = to;
    });
}

void renameSchema(Database& database, const QString& from, const QString& to)
{
    const auto moved = [&](const ObjectName& name) { return ObjectName {to, name.name}; };
    for (Schema& schema : database.schemas) {
        if (schema.name == from)
            schema.name = to;
    }
    QList<std::pair<ObjectKind, ObjectName>> relations;
    const auto collect = [&](ObjectKind kind, const auto& objects) {
        for (const auto& object : objects) {
            if (object.name.schema == from)
                relations.append({kind, object.name});
        }
    };
    collect(ObjectKind::Table, database.tables);
    collect(ObjectKind::View, database.views);
    collect(ObjectKind::Sequence, database.sequences);
    collect(ObjectKind::Type, database.types);
    for (const auto& [kind, name] : std::as_const(relations))
        renameRelation(database, kind, name, moved(name));
    for (Routine& routine : database.routines) {
        if (routine.name.schema == from)
            routine.name = moved(routine.name);
    }
    for (OtherObject& other : database.others) {
        if (other.name.schema == from)
            other.name = moved(other.name);
    }
    for (Extension& extension : database.extensions) {
        if (extension.schema == from)
            extension.schema = to;
    }
    for (Table& table : database.tables) {
        for (Column& column : table.columns) {
            if (column.identitySequence.schema == from)
                column.identitySequence.schema = to;
        }
        for (Index& index : table.indexes) {
            if (index.parentIndex.schema == from)
                index.parentIndex.schema = to;
        }
        for (Trigger& trigger : table.triggers) {
            if (trigger.function.schema == from)
                trigger.function.schema = to;
        }
    }
    eachText(database, [&](QString& text) {
        if (!text.contains(from))
            return;
        // Functions in expressions; the last part of a name is never a schema.
        text.replace(quoted(from) + QLatin1Char('.'), quoted(to) + QLatin1Char('.'));
    });
    eachId(database, [&](ObjectId& id) {
        if (id.name.schema == from)
            id.name.schema = to;
        if (id.kind == ObjectKind::Schema && id.name.name == from)
            id.name.name = to;
    });
}

void renameColumn(Database& database, const ObjectName& name, const QString& from, const QString& to)
{
    for (Table& table : database.tables) {
        if (table.name == name)
            renameOwnColumn(table, from, to);
        for (Constraint& constraint : table.constraints) {
            if (constraint.referencedTable == name)
                replaceColumn(constraint.referencedColumns, from, to);
        }
    }
    for (Sequence& sequence : database.sequences) {
        if (sequence.ownedByTable == name && sequence.ownedByColumn == from)
            sequence.ownedByColumn = to;
    }
    eachId(database, [&](ObjectId& id) {
        if (id.kind == ObjectKind::Column && id.name == name && id.part == from)
            id.part = to;
    });
    QList<ObjectName> children;
    for (const Table& table : std::as_const(database.tables)) {
        if ((table.partitionOf == name || table.inherits.contains(name)) && table.column(from))
            children.append(table.name);
    }
    for (const ObjectName& child : std::as_const(children))
        renameColumn(database, child, from, to);
}

void renamePart(
    Database& database, ObjectKind kind, const ObjectName& relation, const QString& from, const QString& to)
{
    for (Table& table : database.tables) {
        if (table.name != relation)
            continue;
        if (kind == ObjectKind::Constraint) {
            if (Constraint* constraint = partNamed(table.constraints, from))
                constraint->name = to;
            if (Index* index = partNamed(table.indexes, from)) {
                if (index->constraintName == from) {
                    index->name = to;
                    index->constraintName = to;
                }
            }
        } else if (kind == ObjectKind::Index) {
            setName(table.indexes, from, to);
        } else if (kind == ObjectKind::Trigger) {
            setName(table.triggers, from, to);
        } else if (kind == ObjectKind::Rule) {
            setName(table.rules, from, to);
        } else if (kind == ObjectKind::Policy) {
            setName(table.policies, from, to);
        }
        if (table.replicaIdentity == QStringLiteral("USING INDEX ") + from)
            table.replicaIdentity = QStringLiteral("USING INDEX ") + to;
    }
    for (View& view : database.views) {
        if (view.name != relation)
            continue;
        if (kind == ObjectKind::Index)
            setName(view.indexes, from, to);
        else if (kind == ObjectKind::Trigger)
            setName(view.triggers, from, to);
    }
    for (Table& table : database.tables) {
        for (Index& index : table.indexes) {
            if (table.partitionOf == relation && index.parentIndex.name == from)
                index.parentIndex.name = to;
        }
    }
    eachId(database, [&](ObjectId& id) {
        if (id.kind == kind && id.name == relation && id.part == from)
            id.part = to;
    });
}

void renameRoutine(
    Database& database, const ObjectName& from, const QString& arguments, const ObjectName& to)
{
    for (Routine& routine : database.routines) {
        if (routine.name == from && routine.identityArguments == arguments)
            routine.name = to;
    }
    replaceQualified(database, from, to);
    for (Table& table : database.tables) {
        for (Trigger& trigger : table.triggers) {
            if (trigger.function == from && trigger.functionArguments == arguments)
                trigger.function = to;
        }
    }
    eachId(database, [&](ObjectId& id) {
        if (id.kind == ObjectKind::Routine && id.name == from && id.part == arguments)
            id.name = to;
    });
}

void renameValue(Database& database, const ObjectName& name, const QString& from, const QString& to)
{
    for (UserType& type : database.types) {
        if (type.name != name)
            continue;
        for (QString& value : type.values) {
            if (value == from)
                value = to;
        }
    }
    const QString suffix = QStringLiteral("::") + quoted(name);
    eachText(database,
        [&](QString& text) { text.replace(literal(from) + suffix, literal(to) + suffix); });
}

} // namespace strandline::dialect::postgresql
