// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/run_json.h"

#include "core/report/exit_codes.h"
#include "core/report/json.h"
#include "core/report/run_text.h"

namespace strandline::report {

namespace {

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue proofToJson(migration::UnchangedProof proof)
{
    switch (proof) {
    case migration::UnchangedProof::RolledBack:
        return QStringLiteral("rolled-back");
    case migration::UnchangedProof::Fingerprint:
        return QStringLiteral("fingerprint");
    case migration::UnchangedProof::None:
        break;
    }
    return {};
}

} // namespace

QJsonObject toJson(const migration::StatementReport& statement)
{
    return {
        {QStringLiteral("number"), statement.number},
        {QStringLiteral("line"), statement.line},
        {QStringLiteral("excerpt"), statement.excerpt},
        {QStringLiteral("durationMs"), statement.durationMs},
        {QStringLiteral("rows"), statement.rows < 0 ? QJsonValue() : QJsonValue(statement.rows)},
        {QStringLiteral("attempts"), statement.attempts},
        {QStringLiteral("notices"), QJsonArray::fromStringList(statement.notices)},
    };
}

QJsonObject toJson(const migration::StepReport& step)
{
    QJsonArray statements;
    for (const migration::StatementReport& statement : step.statements)
        statements.append(toJson(statement));
    return {
        {QStringLiteral("id"), step.id},
        {QStringLiteral("kind"),
            step.kind == migration::Kind::Repeatable ? QStringLiteral("repeatable")
                                                     : QStringLiteral("versioned")},
        {QStringLiteral("version"), textOrNull(step.version)},
        {QStringLiteral("name"), step.name},
        {QStringLiteral("action"), migration::stepActionName(step.action)},
        {QStringLiteral("direction"), step.direction},
        {QStringLiteral("state"), migration::stepStateName(step.state)},
        {QStringLiteral("statementCount"), step.statementCount},
        {QStringLiteral("statementsDone"), step.statementsDone},
        {QStringLiteral("statementsKept"), step.statementsKept},
        {QStringLiteral("durationMs"), step.durationMs},
        {QStringLiteral("statements"), statements},
    };
}

QJsonObject toJson(const migration::RunReport& report)
{
    QJsonArray steps;
    for (const migration::StepReport& step : report.steps)
        steps.append(toJson(step));
    QJsonArray choices;
    for (const RunChoice& choice : runChoices(report)) {
        choices.append(QJsonObject {
            {QStringLiteral("id"), choice.id},
            {QStringLiteral("text"), choice.text},
            {QStringLiteral("consequence"), choice.consequence},
            {QStringLiteral("command"), textOrNull(choice.command)},
        });
    }
    const bool hasFailedStep = report.failedStep >= 0 && report.failedStep < report.steps.size();
    QJsonObject json;
    json[QStringLiteral("runId")] = report.runId;
    json[QStringLiteral("environment")] = report.environment;
    json[QStringLiteral("database")] = report.database;
    json[QStringLiteral("outcome")] = migration::runOutcomeName(report.outcome);
    json[QStringLiteral("exitCode")] = exitCodeOf(report);
    json[QStringLiteral("headline")] = runHeadline(report);
    json[QStringLiteral("startedAt")] = timeToJson(report.startedAt);
    json[QStringLiteral("durationMs")] = report.durationMs;
    json[QStringLiteral("versionBefore")] = textOrNull(report.versionBefore);
    json[QStringLiteral("versionAfter")] = textOrNull(report.versionAfter);
    json[QStringLiteral("steps")] = steps;
    json[QStringLiteral("failedMigration")] =
        hasFailedStep ? QJsonValue(report.steps.at(report.failedStep).id) : QJsonValue();
    json[QStringLiteral("failedStatement")] =
        report.failedStatement > 0 ? QJsonValue(report.failedStatement) : QJsonValue();
    json[QStringLiteral("error")] = report.error ? QJsonValue(toJson(*report.error)) : QJsonValue();
    json[QStringLiteral("unchanged")] = proofToJson(report.unchanged);
    json[QStringLiteral("drifted")] = report.drifted;
    json[QStringLiteral("fingerprintBefore")] = textOrNull(QString::fromLatin1(report.fingerprintBefore));
    json[QStringLiteral("fingerprintAfter")] = textOrNull(QString::fromLatin1(report.fingerprintAfter));
    json[QStringLiteral("choices")] = choices;
    json[QStringLiteral("notes")] = toJson(report.notes);
    return json;
}

} // namespace strandline::report
