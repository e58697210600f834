// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/plan_json.h"

#include "core/planner/plan_json_reader.h"

#include <QJsonArray>

namespace strandline::planner {

using migration::Plan;
using migration::PlanStep;
using migration::Script;

namespace {

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue digestOrNull(const QByteArray& digest)
{
    return textOrNull(QString::fromLatin1(digest));
}

QJsonObject targetToJson(const migration::PlanTarget& target)
{
    QJsonObject json;
    json[QStringLiteral("kind")] = migration::targetKindName(target.kind);
    json[QStringLiteral("version")] = textOrNull(target.version);
    json[QStringLiteral("count")] = target.count;
    json[QStringLiteral("singleTransaction")] = target.singleTransaction;
    json[QStringLiteral("allowOutOfOrder")] = target.allowOutOfOrder;
    json[QStringLiteral("resumeAt")] = target.resumeAt ? QJsonValue(*target.resumeAt) : QJsonValue();
    json[QStringLiteral("onlyThis")] = target.onlyThis;
    return json;
}

QJsonObject scriptToJson(const Script& script)
{
    return {{QStringLiteral("path"), script.path},
        {QStringLiteral("sha256"), QString::fromLatin1(script.sha256)}};
}

QJsonObject errorToJson(const base::Error& error)
{
    QJsonObject json;
    json[QStringLiteral("code")] = base::errorCodeName(error.code);
    json[QStringLiteral("summary")] = error.summary;
    json[QStringLiteral("detail")] = textOrNull(error.detail);
    json[QStringLiteral("hint")] = textOrNull(error.hint);
    if (error.position.isKnown()) {
        json[QStringLiteral("position")] = QJsonObject {
            {QStringLiteral("file"), textOrNull(error.position.file)},
            {QStringLiteral("statement"), error.position.statement},
            {QStringLiteral("line"), error.position.line},
            {QStringLiteral("column"), error.position.column},
        };
    }
    return json;
}

QJsonArray segmentsToJson(const QList<migration::Segment>& segments)
{
    QJsonArray array;
    for (const migration::Segment& segment : segments) {
        array.append(QJsonObject {
            {QStringLiteral("mode"), migration::segmentModeName(segment.mode)},
            {QStringLiteral("first"), segment.first},
            {QStringLiteral("last"), segment.last},
            {QStringLiteral("reason"), textOrNull(segment.reason)},
        });
    }
    return array;
}

QJsonObject stepToJson(const PlanStep& step)
{
    QJsonObject json;
    json[QStringLiteral("action")] = migration::stepActionName(step.action);
    json[QStringLiteral("kind")] =
        step.kind == migration::Kind::Repeatable ? QStringLiteral("repeatable") : QStringLiteral("versioned");
    json[QStringLiteral("version")] = textOrNull(step.version);
    json[QStringLiteral("name")] = step.name;
    json[QStringLiteral("direction")] = step.direction;
    json[QStringLiteral("script")] = scriptToJson(step.script);
    json[QStringLiteral("down")] = step.down ? QJsonValue(scriptToJson(*step.down)) : QJsonValue();
    json[QStringLiteral("fromHistory")] = step.fromHistory;
    json[QStringLiteral("replacesRow")] = step.replacesRow;
    json[QStringLiteral("statementCount")] = step.statementCount;
    json[QStringLiteral("firstStatement")] = step.firstStatement;
    json[QStringLiteral("segments")] = segmentsToJson(step.segments);
    json[QStringLiteral("checkpoint")] = step.checkpoint
        ? QJsonValue(QJsonObject {{QStringLiteral("statement"), step.checkpoint->statement},
            {QStringLiteral("detail"), step.checkpoint->detail}})
        : QJsonValue();
    return json;
}

} // namespace

QJsonObject planToJson(const Plan& plan)
{
    QJsonArray steps;
    for (const PlanStep& step : plan.steps)
        steps.append(stepToJson(step));
    QJsonArray obstacles;
    for (const migration::PlanObstacle& obstacle : plan.obstacles) {
        obstacles.append(QJsonObject {
            {QStringLiteral("check"), obstacle.check},
            {QStringLiteral("level"), migration::obstacleLevelName(obstacle.level)},
            {QStringLiteral("error"), errorToJson(obstacle.error)},
        });
    }
    QJsonObject json;
    json[QStringLiteral("format")] = kPlanFormat;
    json[QStringLiteral("formatVersion")] = kPlanFormatVersion;
    json[QStringLiteral("environment")] = plan.environment;
    json[QStringLiteral("dialect")] = sql::dialectName(plan.dialect);
    json[QStringLiteral("target")] = targetToJson(plan.target);
    json[QStringLiteral("madeAt")] = textOrNull(plan.madeAt.toUTC().toString(Qt::ISODateWithMs));
    json[QStringLiteral("binding")] = QJsonObject {
        {QStringLiteral("database"), plan.binding.database},
        {QStringLiteral("history"), digestOrNull(plan.binding.history)},
        {QStringLiteral("schema"), digestOrNull(plan.binding.schema)},
    };
    json[QStringLiteral("from")] = textOrNull(plan.fromVersion);
    json[QStringLiteral("to")] = textOrNull(plan.toVersion);
    json[QStringLiteral("singleTransaction")] = plan.singleTransaction;
    json[QStringLiteral("steps")] = steps;
    json[QStringLiteral("obstacles")] = obstacles;
    return json;
}

base::Result<Plan> planFromJson(const QJsonObject& json, const migration::MigrationSet& set,
    const QHash<QByteArray, QByteArray>& recordedScripts)
{
    return PlanJsonReader(set, recordedScripts).read(json);
}

} // namespace strandline::planner
