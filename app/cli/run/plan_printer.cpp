// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/plan_printer.h"

#include "app/cli/project_access.h"
#include "core/report/json.h"
#include "core/report/plan_json.h"
#include "core/report/plan_text.h"
#include "core/report/run_text.h"
#include "core/report/words.h"
#include "core/usecase/plan_page.h"

#include <QJsonArray>

namespace strandline::cli {

namespace {

using usecase::CheckLevel;
using usecase::PreflightCheck;

void printLines(Terminal& terminal, const QString& text)
{
    if (text.isEmpty())
        return;
    for (const QString& part : text.split(QLatin1Char('\n')))
        terminal.line(oneLine(part));
}

Style styleOf(CheckLevel level)
{
    switch (level) {
    case CheckLevel::Block:
        return Style::Bad;
    case CheckLevel::Attention:
        return Style::Attention;
    case CheckLevel::Pass:
    case CheckLevel::Note:
        break;
    }
    return Style::Dim;
}

/// What passed is not worth a line; what blocks is told in full by the refusal.
void printChecks(Terminal& terminal, const QList<PreflightCheck>& checks, bool withLosses)
{
    for (const PreflightCheck& check : checks) {
        if (check.level == CheckLevel::Pass || check.level == CheckLevel::Block)
            continue;
        if (!withLosses && check.id == QLatin1String("losses"))
            continue;
        const QString word =
            check.level == CheckLevel::Attention ? QStringLiteral("attention: ") : QStringLiteral("note: ");
        const QString about = check.errors.size() > 1 ? check.title + QStringLiteral(": ") : QString();
        terminal.line(terminal.styled(word, styleOf(check.level)) + about + oneLine(check.finding));
        for (const base::Error& error : check.errors) {
            if (check.errors.size() > 1 || error.summary + QLatin1Char('.') != check.finding)
                terminal.line(QStringLiteral("  ") + oneLine(error.summary));
            if (!error.hint.isEmpty())
                terminal.line(QStringLiteral("  ") + terminal.styled(oneLine(error.hint), Style::Dim));
        }
    }
}

QJsonObject toJson(const analysis::CountedLoss& loss)
{
    return {
        {QStringLiteral("migration"), loss.stepId},
        {QStringLiteral("direction"), loss.direction},
        {QStringLiteral("statement"), loss.loss.statement},
        {QStringLiteral("line"), loss.loss.line},
        {QStringLiteral("kind"), analysis::lossKindName(loss.loss.kind)},
        {QStringLiteral("object"), loss.loss.object},
        {QStringLiteral("count"), loss.count.count < 0 ? QJsonValue() : QJsonValue(loss.count.count)},
        {QStringLiteral("estimate"), loss.count.isEstimate},
        {QStringLiteral("absent"), loss.count.objectIsAbsent},
        {QStringLiteral("sentence"), loss.sentence()},
    };
}

QJsonObject toJson(const migration::LockWait& session)
{
    return {
        {QStringLiteral("session"), session.session},
        {QStringLiteral("id"), session.sessionId},
        {QStringLiteral("user"), session.user},
        {QStringLiteral("program"), session.program},
        {QStringLiteral("state"), session.state},
        {QStringLiteral("sinceMs"), session.sinceMs < 0 ? QJsonValue() : QJsonValue(session.sinceMs)},
        {QStringLiteral("object"), session.object},
        {QStringLiteral("statement"), session.statement},
    };
}

QJsonObject toJson(const PreflightCheck& check)
{
    QJsonArray sessions;
    for (const migration::LockWait& session : check.sessions)
        sessions.append(toJson(session));
    return {
        {QStringLiteral("id"), check.id},
        {QStringLiteral("level"), usecase::checkLevelName(check.level)},
        {QStringLiteral("title"), check.title},
        {QStringLiteral("finding"), check.finding},
        {QStringLiteral("errors"), report::toJson(check.errors)},
        {QStringLiteral("sessions"), sessions},
    };
}

} // namespace

QString lossSummary(const usecase::PreparedRun& run)
{
    QStringList lines;
    for (const analysis::CountedLoss& loss : run.losses) {
        if (!loss.isNothing())
            lines << QStringLiteral("%1 (%2, line %3)").arg(loss.sentence(), loss.stepId).arg(loss.loss.line);
    }
    return lines.join(QLatin1Char('\n'));
}

QList<base::Error> blockingErrors(const usecase::PreparedRun& run)
{
    QList<base::Error> errors;
    const auto add = [&errors](const base::Error& error) {
        const bool known = std::any_of(errors.begin(), errors.end(), [&](const base::Error& other) {
            return other.summary == error.summary && other.detail == error.detail
                && other.position.line == error.position.line;
        });
        if (!known)
            errors.append(error);
    };
    for (const PreflightCheck& check : run.checks) {
        for (const base::Error& error :
            check.level == CheckLevel::Block ? check.errors : QList<base::Error>())
            add(error);
    }
    if (!errors.isEmpty())
        return errors;
    for (const migration::PlanObstacle& obstacle : run.plan.obstacles) {
        if (obstacle.level == migration::ObstacleLevel::Block)
            add(obstacle.error);
    }
    return errors;
}

void printErrors(Terminal& terminal, const QList<base::Error>& errors)
{
    constexpr qsizetype shown = 20;
    for (const base::Error& error : errors.first(std::min(shown, errors.size())))
        terminal.error(error);
    if (errors.size() > shown)
        terminal.note(QStringLiteral("And %1 more.").arg(errors.size() - shown));
}

QJsonObject refusalToJson(const usecase::PreparedRun& run, const QList<base::Error>& reasons)
{
    QJsonObject json = preparedToJson(run);
    json[QStringLiteral("outcome")] = migration::runOutcomeName(migration::RunOutcome::Refused);
    json[QStringLiteral("exitCode")] = int(ExitCode::Refused);
    json[QStringLiteral("error")] =
        reasons.isEmpty() ? QJsonValue() : QJsonValue(report::toJson(reasons.first()));
    json[QStringLiteral("errors")] = report::toJson(reasons);
    return json;
}

QJsonObject preparedToJson(const usecase::PreparedRun& run)
{
    QJsonArray losses;
    for (const analysis::CountedLoss& loss : run.losses)
        losses.append(toJson(loss));
    QJsonArray checks;
    for (const PreflightCheck& check : run.checks)
        checks.append(toJson(check));
    return {
        {QStringLiteral("plan"), report::toJson(run.plan)},
        {QStringLiteral("blocked"), run.isBlocked()},
        {QStringLiteral("losses"), losses},
        {QStringLiteral("checks"), checks},
        {QStringLiteral("timeouts"),
            QJsonObject {
                {QStringLiteral("lockMs"), run.lockTimeoutMs},
                {QStringLiteral("statementMs"), run.statementTimeoutMs},
            }},
        {QStringLiteral("confirmation"),
            QJsonObject {
                {QStringLiteral("typedName"), run.confirmation.needsTypedName},
                {QStringLiteral("allowDataLoss"), run.confirmation.needsDataLossConsent},
            }},
    };
}

void printPreparedRun(Terminal& terminal, const usecase::PreparedRun& run,
    const project::Environment& environment, bool withLosses)
{
    terminal.line(terminal.styled(environmentLabel(environment, terminal), Style::Strong)
        + QStringLiteral("  ") + terminal.styled(oneLine(run.view.connection.describe()), Style::Dim));
    terminal.line(oneLine(run.sentence()));
    if (run.plan.isEmpty()) {
        for (const migration::PlanObstacle& obstacle : run.plan.obstacles) {
            if (obstacle.level != migration::ObstacleLevel::Block)
                terminal.line(QStringLiteral("%1: %2.").arg(
                    migration::obstacleLevelName(obstacle.level), oneLine(obstacle.error.summary)));
        }
        return;
    }
    terminal.line();
    printLines(terminal, report::planToText(run.plan));
    printChecks(terminal, run.checks, withLosses);
}

ExitCode printPlan(CommandContext& context, const usecase::PreparedRun& run,
    const project::Environment& environment, PlanFormat format)
{
    Terminal& terminal = context.terminal;
    const ExitCode code = run.isBlocked() ? ExitCode::Refused : ExitCode::Done;
    if (context.options.json) {
        printJson(terminal, preparedToJson(run));
        return code;
    }
    if (format == PlanFormat::Html) {
        const QString tier = environment.tier == project::Tier::Custom && !environment.customTier.isEmpty()
            ? environment.customTier
            : report::tierWord(environment.tier);
        terminal.raw(report::planToHtml(
            usecase::planPage(run, environment.tier, tier, QStringLiteral(STRANDLINE_VERSION)))
                         .toUtf8());
    } else if (format == PlanFormat::Sql) {
        terminal.raw(report::planToSql(run.plan).toUtf8());
        for (const QString& loss : lossSummary(run).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            terminal.line(QStringLiteral("-- ") + oneLine(loss));
    } else {
        printPreparedRun(terminal, run, environment, true);
    }
    terminal.flush();
    if (run.isBlocked()) {
        terminal.note(QString());
        printErrors(terminal, blockingErrors(run));
    }
    return code;
}

void printRunReport(Terminal& terminal, const migration::RunReport& report)
{
    const QString headline = oneLine(report::runHeadline(report));
    if (report.isSuccess()) {
        if (report.outcome != migration::RunOutcome::NothingToDo)
            terminal.line();
        terminal.line(terminal.styled(headline, Style::Good));
    } else {
        terminal.flush();
        if (report.error)
            terminal.error(*report.error);
        terminal.note(QString());
        terminal.note(headline);
        QList<report::RunChoice> choices = report::runChoices(report);
        // The line of the script stands above; a terminal cannot open it.
        choices.removeIf([](const report::RunChoice& choice) { return choice.command.isEmpty(); });
        qsizetype width = 0;
        for (const report::RunChoice& choice : choices)
            width = std::max(width, choice.command.size());
        for (const report::RunChoice& choice : choices)
            terminal.note(QStringLiteral("  %1  %2").arg(padded(choice.command, int(width)), choice.text));
    }
    for (const base::Error& note : report.notes)
        terminal.note(
            QStringLiteral("note: ") + note.toText().replace(QLatin1Char('\n'), QLatin1String("\n  ")));
}

} // namespace strandline::cli
