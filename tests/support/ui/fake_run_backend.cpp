// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_run_backend.h"

#include "tests/support/ui/fake_timeline.h"

#include <QCryptographicHash>
#include <QPromise>

namespace strandline::test {

namespace {

template <typename Value> QFuture<Value> now(const Value& value)
{
    QPromise<Value> promise;
    promise.start();
    promise.addResult(value);
    promise.finish();
    return promise.future();
}

migration::PlanStep makeStep(
    const QString& version, const QString& name, const QString& direction, const QByteArray& text)
{
    migration::PlanStep step;
    step.action =
        direction == QLatin1String("down") ? migration::StepAction::Revert : migration::StepAction::Apply;
    step.version = version;
    step.name = name;
    step.direction = direction;
    step.script.path = QStringLiteral("migrations/%1_%2.%3.sql").arg(version, name, direction);
    step.script.absolutePath = QStringLiteral("/projects/shop/") + step.script.path;
    step.script.bytes = text;
    step.script.sha256 = QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
    // The text is this file's own: watching files must not take it for an edited one.
    step.fromHistory = true;
    return step;
}

usecase::EnvironmentView viewOf(const QString& environment)
{
    usecase::EnvironmentView view;
    view.environment = environment;
    view.connection.dialect = sql::Dialect::PostgreSql;
    view.connection.database = {
        QStringLiteral("shop_") + environment.left(4), QStringLiteral("strandline.toml")};
    view.server.dialect = sql::Dialect::PostgreSql;
    view.server.product = QStringLiteral("PostgreSQL");
    view.server.versionText = QStringLiteral("16.3");
    view.server.database = view.connection.database.value;
    view.history.present = true;
    view.timeline = everyStateTimeline();
    view.readAt = fixedNow();
    return view;
}

void addPassedChecks(usecase::PreparedRun& prepared)
{
    using usecase::CheckLevel;
    const auto pass = [&prepared](const char* id, const char* title, const char* finding) {
        prepared.checks << makeCheck(
            QLatin1String(id), CheckLevel::Pass, QLatin1String(title), QLatin1String(finding));
    };
    pass("connection", "Connection", "db1:5432 as deploy, PostgreSQL 16.3.");
    pass("target", "Target", "The history table is there.");
    pass("lock", "Lock", "Nobody else is migrating this database.");
    pass("history", "History", "No migration is failed or half applied.");
    pass("syntax", "Syntax", "PostgreSQL parsed all statements.");
    pass("timeouts", "Time-outs", "Lock 5 s, statement 10 min.");
}

} // namespace

usecase::PreflightCheck makeCheck(
    const QString& id, usecase::CheckLevel level, const QString& title, const QString& finding)
{
    usecase::PreflightCheck check;
    check.id = id;
    check.level = level;
    check.title = title;
    check.finding = finding;
    return check;
}

usecase::PreparedRun preparedApply(const QString& environment)
{
    usecase::PreparedRun prepared;
    prepared.view = viewOf(environment);
    prepared.plan.environment = environment;
    prepared.plan.dialect = sql::Dialect::PostgreSql;
    migration::PlanStep invoice =
        makeStep(QStringLiteral("0042"), QStringLiteral("add_invoice_table"), QStringLiteral("up"),
            "CREATE TABLE invoice (id bigint PRIMARY KEY, note text);\n"
            "INSERT INTO invoice SELECT id, 'opening' FROM orders;\n");
    invoice.statementCount = 2;
    invoice.segments = {{migration::SegmentMode::Transaction, 1, 2, {}}};
    migration::PlanStep index =
        makeStep(QStringLiteral("0044"), QStringLiteral("drop_legacy_invoice"), QStringLiteral("up"),
            "ALTER TABLE orders DROP COLUMN note;\n"
            "CREATE INDEX CONCURRENTLY invoice_note ON invoice (note);\n"
            "ANALYZE invoice;\n");
    index.statementCount = 3;
    index.segments = {{migration::SegmentMode::Transaction, 1, 1, {}},
        {migration::SegmentMode::Autocommit, 2, 2,
            QStringLiteral("CREATE INDEX CONCURRENTLY cannot run in a transaction")},
        {migration::SegmentMode::Transaction, 3, 3, {}}};
    prepared.plan.steps = {invoice, index};
    prepared.plan.fromVersion = QStringLiteral("0040");
    prepared.plan.toVersion = QStringLiteral("0044");
    addPassedChecks(prepared);
    prepared.lockTimeoutMs = 5000;
    prepared.statementTimeoutMs = 600000;
    prepared.confirmation.typedName = prepared.view.server.database;
    prepared.confirmation.needsTypedName = environment == QLatin1String("production");
    return prepared;
}

usecase::PreparedRun preparedRollBack(const QString& environment)
{
    usecase::PreparedRun prepared = preparedApply(environment);
    migration::PlanStep first = makeStep(QStringLiteral("0039"), QStringLiteral("index_orders_customer"),
        QStringLiteral("down"), "DROP TABLE invoice;\n");
    migration::PlanStep second = makeStep(QStringLiteral("0038"), QStringLiteral("add_orders_status"),
        QStringLiteral("down"), "ALTER TABLE orders DROP COLUMN status;\n");
    for (migration::PlanStep* step : {&first, &second}) {
        step->statementCount = 1;
        step->segments = {{migration::SegmentMode::Transaction, 1, 1, {}}};
    }
    prepared.plan.steps = {first, second};
    prepared.plan.toVersion = QStringLiteral("0036");
    const auto loss = [&prepared](const migration::PlanStep& step, const QString& object,
                          const QString& sentence, const analysis::LossCount& count) {
        analysis::CountedLoss one;
        one.stepId = step.id();
        one.direction = step.direction;
        one.loss.statement = 1;
        one.loss.object = object;
        one.loss.table = object.section(QLatin1Char('.'), 0, 0);
        one.loss.kind = object.contains(QLatin1Char('.')) ? analysis::LossKind::DropColumn
                                                          : analysis::LossKind::DropTable;
        one.loss.sentence = sentence;
        one.count = count;
        prepared.losses << one;
    };
    loss(first, QStringLiteral("invoice"), QStringLiteral("Drops table invoice"),
        {2000000, true, false, QStringLiteral("rows")});
    loss(second, QStringLiteral("orders.status"), QStringLiteral("Drops column orders.status"),
        {-1, false, false, QStringLiteral("values")});
    prepared.confirmation.needsTypedName = true;
    prepared.confirmation.needsDataLossConsent = true;
    return prepared;
}

migration::RunReport makeReport(const migration::Plan& plan, migration::RunOutcome outcome)
{
    using migration::RunOutcome;
    using migration::StepState;
    migration::RunReport report;
    report.runId = QStringLiteral("8c1d6c1e");
    report.environment = plan.environment;
    report.outcome = outcome;
    report.startedAt = fixedNow();
    report.durationMs = 43000;
    report.versionBefore = QStringLiteral("0040");
    const bool good = outcome == RunOutcome::Done;
    report.versionAfter = good ? QStringLiteral("0044") : QStringLiteral("0042");
    for (const migration::PlanStep& step : plan.steps) {
        migration::StepReport one;
        one.id = step.id();
        one.version = step.version;
        one.name = step.name;
        one.action = step.action;
        one.direction = step.direction;
        one.statementCount = step.statementCount;
        one.state = StepState::Done;
        one.statementsDone = step.statementCount;
        one.statementsKept = step.statementCount;
        one.durationMs = 21000;
        report.steps << one;
    }
    if (good || outcome == RunOutcome::NothingToDo || report.steps.isEmpty())
        return report;
    report.failedStep = int(report.steps.size()) - 1;
    report.failedStatement = 3;
    migration::StepReport& failed = report.steps.last();
    const bool half = outcome == RunOutcome::HalfApplied || outcome == RunOutcome::StoppedHalfApplied;
    failed.state = half ? StepState::HalfApplied
        : outcome == RunOutcome::ConnectionLost || outcome == RunOutcome::CommitUnknown ? StepState::Unknown
                                                                                        : StepState::Failed;
    failed.statementsDone = 2;
    failed.statementsKept = half ? 2 : 0;
    report.unchanged = outcome == RunOutcome::Failed ? migration::UnchangedProof::Fingerprint
                                                     : migration::UnchangedProof::None;
    base::Error error {base::ErrorCode::Sql,
        QStringLiteral("Statement 3 failed: relation “invoices” does not exist"),
        QStringLiteral("ERROR: relation \"invoices\" does not exist"),
        QStringLiteral("Check the name of the table."), QStringLiteral("42P01"), {}};
    error.position = {plan.steps.last().script.path, 3, 3, 9};
    report.error = error;
    return report;
}

runner::RunEvent makeEvent(runner::RunEventKind kind, int step, int statement)
{
    runner::RunEvent event;
    event.kind = kind;
    event.runId = QStringLiteral("8c1d6c1e");
    event.step = step;
    event.statement.number = statement;
    event.statement.excerpt = QStringLiteral("ALTER TABLE orders DROP COLUMN note");
    return event;
}

void FakeRunBackend::answer()
{
    const auto held = std::exchange(m_held, {});
    for (const auto& one : held)
        one();
}

QFuture<base::Result<usecase::PreparedRun>> FakeRunBackend::prepareRun(const ui::EnvironmentQuestion&,
    const migration::PlanTarget& target, const usecase::RunTimeouts& limits, const base::CancelToken&)
{
    targets << target;
    timeouts << limits;
    auto promise = std::make_shared<QPromise<base::Result<usecase::PreparedRun>>>();
    promise->start();
    const auto finish = [this, promise, target, limits] {
        base::Result<usecase::PreparedRun> value = prepared;
        if (value) {
            value->plan.target = target;
            value->timeouts = limits;
            value->lockTimeoutMs = limits.lockMs.value_or(value->lockTimeoutMs);
            value->statementTimeoutMs = limits.statementMs.value_or(value->statementTimeoutMs);
        }
        promise->addResult(value);
        promise->finish();
    };
    if (hold)
        m_held << finish;
    else
        finish();
    return promise->future();
}

std::shared_ptr<ui::RunHandle> FakeRunBackend::startRun(const ui::RunOrder& order)
{
    orders << order;
    run = std::make_shared<FakeRunHandle>();
    return run;
}

QFuture<base::Result<migration::SessionEnd>> FakeRunBackend::endSession(const ui::DisconnectOrder& order)
{
    disconnects << order;
    return now(disconnected);
}

QFuture<base::Result<usecase::SettlePreview>> FakeRunBackend::previewSettle(
    const ui::SettleOrder& order, const base::CancelToken&)
{
    previews << order;
    return now(preview);
}

QFuture<base::Result<runner::SettleReport>> FakeRunBackend::settle(const ui::SettleOrder& order)
{
    settles << order;
    return now(settled);
}

} // namespace strandline::test
