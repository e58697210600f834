// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/plan_json.h"

#include "core/report/json.h"
#include "core/report/plan_text.h"
#include "core/sql/statement_splitter.h"

namespace strandline::report {

using migration::Plan;
using migration::PlanStep;

namespace {

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject targetToJson(const migration::PlanTarget& target)
{
    return {
        {QStringLiteral("kind"), migration::targetKindName(target.kind)},
        {QStringLiteral("version"), textOrNull(target.version)},
        {QStringLiteral("count"),
            target.kind == migration::TargetKind::DownCount ? QJsonValue(target.count) : QJsonValue()},
        {QStringLiteral("singleTransaction"), target.singleTransaction},
        {QStringLiteral("allowOutOfOrder"), target.allowOutOfOrder},
        {QStringLiteral("resumeAt"), target.resumeAt ? QJsonValue(*target.resumeAt) : QJsonValue()},
        {QStringLiteral("onlyThis"), target.onlyThis},
    };
}

QJsonArray segmentsToJson(const PlanStep& step)
{
    QJsonArray array;
    for (const migration::Segment& segment : step.segments) {
        array.append(QJsonObject {
            {QStringLiteral("mode"), migration::segmentModeName(segment.mode)},
            {QStringLiteral("first"), segment.first},
            {QStringLiteral("last"), segment.last},
            {QStringLiteral("reason"), textOrNull(segment.reason)},
        });
    }
    return array;
}

QJsonValue statementsToJson(const PlanStep& step, sql::Dialect dialect)
{
    if (step.script.isLarge)
        return {};
    QJsonArray array;
    const sql::SplitResult split = sql::split(step.script.bytes, dialect);
    for (const sql::Statement& statement : split.statements) {
        if (statement.number < step.firstStatement)
            continue;
        array.append(QJsonObject {
            {QStringLiteral("number"), statement.number},
            {QStringLiteral("line"), statement.line},
            {QStringLiteral("column"), statement.column},
            {QStringLiteral("text"), QString::fromUtf8(statement.textIn(step.script.bytes))},
        });
    }
    return array;
}

QJsonObject scriptToJson(const migration::Script& script)
{
    return {
        {QStringLiteral("path"), textOrNull(script.path)},
        {QStringLiteral("sha256"), textOrNull(QString::fromLatin1(script.sha256))},
        {QStringLiteral("bytes"), script.isLarge ? script.size : qint64(script.bytes.size())},
        {QStringLiteral("transaction"), !script.cannotRunInTransaction},
    };
}

QJsonObject stepToJson(const PlanStep& step, sql::Dialect dialect)
{
    QJsonObject json;
    json[QStringLiteral("id")] = step.id();
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
    json[QStringLiteral("statementCount")] =
        step.script.isLarge ? QJsonValue() : QJsonValue(step.statementCount);
    json[QStringLiteral("firstStatement")] = step.firstStatement;
    json[QStringLiteral("segments")] = segmentsToJson(step);
    json[QStringLiteral("statements")] = statementsToJson(step, dialect);
    json[QStringLiteral("breaking")] = QJsonArray::fromStringList(step.script.directives.breaking);
    return json;
}

} // namespace

QJsonObject toJson(const Plan& plan)
{
    QJsonArray steps;
    for (const PlanStep& step : plan.steps)
        steps.append(stepToJson(step, plan.dialect));
    QJsonArray obstacles;
    for (const migration::PlanObstacle& obstacle : plan.obstacles) {
        obstacles.append(QJsonObject {
            {QStringLiteral("check"), obstacle.check},
            {QStringLiteral("level"), migration::obstacleLevelName(obstacle.level)},
            {QStringLiteral("error"), toJson(obstacle.error)},
        });
    }
    QJsonObject json;
    json[QStringLiteral("environment")] = plan.environment;
    json[QStringLiteral("engine")] = sql::dialectName(plan.dialect);
    json[QStringLiteral("database")] = plan.binding.database;
    json[QStringLiteral("target")] = targetToJson(plan.target);
    json[QStringLiteral("madeAt")] = timeToJson(plan.madeAt);
    json[QStringLiteral("from")] = textOrNull(plan.fromVersion);
    json[QStringLiteral("to")] = textOrNull(plan.toVersion);
    json[QStringLiteral("sentence")] = planSentence(plan);
    json[QStringLiteral("singleTransaction")] = plan.singleTransaction;
    json[QStringLiteral("transactions")] = plan.transactionCount();
    json[QStringLiteral("blocked")] = plan.isBlocked();
    json[QStringLiteral("steps")] = steps;
    json[QStringLiteral("obstacles")] = obstacles;
    return json;
}

} // namespace strandline::report
