// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/grant.h"
#include "core/schema/object_name.h"

namespace strandline::schema {

enum class RoutineKind { Function, Procedure, Aggregate, Window };

struct Routine
{
    ObjectName name;
    RoutineKind kind = RoutineKind::Function;
    QString identityArguments; ///< what tells overloads apart: "integer, text"; empty where there are none
    QString arguments; ///< with names, modes and defaults
    QString returnType;
    QString language;
    QString definition; ///< the whole CREATE OR REPLACE statement; MariaDB: without the definer
    Options options; ///< definer, sql_mode, security, …
    Access access;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("kind", self.kind);
        visit("identityArguments", self.identityArguments);
        visit("arguments", self.arguments);
        visit("returnType", self.returnType);
        visit("language", self.language);
        visit("definition", self.definition);
        visit("options", self.options);
        visit("access", self.access);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
