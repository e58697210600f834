// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/grant.h"
#include "core/schema/object_name.h"

#include <QStringList>

namespace strandline::schema {

/// Of a table or view.
struct Trigger
{
    QString name;
    QString definition; ///< the whole statement; SQLite: its normal form
    QString source; ///< SQLite: the statement as it is kept; never compared
    QString timing; ///< "BEFORE", "AFTER", "INSTEAD OF"
    QStringList events; ///< "INSERT", "UPDATE OF a, b", …
    ObjectName function; ///< PostgreSQL
    QString functionArguments; ///< its identity arguments; empty with an empty function
    QString enabled; ///< "" as usual; "disabled", "replica", "always"
    bool isInherited = false; ///< of a partition: made by its parent's trigger
    Options options; ///< definer, sql_mode, follows, …
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("definition", self.definition);
        visit("source", self.source);
        visit("timing", self.timing);
        visit("events", self.events);
        visit("function", self.function);
        visit("functionArguments", self.functionArguments);
        visit("enabled", self.enabled);
        visit("inherited", self.isInherited);
        visit("options", self.options);
        visit("comment", self.comment);
    }
};

struct Rule
{
    QString name;
    QString definition;
    QString enabled; ///< as of a trigger
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("definition", self.definition);
        visit("enabled", self.enabled);
        visit("comment", self.comment);
    }
};

/// Of row security.
struct Policy
{
    QString name;
    bool isPermissive = true;
    QString command; ///< "ALL", "SELECT", …
    QStringList roles; ///< empty: PUBLIC
    QString usingExpression;
    QString checkExpression;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("permissive", self.isPermissive, true);
        visit("command", self.command);
        visit("roles", self.roles);
        visit("using", self.usingExpression);
        visit("check", self.checkExpression);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
