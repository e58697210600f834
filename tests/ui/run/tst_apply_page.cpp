// SPDX-License-Identifier: GPL-3.0-or-later
// Apply from plan to result by keyboard, over a run that the test conducts.
#include "tests/support/ui/a11y_audit.h"
#include "tests/ui/run/run_window.h"
#include "ui/dialogs/confirm_dialog.h"
#include "ui/dialogs/quit_dialog.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/models/timeline_model.h"
#include "ui/pages/review_page.h"
#include "ui/pages/run/result_page.h"
#include "ui/pages/run/run_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/plan_view.h"
#include "ui/widgets/roomy_style.h"
#include "ui/widgets/timeline_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTreeView>

using namespace strandline;
using migration::RunOutcome;
using runner::RunEventKind;
using ui::RunFlowPage;
namespace names = ui::names;

class ApplyPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void commandsSayWhyNot();
    void planShowsStatements();
    void targetChoicePlansAgain();
    void planCanBeCopied();
    void nothingPending();
    void planThatFails();
    void pageClosedBeforeThePlan();
    void productionNeedsReadingAndTheName();
    void blockedPreflightNamesTheCheck();
    void checksAgain();
    void planThatMovedIsShownAgain();
    void stopMeansTwoThings();
    void interruptAndPatience();
    void lockLine();
    void progressIsMonotonic();
    void failureMatrix_data();
    void failureMatrix();
    void choicesLeadOn();
    void refusalBeforeTheRun();
    void checkTheServer();
    void secondWriteIsRefused();
    void timelineShowsRunning();
    void otherEnvironmentIsFree();
    void jobsLeadToThePage();
    void closingAsks_data();
    void closingAsks();
    void projectStaysDuringARun();
    void settling();
    void halfAppliedOffersItsCommands();
    void auditFindsNothing_data();
    void auditFindsNothing();
    void smallWindow();

private:
    void openPlan();
    void startRun(const QString& environment = QStringLiteral("production"));
    QPushButton* button(const QString& name) const { return m_at->part<QPushButton>(name); }

    std::unique_ptr<test::RunWindow> m_at;
};

void ApplyPageTest::initTestCase()
{
    QApplication::setStyle(new ui::RoomyStyle(QStringLiteral("Fusion")));
    ui::applyTheme(*qApp, ui::ThemeChoice::Light);
}

void ApplyPageTest::init()
{
    m_at = std::make_unique<test::RunWindow>();
    m_at->runs.prepared = test::preparedApply();
    QVERIFY(m_at->open(QStringLiteral("production")));
}

void ApplyPageTest::cleanup()
{
    m_at.reset();
}

void ApplyPageTest::openPlan()
{
    m_at->key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_at->page() && m_at->page()->hasPlan());
}

void ApplyPageTest::startRun(const QString& environment)
{
    m_at->runs.prepared = test::preparedApply(environment);
    m_at->action("actionApply")->trigger();
    QTRY_VERIFY(m_at->page(environment) && m_at->page(environment)->hasPlan());
    m_at->page(environment)->planPage()->continueButton()->click();
    m_at->page(environment)->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    m_at->page(environment)->preflightPage()->runButton()->click();
    QTRY_COMPARE(int(m_at->page(environment)->stage()), int(RunFlowPage::Stage::Run));
}

void ApplyPageTest::commandsSayWhyNot()
{
    const ui::ActionRegistry& all = m_at->window->actionRegistry();
    QVERIFY(m_at->action("actionApply")->isEnabled());
    QVERIFY(!m_at->action("actionResume")->isEnabled());
    QVERIFY(all.reason(m_at->action("actionResume")).contains(QStringLiteral("Select a migration")));
    m_at->window->timelinePage()->selectKey(QStringLiteral("v:20260112120031"));
    QCOMPARE(all.reason(m_at->action("actionResume")),
        QStringLiteral("The selected migration is not half applied."));
    QVERIFY(m_at->action("actionRollBack")->isEnabled());
    m_at->window->controller().closeProject();
    QCOMPARE(all.reason(m_at->action("actionApply")), QStringLiteral("Open a project first."));
}

void ApplyPageTest::planShowsStatements()
{
    openPlan();
    auto* view = m_at->part<QTreeView>(names::applyPlanView());
    QVERIFY(view);
    QTRY_COMPARE(QApplication::focusWidget(), view);
    QCOMPARE(view->model()->rowCount(), 2);
    const QModelIndex second = view->model()->index(1, 0);
    QCOMPARE(view->model()->rowCount(second), 3);
    const QModelIndex concurrent = view->model()->index(1, 1, second);
    QVERIFY(concurrent.data().toString().startsWith(QStringLiteral("#2  CREATE INDEX CONCURRENTLY")));
    QVERIFY(concurrent.data(ui::PlanModel::GroupRole).toString().isEmpty());
    QVERIFY(concurrent.data(ui::PlanModel::OutsideRole).toBool());
    QVERIFY(!view->model()->index(0, 1, second).data(ui::PlanModel::GroupRole).toString().isEmpty());
    // The first of the next transaction does not belong to the one before.
    QVERIFY(view->model()->index(0, 1, second).data(ui::PlanModel::GroupRole)
        != view->model()->index(2, 1, second).data(ui::PlanModel::GroupRole));
    QCOMPARE(m_at->part<QTabBar>(names::pageTabBar())->count(), 3);
    QCOMPARE(
        m_at->part<QWidget>(names::applyStepper())->accessibleName(), QStringLiteral("Step 1 of 4, Plan"));
    m_at->key(Qt::Key_Down);
    m_at->key(Qt::Key_Down);
    QVERIFY(view->currentIndex().parent().isValid());
}

void ApplyPageTest::targetChoicePlansAgain()
{
    openPlan();
    QCOMPARE(m_at->runs.targets.last().kind, migration::TargetKind::Latest);
    auto* target = m_at->part<QComboBox>(names::applyTargetCombo());
    QVERIFY(target->count() > 2);
    target->setFocus();
    m_at->key(Qt::Key_Down);
    Q_EMIT target->activated(target->currentIndex());
    QTRY_COMPARE(m_at->runs.targets.last().kind, migration::TargetKind::UpTo);
    QVERIFY(!m_at->runs.targets.last().version.isEmpty());
    QTRY_VERIFY(m_at->page()->hasPlan());
    QCOMPARE(target->currentIndex(), 1);
}

void ApplyPageTest::planCanBeCopied()
{
    openPlan();
    usecase::PreparedRun prepared = test::preparedApply();
    migration::Plan& plan = prepared.plan;
    plan.environment = QStringLiteral("prod & co");
    plan.target.kind = migration::TargetKind::UpTo;
    plan.target.version = QStringLiteral("0044");
    QCOMPARE(
        ui::planAsCommandLine(prepared), QStringLiteral("strandline-cli up --to 0044 --env 'prod & co'"));
    prepared.timeouts = {2000, 0};
    QVERIFY(
        ui::planAsCommandLine(prepared).endsWith(QStringLiteral(" --lock-timeout 2s --statement-timeout 0")));
    QVERIFY(m_at->action("actionExportPlan")->isEnabled());
}

void ApplyPageTest::nothingPending()
{
    usecase::PreparedRun empty = test::preparedApply();
    empty.plan.steps.clear();
    m_at->runs.prepared = empty;
    m_at->action("actionApply")->trigger();
    QTRY_VERIFY(m_at->page());
    QVERIFY(!button(names::planContinueButton())->isEnabled());
    QVERIFY(!m_at->page()->hasPlan());
    const auto says = [this](const QString& text) {
        for (const QLabel* label : m_at->page()->planPage()->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(says(QStringLiteral("up to date")));
    // No plan because of something is not the same as nothing to do.
    migration::PlanObstacle obstacle;
    obstacle.check = QStringLiteral("history");
    obstacle.error.summary = QStringLiteral("Whether statement 1 is the one that ran cannot be told");
    empty.plan.obstacles << obstacle;
    m_at->runs.prepared = empty;
    m_at->action("actionApply")->trigger();
    QTRY_VERIFY(says(QStringLiteral("This cannot be planned")));
    QVERIFY(!says(QStringLiteral("up to date")));
    QTRY_VERIFY(says(QStringLiteral("cannot be told")));
}

void ApplyPageTest::planThatFails()
{
    m_at->runs.prepared =
        base::fail(base::ErrorCode::Connection, QStringLiteral("Could not reach “db1:5432”"),
            QStringLiteral("Nothing answered on that port."), QStringLiteral("Check the address."));
    m_at->action("actionApply")->trigger();
    QTRY_VERIFY(m_at->page());
    QVERIFY(!button(names::planContinueButton())->isEnabled());
    m_at->runs.prepared = test::preparedApply();
    Q_EMIT m_at->page()->planPage()->tryAgainRequested();
    QTRY_VERIFY(m_at->page()->hasPlan());
}

void ApplyPageTest::pageClosedBeforeThePlan()
{
    m_at->runs.hold = true;
    m_at->key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(m_at->runs.targets.size(), 1);
    m_at->window->controller().closeProject();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!m_at->page());
    m_at->runs.answer();
    QTest::qWait(50);
}

void ApplyPageTest::productionNeedsReadingAndTheName()
{
    usecase::PreparedRun prepared = test::preparedApply();
    prepared.checks << test::makeCheck(QStringLiteral("blockers"), usecase::CheckLevel::Attention,
        QStringLiteral("Other sessions"), QStringLiteral("1 session holds a transaction open."));
    prepared.confirmation.needsAcknowledgement = true;
    m_at->runs.prepared = prepared;
    openPlan();
    m_at->key(Qt::Key_N, Qt::AltModifier);
    QTRY_COMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Confirm));
    auto* view = m_at->part<QTreeView>(names::preflightView());
    auto* run = button(names::preflightRunButton());
    auto* name = m_at->part<QLineEdit>(names::confirmNameEdit());
    QTRY_COMPARE(QApplication::focusWidget(), view);
    QVERIFY(!run->isEnabled());
    QVERIFY(run->toolTip().contains(QStringLiteral("I have read this")));
    m_at->key(Qt::Key_End);
    m_at->key(Qt::Key_Space);
    QVERIFY(run->toolTip().contains(QStringLiteral("name")));
    QVERIFY(run->accessibleDescription().startsWith(QStringLiteral("Unavailable")));
    name->setFocus();
    m_at->type(QStringLiteral("SHOP_PROD"));
    QVERIFY(!run->isEnabled());
    name->clear();
    m_at->type(QStringLiteral("shop_prod"));
    QVERIFY(run->isEnabled());
    m_at->key(Qt::Key_Return);
    QVERIFY(m_at->runs.orders.isEmpty());
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Confirm));
    run->setFocus();
    m_at->key(Qt::Key_Space);
    QTRY_COMPARE(m_at->runs.orders.size(), 1);
    QCOMPARE(m_at->runs.orders.first().decisions.typedName, QStringLiteral("shop_prod"));
    QCOMPARE(m_at->runs.orders.first().decisions.acknowledged, QStringList {QStringLiteral("blockers")});
    QCOMPARE(m_at->runs.orders.first().plan.steps.size(), 2);
}

void ApplyPageTest::blockedPreflightNamesTheCheck()
{
    usecase::PreparedRun prepared = test::preparedApply();
    prepared.checks.prepend(test::makeCheck(QStringLiteral("lock"), usecase::CheckLevel::Block,
        QStringLiteral("Lock"), QStringLiteral("“ci@build7” is migrating this database.")));
    m_at->runs.prepared = prepared;
    openPlan();
    m_at->page()->planPage()->continueButton()->click();
    m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    auto* run = button(names::preflightRunButton());
    QVERIFY(!run->isEnabled());
    QVERIFY(run->toolTip().contains(QStringLiteral("ci@build7")));
}

void ApplyPageTest::checksAgain()
{
    openPlan();
    m_at->page()->planPage()->continueButton()->click();
    m_at->runs.hold = true;
    Q_EMIT m_at->page()->preflightPage()->checkAgainRequested();
    QVERIFY(!button(names::preflightRunButton())->isEnabled());
    m_at->runs.answer();
    m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    QTRY_VERIFY(button(names::preflightRunButton())->isEnabled());
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Confirm));
}

void ApplyPageTest::planThatMovedIsShownAgain()
{
    openPlan();
    m_at->page()->planPage()->continueButton()->click();
    m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    usecase::PreparedRun shorter = test::preparedApply();
    shorter.plan.steps.removeLast();
    m_at->runs.prepared = shorter;
    Q_EMIT m_at->page()->preflightPage()->checkAgainRequested();
    QTRY_COMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Plan));
    QVERIFY(m_at->page()->preflightPage()->nameEdit()->text().isEmpty());
}

void ApplyPageTest::stopMeansTwoThings()
{
    startRun();
    auto* stop = button(names::runStopButton());
    QCOMPARE(stop->text(), QStringLiteral("Cancel – Nothing Will Be Kept"));
    m_at->runs.run->say(test::makeEvent(RunEventKind::StepStarted, 0));
    QCOMPARE(stop->text(), QStringLiteral("Cancel – Nothing Will Be Kept"));
    runner::RunEvent committed = test::makeEvent(RunEventKind::SegmentCommitted, 0);
    committed.keepsNothing = false;
    m_at->runs.run->say(committed);
    QVERIFY(stop->text().contains(QStringLiteral("After This Statement")));
    QCOMPARE(stop->accessibleName(), QStringLiteral("Stop After This Statement"));
    QVERIFY(ui::lastAnnouncement(stop).contains(QStringLiteral("committed")));
    stop->setFocus();
    m_at->key(Qt::Key_Space);
    QVERIFY(m_at->runs.run->stopped);
    QVERIFY(!m_at->runs.run->interrupted);
    QVERIFY(!stop->isEnabled());
    QVERIFY(QApplication::focusWidget());
    QVERIFY(QApplication::focusWidget()->isEnabled());
    m_at->key(Qt::Key_Escape);
    QVERIFY(!m_at->runs.run->interrupted);
}

void ApplyPageTest::interruptAndPatience()
{
    startRun();
    m_at->page()->runPage()->setPatience(300, 300);
    auto* interrupt = button(names::runInterruptButton());
    QVERIFY(!interrupt->isVisible());
    runner::RunEvent started = test::makeEvent(RunEventKind::StatementStarted, 1, 2);
    started.keepsNothing = false;
    m_at->runs.run->say(started);
    QTRY_VERIFY(interrupt->isVisible());
    interrupt->setFocus();
    m_at->key(Qt::Key_Space);
    QVERIFY(m_at->runs.run->interrupted);
    QVERIFY(!interrupt->isVisible());
    const auto explained = [this] {
        for (const QLabel* label : m_at->page()->runPage()->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(QStringLiteral("has not answered")))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(explained());
}

void ApplyPageTest::lockLine()
{
    startRun();
    auto* line = m_at->part<QLabel>(names::runLockLine());
    QVERIFY(!line->isVisible());
    m_at->runs.run->say(test::makeEvent(RunEventKind::StatementStarted, 0, 1));
    runner::RunEvent seen = test::makeEvent(RunEventKind::LocksSeen, 0, 1);
    migration::LockWait wait;
    wait.object = QStringLiteral("invoice");
    wait.session = QStringLiteral("pid 4711");
    wait.program = QStringLiteral("reporting");
    wait.state = QStringLiteral("idle in transaction");
    wait.sinceMs = 14 * 60 * 1000;
    seen.waits << wait;
    m_at->runs.run->say(seen);
    QVERIFY(line->isVisible());
    QVERIFY(line->text().contains(
        QStringLiteral("for a lock on invoice, held by pid 4711 (reporting, idle in transaction 14 min)")));
    seen.waits.clear();
    m_at->runs.run->say(seen);
    QVERIFY(!line->isVisible());
}

void ApplyPageTest::progressIsMonotonic()
{
    startRun();
    auto* bar = m_at->part<QProgressBar>(names::runProgress());
    QVERIFY(!bar->isTextVisible());
    int last = bar->value();
    for (int step = 0; step < 2; ++step) {
        m_at->runs.run->say(test::makeEvent(RunEventKind::StepStarted, step));
        for (int statement = 1; statement <= 2; ++statement) {
            m_at->runs.run->say(test::makeEvent(RunEventKind::StatementStarted, step, statement));
            QVERIFY(bar->value() >= last);
            m_at->runs.run->say(test::makeEvent(RunEventKind::StatementFinished, step, statement));
            QVERIFY(bar->value() >= last);
            last = bar->value();
        }
        runner::RunEvent finished = test::makeEvent(RunEventKind::StepFinished, step);
        finished.stepState = migration::StepState::Done;
        m_at->runs.run->say(finished);
        QVERIFY(bar->value() >= last);
        QVERIFY(bar->value() < bar->maximum());
        last = bar->value();
    }
    auto* statements = m_at->part<QTreeView>(names::runStatementsView());
    QCOMPARE(statements->model()->rowCount(), 2);
    QVERIFY(statements->model()->index(0, 0).data().toString().startsWith(QStringLiteral("✓")));
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::Done));
    QCOMPARE(bar->value(), bar->maximum());
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Result));
    QVERIFY(!m_at->window->runs().isAnythingWriting());
}

void ApplyPageTest::failureMatrix_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("choices");
    const auto row = [](const char* name, RunOutcome outcome, const char* headline, const char* choices) {
        QTest::newRow(name) << int(outcome) << QString::fromUtf8(headline) << QString::fromUtf8(choices);
    };
    row("done", RunOutcome::Done, "2 migrations applied on Production shop_prod", "timeline rollback close");
    row("rolled back", RunOutcome::Failed, "0044 failed at statement 3. Nothing of it was kept",
        "open again close");
    row("half applied", RunOutcome::HalfApplied, "0044 stopped at statement 3. Statements 1 and 2 stayed.",
        "open resume undo resolve-applied resolve-pending close");
    row("stopped half", RunOutcome::StoppedHalfApplied, "0044 stopped at statement 3.",
        "open resume undo resolve-applied resolve-pending close");
    row("stopped", RunOutcome::Stopped, "Stopped in 0044.", "plan close");
    row("connection lost", RunOutcome::ConnectionLost, "The connection was lost during statement 3 of 0044.",
        "check close");
    row("commit unknown", RunOutcome::CommitUnknown, "The final commit was sent but not answered.",
        "check close");
    row("refused", RunOutcome::Refused, "Nothing was run", "plan close");
    row("nothing to do", RunOutcome::NothingToDo, "Nothing to do", "close");
}

void ApplyPageTest::failureMatrix()
{
    QFETCH(int, outcome);
    QFETCH(QString, headline);
    QFETCH(QString, choices);
    startRun();
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome(outcome)));
    const ui::ResultPage* result = m_at->page()->resultPage();
    QVERIFY2(result->headline().startsWith(headline), qPrintable(result->headline()));
    QCOMPARE(result->choices().join(QLatin1Char(' ')), choices);
    // The way on is where the keyboard is.
    auto* first = qobject_cast<QPushButton*>(QApplication::focusWidget());
    QVERIFY(first);
    QVERIFY(m_at->part<QWidget>(names::resultChoicesView())->isAncestorOf(first));
    for (int i = 1; i < result->choices().size(); ++i)
        m_at->key(Qt::Key_Down);
    QCOMPARE(qobject_cast<QPushButton*>(QApplication::focusWidget())->text(), QStringLiteral("Close"));
    m_at->key(Qt::Key_Return);
    QTRY_VERIFY(!m_at->page());
    QCOMPARE(
        m_at->part<QStackedWidget>(names::pageStack())->currentWidget()->objectName(), names::timelinePage());
}

void ApplyPageTest::choicesLeadOn()
{
    startRun();
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::HalfApplied));
    Q_EMIT m_at->page()->resultPage()->chosen(QStringLiteral("resume"));
    QTRY_COMPARE(m_at->runs.targets.last().kind, migration::TargetKind::Resume);
    QCOMPARE(m_at->runs.targets.last().version, QStringLiteral("0044"));
    QTRY_COMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Plan));
    Q_EMIT m_at->page()->resultPage()->chosen(QStringLiteral("undo"));
    QCOMPARE(
        m_at->runs.targets.last().kind, migration::TargetKind::Resume); // no failed step any more: nothing
}

void ApplyPageTest::refusalBeforeTheRun()
{
    startRun();
    m_at->runs.run->end(base::fail(base::ErrorCode::Conflict, QStringLiteral("The plan is outdated"),
        QStringLiteral("Another run applied “0042” meanwhile."), QStringLiteral("Plan again.")));
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Result));
    QVERIFY(m_at->page()->resultPage()->headline().startsWith(QStringLiteral("Nothing was run")));
    // Nothing ran, so there is no list; its room is left empty instead of being spread over the rest.
    const auto* frame = m_at->part<QLabel>(names::resultHeadline())->parentWidget();
    QTRY_VERIFY2(frame->height() < 6 * frame->fontMetrics().height(),
        qPrintable(QStringLiteral("%1 high").arg(frame->height())));
    Q_EMIT m_at->page()->resultPage()->chosen(QStringLiteral("plan"));
    QTRY_COMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Plan));
}

void ApplyPageTest::checkTheServer()
{
    startRun();
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::ConnectionLost));
    QTRY_VERIFY(!m_at->window->controller().isBusy());
    const int reads = int(m_at->backend->log.count(QStringLiteral("read production")));
    Q_EMIT m_at->page()->resultPage()->chosen(QStringLiteral("check"));
    QTRY_COMPARE(int(m_at->backend->log.count(QStringLiteral("read production"))), reads + 1);
    const auto said = [this] {
        for (const QLabel* label : m_at->page()->resultPage()->findChildren<QLabel*>()) {
            if (label->text().startsWith(QStringLiteral("The server answers again")))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(said());
}

void ApplyPageTest::secondWriteIsRefused()
{
    startRun();
    m_at->window->controller().refresh();
    m_at->action("actionPageTimeline")->trigger();
    QVERIFY(!m_at->action("actionApply")->isEnabled());
    QVERIFY(m_at->window->actionRegistry()
                .reason(m_at->action("actionApply"))
                .contains(QStringLiteral("its page shows how far it is")));
    // Whoever gets past the command is led to the page.
    m_at->window->runBridge().apply({});
    QCOMPARE(
        m_at->part<QStackedWidget>(names::pageStack())->currentWidget(), static_cast<QWidget*>(m_at->page()));
    QCOMPARE(m_at->runs.orders.size(), 1);
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Run));
    QVERIFY(m_at->window->messages()
                ->texts()
                .join(QLatin1Char(' '))
                .contains(QStringLiteral("One write at a time")));
}

void ApplyPageTest::timelineShowsRunning()
{
    usecase::PreparedRun prepared = test::preparedApply();
    prepared.plan.steps[0].version = QStringLiteral("20260713120044");
    m_at->runs.prepared = prepared;
    openPlan();
    m_at->page()->planPage()->continueButton()->click();
    m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    m_at->page()->preflightPage()->runButton()->click();
    m_at->runs.run->say(test::makeEvent(RunEventKind::StepStarted, 0));
    const auto stateNow = [this] {
        for (const migration::TimelineEntry& entry :
            m_at->window->timelinePage()->input().timeline->entries) {
            if (entry.version == QLatin1String("20260713120044"))
                return entry.state;
        }
        return migration::MigrationState::Missing;
    };
    QTRY_COMPARE(int(stateNow()), int(migration::MigrationState::Running));
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::Failed));
    // The reading after the run is what counts.
    QTRY_COMPARE(int(stateNow()), int(migration::MigrationState::Pending));
}

void ApplyPageTest::otherEnvironmentIsFree()
{
    startRun();
    m_at->window->controller().selectEnvironment(QStringLiteral("staging"));
    QTRY_VERIFY(m_at->action("actionApply")->isEnabled());
    m_at->runs.prepared = test::preparedApply(QStringLiteral("staging"));
    m_at->action("actionApply")->trigger();
    QTRY_VERIFY(m_at->page(QStringLiteral("staging")));
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Run));
    QCOMPARE(m_at->part<QTabBar>(names::pageTabBar())->count(), 4);
}

void ApplyPageTest::jobsLeadToThePage()
{
    startRun();
    m_at->action("actionPageTimeline")->trigger();
    auto* jobs = m_at->part<QTreeView>(names::jobsView());
    QVERIFY(m_at->part<QDockWidget>(names::jobsDock())->isVisible());
    QCOMPARE(jobs->model()->rowCount(), 1);
    QVERIFY(jobs->model()->index(0, 2).data().toString().contains(QStringLiteral("Running")));
    jobs->setFocus();
    m_at->key(Qt::Key_Return);
    QCOMPARE(
        m_at->part<QStackedWidget>(names::pageStack())->currentWidget(), static_cast<QWidget*>(m_at->page()));
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::HalfApplied));
    QVERIFY(jobs->model()->index(0, 2).data().toString().contains(QStringLiteral("Failed")));
    QVERIFY(jobs->model()->index(0, 5).data().toString().contains(QStringLiteral("stayed")));
    button(names::jobsClearButton())->click();
    QCOMPARE(jobs->model()->rowCount(), 0);
}

void ApplyPageTest::closingAsks_data()
{
    QTest::addColumn<QString>("answer");
    QTest::newRow("keep") << names::quitKeepButton();
    QTest::newRow("stop, then quit") << names::quitStopButton();
    QTest::newRow("now") << names::quitNowButton();
}

void ApplyPageTest::closingAsks()
{
    QFETCH(QString, answer);
    startRun();
    m_at->window->close();
    QVERIFY(m_at->window->isVisible());
    auto* dialog = m_at->part<QDialog>(names::quitDialog());
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    QVERIFY(dialog->findChild<QPushButton*>(names::quitKeepButton())->isDefault());
    dialog->findChild<QPushButton*>(answer)->click();
    const bool keep = answer == names::quitKeepButton();
    QCOMPARE(m_at->runs.run->stopped, !keep);
    QCOMPARE(m_at->runs.run->interrupted, answer == names::quitNowButton());
    QVERIFY(m_at->window->isVisible());
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::Stopped));
    if (keep) {
        QTest::qWait(50);
        QVERIFY(m_at->window->isVisible());
    } else {
        QTRY_VERIFY(!m_at->window->isVisible());
    }
}

void ApplyPageTest::projectStaysDuringARun()
{
    startRun();
    m_at->action("actionPageTimeline")->trigger();
    m_at->action("actionCloseProject")->trigger();
    QVERIFY(m_at->window->controller().hasProject());
    QCOMPARE(
        m_at->part<QStackedWidget>(names::pageStack())->currentWidget(), static_cast<QWidget*>(m_at->page()));
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::Done));
    m_at->action("actionCloseProject")->trigger();
    QVERIFY(!m_at->window->controller().hasProject());
    QVERIFY(!m_at->page());
}

void ApplyPageTest::settling()
{
    usecase::SettlePreview preview;
    preview.lines = {
        QStringLiteral("“20260713120044_drop_legacy_invoice” counts as applied; nothing is run.")};
    preview.confirmation.needsTypedName = true;
    preview.confirmation.typedName = QStringLiteral("shop_prod");
    m_at->runs.preview = preview;
    runner::SettleReport report;
    report.lines = {QStringLiteral("Marked “20260713120044_drop_legacy_invoice” as applied.")};
    m_at->runs.settled = report;
    m_at->window->timelinePage()->selectKey(QStringLiteral("v:20260713120044"));
    m_at->action("actionMarkApplied")->trigger();
    QTRY_VERIFY(m_at->part<QDialog>(names::confirmDialog()));
    auto* dialog = m_at->part<QDialog>(names::confirmDialog());
    QTRY_VERIFY(dialog->isVisible());
    auto* confirm = dialog->findChild<QPushButton*>(names::confirmButton());
    auto* name = dialog->findChild<QLineEdit*>(names::confirmNameEdit());
    QVERIFY(!confirm->isEnabled());
    QCOMPARE(test::A11yAudit::run(dialog), QStringList());
    dialog->findChild<QLineEdit*>(names::confirmReasonEdit())->setText(QStringLiteral("done in the console"));
    QTest::keyClicks(name, QStringLiteral("shop_prod"));
    QVERIFY(confirm->isEnabled());
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    QVERIFY(m_at->runs.settles.isEmpty());
    confirm->setFocus();
    QTest::keyClick(confirm, Qt::Key_Return);
    QTRY_COMPARE(m_at->runs.settles.size(), 1);
    QCOMPARE(m_at->runs.settles.first().reason, QStringLiteral("done in the console"));
    QCOMPARE(m_at->runs.settles.first().decisions.typedName, QStringLiteral("shop_prod"));
    QCOMPARE(
        m_at->runs.settles.first().words, QStringList {QStringLiteral("20260713120044_drop_legacy_invoice")});
    QTRY_VERIFY(
        m_at->window->messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("as applied")));
}

void ApplyPageTest::halfAppliedOffersItsCommands()
{
    m_at->window->timelinePage()->selectKey(QStringLiteral("v:20260701120043"));
    QVERIFY(m_at->action("actionResume")->isEnabled());
    QVERIFY(m_at->action("actionUndoKept")->isEnabled());
    QVERIFY(m_at->action("actionMarkResolved")->isEnabled());
    QStringList offered;
    for (const QPushButton* one : m_at->part<QWidget>(names::inspectorPanel())->findChildren<QPushButton*>())
        offered << one->text();
    QVERIFY2(offered.contains(QStringLiteral("Resume…")), qPrintable(offered.join(QLatin1Char(','))));
    m_at->action("actionResume")->trigger();
    QTRY_COMPARE(m_at->runs.targets.last().kind, migration::TargetKind::Resume);
    QCOMPARE(m_at->runs.targets.last().version, QStringLiteral("20260701120043"));
    m_at->action("actionPageTimeline")->trigger();
    m_at->action("actionMarkResolved")->trigger();
    QTRY_VERIFY(m_at->part<QDialog>(names::confirmDialog()));
}

void ApplyPageTest::auditFindsNothing_data()
{
    QTest::addColumn<int>("stage");
    QTest::newRow("plan") << int(RunFlowPage::Stage::Plan);
    QTest::newRow("preflight") << int(RunFlowPage::Stage::Confirm);
    QTest::newRow("run") << int(RunFlowPage::Stage::Run);
    QTest::newRow("result") << int(RunFlowPage::Stage::Result);
}

void ApplyPageTest::auditFindsNothing()
{
    QFETCH(int, stage);
    openPlan();
    if (stage >= int(RunFlowPage::Stage::Confirm))
        m_at->page()->planPage()->continueButton()->click();
    if (stage >= int(RunFlowPage::Stage::Run)) {
        m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
        m_at->page()->preflightPage()->runButton()->click();
        m_at->runs.run->say(test::makeEvent(RunEventKind::StatementStarted, 0, 1));
    }
    if (stage >= int(RunFlowPage::Stage::Result))
        m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::HalfApplied));
    QCOMPARE(int(m_at->page()->stage()), stage);
    m_at->action("actionDockJobs")->trigger();
    const QStringList findings = test::A11yAudit::run(m_at->window.get());
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(QLatin1Char('\n'))));
}

void ApplyPageTest::smallWindow()
{
    m_at->window->resize(1024, 640);
    openPlan();
    for (int stage = 0; stage < 4; ++stage) {
        QTest::qWait(20);
        QVERIFY(m_at->window->width() <= 1024);
        QVERIFY(m_at->window->height() <= 640);
        for (const QPushButton* one : m_at->page()->findChildren<QPushButton*>()) {
            if (one->isVisible())
                QVERIFY2(one->width() >= one->sizeHint().width(), qPrintable(one->text()));
        }
        if (stage == 0)
            m_at->page()->planPage()->continueButton()->click();
        if (stage == 1) {
            m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
            m_at->page()->preflightPage()->runButton()->click();
        }
        if (stage == 2)
            m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, RunOutcome::HalfApplied));
    }
}

QTEST_MAIN(ApplyPageTest)
#include "tst_apply_page.moc"
