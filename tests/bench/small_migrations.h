// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace strandline::bench {

struct SmallMigration
{
    QString version;
    QString name;
    QList<QByteArray> statements;
};

/// What a project of some years looks like: tables, columns, indexes, foreign keys, views, functions and
/// small backfills, in turn.
QList<SmallMigration> smallMigrations(sql::Dialect dialect, int count);

/// The project folder with a strandline.toml whose environment is `url`. With `downs` each has a way back
/// that does nothing.
bool writeProject(const QString& folder, const QList<SmallMigration>& migrations, const QString& url);

/// The same work as one file for psql or sqlite3: for each migration one transaction with its statements and
/// one row in a history table like Strandline's.
QByteArray clientScript(const QList<SmallMigration>& migrations, sql::Dialect dialect);

} // namespace strandline::bench
