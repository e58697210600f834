// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/object_name.h"

namespace strandline::schema {

enum class ObjectKind {
    Schema,
    Extension,
    Type,
    Sequence,
    Table,
    View,
    Routine,
    Column,
    Constraint,
    Index,
    Trigger,
    Rule,
    Policy,
    Other, ///< verbatim objects; their kind is a text
};

QString objectKindName(ObjectKind kind);
ObjectKind objectKindFromName(const QString& name); ///< Other for what is not known

/// Names one object of a database. Parts of a table or view carry its name and their own as `part`; a routine
/// carries its identity arguments there, a verbatim object its kind and whatever else tells it apart.
struct ObjectId
{
    ObjectKind kind = ObjectKind::Table;
    ObjectName name;
    QString part;

    /// For people: "table public.users", "column users.email", "function add(integer, integer)".
    QString display() const;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("kind", self.kind);
        visit("name", self.name);
        visit("part", self.part);
    }
    friend bool operator==(const ObjectId& a, const ObjectId& b)
    {
        return a.kind == b.kind && a.name == b.name && a.part == b.part;
    }
    friend bool operator!=(const ObjectId& a, const ObjectId& b) { return !(a == b); }
    friend bool operator<(const ObjectId& a, const ObjectId& b);
    friend size_t qHash(const ObjectId& id, size_t seed = 0)
    {
        return qHashMulti(seed, int(id.kind), id.name, id.part);
    }
};

} // namespace strandline::schema
