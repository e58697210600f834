// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgresql/statements.h"

namespace strandline::dialect::postgresql {

/// As CREATE TABLE and ADD COLUMN take it. What these cannot say is left for writeColumnSettings().
QString columnDefinition(const schema::Table& table, const schema::Column& column, bool withDefault = true);
/// Storage, statistics, options of a column that was just made.
void writeColumnSettings(const Question& question, const ObjectId& column, Statements& out);

/// How much of a change of a column is to be written.
struct ColumnChange
{
    const schema::Table& fromTable;
    const schema::Table& table;
    const schema::Column& from;
    const schema::Column& to;
    bool retype = false; ///< also where the type reads the same: it was made anew
    bool hasLostDefault = false; ///< somebody else dropped the default before
    bool followsParent = false; ///< type and not null come from the parent
};
void writeColumnChange(const Question& question, const ColumnChange& change, Statements& out);

/// "INCREMENT BY 2 NO MINVALUE …": what turns one set of options into another; all that is said without one.
QStringList sequenceWords(const schema::SequenceOptions& to);
QStringList sequenceChanges(const schema::SequenceOptions& from, const schema::SequenceOptions& to);

/// ALTER TABLE for this kind of table; ONLY where children would follow.
QString alterTable(const schema::Table& table, bool only = false);

/// USING of a type change; empty where the server converts by itself.
QString conversion(const QString& column, const QString& from, const QString& to, bool throughText);

} // namespace strandline::dialect::postgresql
