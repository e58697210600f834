// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/resume_point.h"

#include "core/base/digest.h"
#include "core/planner/timeline_state.h"
#include "core/sql/statement_splitter.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace strandline::planner {

using migration::EventKind;
using migration::LogEvent;
using migration::Script;
using migration::TimelineEntry;

namespace {

/// What the statement events say of one migration since it last started from the beginning.
struct StatementTrail
{
    QHash<int, QByteArray> done;
    QHash<int, qint64> rows;
    QHash<int, QByteArray> started;
    QHash<int, QString> startDetail;
    std::optional<migration::BatchCheckpoint> checkpoint;
    QByteArray script;

    void take(const LogEvent& event)
    {
        switch (event.kind) {
        case EventKind::Started:
            *this = {};
            [[fallthrough]];
        case EventKind::Resumed:
            if (!event.sha256.isEmpty())
                script = event.sha256;
            break;
        case EventKind::StatementStarted:
            started.insert(event.statement, event.sha256);
            startDetail.insert(event.statement, event.detail);
            break;
        case EventKind::StatementDone:
            done.insert(event.statement, event.sha256);
            rows.insert(event.statement, event.rows);
            break;
        case EventKind::BatchDone:
            checkpoint = {event.statement, event.detail};
            break;
        default:
            break;
        }
    }
};

StatementTrail trailOf(
    const TimelineEntry& entry, const QString& direction, const migration::HistorySnapshot& history)
{
    const QString key = migrationKey(entry.kind, entry.version, entry.name);
    StatementTrail trail;
    for (const LogEvent& event : history.events) {
        if (event.direction == direction && event.migrationKind == entry.kind
            && migrationKey(event.migrationKind, event.version, event.name) == key)
            trail.take(event);
    }
    return trail;
}

QByteArray schemaIn(const QString& detail)
{
    return QJsonDocument::fromJson(detail.toUtf8())
        .object()
        .value(QStringLiteral("schemaBefore"))
        .toString()
        .toLatin1();
}

base::Failure conflict(const QString& summary, const QString& detail, const QString& hint,
    const base::SourcePosition& position = {})
{
    return base::fail(base::Error {base::ErrorCode::Conflict, summary, detail, hint, {}, position});
}

QString restoreHint(int statement)
{
    return QStringLiteral(
        "Bring statement %1 back as it was, or put the database in order by hand and mark the "
        "migration.")
        .arg(statement);
}

} // namespace

std::optional<ResumePoint> resumePointOf(
    const TimelineEntry& entry, const migration::HistorySnapshot& history)
{
    if (entry.state != migration::MigrationState::Partial || entry.runs.isEmpty())
        return std::nullopt;
    const migration::RunSummary& run = entry.runs.last();
    const StatementTrail trail = trailOf(entry, run.direction, history);
    ResumePoint point;
    point.runId = run.runId;
    point.direction = run.direction;
    point.kept = run.statementsKept;
    point.doubtful = run.doubtfulStatement > run.statementsKept ? run.doubtfulStatement : 0;
    if (point.doubtful > 0)
        point.schemaBeforeDoubt = schemaIn(trail.startDetail.value(point.doubtful));
    point.statementCount = run.statementCount;
    for (int number = 1; number <= point.kept; ++number) {
        point.keptDigests.append(trail.done.value(number));
        point.keptRows.append(trail.rows.value(number, -1));
    }
    point.scriptSha256 = trail.script;
    point.openDigest = trail.started.value(point.kept + 1);
    if (run.partialStatement > point.kept && trail.checkpoint
        && trail.checkpoint->statement == run.partialStatement) {
        point.checkpoint = trail.checkpoint;
        if (point.doubtful == run.partialStatement)
            point.doubtful = 0; // each batch and its checkpoint were committed together
    }
    return point;
}

base::Result<void> checkResume(const ResumePoint& point, const Script& script, sql::Dialect dialect)
{
    if (!point.scriptSha256.isEmpty() && point.scriptSha256 == script.sha256)
        return {};
    if (script.isLarge)
        return conflict(QStringLiteral("“%1” was changed since it stopped").arg(script.path),
            QStringLiteral("It is too large to be compared statement by statement."),
            QStringLiteral("Bring the file back as it was."), {script.path, 0, 0, 0});
    const sql::SplitResult split = sql::split(script.bytes, dialect);
    const int count = int(split.statements.size());
    if (count < point.kept)
        return conflict(QStringLiteral("Statement %1 is missing in “%2”").arg(count + 1).arg(script.path),
            QStringLiteral("%1 statements of it stayed in the database, and the file holds only %2 by now.")
                .arg(point.kept)
                .arg(count),
            restoreHint(count + 1), {script.path, count + 1, 0, 0});
    for (int number = 1; number <= count; ++number) {
        const bool isKept = number <= point.kept;
        const bool isOpen = point.checkpoint && point.checkpoint->statement == number;
        if (!isKept && !isOpen)
            continue;
        const sql::Statement& statement = split.statements[size_t(number) - 1];
        const base::SourcePosition position {script.path, number, statement.line, statement.column};
        const QByteArray recorded = isKept ? point.keptDigests.value(number - 1) : point.openDigest;
        if (recorded.isEmpty())
            return conflict(
                QStringLiteral("Whether statement %1 is the one that ran cannot be told").arg(number),
                QStringLiteral("The file was changed since it stopped, and the log has no digest of that "
                               "statement."),
                QStringLiteral(
                    "Bring the file back as it was, or put the database in order by hand and mark the "
                    "migration."),
                position);
        if (base::sha256Hex(statement.textIn(script.bytes)) != recorded)
            return conflict(QStringLiteral("Statement %1 is not the one that ran").arg(number),
                isKept
                    ? QStringLiteral("It stayed in the database, and was edited in “%1” since.")
                          .arg(script.path)
                    : QStringLiteral("Batches of it stayed in the database, and it was edited in “%1” since.")
                          .arg(script.path),
                restoreHint(number), position);
    }
    return {};
}

} // namespace strandline::planner
