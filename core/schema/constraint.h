// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/grant.h"
#include "core/schema/object_name.h"

#include <QStringList>

namespace strandline::schema {

enum class ConstraintKind { PrimaryKey, Unique, Check, ForeignKey, Exclusion, NotNull };

struct Constraint
{
    /// Empty: the engine keeps none (SQLite without CONSTRAINT).
    QString name;
    ConstraintKind kind = ConstraintKind::Check;
    QStringList columns;
    QString expression; ///< of a check, without its parentheses; of an exclusion, the elements
    ObjectName referencedTable;
    QStringList referencedColumns; ///< empty: the parent's primary key, where the engine keeps it so
    QString onDelete; ///< "CASCADE", "SET NULL", …; empty: NO ACTION
    QString onUpdate;
    QString match; ///< "FULL", …; empty: SIMPLE
    QStringList deleteSetColumns; ///< SET NULL (a, b) of PostgreSQL 15
    bool isDeferrable = false;
    bool isInitiallyDeferred = false;
    bool isValidated = true;
    bool isEnforced = true;
    bool isNoInherit = false;
    bool isInherited = false; ///< only a parent defines it
    QString conflictClause; ///< SQLite: "REPLACE", …
    Options options;
    /// What the engine prints behind the name; what the fields above do not hold is in it.
    QString definition;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("kind", self.kind);
        visit("columns", self.columns);
        visit("expression", self.expression);
        visit("referencedTable", self.referencedTable);
        visit("referencedColumns", self.referencedColumns);
        visit("onDelete", self.onDelete);
        visit("onUpdate", self.onUpdate);
        visit("match", self.match);
        visit("deleteSetColumns", self.deleteSetColumns);
        visit("deferrable", self.isDeferrable);
        visit("initiallyDeferred", self.isInitiallyDeferred);
        visit("validated", self.isValidated, true);
        visit("enforced", self.isEnforced, true);
        visit("noInherit", self.isNoInherit);
        visit("inherited", self.isInherited);
        visit("conflictClause", self.conflictClause);
        visit("options", self.options);
        visit("definition", self.definition);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
