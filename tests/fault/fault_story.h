// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"
#include "tests/support/temp_project.h"

#include <QList>

namespace strandline::fault {

/// One statement and the question that tells whether it is in the database.
struct StoryStatement
{
    QByteArray sql;
    QString probe; ///< one number
    qint64 whenDone = 1; ///< and its value then; anything between 0 and this is a batch half-way
};

struct StoryMigration
{
    QString version; ///< empty: repeatable
    QString name;
    QByteArray head; ///< directives
    QList<StoryStatement> statements;

    QString id() const { return version.isEmpty() ? name : version + QLatin1Char('_') + name; }
};

/// A plan with transactional, autocommit, batch and repeatable steps, in the words of this engine. Each
/// statement leaves a trace that no other one leaves.
QList<StoryMigration> faultStory(sql::Dialect dialect);

void writeStory(const test::TempProject& project, const QList<StoryMigration>& story);

/// Queries whose rows, put together, are the schema without the tables of Strandline: other words than those
/// that the program uses, and without the names of owners, which differ from database to database.
QStringList schemaQueries(sql::Dialect dialect);

/// Queries whose rows, put together, are all the data of the story.
QStringList dataQueries();

} // namespace strandline::fault
