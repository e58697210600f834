// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_run_backend.h"
#include "ui/models/jobs_model.h"
#include "ui/models/plan_model.h"
#include "ui/models/preflight_model.h"
#include "ui/models/run_statements_model.h"
#include "ui/text/run_words.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace strandline;
using runner::RunEventKind;

class RunModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void planModel();
    void resumedStatementsAreKept();
    void unsplittableScriptIsCounted();
    void preflightModel();
    void acknowledgementDiesWithItsFinding();
    void statementsOfARun();
    void rolledBackStatementsAreNotDone();
    void longRunStaysSmall();
    void jobs();
    void words_data();
    void words();
};

void RunModelsTest::planModel()
{
    ui::PlanModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const usecase::PreparedRun prepared = test::preparedRollBack();
    model.setPlan(prepared.plan, prepared.losses);
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex statement = model.index(0, 0, model.index(0, 0));
    QCOMPARE(model.stepOf(statement), 0);
    QCOMPARE(model.statementOf(statement), 1);
    QVERIFY(statement.siblingAtColumn(2).data().toString().contains(QStringLiteral("deletes data")));
    QVERIFY(statement.siblingAtColumn(1)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("about 2,000,000")));
    QVERIFY(statement.data(Qt::AccessibleTextRole)
                .toString()
                .startsWith(QStringLiteral("Statement 1, DROP TABLE")));
}

void RunModelsTest::resumedStatementsAreKept()
{
    usecase::PreparedRun prepared = test::preparedApply();
    migration::PlanStep& step = prepared.plan.steps[1];
    step.action = migration::StepAction::Resume;
    step.firstStatement = 3;
    step.segments = {{migration::SegmentMode::Transaction, 3, 3, {}}};
    ui::PlanModel model;
    model.setPlan(prepared.plan, {});
    const QModelIndex parent = model.index(1, 0);
    QVERIFY(model.index(0, 0, parent).data(ui::PlanModel::KeptRole).toBool());
    QVERIFY(model.index(1, 0, parent).data(ui::PlanModel::KeptRole).toBool());
    QVERIFY(!model.index(2, 0, parent).data(ui::PlanModel::KeptRole).toBool());
    QVERIFY(model.index(0, 2, parent).data().toString().contains(QStringLiteral("stays")));
    QCOMPARE(ui::planTitle(prepared.plan), QStringLiteral("Apply 2 migrations"));
    prepared.plan.steps.removeFirst();
    QCOMPARE(ui::planTitle(prepared.plan), QStringLiteral("Resume 0044 at statement 3"));
}

void RunModelsTest::unsplittableScriptIsCounted()
{
    usecase::PreparedRun prepared = test::preparedApply();
    migration::PlanStep& step = prepared.plan.steps[0];
    step.script.isLarge = true;
    step.script.bytes.clear();
    step.statementCount = 0;
    ui::PlanModel model;
    model.setPlan(prepared.plan, {});
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
    QCOMPARE(model.index(0, 3).data().toString(), QStringLiteral("many"));
    // A count without a text, as of a script that is known but not held.
    step.statementCount = 5000000;
    model.setPlan(prepared.plan, {});
    QCOMPARE(model.rowCount(model.index(0, 0)), ui::PlanModel::kMostStatements);
    QVERIFY(model.index(7, 1, model.index(0, 0)).data().toString().contains(QStringLiteral("statement 8")));
}

void RunModelsTest::preflightModel()
{
    ui::PreflightModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<usecase::PreflightCheck> checks = test::preparedApply().checks;
    usecase::PreflightCheck attention =
        test::makeCheck(QStringLiteral("losses"), usecase::CheckLevel::Attention,
            QStringLiteral("Stored values"), QStringLiteral("2 statements delete stored values."));
    attention.errors = {
        {base::ErrorCode::Precondition, QStringLiteral("Drops table invoice"), {}, {}, {}, {}},
        {base::ErrorCode::Precondition, QStringLiteral("Drops column note"), {}, {}, {}, {}}};
    checks << attention;
    model.setChecks(checks);
    const QModelIndex row = model.index(int(checks.size()) - 1, 0);
    QCOMPARE(model.rowCount(row), 2);
    QCOMPARE(model.openAcknowledgements(), 1);
    QVERIFY(!model.setData(model.index(0, 2), Qt::Checked, Qt::CheckStateRole));
    QVERIFY(model.setData(row.siblingAtColumn(2), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.openAcknowledgements(), 0);
    QCOMPARE(model.acknowledged(), QStringList {QStringLiteral("losses")});
    QVERIFY(row.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Read.")));
}

void RunModelsTest::acknowledgementDiesWithItsFinding()
{
    ui::PreflightModel model;
    usecase::PreflightCheck check = test::makeCheck(QStringLiteral("blockers"),
        usecase::CheckLevel::Attention, QStringLiteral("Other sessions"), QStringLiteral("1 session."));
    model.setChecks({check});
    model.setData(model.index(0, 2), Qt::Checked, Qt::CheckStateRole);
    model.setChecks({check});
    QCOMPARE(model.openAcknowledgements(), 0);
    check.finding = QStringLiteral("2 sessions.");
    model.setChecks({check});
    QCOMPARE(model.openAcknowledgements(), 1);
}

void RunModelsTest::statementsOfARun()
{
    ui::RunStatementsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPlan(test::preparedApply().plan);
    model.take(test::makeEvent(RunEventKind::StepStarted, 0), 0);
    model.take(test::makeEvent(RunEventKind::StatementStarted, 0, 1), 10);
    QCOMPARE(model.runningSinceMs(), 10);
    model.tick(2010);
    const QModelIndex statement = model.index(0, 0, model.index(0, 0));
    QCOMPARE(model.running(), statement);
    QCOMPARE(statement.siblingAtColumn(1).data().toString(), ui::statementTime(2000));
    runner::RunEvent done = test::makeEvent(RunEventKind::StatementFinished, 0, 1);
    done.statement.rows = 12402113;
    done.statement.durationMs = 38400;
    done.statement.notices = {QStringLiteral("NOTICE: something")};
    model.take(done, 2500);
    QCOMPARE(model.runningSinceMs(), -1);
    QCOMPARE(statement.siblingAtColumn(2).data().toString(), QStringLiteral("12,402,113 rows"));
    QCOMPARE(model.rowCount(statement), 1);
    QVERIFY(statement.data().toString().startsWith(QStringLiteral("✓")));
}

void RunModelsTest::rolledBackStatementsAreNotDone()
{
    ui::RunStatementsModel model;
    model.setPlan(test::preparedApply().plan);
    model.take(test::makeEvent(RunEventKind::StepStarted, 0), 0);
    model.take(test::makeEvent(RunEventKind::StatementFinished, 0, 1), 10);
    runner::RunEvent failed = test::makeEvent(RunEventKind::StatementFinished, 0, 2);
    failed.error = base::Error {base::ErrorCode::Sql, QStringLiteral("No such table"), {}, {}, {}, {}};
    model.take(failed, 20);
    runner::RunEvent end = test::makeEvent(RunEventKind::StepFinished, 0);
    end.stepState = migration::StepState::Failed;
    model.take(end, 30);
    const QModelIndex step = model.index(0, 0);
    QVERIFY(step.data().toString().startsWith(QStringLiteral("✗")));
    QVERIFY(model.index(0, 0, step).data().toString().startsWith(QStringLiteral("↩")));
    QVERIFY(model.index(1, 0, step).data().toString().startsWith(QStringLiteral("✗")));
}

void RunModelsTest::longRunStaysSmall()
{
    ui::RunStatementsModel model;
    model.setPlan(test::preparedApply().plan);
    model.take(test::makeEvent(RunEventKind::StepStarted, 0), 0);
    for (int i = 1; i <= 20000; ++i) {
        model.take(test::makeEvent(RunEventKind::StatementStarted, 0, i), i);
        model.take(test::makeEvent(RunEventKind::StatementFinished, 0, i), i);
    }
    QVERIFY(model.rowCount(model.index(0, 0)) <= ui::RunStatementsModel::kMostStatements);
    const QModelIndex last = model.index(model.rowCount(model.index(0, 0)) - 1, 0, model.index(0, 0));
    QVERIFY(last.data().toString().contains(QStringLiteral("#20000")));
}

void RunModelsTest::jobs()
{
    ui::JobsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ui::RunJob first;
    first.id = 1;
    first.title = QStringLiteral("Apply 0042");
    first.environment = QStringLiteral("dev");
    model.setJobs({first}, QDateTime::currentDateTimeUtc());
    ui::RunJob second = first;
    second.id = 2;
    first.state = ui::JobState::Done;
    model.setJobs({second, first}, QDateTime::currentDateTimeUtc());
    QCOMPARE(model.rowCount(), 2);
    model.setJobs({second}, QDateTime::currentDateTimeUtc());
    QCOMPARE(model.rowCount(), 1);
}

void RunModelsTest::words_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("wanted");
    QTest::newRow("elapsed") << ui::elapsedText(41000) << QStringLiteral("00:41");
    QTest::newRow("hours") << ui::elapsedText(3723000) << QStringLiteral("1:02:03");
    QTest::newRow("quick") << ui::statementTime(20) << QStringLiteral("0.02 s");
    analysis::LossCount count {18204, false, false, QStringLiteral("values")};
    QTest::newRow("exact") << ui::lossCountText(count) << QStringLiteral("18,204 values");
    count.isEstimate = true;
    QTest::newRow("about") << ui::lossCountText(count) << QStringLiteral("about 18,204 values");
    count.count = -1;
    QTest::newRow("unknown") << ui::lossCountText(count) << QStringLiteral("unknown number of values");
    ui::RunPlace place {QStringLiteral("production"), project::Tier::Production, QStringLiteral("Production"),
        QStringLiteral("shop_prod")};
    QTest::newRow("place") << ui::placeText(place) << QStringLiteral("◆ Production shop_prod");
    place.environment = QStringLiteral("live-eu");
    QTest::newRow("other name") << ui::placeText(place) << QStringLiteral("◆ live-eu shop_prod");
}

void RunModelsTest::words()
{
    QFETCH(QString, said);
    QFETCH(QString, wanted);
    QCOMPARE(said, wanted);
}

QTEST_MAIN(RunModelsTest)
#include "tst_run_models.moc"
