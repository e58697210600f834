// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/script.h"
#include "core/sql/dialect.h"

#include <QStringList>

namespace strandline::analysis {

/// What is asked about, under the name that it has at the end: a table, view, type, sequence, routine, …, or
/// a column of a table. An empty schema fits every schema.
struct HistorySubject
{
    QString schema;
    QString name;
    QString column; ///< empty: the object itself
};

/// One script in the order of the timeline.
struct HistoryScript
{
    QByteArray text;
    QList<migration::RenamedDirective> renames;
};

/// A statement that touched the subject.
struct ObjectEvent
{
    qsizetype script = 0; ///< its place in the list
    int statement = 0; ///< counts from 1
    int line = 1; ///< of the statement's first word
    int column = 1;
    QString text; ///< the statement, cut behind 4000 characters
    /// In words: "created", "column note added", "type of note changed", "renamed from customers", "rows
    /// changed".
    QString change;
    QString name; ///< of the subject behind this statement: "orders", "orders.note"
};

/// All events, the oldest first. Renames are followed backwards: by ALTER … RENAME, by RENAME TABLE, through
/// a table that is built anew beside the old one and takes its name, and by the answers in `--
/// strandline:renamed`. Statements inside of DO blocks and routines are not seen. Pure; linear in the size of
/// the scripts.
QList<ObjectEvent> objectHistory(
    const QList<HistoryScript>& scripts, const HistorySubject& subject, sql::Dialect dialect);

} // namespace strandline::analysis
