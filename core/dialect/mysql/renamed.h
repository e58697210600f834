// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/rename.h"

#include <QHash>

namespace strandline::dialect::mysql {

/// The old schema as it looks once the answered renames are done: what the server adjusts by itself then
/// (keys, checks, generated columns, partitioning) has the new names, so that only real differences remain.
struct RenamedDatabase
{
    schema::Database database;
    QList<std::pair<QString, QString>> objects; ///< tables, views and sequences: old and new name
    QHash<QString, QHash<QString, QString>> columns; ///< by new table: new name of a column to the old one

    QString oldColumn(const QString& table, const QString& column) const;
};

RenamedDatabase withRenames(const schema::Database& from, const QList<diff::Rename>& renames);

/// One RENAME TABLE that does all of them, also where names change places; empty without any.
QString renameTables(const QList<std::pair<QString, QString>>& renames, const schema::Database& from);

/// The part of CREATE TRIGGER before the body and its place among others.
QString triggerHead(const schema::Trigger& trigger, const QString& table);

} // namespace strandline::dialect::mysql
