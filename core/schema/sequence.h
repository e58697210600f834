// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/grant.h"
#include "core/schema/object_name.h"

#include <optional>

namespace strandline::schema {

/// Numbers as text: PostgreSQL's bigint and MariaDB's unsigned do not share a type.
struct SequenceOptions
{
    QString type; ///< empty: the engine's default
    QString start;
    QString minimum;
    QString maximum;
    QString increment;
    QString cache;
    bool cycle = false;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("type", self.type);
        visit("start", self.start);
        visit("minimum", self.minimum);
        visit("maximum", self.maximum);
        visit("increment", self.increment);
        visit("cache", self.cache);
        visit("cycle", self.cycle);
    }
};

/// A sequence of its own. The one behind an identity column is part of the column.
struct Sequence
{
    ObjectName name;
    SequenceOptions options;
    ObjectName ownedByTable; ///< goes when this column goes
    QString ownedByColumn;
    bool isUnlogged = false;
    Options extra;
    Access access;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("options", self.options);
        visit("ownedByTable", self.ownedByTable);
        visit("ownedByColumn", self.ownedByColumn);
        visit("unlogged", self.isUnlogged);
        visit("extra", self.extra);
        visit("access", self.access);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
