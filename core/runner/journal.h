// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/bookkeeping_tables.h"
#include "core/history/row_text.h"
#include "core/runner/run_session.h"

namespace strandline::runner {

/// The rows that a run leaves in our tables, as events and as SQL text. Sends nothing by itself.
/// Whether the step takes its row out of the history.
bool removesRow(const migration::PlanStep& step);

class Journal
{
public:
    Journal(RunSession& session, const history::BookkeepingTables& tables,
        const migration::HistorySnapshot& before);

    const history::RowText& text() const { return m_text; }
    const QString& schema() const { return m_schema; }

    migration::LogEvent planned(const migration::Plan& plan) const;
    /// `started`, or `resumed` with the statement where it goes on.
    migration::LogEvent started(const migration::PlanStep& step) const;
    migration::LogEvent statementStarted(
        const migration::PlanStep& step, int number, int count, const QByteArray& sha256) const;
    /// The schema before a statement whose end may never be written down.
    static QString schemaDetail(const QByteArray& fingerprint);
    migration::LogEvent statementDone(const migration::PlanStep& step,
        const migration::StatementReport& statement, const QByteArray& sha256, bool inTransaction) const;
    struct BatchRow
    {
        int statement = 0;
        QByteArray sha256; ///< of the statement
        QString detail; ///< the checkpoint
        qint64 rows = -1;
        qint64 durationMs = 0;
    };
    migration::LogEvent batchDone(const migration::PlanStep& step, const BatchRow& batch) const;
    /// How a step ends well: `applied`, `reverted` or, for what was taken back by hand, `repaired`.
    migration::LogEvent ended(const migration::PlanStep& step, int statements, qint64 durationMs) const;
    migration::LogEvent failed(const migration::PlanStep& step, int statement, int kept,
        const base::Error& error, qint64 durationMs) const;
    migration::LogEvent hookDone(const migration::PlanStep* step, const QString& hook, bool ok,
        const QString& output, qint64 ms) const;
    migration::LogEvent driftFound(const QString& detail) const;

    /// The change of the history row; the log's rows are apart.
    db::OwnStatements historyChange(const migration::PlanStep& step, qint64 durationMs) const;

    /// Whether this run's change of this step was committed: what its last message would have left behind.
    struct Marker
    {
        const migration::PlanStep* step = nullptr;
        int statement = 0; ///< its `statement-done`; 0: the end of the step
    };
    base::Result<bool> isCommitted(const Marker& marker);

private:
    migration::LogEvent event(migration::EventKind kind, const migration::PlanStep* step) const;
    migration::HistoryRow row(const migration::PlanStep& step, qint64 durationMs) const;

    RunSession& m_session;
    const RunIdentity& m_identity;
    QString m_schema;
    history::RowText m_text;
    QHash<QString, QString> m_spelling; ///< version as compared to how its row spells it
};

} // namespace strandline::runner
