// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/own_statement.h"
#include "core/db/server_info.h"
#include "core/migration/history_snapshot.h"

#include <QByteArray>
#include <QHash>

namespace strandline::history {

/// Rows of the bookkeeping tables as SQL text (docs/formats/bookkeeping.md), for messages that carry many of
/// them in one round trip. A user's script may have changed the session before: tables are qualified, and the
/// literals read the same whatever sql_mode, standard_conforming_strings or character set it left behind.
class RowText
{
public:
    /// schema as BookkeepingTables::schema has it; empty: the tables are found by their bare names.
    RowText(const db::ServerInfo& server, const QString& schema);

    /// One statement for all of them, ids in this order. The list must not be empty.
    db::OwnStatement insertEvents(const QList<migration::LogEvent>& events) const;
    db::OwnStatement insertRow(const migration::HistoryRow& row) const;
    /// The row that says which of Strandline's own migrations made these tables.
    QByteArray insertBookkeepingRow(const migration::HistoryRow& row) const;
    QByteArray deleteRow(migration::Kind kind, const QString& version, const QString& name) const;

    /// Gives a row that is there another name and other texts.
    QByteArray replaceText(const migration::HistoryRow& row) const;

    struct ScriptText
    {
        QByteArray sha256;
        QByteArray bytes;
        qint64 size = 0; ///< of the file; larger than bytes when it is too large to be held
    };
    /// Keeps the texts once per content; a digest that is there already is left alone.
    QByteArray insertScripts(const QList<ScriptText>& scripts) const;

    QByteArray literal(const QByteArray& utf8) const;
    QByteArray literal(const QString& text) const;

private:
    /// One value of a row, as text without quotes, and what it is.
    struct Cell
    {
        enum Type { Text, Time, Integer, BigInteger, Boolean };
        QByteArray value;
        Type type = Text;
    };
    using Cells = QList<Cell>;
    QByteArray whichRow(migration::Kind kind, const QString& version, const QString& name) const;
    QByteArray textOf(const QByteArray& head, const QList<Cells>& rows) const;
    static QByteArray shapeOf(const QByteArray& head, const QList<Cells>& rows);
    db::OwnStatement insertOf(const QByteArray& head, const QList<Cells>& rows) const;
    Cells rowCells(const QByteArray& kind, const migration::HistoryRow& row) const;
    Cells eventCells(const migration::LogEvent& event) const;
    QByteArray scriptValues(const ScriptText& script) const;
    Cell cell(const QString& text) const;
    Cell time(const QDateTime& utc) const;
    Cell yesOrNo(bool yes) const;
    QByteArray literals(const Cells& cells) const;
    QByteArray withoutNul(const QByteArray& utf8) const;

    sql::Dialect m_dialect;
    bool m_asciiOnly; ///< a database whose encoding does not hold every character
    QByteArray m_history;
    QByteArray m_log;
    QByteArray m_script;
    QByteArray m_insertRow;
    QByteArray m_insertEvents;
    mutable QHash<QByteArray, QHash<qsizetype, QByteArray>>
        m_shapes; ///< made once: by head and number of rows
};

} // namespace strandline::history
