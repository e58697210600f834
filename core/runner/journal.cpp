// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/journal.h"

#include "core/planner/plan_json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace strandline::runner {

using migration::EventKind;
using migration::Kind;
using migration::LogEvent;
using migration::PlanStep;
using migration::StepAction;

namespace {

/// MariaDB's column for it holds 16 MiB, and its packets no more.
constexpr qsizetype kMaxPlanText = 1024 * 1024;

QString compact(const QJsonObject& object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

bool removesRow(const PlanStep& step)
{
    return step.action == StepAction::Revert
        || (step.action == StepAction::Resume && step.direction == QLatin1String("down"));
}

Journal::Journal(
    RunSession& session, const history::BookkeepingTables& tables, const migration::HistorySnapshot& before)
    : m_session(session)
    , m_identity(session.request().identity)
    , m_schema(tables.schema)
    , m_text(session.server(), tables.schema)
{
    for (const migration::HistoryRow& row : before.rows) {
        if (row.kind == Kind::Versioned)
            m_spelling.insert(migration::versionKey(row.version), row.version);
    }
}

LogEvent Journal::event(EventKind kind, const PlanStep* step) const
{
    LogEvent event;
    event.at = m_session.clock().nowUtc();
    event.kind = kind;
    event.runId = m_identity.runId;
    event.actor = m_identity.actor;
    event.host = m_identity.host;
    event.programVersion = m_identity.programVersion;
    if (step) {
        event.migrationKind = step->kind;
        event.version = step->version;
        event.name = step->name;
        event.direction = step->direction;
        event.statementCount = step->statementCount;
        event.sha256 = step->script.sha256;
    }
    return event;
}

LogEvent Journal::planned(const migration::Plan& plan) const
{
    LogEvent planned = event(EventKind::Planned, nullptr);
    QJsonObject detail = planner::planToJson(plan);
    if (!m_session.request().acknowledged.isEmpty())
        detail.insert(
            QStringLiteral("acknowledged"), QJsonArray::fromStringList(m_session.request().acknowledged));
    planned.detail = compact(detail);
    if (planned.detail.size() > kMaxPlanText) {
        // The steps are in the log one by one anyway.
        detail.remove(QStringLiteral("steps"));
        detail.insert(QStringLiteral("stepCount"), int(plan.steps.size()));
        planned.detail = compact(detail).left(kMaxPlanText);
    }
    return planned;
}

LogEvent Journal::started(const PlanStep& step) const
{
    const bool resumes = step.action == StepAction::Resume;
    LogEvent started = event(resumes ? EventKind::Resumed : EventKind::Started, &step);
    if (resumes)
        started.statement = step.firstStatement;
    return started;
}

LogEvent Journal::statementStarted(
    const PlanStep& step, int number, int count, const QByteArray& sha256) const
{
    LogEvent started = event(EventKind::StatementStarted, &step);
    started.statement = number;
    started.statementCount = count;
    started.sha256 = sha256;
    return started;
}

QString Journal::schemaDetail(const QByteArray& fingerprint)
{
    if (fingerprint.isEmpty())
        return {};
    return compact({{QStringLiteral("schemaBefore"), QString::fromLatin1(fingerprint)}});
}

LogEvent Journal::statementDone(const PlanStep& step, const migration::StatementReport& statement,
    const QByteArray& sha256, bool inTransaction) const
{
    LogEvent done = event(EventKind::StatementDone, &step);
    done.statement = statement.number;
    done.sha256 = sha256;
    done.inTransaction = inTransaction;
    done.durationMs = statement.durationMs;
    done.rows = statement.rows;
    return done;
}

LogEvent Journal::batchDone(const PlanStep& step, const BatchRow& batch) const
{
    LogEvent done = event(EventKind::BatchDone, &step);
    done.statement = batch.statement;
    done.sha256 = batch.sha256;
    done.inTransaction = true;
    done.rows = batch.rows;
    done.durationMs = batch.durationMs;
    done.detail = batch.detail;
    return done;
}

LogEvent Journal::ended(const PlanStep& step, int statements, qint64 durationMs) const
{
    EventKind kind = removesRow(step) ? EventKind::Reverted : EventKind::Applied;
    if (step.action == StepAction::UndoKept)
        kind = EventKind::Repaired;
    LogEvent ended = event(kind, &step);
    ended.statementCount = statements;
    ended.durationMs = durationMs;
    if (step.action == StepAction::UndoKept)
        ended.detail = compact({{QStringLiteral("settled"), QStringLiteral("pending")},
            {QStringLiteral("was"), QStringLiteral("partial")},
            {QStringLiteral("reason"), QStringLiteral("The statements that had stayed were taken back.")}});
    return ended;
}

LogEvent Journal::failed(
    const PlanStep& step, int statement, int kept, const base::Error& error, qint64 durationMs) const
{
    LogEvent failed = event(EventKind::Failed, &step);
    failed.statement = statement;
    failed.statementsKept = kept;
    failed.durationMs = durationMs;
    failed.errorCode = error.nativeCode;
    failed.error = error.summary;
    if (!error.detail.isEmpty())
        failed.error += QStringLiteral(": ") + error.detail;
    return failed;
}

LogEvent Journal::hookDone(
    const PlanStep* step, const QString& hook, bool ok, const QString& output, qint64 ms) const
{
    LogEvent done = event(EventKind::HookDone, step);
    done.durationMs = ms;
    constexpr qsizetype maxOutput = 16000;
    done.detail = compact({{QStringLiteral("hook"), hook}, {QStringLiteral("ok"), ok},
        {QStringLiteral("output"), output.left(maxOutput)}});
    return done;
}

LogEvent Journal::driftFound(const QString& detail) const
{
    LogEvent found = event(EventKind::DriftFound, nullptr);
    found.detail = detail;
    return found;
}

migration::HistoryRow Journal::row(const PlanStep& step, qint64 durationMs) const
{
    migration::HistoryRow row;
    row.kind = step.kind;
    row.version = step.version;
    row.name = step.name;
    row.meaning = step.script.meaning;
    row.upSha256 = step.script.sha256;
    if (step.down)
        row.downSha256 = step.down->sha256;
    row.appliedAt = m_session.clock().nowUtc();
    row.appliedBy = m_identity.who();
    row.durationMs = durationMs;
    row.runId = m_identity.runId;
    row.programVersion = m_identity.programVersion;
    return row;
}

db::OwnStatements Journal::historyChange(const PlanStep& step, qint64 durationMs) const
{
    db::OwnStatements change;
    if (step.action == StepAction::UndoKept)
        return change;
    const bool removes = removesRow(step);
    if (removes || step.kind == Kind::Repeatable) {
        change.append(m_text.deleteRow(
            step.kind, m_spelling.value(migration::versionKey(step.version), step.version), step.name));
    }
    if (!removes)
        change.append(m_text.insertRow(row(step, durationMs)));
    return change;
}

base::Result<bool> Journal::isCommitted(const Marker& marker)
{
    const PlanStep& step = *marker.step;
    QString sql = QStringLiteral("SELECT count(*) FROM %1 WHERE run_id = ? AND version = ? AND name = ? AND ")
                      .arg(history::logTable(m_session.server(), m_schema));
    QVariantList values {
        m_identity.runId, step.version.isNull() ? QStringLiteral("") : step.version, step.name};
    if (marker.statement > 0) {
        sql += QStringLiteral("direction = ? AND kind = 'statement-done' AND statement = ?");
        values << step.direction << marker.statement;
    } else {
        sql += QStringLiteral("kind = ?");
        values << migration::eventKindName(ended(step, 0, 0).kind);
    }
    const auto found = m_session.work().query(sql, values);
    if (!found)
        return base::forward(found);
    return found->rows.value(0).value(0).toLongLong() > 0;
}

} // namespace strandline::runner
