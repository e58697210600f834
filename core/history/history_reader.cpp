// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history_reader.h"

#include "core/db/transaction.h"
#include "core/history/bookkeeping_tables.h"
#include "core/history/log_reader.h"

#include <QElapsedTimer>
#include <QThread>

namespace strandline::history {

using migration::HistoryRow;
using migration::HistorySnapshot;
using migration::HistoryStatus;
using migration::Kind;

namespace {

constexpr int kPatienceMs = 2000;
constexpr int kPauseMs = 20;

base::Error problem(base::ErrorCode code, const QString& summary, const QString& detail, const QString& hint)
{
    return {code, summary, detail, hint, {}, {}};
}

std::optional<Kind> kindOf(const QString& text)
{
    if (text == QLatin1String("versioned"))
        return Kind::Versioned;
    if (text == QLatin1String("repeatable"))
        return Kind::Repeatable;
    return std::nullopt;
}

void takeRow(HistorySnapshot& snapshot, const QVariantList& values)
{
    const auto kind = kindOf(values.at(1).toString());
    const auto status = migration::historyStatusFromName(values.at(4).toString());
    if (!kind || !status) {
        snapshot.problems.append(problem(base::ErrorCode::Unsupported,
            QStringLiteral("A row of strandline_history cannot be understood"),
            QStringLiteral("Row %1 (“%2”) has the kind “%3” and the status “%4”. It was left out.")
                .arg(values.at(0).toString(),
                    values.at(2).toString() + QLatin1Char('_') + values.at(3).toString(),
                    values.at(1).toString(), values.at(4).toString()),
            QStringLiteral("Look who wrote it; a newer Strandline, or a hand.")));
        return;
    }
    HistoryRow row;
    row.sequence = values.at(0).toLongLong();
    row.kind = *kind;
    row.version = values.at(2).toString();
    row.name = values.at(3).toString();
    row.status = *status;
    row.meaning = values.at(5).toString().toLatin1();
    row.upSha256 = values.at(6).toString().toLatin1();
    row.downSha256 = values.at(7).toString().toLatin1();
    row.appliedAt = timeOf(values.at(8));
    row.appliedBy = values.at(9).toString();
    row.durationMs = values.at(10).toLongLong();
    row.runId = values.at(11).toString();
    row.programVersion = values.at(12).toString();
    if (!row.appliedAt.isValid()) {
        snapshot.problems.append(problem(base::ErrorCode::Invalid,
            QStringLiteral("A row of strandline_history has no readable time"),
            QStringLiteral("Row %1 (“%2_%3”) is shown without one.")
                .arg(row.sequence)
                .arg(row.version, row.name),
            QStringLiteral("Look who wrote into strandline_history by hand.")));
    }
    snapshot.rows.append(row);
}

base::Result<void> readRows(db::Connection& connection, const QString& table, HistorySnapshot& snapshot)
{
    const QString sql =
        QStringLiteral("SELECT sequence, kind, version, name, status, meaning, up_sha256, down_sha256, %1, "
                       "applied_by, duration_ms, run_id, program_version FROM %2 "
                       "WHERE kind <> 'bookkeeping' ORDER BY sequence")
            .arg(timeExpression(connection.info(), QStringLiteral("applied_at")), table);
    auto read = connection.forEachRow(sql, {}, [&snapshot](const QVariantList& row) {
        takeRow(snapshot, row);
        return true;
    });
    if (!read)
        return base::fail(withRightsHint(read.error(), connection.info(), table));
    return {};
}

base::Result<void> readEvents(db::Connection& connection, const BookkeepingTables& tables,
    const ReadOptions& options, HistorySnapshot& snapshot)
{
    if (!tables.hasLog) {
        snapshot.problems.append(
            problem(base::ErrorCode::NotFound, QStringLiteral("This database has a history and no log"),
                QStringLiteral("strandline_log does not exist, so failed and half-applied runs cannot be "
                               "told from pending ones."),
                QStringLiteral("Restore the table from a backup; the next apply makes an empty one.")));
        return {};
    }
    auto log = readTimelineEvents(connection, tables.schema, options.everyEvent);
    if (!log)
        return base::forward(log);
    snapshot.events = std::move(log->events);
    snapshot.problems += log->problems;
    return {};
}

} // namespace

namespace {

base::Result<HistorySnapshot> readOnce(db::Connection& connection, const ReadOptions& options)
{
    // A run that commits between two reads would look as if its row had been lost.
    auto picture = db::Transaction::begin(connection, db::TransactionKind::Snapshot);
    if (!picture)
        return base::forward(picture);
    auto tables = findTables(connection, options.schema);
    if (!tables)
        return base::forward(tables);
    HistorySnapshot snapshot;
    snapshot.schema = tables->schema;
    snapshot.userTables = tables->userTables;
    snapshot.present = tables->hasHistory;
    if (!tables->hasHistory)
        return snapshot;
    snapshot.format = tables->format;
    snapshot.logIsProtected = tables->logIsProtected;
    snapshot.problems = tables->problems;
    if (!tables->hasScript) {
        // MariaDB hides a table from a login without rights on it, so the two cannot be told apart.
        snapshot.problems.append(problem(base::ErrorCode::NotFound,
            QStringLiteral("The texts that ran cannot be looked up"),
            QStringLiteral("strandline_script does not exist, or this login may not see it."),
            QStringLiteral("Grant SELECT on it; if it is lost, edited files can no longer be compared with "
                           "what ran.")));
    }
    const QString table = historyTable(connection.info(), tables->schema);
    if (auto read = readRows(connection, table, snapshot); !read)
        return base::forward(read);
    if (auto read = readEvents(connection, *tables, options, snapshot); !read)
        return base::forward(read);
    return snapshot;
}

} // namespace

base::Result<HistorySnapshot> readHistory(db::Connection& connection, const ReadOptions& options)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        auto snapshot = readOnce(connection, options);
        // MariaDB has no picture of a table that another run makes or upgrades meanwhile. Who waited for a
        // lock in vain has waited long enough.
        const bool mayHelp = !snapshot && snapshot.error().code == base::ErrorCode::Conflict;
        if (!mayHelp || timer.elapsed() > kPatienceMs)
            return snapshot;
        QThread::msleep(kPauseMs);
    }
}

} // namespace strandline::history
