// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/column.h"
#include "core/schema/constraint.h"

namespace strandline::schema {

enum class TypeKind { Enum, Domain, Composite, Range, Base };

struct UserType
{
    ObjectName name;
    TypeKind kind = TypeKind::Enum;
    QStringList values; ///< of an enum, in order
    QList<Column> attributes; ///< of a composite type
    QString baseType; ///< of a domain; of a range, its subtype
    ObjectName baseTypeName; ///< when that is user-defined
    QString collation;
    bool notNull = false; ///< of a domain
    std::optional<QString> defaultValue; ///< of a domain
    QList<Constraint> constraints; ///< of a domain
    Options options; ///< of a range or base type
    QString definition; ///< of a base type: verbatim, as far as it can be written
    Access access;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("kind", self.kind);
        visit("values", self.values);
        visit("attributes", self.attributes);
        visit("baseType", self.baseType);
        visit("baseTypeName", self.baseTypeName);
        visit("collation", self.collation);
        visit("notNull", self.notNull);
        visit("default", self.defaultValue);
        visit("constraints", self.constraints);
        visit("options", self.options);
        visit("definition", self.definition);
        visit("access", self.access);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
