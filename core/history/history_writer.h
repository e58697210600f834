// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/history/row_text.h"

namespace strandline::history {

/// Writes rows of the bookkeeping tables (docs/formats/bookkeeping.md). The tables exist; the caller holds
/// the transaction, so that a migration and its row become visible together.
class HistoryWriter
{
public:
    /// schema as BookkeepingTables::schema has it; empty: the tables are found by their bare names.
    explicit HistoryWriter(db::Connection& connection, const QString& schema = {});

    base::Result<void> add(const migration::HistoryRow& row);
    /// Rolling back removes the row; the log keeps the memory.
    base::Result<void> remove(migration::Kind kind, const QString& version, const QString& name);
    /// Name and texts of a row that is there; everything else of it, its place in the order included, stays.
    base::Result<void> replaceText(const migration::HistoryRow& row);
    base::Result<void> append(const migration::LogEvent& event);
    base::Result<void> append(const QList<migration::LogEvent>& events);
    /// Keeps the text once per content; a digest that is there already is left alone.
    base::Result<void> keepScript(const QByteArray& sha256, const QByteArray& bytes);
    base::Result<void> keepScripts(const QList<RowText::ScriptText>& scripts);
    /// The row that says which of Strandline's own migrations made these tables.
    base::Result<void> addBookkeepingRow(const migration::HistoryRow& row);

private:
    db::Connection& m_connection;
    RowText m_text;
};

} // namespace strandline::history
