// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/column.h"
#include "core/schema/index.h"
#include "core/schema/table_parts.h"

namespace strandline::schema {

struct View
{
    ObjectName name;
    bool isMaterialized = false;
    QString definition; ///< the query; SQLite: the normal form of the whole statement
    QString source; ///< SQLite: the statement as it is kept; never compared
    QList<Column> columns; ///< name, type and comment, and a default where one was set
    QString checkOption; ///< "LOCAL", "CASCADED"
    bool isPopulated = true; ///< of a materialised one
    QList<Index> indexes; ///< of a materialised one
    QList<Trigger> triggers;
    QList<Rule> rules; ///< without the one that is the view
    Options options; ///< security_barrier, definer, algorithm, tablespace, …
    Access access;
    QString comment;

    template <typename Self, typename Visitor> static void fields(Self& self, Visitor& visit)
    {
        visit("name", self.name);
        visit("materialized", self.isMaterialized);
        visit("definition", self.definition);
        visit("source", self.source);
        visit("columns", self.columns);
        visit("checkOption", self.checkOption);
        visit("populated", self.isPopulated, true);
        visit("indexes", self.indexes);
        visit("triggers", self.triggers);
        visit("rules", self.rules);
        visit("options", self.options);
        visit("access", self.access);
        visit("comment", self.comment);
    }
};

} // namespace strandline::schema
