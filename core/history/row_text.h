// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/server_info.h"
#include "core/migration/history_snapshot.h"

#include <QByteArray>

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
    QByteArray insertEvents(const QList<migration::LogEvent>& events) const;
    QByteArray insertRow(const migration::HistoryRow& row) const;
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
    QByteArray whichRow(migration::Kind kind, const QString& version, const QString& name) const;
    QByteArray rowValues(const QByteArray& kind, const migration::HistoryRow& row) const;
    QByteArray eventValues(const migration::LogEvent& event) const;
    QByteArray scriptValues(const ScriptText& script) const;
    QByteArray time(const QDateTime& utc) const;

    sql::Dialect m_dialect;
    bool m_asciiOnly; ///< a database whose encoding does not hold every character
    QByteArray m_history;
    QByteArray m_log;
    QByteArray m_script;
};

} // namespace strandline::history
