// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/run_flow.h"

#include "app/cli/run/plan_printer.h"
#include "app/cli/run/run_printer.h"
#include "app/cli/typed_answer.h"
#include "core/base/file.h"
#include "core/planner/plan_json.h"
#include "core/report/exit_codes.h"
#include "core/report/plan_json.h"
#include "core/report/run_json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace strandline::cli {

namespace {

/// One command's way from the wish to the result.
class RunFlow
{
public:
    RunFlow(CommandContext& context, const RunOptions& options)
        : m_context(context)
        , m_options(options)
    { }

    ExitCode run(const migration::PlanTarget& target);
    ExitCode runSaved(const QString& path);

private:
    base::Result<void> prepare(
        const migration::PlanTarget& target, const std::optional<QJsonObject>& savedPlan = std::nullopt);
    ExitCode finish();
    ExitCode nothingToDo();
    ExitCode refuse();
    ExitCode refuseWithout(const base::Error& missing);
    ExitCode fail(const base::Error& error) { return reportNotStarted(m_context, error); }
    ExitCode apply();
    ExitCode showReport(const migration::RunReport& report);
    bool isBlocked() const;
    bool json() const { return m_context.options.json; }

    CommandContext& m_context;
    const RunOptions& m_options;
    RunPlace m_place;
    usecase::RunDecisions m_decisions;
    usecase::PreparedRun m_prepared;
};

/// A plan file as “plan --save” writes it.
base::Result<QJsonObject> readPlanFile(const QString& path)
{
    const auto bytes = base::readFile(path, 64 << 20);
    if (!bytes)
        return base::forward(bytes);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &problem);
    if (!document.isObject()) {
        return base::fail(base::ErrorCode::Invalid, QStringLiteral("“%1” is not a plan").arg(path),
            problem.error == QJsonParseError::NoError
                ? QStringLiteral("It holds no JSON object.")
                : QStringLiteral("It is not JSON: %1.").arg(problem.errorString()),
            QStringLiteral("Write one with “plan --save FILE”."));
    }
    return document.object();
}

base::Result<void> RunFlow::prepare(
    const migration::PlanTarget& target, const std::optional<QJsonObject>& savedPlan)
{
    auto decisions = m_options.decisions(m_context.options.yes);
    if (!decisions)
        return base::forward(decisions);
    m_decisions = *decisions;
    auto place = findRunPlace(m_context);
    if (!place)
        return base::forward(place);
    m_place = std::move(*place);
    auto prepared = withPassword(m_place.request.environment, [&](const base::Secret& password) {
        m_place.request.password = password;
        usecase::PrepareRequest request {m_place.request, target};
        request.savedPlan = savedPlan;
        request.waitForOthersMs = m_decisions.lockWaitMs;
        request.timeouts = m_decisions.timeouts;
        return usecase::prepareRun(request, m_context.engines, m_context.job);
    });
    if (!prepared)
        return base::forward(prepared);
    m_prepared = std::move(*prepared);
    return {};
}

/// A lock that is waited for is no reason to stop before the wait.
bool RunFlow::isBlocked() const
{
    if (m_prepared.plan.isBlocked())
        return true;
    return std::any_of(
        m_prepared.checks.begin(), m_prepared.checks.end(), [this](const usecase::PreflightCheck& check) {
            return check.level == usecase::CheckLevel::Block
                && !(check.id == QLatin1String("lock") && m_decisions.lockWaitMs > 0);
        });
}

ExitCode RunFlow::run(const migration::PlanTarget& target)
{
    if (const auto prepared = prepare(target); !prepared)
        return fail(prepared.error());
    return finish();
}

ExitCode RunFlow::runSaved(const QString& path)
{
    const auto saved = readPlanFile(path);
    if (!saved)
        return fail(saved.error());
    if (const auto prepared = prepare({}, *saved); !prepared)
        return fail(prepared.error());
    return finish();
}

ExitCode RunFlow::finish()
{
    if (m_options.dryRun)
        return printPlan(m_context, m_prepared, m_place.environment, PlanFormat::Sql);
    if (m_prepared.plan.isEmpty() && !m_prepared.plan.isBlocked())
        return nothingToDo();
    const usecase::Confirmation& asked = m_prepared.confirmation;
    const bool lacksConsent = asked.needsDataLossConsent && !m_decisions.allowDataLoss;
    if (!json()) {
        printPreparedRun(m_context.terminal, m_prepared, m_place.environment, !lacksConsent);
        m_context.terminal.line();
    }
    if (isBlocked())
        return refuse();
    if (lacksConsent) {
        return refuseWithout({base::ErrorCode::Precondition, QStringLiteral("Stored values would be deleted"),
            lossSummary(m_prepared), QStringLiteral("When that is meant, allow it with --allow-data-loss."),
            {}, {}});
    }
    // The consent to the loss was given as an option; a name is typed only where a mistake costs more.
    usecase::Confirmation confirmation = asked;
    confirmation.needsTypedName = m_place.environment.tier == project::Tier::Production;
    const QString question =
        QStringLiteral("This is %1. Type the name of the database, “%2”, to go on: ")
            .arg(environmentLabel(m_place.environment, m_context.terminal), confirmation.typedName);
    if (const auto confirmed = confirmByName(confirmation, question, m_context, m_decisions); !confirmed)
        return refuseWithout(confirmed.error());
    return apply();
}

ExitCode RunFlow::nothingToDo()
{
    const QString head = m_prepared.view.timeline.headVersion;
    const QString place = environmentLabel(m_place.environment, m_context.terminal);
    QString sentence = head.isEmpty()
        ? QStringLiteral("Nothing to do on %1.").arg(place)
        : QStringLiteral("Nothing to do: %1 is at %2.").arg(place, oneLine(head));
    if (json()) {
        printJson(m_context.terminal,
            {{QStringLiteral("plan"), report::toJson(m_prepared.plan)},
                {QStringLiteral("outcome"), migration::runOutcomeName(migration::RunOutcome::NothingToDo)},
                {QStringLiteral("exitCode"), int(ExitCode::Done)}, {QStringLiteral("headline"), sentence}});
        return ExitCode::Done;
    }
    m_context.terminal.line(sentence);
    // Why there is nothing: without this, a target that leads nowhere looks like success.
    for (const migration::PlanObstacle& obstacle : m_prepared.plan.obstacles)
        m_context.terminal.line(QStringLiteral("note: %1.").arg(oneLine(obstacle.error.summary)));
    return ExitCode::Done;
}

/// What blocks, each once.
ExitCode RunFlow::refuse()
{
    const QList<base::Error> reasons = blockingErrors(m_prepared);
    if (json()) {
        printJson(m_context.terminal, refusalToJson(m_prepared, reasons));
        return ExitCode::Refused;
    }
    m_context.terminal.flush();
    printErrors(m_context.terminal, reasons);
    m_context.terminal.note(QStringLiteral("Nothing was run."));
    if (m_prepared.lockHolder && m_prepared.plan.target.kind == migration::TargetKind::Latest)
        m_context.terminal.note(
            QStringLiteral("“up --if-needed” waits for the other run, and then runs what is left."));
    return ExitCode::Refused;
}

ExitCode RunFlow::refuseWithout(const base::Error& missing)
{
    if (!json())
        return fail(missing);
    printJson(m_context.terminal, refusalToJson(m_prepared, {missing}));
    return ExitCode::Refused;
}

ExitCode RunFlow::apply()
{
    usecase::ApplyRequest request;
    request.environment = m_place.request;
    request.plan = m_prepared.plan;
    request.losses = m_prepared.losses;
    request.decisions = m_decisions;
    for (const usecase::PreflightCheck& check : m_prepared.checks) {
        if (check.level == usecase::CheckLevel::Attention)
            request.decisions.acknowledged << check.id;
    }
    RunPrinter printer(m_context.terminal, m_prepared.plan, json());
    // Inside a transaction Ctrl+C interrupts at once: the server takes back all of it. Elsewhere it stops
    // behind the running statement, since interrupting would leave more in doubt; a second one interrupts.
    const auto gentle = m_context.interrupts.answerGently([&] {
        if (printer.canInterrupt())
            return false;
        m_context.terminal.note(
            QStringLiteral("Stopping after this statement. Ctrl+C again interrupts the statement."));
        request.stopAfterStatement.cancel();
        return true;
    });
    const auto report = usecase::applyRun(request, m_context.engines, printer, m_context.job);
    if (!report && report.error().code == base::ErrorCode::Precondition)
        return refuseWithout(report.error());
    if (!report)
        return fail(report.error());
    return showReport(*report);
}

ExitCode RunFlow::showReport(const migration::RunReport& report)
{
    if (json()) {
        QJsonObject document = report::toJson(report);
        document[QStringLiteral("plan")] = report::toJson(m_prepared.plan);
        printJson(m_context.terminal, document);
    } else {
        printRunReport(m_context.terminal, report);
    }
    return ExitCode(report::exitCodeOf(report));
}

} // namespace

base::Result<RunPlace> findRunPlace(CommandContext& context)
{
    auto opened = openProject(context);
    if (!opened)
        return base::forward(opened);
    const auto environment = chooseEnvironment(opened->project, context.environmentName());
    if (!environment)
        return base::forward(environment);
    if (!*environment) {
        return base::fail(base::ErrorCode::Precondition, QStringLiteral("There is no database to work on"),
            QStringLiteral("The project names no environment."),
            QStringLiteral("Add one to strandline.toml, or set DATABASE_URL."));
    }
    RunPlace place;
    place.environment = **environment;
    place.request.project = std::move(*opened);
    place.request.environment = place.environment.name;
    return place;
}

base::Result<void> confirmByName(const usecase::Confirmation& confirmation, const QString& question,
    CommandContext& context, usecase::RunDecisions& decisions)
{
    if (!confirmation.needsTypedName || decisions.confirmedByOption)
        return {};
    if (!context.options.json) {
        context.terminal.flush();
        const auto typed = askOnTerminal(question, Echo::On);
        if (!typed)
            return base::forward(typed);
        if (const auto& name = *typed) {
            decisions.typedName = *name;
            if (*name == confirmation.typedName)
                return {};
            return base::fail(base::ErrorCode::Precondition,
                QStringLiteral("“%1” is not the name of the database").arg(*name),
                QStringLiteral("Nothing was run."),
                QStringLiteral("Type “%1” exactly.").arg(confirmation.typedName));
        }
    }
    return base::fail(base::ErrorCode::Precondition, QStringLiteral("This needs a confirmation"),
        QStringLiteral("The name of the database, “%1”, has to be typed, and nobody can type here.")
            .arg(confirmation.typedName),
        QStringLiteral("Give --yes when it is meant."));
}

ExitCode runTarget(CommandContext& context, const RunOptions& options, const migration::PlanTarget& target)
{
    return RunFlow(context, options).run(target);
}

ExitCode runSavedPlan(CommandContext& context, const RunOptions& options, const QString& path)
{
    return RunFlow(context, options).runSaved(path);
}

ExitCode showPlan(CommandContext& context, const migration::PlanTarget& target, const PlanView& view)
{
    auto place = findRunPlace(context);
    if (!place)
        return reportFailure(context, place.error());
    const auto prepared = withPassword(place->request.environment, [&](const base::Secret& password) {
        place->request.password = password;
        return usecase::prepareRun(
            {place->request, target, true, 5000, std::nullopt}, context.engines, context.job);
    });
    if (!prepared)
        return reportNotStarted(context, prepared.error());
    if (!view.saveTo.isEmpty()) {
        const QByteArray bytes = QJsonDocument(planner::planToJson(prepared->plan)).toJson();
        const auto saved =
            base::writeFileAtomically({view.saveTo, bytes, base::WriteMode::Replace, std::nullopt});
        if (!saved)
            return reportFailure(context, saved.error());
    }
    const ExitCode code = printPlan(context, *prepared, place->environment, view.format);
    const project::Environment& environment = place->environment;
    if (!environment.enabled && !context.options.json) {
        context.terminal.note(QStringLiteral(
            "note: “%1” is switched off (enabled = false); running this needs --force-enabled.")
                                  .arg(oneLine(environment.name)));
    }
    if (!view.saveTo.isEmpty() && !context.options.json) {
        context.terminal.note(
            QStringLiteral("Saved as “%1”; “up --plan %1” runs exactly this, and refuses when the "
                           "database or a file has changed.")
                .arg(view.saveTo));
    }
    return code;
}

} // namespace strandline::cli
