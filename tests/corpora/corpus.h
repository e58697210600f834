// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace strandline::corpora {

/// One folder of migrations of a public project for one engine, and what a run of other tools made of it.
/// The corpus lies outside of this repository: a folder per project with `expected.ENGINE.json` (order and
/// result of each migration), `expected_schema.ENGINE.sql` (the dump afterwards), and the scripts.
struct CorpusProject
{
    QString name;
    QString engine; ///< "postgresql", "mysql", "sqlite"
    sql::Dialect dialect = sql::Dialect::Sqlite;
    QString folder; ///< of the scripts
    QJsonObject expected;
    QByteArray schema; ///< after the last migration that worked
    QByteArray schemaAfterFailure; ///< what a failing one left, when it is another

    QString title() const { return name + QLatin1Char(' ') + engine; }
    int wantedCount() const; ///< migrations that work
    QString failingId() const; ///< the one where it ends; empty: none
};

/// Those of its projects that consist of SQL scripts, in the order of MANIFEST.tsv.
QList<CorpusProject> readCorpus(const QString& root);

/// Why a project cannot be tried as it is; empty: it can.
QString knownReason(const CorpusProject& project);

/// What has to be there before the first migration.
QStringList preconditions(const CorpusProject& project);

} // namespace strandline::corpora
