// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/sequence.h"

namespace strandline::schema {

enum class Identity { None, Always, ByDefault };
enum class Generated { None, Stored, Virtual };

/// Of a table, a view or a composite type. The position is the place in the list.
struct Column
{
    QString name;
    QString
        type; ///< as the engine spells it, with modifiers: "character varying(100)", "bigint(20) unsigned"
    ObjectName typeName; ///< of a user-defined type: which one, without array and modifiers
    QString charset; ///< MariaDB; empty: the table's
    QString collation; ///< empty: the type's or the table's
    bool notNull = false;
    std::optional<QString> defaultValue; ///< an expression as the engine prints it; not for generated columns
    Identity identity = Identity::None;
    std::optional<SequenceOptions> identityOptions;
    ObjectName identitySequence;
    Generated generated = Generated::None;
    QString generationExpression;
    QString onUpdate; ///< MariaDB: ON UPDATE CURRENT_TIMESTAMP
    bool isAutoIncrement = false;
    bool isInvisible = false;
    bool isInherited = false; ///< only a parent or composite type defines it
    Options options; ///< storage, compression, statistics, …
    QList<Grant> grants; ///< beside those of the table
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("type", self.type);
        visit("typeName", self.typeName);
        visit("charset", self.charset);
        visit("collation", self.collation);
        visit("notNull", self.notNull);
        visit("default", self.defaultValue);
        visit("identity", self.identity);
        visit("identityOptions", self.identityOptions);
        visit("identitySequence", self.identitySequence);
        visit("generated", self.generated);
        visit("generationExpression", self.generationExpression);
        visit("onUpdate", self.onUpdate);
        visit("autoIncrement", self.isAutoIncrement);
        visit("invisible", self.isInvisible);
        visit("inherited", self.isInherited);
        visit("options", self.options);
        visit("grants", self.grants);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
