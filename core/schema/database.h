// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/object_id.h"
#include "core/schema/routine.h"
#include "core/schema/table.h"
#include "core/schema/user_type.h"
#include "core/schema/view.h"
#include "core/sql/dialect.h"

namespace strandline::schema {

/// A namespace within a database.
struct Schema
{
    QString name;
    Access access;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("access", self.access);
        visit("comment", self.comment);
    }
};

struct Extension
{
    QString name;
    QString schema;
    QString version;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("schema", self.schema);
        visit("version", self.version);
        visit("comment", self.comment);
    }
};

/// What is not modelled is kept as the statements that make and remove it.
struct OtherObject
{
    QString kind; ///< "event", "collation", "cast", "publication", "event trigger", …
    ObjectName name;
    QString arguments; ///< what else tells it apart
    ObjectName table; ///< of which it is a part; empty: none
    QString definition; ///< CREATE …; empty: it cannot be written down, and is only reported
    QString removal; ///< DROP …
    Options options;
    Access access;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("kind", self.kind);
        visit("name", self.name);
        visit("arguments", self.arguments);
        visit("table", self.table);
        visit("definition", self.definition);
        visit("removal", self.removal);
        visit("options", self.options);
        visit("access", self.access);
        visit("comment", self.comment);
    }
};

/// ALTER DEFAULT PRIVILEGES.
struct DefaultPrivileges
{
    QString role;
    QString schema; ///< empty: all
    QString objectType; ///< "TABLES", "SEQUENCES", "FUNCTIONS", "TYPES", "SCHEMAS"
    QList<Grant> grants;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("role", self.role);
        visit("schema", self.schema);
        visit("objectType", self.objectType);
        visit("grants", self.grants);
    }
};

/// `object` cannot be there without `on`. Not part of what is compared: it follows from the definitions.
struct Dependency
{
    ObjectId object;
    ObjectId on;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("object", self.object);
        visit("on", self.on);
    }
    friend bool operator==(const Dependency& a, const Dependency& b)
    {
        return a.object == b.object && a.on == b.on;
    }
};

/// Everything a database defines, without its rows. Lists are in canonical order (sortCanonically()); only
/// columns, enum values and the columns of keys keep the order that means something.
struct Database
{
    sql::Dialect dialect = sql::Dialect::Sqlite;
    int serverVersion = 0; ///< as in db::ServerInfo
    QString name;
    QString defaultSchema; ///< where an unqualified name is made; empty where there are no schemas
    Options options; ///< charset, collation, …
    QList<Schema> schemas;
    QList<Extension> extensions;
    QList<UserType> types;
    QList<Sequence> sequences;
    QList<Table> tables;
    QList<View> views;
    QList<Routine> routines;
    QList<OtherObject> others;
    QList<DefaultPrivileges> defaultPrivileges;
    QList<Dependency> dependencies;
    /// One sentence per thing that was met and is neither modelled nor kept.
    QStringList unread;

    const Table* table(const ObjectName& tableName) const;
    const View* view(const ObjectName& viewName) const;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("dialect", self.dialect);
        visit("serverVersion", self.serverVersion);
        visit("name", self.name);
        visit("defaultSchema", self.defaultSchema);
        visit("options", self.options);
        visit("schemas", self.schemas);
        visit("extensions", self.extensions);
        visit("types", self.types);
        visit("sequences", self.sequences);
        visit("tables", self.tables);
        visit("views", self.views);
        visit("routines", self.routines);
        visit("others", self.others);
        visit("defaultPrivileges", self.defaultPrivileges);
        visit("dependencies", self.dependencies);
        visit("unread", self.unread);
    }
};

/// The identity of objects whose `part` is put together from several fields.
ObjectId identityOf(const Routine& routine);
ObjectId identityOf(const OtherObject& other);

/// Objects by schema and name, constraints, indexes, triggers, … by name, grants by grantee and privilege.
void sortCanonically(Database& database);

} // namespace strandline::schema
