// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace strandline::history {

/// One of Strandline's own migrations: makes or changes the bookkeeping tables.
struct BookkeepingMigration
{
    int format = 0; ///< the format number that the tables have after it
    QString version;
    QString name;
    QByteArray up;
    QByteArray down;
    /// The server may refuse it for lack of a right that migrating does not need; then it is recorded as
    /// skipped and everything else works.
    bool isOptional = false;
};

/// The newest format that this program reads and writes.
inline constexpr int kBookkeepingFormat = 2;

/// In order; the texts are those of migrations/<engine>/. docs/formats/bookkeeping.md
QList<BookkeepingMigration> bookkeepingMigrations(sql::Dialect dialect);

} // namespace strandline::history
