// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/preflight.h"

#include "core/analysis/touched_tables.h"
#include "core/migration/duration.h"
#include "core/usecase/check_syntax.h"
#include "core/usecase/run_access.h"

namespace strandline::usecase {

namespace {

using migration::ObstacleLevel;

CheckLevel levelOf(ObstacleLevel level)
{
    switch (level) {
    case ObstacleLevel::Note:
        return CheckLevel::Note;
    case ObstacleLevel::Attention:
        return CheckLevel::Attention;
    case ObstacleLevel::Block:
        break;
    }
    return CheckLevel::Block;
}

bool isFatal(const base::Error& error)
{
    return error.code == base::ErrorCode::Cancelled || error.code == base::ErrorCode::Connection;
}

PreflightCheck passed(const char* id, const QString& title, const QString& finding)
{
    return {QLatin1String(id), CheckLevel::Pass, title, finding, {}, {}};
}

PreflightCheck notMade(const char* id, const QString& title, const base::Error& why)
{
    return {QLatin1String(id), CheckLevel::Attention, title,
        QStringLiteral("This could not be checked: %1.").arg(why.summary), {why}, {}};
}

PreflightCheck connectionCheck(const PreparedRun& run)
{
    const db::ServerInfo& server = run.view.server;
    if (server.versionText.isEmpty()) {
        return passed("connection", QStringLiteral("Connection"),
            QStringLiteral("%1, a new database that the run will make").arg(run.view.connection.describe()));
    }
    return passed("connection", QStringLiteral("Connection"),
        QStringLiteral("%1, %2 %3").arg(run.view.connection.describe(), server.product, server.versionText));
}

/// The obstacles that the planner filed under this check, or that everything is well.
PreflightCheck plannedCheck(
    const PreparedRun& run, const char* id, const QString& title, const QString& allWell)
{
    PreflightCheck check = passed(id, title, allWell);
    for (const migration::PlanObstacle& obstacle : run.plan.obstacles) {
        if (obstacle.check != QLatin1String(id))
            continue;
        if (check.errors.isEmpty())
            check.finding = obstacle.error.summary + QLatin1Char('.');
        check.level = std::max(check.level, levelOf(obstacle.level));
        check.errors.append(obstacle.error);
    }
    if (check.errors.size() > 1)
        check.finding = QStringLiteral("%1 things were found.").arg(check.errors.size());
    return check;
}

PreflightCheck lockCheck(const PreparedRun& run)
{
    if (!run.lockHolder)
        return passed(
            "lock", QStringLiteral("Lock"), QStringLiteral("Nobody else is migrating this database."));
    const base::Error error = runInProgress(*run.lockHolder);
    return {QStringLiteral("lock"), CheckLevel::Block, QStringLiteral("Lock"),
        error.detail + QLatin1Char('.'), {error}, {}};
}

CheckLevel lossLevel(project::Level policy)
{
    switch (policy) {
    case project::Level::Allow:
    case project::Level::Note:
        return CheckLevel::Note;
    case project::Level::Block:
        return CheckLevel::Block;
    case project::Level::Warn:
    case project::Level::Confirm:
        break;
    }
    return CheckLevel::Attention;
}

PreflightCheck lossCheck(
    const PreparedRun& run, const project::Environment& environment, const QList<base::Error>& notUnderstood)
{
    PreflightCheck check = passed(
        "losses", QStringLiteral("Stored values"), QStringLiteral("No statement deletes stored values."));
    for (const analysis::CountedLoss& loss : run.losses) {
        if (loss.isNothing())
            continue;
        base::Error error {base::ErrorCode::Precondition, loss.sentence(), {}, {}, {}, {}};
        error.position.file = loss.stepId;
        error.position.statement = loss.loss.statement;
        error.position.line = loss.loss.line;
        check.errors.append(error);
    }
    if (!check.errors.isEmpty()) {
        check.level = lossLevel(environment.policy.dataLoss);
        check.finding = check.errors.size() == 1
            ? check.errors.first().summary + QLatin1Char('.')
            : QStringLiteral("%1 statements delete stored values.").arg(check.errors.size());
        if (check.level == CheckLevel::Block) {
            for (base::Error& error : check.errors)
                error.hint = QStringLiteral("The policy of this environment is data_loss = \"block\".");
        }
    }
    if (!notUnderstood.isEmpty()) {
        check.level = std::max(check.level, CheckLevel::Note);
        if (check.errors.isEmpty())
            check.finding =
                QStringLiteral("%1 statements could not be looked into.").arg(notUnderstood.size());
        check.errors += notUnderstood;
    }
    return check;
}

QString parsedSentence(const SyntaxReport& report, const QString& product)
{
    QString text = report.unchecked == 0
        ? QStringLiteral("%1 parsed all statements").arg(product)
        : QStringLiteral("%1 parsed the statements; %2 cannot be parsed without running")
              .arg(product)
              .arg(report.unchecked);
    if (report.largeScripts == 1)
        text += QStringLiteral("; of a large script the first 1,000");
    else if (report.largeScripts > 1)
        text += QStringLiteral("; of %1 large scripts the first 1,000 each").arg(report.largeScripts);
    return text + QLatin1Char('.');
}

base::Result<PreflightCheck> syntaxCheck(const PreflightInput& input, const base::JobContext& context)
{
    const QString title = QStringLiteral("Syntax");
    const auto report = checkSyntax(*input.connection, input.run.plan, context);
    if (!report)
        return isFatal(report.error()) ? base::Result<PreflightCheck>(base::forward(report))
                                       : notMade("syntax", title, report.error());
    PreflightCheck check = passed("syntax", title, parsedSentence(*report, input.run.view.server.product));
    if (!report->errors.isEmpty()) {
        check.level = CheckLevel::Block;
        check.errors = report->errors;
        check.finding = check.errors.size() == 1
            ? check.errors.first().summary + QLatin1Char('.')
            : QStringLiteral("%1 statements cannot be parsed.").arg(check.errors.size());
    }
    return check;
}

base::Result<PreflightCheck> privilegeCheck(const PreflightInput& input)
{
    const QString title = QStringLiteral("Rights");
    const auto missing = input.services->missingRights(*input.connection, input.environment.historySchema);
    if (!missing)
        return isFatal(missing.error()) ? base::Result<PreflightCheck>(base::forward(missing))
                                        : notMade("privileges", title, missing.error());
    PreflightCheck check =
        passed("privileges", title, QStringLiteral("No missing right was found for this login."));
    if (!missing->isEmpty()) {
        check.level = CheckLevel::Block;
        check.errors = *missing;
        check.finding = missing->first().summary + QLatin1Char('.');
    }
    return check;
}

QString userSentence(const engine::TableUser& user)
{
    QString text =
        QStringLiteral("%1 (%2)").arg(user.user.isEmpty() ? user.program : user.user, user.session);
    if (!user.state.isEmpty())
        text += QStringLiteral(", ") + user.state;
    if (user.sinceMs >= 0)
        text += QStringLiteral(" for %1 s").arg(user.sinceMs / 1000);
    if (!user.object.isEmpty())
        text += QStringLiteral(", uses “%1”").arg(user.object);
    return text;
}

base::Result<PreflightCheck> blockerCheck(const PreflightInput& input)
{
    const QString title = QStringLiteral("Other sessions");
    QStringList tables;
    for (const migration::PlanStep& step : input.run.plan.steps)
        tables += analysis::touchedTables(step.script, input.run.plan.dialect);
    tables.removeDuplicates();
    const auto users = input.services->tableUsers(*input.connection, tables);
    if (!users)
        return isFatal(users.error()) ? base::Result<PreflightCheck>(base::forward(users))
                                      : notMade("blockers", title, users.error());
    PreflightCheck check =
        passed("blockers", title, QStringLiteral("Nobody holds a transaction open on the tables concerned."));
    for (const engine::TableUser& user : *users) {
        check.level = CheckLevel::Attention;
        check.sessions.append(user);
        check.errors.append({base::ErrorCode::Conflict, userSentence(user), user.statement,
            QStringLiteral("A change of the table waits for it, and everybody else waits behind the change."),
            {}, {}});
    }
    if (!check.errors.isEmpty())
        check.finding = check.errors.size() == 1
            ? QStringLiteral("1 session holds a transaction open on a table concerned.")
            : QStringLiteral("%1 sessions hold transactions open on tables concerned.")
                  .arg(check.errors.size());
    return check;
}

PreflightCheck timeoutCheck(const PreparedRun& run, const project::Environment& environment)
{
    const runner::RunLimits limits = limitsOf(environment, run.timeouts);
    const auto text = [](int milliseconds) {
        return milliseconds == 0 ? QStringLiteral("without limit") : migration::durationText(milliseconds);
    };
    PreflightCheck check = passed("timeouts", QStringLiteral("Time-outs"),
        QStringLiteral("Lock %1, statement %2%3.")
            .arg(text(*limits.lockTimeoutMs), text(*limits.statementTimeoutMs),
                run.timeouts.isEmpty() ? QString() : QStringLiteral(", for this run only")));
    if (*limits.lockTimeoutMs == 0) {
        check.level = CheckLevel::Attention;
        check.errors.append(
            {base::ErrorCode::Precondition, QStringLiteral("A statement may wait for a lock without end"),
                run.timeouts.lockMs ? QStringLiteral("That was asked for, for this run.")
                                    : QStringLiteral("lock_timeout of “%1” is 0.").arg(environment.name),
                QStringLiteral("While it waits, everybody who needs the table waits behind it. Set a "
                               "lock time-out such as 5s."),
                {}, {}});
    }
    return check;
}

} // namespace

base::Error runInProgress(const engine::LockHolder& holder)
{
    QString who = QStringLiteral("“%1” (%2) is migrating this database").arg(holder.who, holder.session);
    if (holder.since.isValid())
        who +=
            QStringLiteral(" since %1 UTC").arg(holder.since.toUTC().toString(QStringLiteral("d MMM HH:mm")));
    return {base::ErrorCode::Conflict, QStringLiteral("Another run is in progress"), who,
        QStringLiteral("Wait until it is done, then look again."), {}, {}};
}

base::Result<QList<PreflightCheck>> runPreflight(const PreflightInput& input, const base::JobContext& context)
{
    const PreparedRun& run = input.run;
    QList<PreflightCheck> checks;
    checks << connectionCheck(run);
    checks << plannedCheck(run, "target", QStringLiteral("Target"),
        run.view.history.present ? QStringLiteral("The history table is there.")
                                 : QStringLiteral("The history table will be made."));
    checks << lockCheck(run);
    checks << plannedCheck(
        run, "history", QStringLiteral("History"), QStringLiteral("No migration is failed or half applied."));
    checks << plannedCheck(
        run, "files", QStringLiteral("Files"), QStringLiteral("No file is missing or changed."));
    checks << plannedCheck(
        run, "order", QStringLiteral("Order"), QStringLiteral("Nothing runs out of order."));
    if (input.connection) {
        const auto syntax = syntaxCheck(input, context);
        if (!syntax)
            return base::forward(syntax);
        checks << *syntax;
    }
    checks << lossCheck(run, input.environment, run.notUnderstood);
    checks << plannedCheck(
        run, "down", QStringLiteral("Way back"), QStringLiteral("Every step has a way back."));
    if (input.connection && input.services) {
        const auto rights = privilegeCheck(input);
        if (!rights)
            return base::forward(rights);
        const auto blockers = blockerCheck(input);
        if (!blockers)
            return base::forward(blockers);
        checks << *rights << *blockers;
    }
    checks << timeoutCheck(run, input.environment);
    return checks;
}

} // namespace strandline::usecase
