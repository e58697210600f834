// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/templates.h"

namespace strandline::project::detail {

/// The names of a template, quoted where they need it, for one dialect.
struct TemplateParts
{
    sql::Dialect dialect = sql::Dialect::PostgreSql;
    QString title; ///< first comment line
    QString schema; ///< unquoted; may be empty
    QString bareTable; ///< unquoted
    QString bareColumn; ///< unquoted
    QString table; ///< for SQL, with schema
    QString column; ///< for SQL
    QString references; ///< for SQL, with schema
    bool removes = false;

    QString quoted(const QString& name) const;
    QString qualified(const QString& inSchema, const QString& name) const;
    /// Unquoted name of an index, constraint or helper table: <table>_<column>_<suffix>, short enough for all
    /// engines.
    QString objectName(const QString& suffix) const;
    /// A condition that suits the column by its name: words for status and kind, "not negative" else.
    QString checkCondition() const;
};

/// Up and down without the first line; statements end in ";\n".
struct TemplateBody
{
    QString upNote; ///< advice for the author, put into a block comment
    QString up;
    QString downNote;
    QString down;
    bool upIsRepeatable = true;
};

TemplateBody postgresqlTemplate(TemplateKind kind, const TemplateParts& parts);
TemplateBody mysqlTemplate(TemplateKind kind, const TemplateParts& parts);
TemplateBody sqliteTemplate(TemplateKind kind, const TemplateParts& parts);

/// Rows that were NULL get a value, and a helper table remembers which, so that down is exact. The same on
/// every engine.
TemplateBody dataTemplate(const TemplateParts& parts);

} // namespace strandline::project::detail
