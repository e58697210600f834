// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/migration_set.h"

#include <QDateTime>
#include <QHash>

namespace strandline::migration {

enum class HistoryStatus { Applied, Skipped, Baseline };

/// One row of strandline_history: a migration that counts as applied, is marked skipped, or is the baseline.
struct HistoryRow
{
    Kind kind = Kind::Versioned;
    QString version;
    QString name;
    HistoryStatus status = HistoryStatus::Applied;
    QByteArray meaning; ///< digest of the normal form of the up script that ran
    QByteArray upSha256; ///< of its bytes; key into strandline_script
    QByteArray downSha256; ///< empty: no way back was recorded
    QDateTime appliedAt; ///< UTC
    QString appliedBy;
    qint64 durationMs = 0;
    QString runId;
    qint64 sequence = 0; ///< order of execution
    QString programVersion;
};

enum class EventKind {
    Planned,
    Started,
    StatementStarted,
    StatementDone,
    Applied,
    Reverted,
    Failed,
    Resumed,
    Restored,
    Baselined,
    Skipped,
    Repaired,
    DriftFound,
    BookkeepingChanged,
    BatchDone, ///< one batch of a batch statement, with its checkpoint
    HookDone,
    Notice, ///< what the server said beside a result
};

/// One row of the append-only strandline_log.
struct LogEvent
{
    qint64 id = 0;
    QDateTime at; ///< UTC
    EventKind kind = EventKind::Started;
    QString runId;
    Kind migrationKind = Kind::Versioned;
    QString version; ///< empty for events of the run as a whole (and for repeatables, which have a name)
    QString name;
    QString direction; ///< "up", "down" or empty
    int statement = 0; ///< 1-based; 0: not about one statement
    int statementCount = 0;
    /// On Failed: how many statements of this migration stayed in the database.
    int statementsKept = 0;
    /// On statement events: ran in a transaction that was still open, so nothing of it stays unless that ends
    /// well. A StatementDone is written where it shares the fate of its statement: readable means that it
    /// stayed.
    bool inTransaction = false;
    QByteArray sha256; ///< on statement events: of the statement; else of the script that runs
    QString actor;
    QString host;
    QString programVersion;
    qint64 durationMs = 0;
    qint64 rows = -1; ///< -1: unknown
    QString errorCode;
    QString error;
    QString detail;
};

/// What one database says of its past. A database without our tables gives present == false and nothing else.
struct HistorySnapshot
{
    bool present = false;
    int format = 0; ///< version of the bookkeeping tables
    QList<HistoryRow> rows; ///< in order of execution
    QList<LogEvent> events; ///< in order of id; only what the timeline needs unless more was asked for
    QHash<QByteArray, QString> scripts; ///< SHA-256 to text; only those asked for
    int userTables = 0; ///< tables that are not ours: "It holds 42 tables"
    bool logIsProtected = false; ///< the engine refuses changes of the log
    QString schema; ///< where the tables are, or would be made; empty for SQLite
    QList<base::Error> problems; ///< rows left out, a missing log, …: what was read is still usable
    QDateTime readAt; ///< UTC
};

QString eventKindName(EventKind kind); ///< "statement-done": the spelling in the table and in reports
std::optional<EventKind> eventKindFromName(const QString& name);
QString historyStatusName(HistoryStatus status);
std::optional<HistoryStatus> historyStatusFromName(const QString& name);

} // namespace strandline::migration
