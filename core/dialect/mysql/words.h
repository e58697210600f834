// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::dialect::mysql {

/// What the statements depend on beside the schemas.
struct Server
{
    bool isMySql = false;
    int version = 0; ///< 0: not known, a current one is supposed
    bool withDefiners = true;

    static Server of(const schema::Database& database, bool withAccess);
    bool canRenameParts() const; ///< RENAME COLUMN and RENAME INDEX
};

QString quoted(const QString& name);
QString quoted(const schema::ObjectName& name);
QString quotedList(const QStringList& names);
QString literal(const QString& text);

QString engineOf(const schema::Table& table);
bool isVersioned(const schema::Table& table);
/// ROW START or ROW END of the system's period.
bool isPeriodColumn(const schema::Column& column);
/// Of the column, or else of its table; empty for what is no text.
QString collationOf(const schema::Column& column, const schema::Table& table);

enum class Charset { WhereItDiffers, Always };
/// Everything behind the name, the column's own check among it.
QString columnDefinition(const schema::Column& column, const schema::Table& table, Charset charset);
QString indexDefinition(const schema::Index& index, const Server& server);
QString checkDefinition(const schema::Constraint& check);
QString foreignKeyDefinition(const schema::Constraint& key);
/// PERIOD FOR SYSTEM_TIME (…), or empty.
QString systemPeriod(const schema::Table& table);

/// Option by option, as they stand behind a table: "ENGINE=InnoDB", "ROW_FORMAT=DYNAMIC".
QStringList tableOptions(const schema::Table& table);
/// The same for those that differ; what is gone gets its default.
QStringList changedTableOptions(const schema::Table& from, const schema::Table& to);

/// Constraints that are clauses of their own; a check of a column is part of the column.
bool isTableCheck(const schema::Constraint& constraint);
bool isForeignKey(const schema::Constraint& constraint);

QString createTable(const schema::Table& table, const QList<schema::Constraint>& foreignKeys, const Server& server);
/// ALTER TABLE with its clauses, one per line when there are several.
QString alterTable(const QString& table, const QStringList& clauses, const QString& partitioning = {});

} // namespace strandline::dialect::mysql
