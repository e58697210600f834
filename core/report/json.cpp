// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json.h"

namespace strandline::report {

namespace {

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue numberOrNull(qint64 number)
{
    return number < 0 ? QJsonValue() : QJsonValue(number);
}

QJsonValue scriptToJson(const std::optional<migration::Script>& script)
{
    if (!script)
        return {};
    QJsonObject json;
    json[QStringLiteral("path")] = script->path;
    json[QStringLiteral("sha256")] = QString::fromLatin1(script->sha256);
    json[QStringLiteral("bytes")] = qMax(script->size, qint64(script->bytes.size()));
    json[QStringLiteral("transaction")] = !script->cannotRunInTransaction;
    return json;
}

QJsonObject runToJson(const migration::RunSummary& run)
{
    QJsonObject json;
    json[QStringLiteral("runId")] = run.runId;
    json[QStringLiteral("direction")] = run.direction;
    json[QStringLiteral("outcome")] = migration::eventKindName(run.outcome);
    json[QStringLiteral("at")] = timeToJson(run.at);
    json[QStringLiteral("actor")] = textOrNull(run.actor);
    json[QStringLiteral("host")] = textOrNull(run.host);
    json[QStringLiteral("programVersion")] = textOrNull(run.programVersion);
    json[QStringLiteral("durationMs")] = numberOrNull(run.durationMs);
    const bool isOpen = run.outcome == migration::EventKind::Started;
    if (isOpen || run.outcome == migration::EventKind::Failed)
        json[QStringLiteral("statementsKept")] = run.statementsKept;
    if (isOpen && run.doubtfulStatement > 0)
        json[QStringLiteral("doubtfulStatement")] = run.doubtfulStatement;
    if (run.outcome == migration::EventKind::Failed) {
        json[QStringLiteral("failedStatement")] = run.failedStatement;
        json[QStringLiteral("errorCode")] = textOrNull(run.errorCode);
        json[QStringLiteral("error")] = textOrNull(run.error);
    }
    return json;
}

QString kindName(migration::Kind kind)
{
    return kind == migration::Kind::Repeatable ? QStringLiteral("repeatable") : QStringLiteral("versioned");
}

} // namespace

QJsonValue timeToJson(const QDateTime& utc)
{
    return utc.isValid() ? QJsonValue(utc.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
}

QJsonObject toJson(const base::Error& error)
{
    QJsonObject json;
    json[QStringLiteral("code")] = base::errorCodeName(error.code);
    json[QStringLiteral("summary")] = error.summary;
    json[QStringLiteral("detail")] = textOrNull(error.detail);
    json[QStringLiteral("hint")] = textOrNull(error.hint);
    json[QStringLiteral("nativeCode")] = textOrNull(error.nativeCode);
    if (error.position.isKnown()) {
        QJsonObject position;
        position[QStringLiteral("file")] = textOrNull(error.position.file);
        position[QStringLiteral("statement")] =
            error.position.statement > 0 ? QJsonValue(error.position.statement) : QJsonValue();
        position[QStringLiteral("line")] =
            error.position.line > 0 ? QJsonValue(error.position.line) : QJsonValue();
        position[QStringLiteral("column")] =
            error.position.column > 0 ? QJsonValue(error.position.column) : QJsonValue();
        json[QStringLiteral("position")] = position;
    }
    return json;
}

QJsonArray toJson(const QList<base::Error>& errors)
{
    QJsonArray array;
    for (const base::Error& error : errors)
        array.append(toJson(error));
    return array;
}

QJsonObject toJson(const project::Project& project)
{
    QJsonObject json;
    json[QStringLiteral("name")] = project.name;
    json[QStringLiteral("root")] = project.root;
    json[QStringLiteral("config")] = textOrNull(project.configPath);
    return json;
}

QJsonObject toJson(const project::Environment& environment)
{
    QJsonObject json;
    json[QStringLiteral("name")] = environment.name;
    json[QStringLiteral("tier")] =
        environment.tier == project::Tier::Custom && !environment.customTier.isEmpty()
        ? environment.customTier
        : project::tierName(environment.tier);
    json[QStringLiteral("enabled")] = environment.enabled;
    return json;
}

QJsonObject toJson(const db::ServerInfo& server)
{
    QJsonObject json;
    json[QStringLiteral("engine")] = sql::dialectName(server.dialect);
    json[QStringLiteral("product")] = server.product;
    json[QStringLiteral("version")] = server.versionText;
    json[QStringLiteral("database")] = server.database;
    json[QStringLiteral("schema")] = textOrNull(server.schema);
    json[QStringLiteral("user")] = textOrNull(server.user);
    json[QStringLiteral("tls")] = server.tls;
    return json;
}

QJsonObject toJson(const migration::TimelineEntry& entry)
{
    QJsonArray flags;
    for (const migration::MigrationFlag flag : migration::flagList(entry.flags))
        flags.append(migration::flagName(flag));
    QJsonArray runs;
    for (const migration::RunSummary& run : entry.runs)
        runs.append(runToJson(run));

    QJsonObject json;
    json[QStringLiteral("id")] = entry.id();
    json[QStringLiteral("kind")] = kindName(entry.kind);
    json[QStringLiteral("version")] = textOrNull(entry.version);
    json[QStringLiteral("name")] = entry.name;
    json[QStringLiteral("state")] = migration::stateName(entry.state);
    json[QStringLiteral("flags")] = flags;
    json[QStringLiteral("at")] = timeToJson(entry.at);
    json[QStringLiteral("by")] = textOrNull(entry.by);
    json[QStringLiteral("durationMs")] = numberOrNull(entry.durationMs);
    json[QStringLiteral("ranAfter")] = textOrNull(entry.ranAfter);
    json[QStringLiteral("up")] = entry.migration ? scriptToJson(entry.migration->up) : QJsonValue();
    json[QStringLiteral("down")] = entry.migration ? scriptToJson(entry.migration->down) : QJsonValue();
    json[QStringLiteral("appliedSha256")] =
        entry.history ? textOrNull(QString::fromLatin1(entry.history->upSha256)) : QJsonValue();
    json[QStringLiteral("runs")] = runs;
    json[QStringLiteral("problems")] = toJson(entry.problems);
    return json;
}

QJsonObject toJson(const migration::TimelineCounts& counts)
{
    QJsonObject json;
    json[QStringLiteral("all")] = counts.all;
    json[QStringLiteral("applied")] = counts.applied;
    json[QStringLiteral("pending")] = counts.pending;
    json[QStringLiteral("problems")] = counts.problems;
    return json;
}

QJsonObject toJson(const migration::LogEvent& event)
{
    QJsonObject json;
    json[QStringLiteral("id")] = event.id;
    json[QStringLiteral("at")] = timeToJson(event.at);
    json[QStringLiteral("event")] = migration::eventKindName(event.kind);
    json[QStringLiteral("runId")] = textOrNull(event.runId);
    json[QStringLiteral("version")] = textOrNull(event.version);
    json[QStringLiteral("name")] = textOrNull(event.name);
    json[QStringLiteral("direction")] = textOrNull(event.direction);
    json[QStringLiteral("statement")] = event.statement > 0 ? QJsonValue(event.statement) : QJsonValue();
    json[QStringLiteral("statementCount")] =
        event.statementCount > 0 ? QJsonValue(event.statementCount) : QJsonValue();
    json[QStringLiteral("statementsKept")] = event.statementsKept;
    json[QStringLiteral("actor")] = textOrNull(event.actor);
    json[QStringLiteral("host")] = textOrNull(event.host);
    json[QStringLiteral("programVersion")] = textOrNull(event.programVersion);
    json[QStringLiteral("durationMs")] = numberOrNull(event.durationMs);
    json[QStringLiteral("rows")] = numberOrNull(event.rows);
    json[QStringLiteral("errorCode")] = textOrNull(event.errorCode);
    json[QStringLiteral("error")] = textOrNull(event.error);
    json[QStringLiteral("detail")] = textOrNull(event.detail);
    return json;
}

QJsonArray entriesToJson(const migration::Timeline& timeline)
{
    QJsonArray array;
    for (const migration::TimelineEntry& entry : timeline.entries)
        array.append(toJson(entry));
    return array;
}

} // namespace strandline::report
