// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/database.h"

#include "core/schema/enum_names.h"

#include <algorithm>
#include <tuple>

namespace strandline::schema {

QString objectKindName(ObjectKind kind)
{
    return enumWord(kind);
}

ObjectKind objectKindFromName(const QString& name)
{
    ObjectKind kind = ObjectKind::Other;
    readEnumWord(name, kind);
    return kind;
}

bool operator<(const ObjectId& a, const ObjectId& b)
{
    return std::tie(a.kind, a.name, a.part) < std::tie(b.kind, b.name, b.part);
}

QString ObjectId::display() const
{
    switch (kind) {
    case ObjectKind::Column:
    case ObjectKind::Constraint:
    case ObjectKind::Index:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
        return QStringLiteral("%1 %2.%3").arg(objectKindName(kind), name.display(), part);
    case ObjectKind::Routine:
        return QStringLiteral("%1 %2(%3)").arg(objectKindName(kind), name.display(), part);
    case ObjectKind::Other:
        return QStringLiteral("%1 %2").arg(part, name.display());
    default:
        return QStringLiteral("%1 %2").arg(objectKindName(kind), name.display());
    }
}

namespace {

template <typename T> const T* findByName(const QList<T>& objects, const ObjectName& name)
{
    const auto found =
        std::find_if(objects.begin(), objects.end(), [&](const T& object) { return object.name == name; });
    return found == objects.end() ? nullptr : &*found;
}

template <typename T> void sortByName(QList<T>& objects)
{
    std::sort(objects.begin(), objects.end(), [](const T& a, const T& b) { return a.name < b.name; });
}

void sortGrants(QList<Grant>& grants)
{
    std::sort(grants.begin(), grants.end(), [](const Grant& a, const Grant& b) {
        return std::tie(a.grantee, a.privilege, a.grantable) < std::tie(b.grantee, b.privilege, b.grantable);
    });
}

void sortConstraints(QList<Constraint>& constraints)
{
    // Those without a name keep their order: it is all that tells them apart.
    std::stable_sort(constraints.begin(), constraints.end(),
        [](const Constraint& a, const Constraint& b) { return a.name < b.name; });
}

void sortTable(Table& table)
{
    sortConstraints(table.constraints);
    sortByName(table.indexes);
    sortByName(table.triggers);
    sortByName(table.rules);
    sortByName(table.policies);
    sortGrants(table.access.grants);
    for (Policy& policy : table.policies)
        policy.roles.sort();
    for (Column& column : table.columns)
        sortGrants(column.grants);
}

} // namespace

void sortCanonically(Database& database)
{
    sortByName(database.schemas);
    sortByName(database.extensions);
    sortByName(database.types);
    sortByName(database.sequences);
    sortByName(database.tables);
    sortByName(database.views);
    std::sort(database.routines.begin(), database.routines.end(), [](const Routine& a, const Routine& b) {
        return std::tie(a.name, a.identityArguments, a.kind) < std::tie(b.name, b.identityArguments, b.kind);
    });
    std::sort(database.others.begin(), database.others.end(), [](const OtherObject& a, const OtherObject& b) {
        return std::tie(a.kind, a.name, a.table, a.arguments)
            < std::tie(b.kind, b.name, b.table, b.arguments);
    });
    std::sort(database.defaultPrivileges.begin(), database.defaultPrivileges.end(),
        [](const DefaultPrivileges& a, const DefaultPrivileges& b) {
            return std::tie(a.role, a.schema, a.objectType) < std::tie(b.role, b.schema, b.objectType);
        });
    std::sort(database.dependencies.begin(), database.dependencies.end(),
        [](const Dependency& a, const Dependency& b) {
            return std::tie(a.object, a.on) < std::tie(b.object, b.on);
        });
    database.dependencies.erase(
        std::unique(database.dependencies.begin(), database.dependencies.end()), database.dependencies.end());
    database.unread.sort();
    for (Table& table : database.tables)
        sortTable(table);
    for (View& view : database.views) {
        sortByName(view.indexes);
        sortByName(view.triggers);
        sortByName(view.rules);
        sortGrants(view.access.grants);
        for (Column& column : view.columns)
            sortGrants(column.grants);
    }
    for (UserType& type : database.types) {
        sortConstraints(type.constraints);
        sortGrants(type.access.grants);
    }
    for (Schema& schema : database.schemas)
        sortGrants(schema.access.grants);
    for (Sequence& sequence : database.sequences)
        sortGrants(sequence.access.grants);
    for (Routine& routine : database.routines)
        sortGrants(routine.access.grants);
    for (OtherObject& other : database.others)
        sortGrants(other.access.grants);
    for (DefaultPrivileges& defaults : database.defaultPrivileges)
        sortGrants(defaults.grants);
}

ObjectId identityOf(const Routine& routine)
{
    return {ObjectKind::Routine, routine.name, routine.identityArguments};
}

ObjectId identityOf(const OtherObject& other)
{
    QString part = other.kind;
    if (!other.arguments.isEmpty())
        part += QLatin1Char(' ') + other.arguments;
    if (!other.table.isEmpty())
        part += QStringLiteral(" on ") + other.table.display();
    return {ObjectKind::Other, other.name, part};
}

const Table* Database::table(const ObjectName& tableName) const
{
    return findByName(tables, tableName);
}

const View* Database::view(const ObjectName& viewName) const
{
    return findByName(views, viewName);
}

const Column* Table::column(const QString& columnName) const
{
    const auto found = std::find_if(
        columns.begin(), columns.end(), [&](const Column& column) { return column.name == columnName; });
    return found == columns.end() ? nullptr : &*found;
}

const Constraint* Table::primaryKey() const
{
    const auto found = std::find_if(constraints.begin(), constraints.end(),
        [](const Constraint& constraint) { return constraint.kind == ConstraintKind::PrimaryKey; });
    return found == constraints.end() ? nullptr : &*found;
}

} // namespace strandline::schema
