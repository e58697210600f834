// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/grant.h"
#include "core/schema/object_name.h"

#include <QStringList>

namespace strandline::schema {

struct IndexElement
{
    QString column; ///< empty: an expression
    QString expression;
    QString collation; ///< when it is not the column's
    QString operatorClass; ///< when it is not the default, with its parameters
    bool isDescending = false;
    bool nullsFirst = false; ///< as it is, also where the engine implies it
    int prefixLength = 0; ///< MariaDB; 0: whole

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("column", self.column);
        visit("expression", self.expression);
        visit("collation", self.collation);
        visit("operatorClass", self.operatorClass);
        visit("descending", self.isDescending);
        visit("nullsFirst", self.nullsFirst);
        visit("prefixLength", self.prefixLength);
    }
};

struct Index
{
    QString name;
    QString method; ///< "btree", "gin", "FULLTEXT", "SPATIAL", …
    QList<IndexElement> elements;
    QStringList includes;
    bool isUnique = false;
    bool nullsNotDistinct = false;
    QString predicate;
    bool isValid =
        true; ///< false: a left-over of CREATE INDEX CONCURRENTLY, or a partitioned one without its parts
    bool isIgnored = false; ///< MariaDB: kept up to date and not used
    QString constraintName; ///< made by this constraint, and goes with it
    ObjectName parentIndex; ///< the index of the partitioned table that it is part of
    Options options; ///< fillfactor, tablespace, parser, key_block_size, …
    QString definition; ///< the whole statement, as the engine prints it
    QString source; ///< SQLite: the statement as it is kept; never compared
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("method", self.method);
        visit("elements", self.elements);
        visit("includes", self.includes);
        visit("unique", self.isUnique);
        visit("nullsNotDistinct", self.nullsNotDistinct);
        visit("predicate", self.predicate);
        visit("valid", self.isValid, true);
        visit("ignored", self.isIgnored);
        visit("constraint", self.constraintName);
        visit("parentIndex", self.parentIndex);
        visit("options", self.options);
        visit("definition", self.definition);
        visit("source", self.source);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
