// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/a11y_audit.h"
#include "tests/ui/run/run_window.h"
#include "ui/pages/run/result_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/widgets/roomy_style.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTreeView>

using namespace strandline;
using ui::RunFlowPage;
namespace names = ui::names;

class RollbackPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void targetFollowsTheSelection();
    void repeatableAsksForTheLast();
    void lossIsCounted();
    void valuesNeedTheName();
    void irreversibleSaysWhich();
    void slowCountDoesNotBlock();
    void afterwardsOneCanGoOn();
    void auditFindsNothing();

private:
    void openPage();
    std::unique_ptr<test::RunWindow> m_at;
};

void RollbackPageTest::initTestCase()
{
    QApplication::setStyle(new ui::RoomyStyle(QStringLiteral("Fusion")));
    ui::applyTheme(*qApp, ui::ThemeChoice::Light);
}

void RollbackPageTest::init()
{
    m_at = std::make_unique<test::RunWindow>();
    m_at->runs.prepared = test::preparedRollBack();
    QVERIFY(m_at->open(QStringLiteral("production")));
}

void RollbackPageTest::cleanup()
{
    m_at.reset();
}

void RollbackPageTest::openPage()
{
    m_at->window->timelinePage()->selectKey(QStringLiteral("v:20260119120032"));
    m_at->action("actionRollBack")->trigger();
    QTRY_VERIFY(m_at->page() && m_at->page()->hasPlan());
}

void RollbackPageTest::targetFollowsTheSelection()
{
    openPage();
    QCOMPARE(m_at->page()->objectName(), names::rollbackPage());
    QCOMPARE(m_at->runs.targets.last().kind, migration::TargetKind::DownTo);
    QCOMPARE(m_at->runs.targets.last().version, QStringLiteral("20260119120032"));
    auto* keep = m_at->part<QComboBox>(names::rollbackTargetCombo());
    QCOMPARE(keep->currentText(), QStringLiteral("20260119120032 create_orders"));
    auto* view = m_at->part<QTreeView>(names::rollbackTargetView());
    QCOMPARE(view->model()->rowCount(), 2);
    // Newest first, with what it takes away.
    QVERIFY(view->model()->index(0, 1).data().toString().startsWith(QStringLiteral("0039")));
    QVERIFY(view->model()->index(0, 2).data().toString().contains(QStringLiteral("⌫")));
    QCOMPARE(
        m_at->part<QWidget>(names::applyStepper())->accessibleName(), QStringLiteral("Step 1 of 5, Target"));
}

void RollbackPageTest::repeatableAsksForTheLast()
{
    m_at->action("actionRollBackLast")->trigger();
    QTRY_VERIFY(!m_at->runs.targets.isEmpty());
    QCOMPARE(m_at->runs.targets.last().kind, migration::TargetKind::DownCount);
    QCOMPARE(m_at->runs.targets.last().count, 1);
    QCOMPARE(m_at->part<QComboBox>(names::rollbackTargetCombo())->currentIndex(), 0);
}

void RollbackPageTest::lossIsCounted()
{
    openPage();
    m_at->page()->planPage()->continueButton()->click();
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Loss));
    auto* table = m_at->part<QTableWidget>(names::rollbackLossView());
    QStringList cells;
    for (int row = 0; row < table->rowCount(); ++row)
        cells << table->item(row, 1)->text();
    const QString all = cells.join(QLatin1Char('|'));
    QVERIFY2(all.contains(QStringLiteral("about 2,000,000 rows")), qPrintable(all));
    QVERIFY2(all.contains(QStringLiteral("unknown")), qPrintable(all));
    for (const QString& cell : cells)
        QVERIFY(!cell.isEmpty());
}

void RollbackPageTest::valuesNeedTheName()
{
    // Not only in production: what is deleted does not come back anywhere.
    usecase::PreparedRun prepared = test::preparedRollBack(QStringLiteral("dev"));
    m_at->runs.prepared = prepared;
    m_at->window->controller().selectEnvironment(QStringLiteral("dev"));
    QTRY_VERIFY(m_at->action("actionRollBackLast")->isEnabled());
    m_at->action("actionRollBackLast")->trigger();
    const QString dev = QStringLiteral("dev");
    QTRY_VERIFY(m_at->page(dev) && m_at->page(dev)->hasPlan());
    m_at->page(dev)->planPage()->continueButton()->click();
    m_at->part<QPushButton>(names::lossContinueButton())->click();
    QCOMPARE(int(m_at->page(dev)->stage()), int(RunFlowPage::Stage::Confirm));
    QPushButton* confirm = m_at->page(dev)->preflightPage()->runButton();
    QCOMPARE(confirm->objectName(), names::confirmButton());
    QCOMPARE(confirm->text(), QStringLiteral("Roll Back 2 Migrations on shop_dev"));
    QVERIFY(!confirm->isEnabled());
    m_at->page(dev)->preflightPage()->nameEdit()->setText(QStringLiteral("shop_dev"));
    QVERIFY(confirm->isEnabled());
    confirm->click();
    QTRY_COMPARE(m_at->runs.orders.size(), 1);
    QVERIFY(m_at->runs.orders.first().decisions.allowDataLoss);
    QCOMPARE(m_at->runs.orders.first().losses.size(), 2);
}

void RollbackPageTest::irreversibleSaysWhich()
{
    usecase::PreparedRun prepared = test::preparedRollBack();
    migration::PlanObstacle obstacle;
    obstacle.check = QStringLiteral("down");
    obstacle.error = {base::ErrorCode::Precondition,
        QStringLiteral("“0038_add_orders_status” cannot be rolled back"),
        QStringLiteral("It has no down script."), QStringLiteral("Write one, or restore a backup."), {}, {}};
    prepared.plan.obstacles << obstacle;
    usecase::PreflightCheck check = test::makeCheck(QStringLiteral("down"), usecase::CheckLevel::Block,
        QStringLiteral("Way back"), QStringLiteral("“0038_add_orders_status” cannot be rolled back."));
    check.errors << obstacle.error;
    prepared.checks << check;
    m_at->runs.prepared = prepared;
    openPage();
    const auto says = [this](const QString& text) {
        for (const QLabel* label : m_at->page()->planPage()->findChildren<QLabel*>()) {
            if (label->isVisible() && label->accessibleName().contains(text))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(says(QStringLiteral("0038_add_orders_status")));
    m_at->page()->planPage()->continueButton()->click();
    m_at->part<QPushButton>(names::lossContinueButton())->click();
    m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    QPushButton* confirm = m_at->page()->preflightPage()->runButton();
    QVERIFY(!confirm->isEnabled());
    QVERIFY(confirm->toolTip().contains(QStringLiteral("0038_add_orders_status")));
}

void RollbackPageTest::slowCountDoesNotBlock()
{
    m_at->runs.hold = true;
    m_at->window->timelinePage()->selectKey(QStringLiteral("v:20260119120032"));
    m_at->action("actionRollBack")->trigger();
    QVERIFY(m_at->page());
    QVERIFY(!m_at->page()->planPage()->continueButton()->isEnabled());
    // The rest of the window answers meanwhile.
    m_at->action("actionPageTimeline")->trigger();
    m_at->window->timelinePage()->selectKey(QStringLiteral("now"));
    m_at->runs.answer();
    QTRY_VERIFY(m_at->page()->hasPlan());
}

void RollbackPageTest::afterwardsOneCanGoOn()
{
    openPage();
    m_at->page()->planPage()->continueButton()->click();
    m_at->part<QPushButton>(names::lossContinueButton())->click();
    m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    m_at->page()->preflightPage()->runButton()->click();
    migration::RunReport report =
        test::makeReport(m_at->runs.orders.last().plan, migration::RunOutcome::Done);
    m_at->runs.run->end(report);
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Result));
    QVERIFY(m_at->page()->resultPage()->headline().startsWith(QStringLiteral("2 migrations rolled back")));
    // What was deleted does not come back by applying again, so that is not offered as an undo.
    QVERIFY(!m_at->page()->resultPage()->choices().contains(QStringLiteral("rollback")));
}

void RollbackPageTest::auditFindsNothing()
{
    openPage();
    for (int stage = 0; stage < 3; ++stage) {
        const QStringList findings = test::A11yAudit::run(m_at->window.get());
        QVERIFY2(findings.isEmpty(), qPrintable(findings.join(QLatin1Char('\n'))));
        if (stage == 0)
            m_at->page()->planPage()->continueButton()->click();
        if (stage == 1)
            m_at->part<QPushButton>(names::lossContinueButton())->click();
    }
}

QTEST_MAIN(RollbackPageTest)
#include "tst_rollback_page.moc"
