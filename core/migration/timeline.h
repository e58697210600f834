// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/history_snapshot.h"

#include <QFlags>

namespace strandline::migration {

/// Exactly one per migration and environment.
enum class MigrationState {
    Applied,
    Pending,
    Running,
    Failed,
    Partial,
    RolledBack,
    Missing,
    Future,
    Skipped,
    Baseline
};

/// Any number per migration.
enum class MigrationFlag {
    Changed = 1,
    ChangedCosmetic = 2,
    OutOfOrder = 4,
    Irreversible = 8,
    DataLoss = 16,
    DownDataLoss = 32,
    NoTransaction = 64,
    Repeatable = 128,
    Unsaved = 256,
};
Q_DECLARE_FLAGS(MigrationFlags, MigrationFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(MigrationFlags)

/// "applied", "rolledBack" …: the spelling of reports, filters and tests.
QString stateName(MigrationState state);
std::optional<MigrationState> stateFromName(const QString& name);
QString flagName(MigrationFlag flag);
std::optional<MigrationFlag> flagFromName(const QString& name);
QList<MigrationFlag> flagList(MigrationFlags flags);

/// One run of one migration, put together from the log.
struct RunSummary
{
    QString runId;
    QString direction; ///< "up" or "down"
    EventKind outcome = EventKind::Started; ///< Applied, Reverted, Failed, or Started while nothing ended it
    QDateTime at; ///< UTC, of the end if there is one
    QString actor;
    QString host;
    QString programVersion;
    qint64 durationMs = 0;
    int failedStatement = 0;
    int statementsKept = 0;
    int doubtfulStatement = 0; ///< started outside a transaction and never reported done; 0: none
    int partialStatement = 0; ///< batch statement of which some batches stayed, but not all are done; 0: none
    int statementCount = 0;
    QString errorCode;
    QString error;
};

struct TimelineEntry
{
    Kind kind = Kind::Versioned;
    QString version;
    QString name;
    MigrationState state = MigrationState::Pending;
    MigrationFlags flags;
    std::optional<Migration> migration; ///< absent when only the history knows it
    std::optional<HistoryRow> history; ///< absent when it does not count as applied
    QList<RunSummary> runs; ///< oldest first
    QDateTime at; ///< when it reached its state: applied, undone or failed; invalid when it never ran
    QString by;
    qint64 durationMs = -1;
    QString ranAfter; ///< version it ran behind, when out of order
    QList<base::Error> problems;

    QString id() const;
};

struct TimelineCounts
{
    int all = 0;
    int applied = 0; ///< in the database and in force: applied, missing and future
    int pending = 0; ///< what "apply all" would run: pending, failed, rolled back and changed repeatables
    int problems = 0; ///< failed, partial, missing, changed, or with a file problem
};

/// Files and history as one ordered list.
struct Timeline
{
    bool compared = false; ///< false: only files were read; every state says Pending and means "not compared"
    QList<TimelineEntry> entries; ///< versioned by version, oldest first, then repeatables by name
    QString headVersion; ///< newest version that counts as applied
    TimelineCounts counts;
};

} // namespace strandline::migration
