// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/column.h"
#include "core/schema/constraint.h"
#include "core/schema/index.h"
#include "core/schema/table_parts.h"

namespace strandline::schema {

enum class TableKind { Ordinary, Partitioned, Foreign, Virtual };

struct Table
{
    ObjectName name;
    TableKind kind = TableKind::Ordinary;
    bool isUnlogged = false;
    QList<Column> columns;
    QList<Constraint> constraints;
    QList<Index> indexes;
    QList<Trigger> triggers;
    QList<Rule> rules;
    QList<Policy> policies;
    QList<ObjectName> inherits; ///< in their order; not of partitions
    ObjectName partitionOf;
    QString partitionBound; ///< "FOR VALUES FROM (1) TO (10)", "DEFAULT"
    QString partitionKey; ///< of a partitioned table: "RANGE (id)"; MariaDB: the whole clause
    ObjectName ofType; ///< CREATE TABLE … OF
    bool rowSecurity = false;
    bool forceRowSecurity = false;
    QString replicaIdentity; ///< empty: the default
    QString foreignServer;
    /// storage parameters, tablespace, access method, engine, charset, collation, row format, strict,
    /// without rowid, … under the engine's own words
    Options options;
    QString definition; ///< SQLite: normal form of what the fields do not hold, such as a virtual table
    QString source; ///< SQLite: the statement as it is kept; never compared
    Access access;
    QString comment;

    const Column* column(const QString& columnName) const;
    const Constraint* primaryKey() const; ///< null: none

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("kind", self.kind);
        visit("unlogged", self.isUnlogged);
        visit("columns", self.columns);
        visit("constraints", self.constraints);
        visit("indexes", self.indexes);
        visit("triggers", self.triggers);
        visit("rules", self.rules);
        visit("policies", self.policies);
        visit("inherits", self.inherits);
        visit("partitionOf", self.partitionOf);
        visit("partitionBound", self.partitionBound);
        visit("partitionKey", self.partitionKey);
        visit("ofType", self.ofType);
        visit("rowSecurity", self.rowSecurity);
        visit("forceRowSecurity", self.forceRowSecurity);
        visit("replicaIdentity", self.replicaIdentity);
        visit("foreignServer", self.foreignServer);
        visit("options", self.options);
        visit("definition", self.definition);
        visit("source", self.source);
        visit("access", self.access);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
