// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done about what the checks found, by keyboard: end a session that is in the way, give this run
// other time-outs, and take the plan along as a file.
#include "tests/support/ui/a11y_audit.h"
#include "tests/ui/run/run_window.h"
#include "ui/dialogs/confirm_dialog.h"
#include "ui/dialogs/timeouts_dialog.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/pages/run/run_page.h"
#include "ui/widgets/roomy_style.h"

#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStatusBar>
#include <QToolButton>
#include <QTreeView>

using namespace strandline;
using runner::RunEventKind;
using ui::RunFlowPage;
using usecase::CheckLevel;
namespace names = ui::names;

namespace {

migration::LockWait session(qint64 pid, const QString& user, const QString& program)
{
    migration::LockWait wait;
    wait.object = QStringLiteral("orders");
    wait.session = QStringLiteral("pid %1").arg(pid);
    wait.sessionId = pid;
    wait.sessionKey = QStringLiteral("17");
    wait.user = user;
    wait.program = program;
    wait.state = QStringLiteral("idle in transaction");
    wait.sinceMs = 14 * 60 * 1000;
    wait.statement = QStringLiteral("SELECT * FROM orders");
    return wait;
}

usecase::PreflightCheck blockers(const QList<migration::LockWait>& sessions)
{
    usecase::PreflightCheck check = test::makeCheck(QStringLiteral("blockers"), CheckLevel::Attention,
        QStringLiteral("Other sessions"), QStringLiteral("2 sessions hold transactions open."));
    for (const migration::LockWait& one : sessions) {
        check.sessions << one;
        check.errors << base::Error {base::ErrorCode::Conflict,
            QStringLiteral("%1 (%2), idle in transaction for 840 s").arg(one.user, one.session), {},
            QStringLiteral("A change of the table waits for it."), {}, {}};
    }
    return check;
}

} // namespace

class PreflightPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void disconnectAsksFirst();
    void disconnectEndsTheSession();
    void disconnectSaysWhatBecameOfIt_data();
    void disconnectSaysWhatBecameOfIt();
    void preparedTransactionIsNotOffered();
    void runPageOffersIt();
    void timeoutsOfThisRun();
    void timeoutsAreValidated_data();
    void timeoutsAreValidated();
    void timeoutsGoWithTheRun();
    void exportByKeyboard_data();
    void exportByKeyboard();
    void auditFindsNothing();

private:
    /// Apply, on to the checks, all by keyboard.
    void openChecks();
    void goToCheck(const QString& title);
    QTreeView* checks() const { return m_at->page()->preflightPage()->view(); }
    /// Waits for the question, goes to its verb and presses that.
    void agree()
    {
        QTRY_VERIFY(dialog<ui::ConfirmDialog>());
        QTRY_VERIFY(QApplication::focusWidget()
            && QApplication::focusWidget()->objectName() == names::cancelButton());
        m_at->key(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), names::confirmButton());
        m_at->key(Qt::Key_Return);
        backToTheWindow();
    }
    /// Without a window manager nobody gives the window its focus back when a dialog ends.
    void backToTheWindow() const
    {
        m_at->window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_at->window.get()));
    }
    template <typename T> T* dialog() const { return m_at->window->findChild<T*>(); }

    std::unique_ptr<test::RunWindow> m_at;
};

void PreflightPageTest::initTestCase()
{
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication::setStyle(new ui::RoomyStyle(QStringLiteral("Fusion")));
    ui::applyTheme(*qApp, ui::ThemeChoice::Light);
}

void PreflightPageTest::init()
{
    m_at = std::make_unique<test::RunWindow>();
    m_at->runs.prepared = test::preparedApply();
    m_at->runs.prepared->checks.insert(5,
        blockers({session(4711, QStringLiteral("reporting"), QStringLiteral("psql")),
            session(0, QString(), QString())}));
    QVERIFY(m_at->open(QStringLiteral("production")));
}

void PreflightPageTest::cleanup()
{
    m_at.reset();
}

void PreflightPageTest::openChecks()
{
    m_at->key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_at->page() && m_at->page()->hasPlan());
    m_at->page()->planPage()->continueButton()->setFocus();
    m_at->key(Qt::Key_Space);
    QTRY_COMPARE(QApplication::focusWidget(), checks());
}

void PreflightPageTest::goToCheck(const QString& title)
{
    m_at->key(Qt::Key_Home);
    for (int i = 0; i < 20; ++i) {
        if (checks()->currentIndex().siblingAtColumn(0).data().toString().contains(title))
            return;
        m_at->key(Qt::Key_Down);
    }
    QFAIL(qPrintable(title + QStringLiteral(" was not reached by keyboard")));
}

void PreflightPageTest::disconnectAsksFirst()
{
    openChecks();
    goToCheck(QStringLiteral("Other sessions"));
    m_at->key(Qt::Key_Down);
    const QModelIndex row = checks()->currentIndex();
    QVERIFY(row.parent().isValid());
    QCOMPARE(row.siblingAtColumn(2).data().toString(), QStringLiteral("Disconnect…"));
    QVERIFY(row.siblingAtColumn(0)
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(QStringLiteral("end this session")));
    m_at->key(Qt::Key_Return);
    auto* question = dialog<ui::ConfirmDialog>();
    QVERIFY(question);
    QTRY_VERIFY(question->isVisible());
    QString said = question->accessibleName();
    for (const QLabel* label : question->findChildren<QLabel*>())
        said += label->text() + QLatin1Char('\n');
    // Who, with what, since when.
    for (const char* word : {"reporting", "pid 4711", "psql", "idle in transaction", "14 min", "orders"})
        QVERIFY2(said.contains(QLatin1String(word)), qPrintable(said));
    QVERIFY(said.contains(QStringLiteral(" since ")));
    QTRY_VERIFY(
        QApplication::focusWidget() && QApplication::focusWidget()->objectName() == names::cancelButton());
    // Return presses the safe button.
    m_at->key(Qt::Key_Return);
    QTRY_VERIFY(!dialog<ui::ConfirmDialog>());
    backToTheWindow();
    QVERIFY(m_at->runs.disconnects.isEmpty());
    QTRY_COMPARE(QApplication::focusWidget(), checks());
}

void PreflightPageTest::disconnectEndsTheSession()
{
    openChecks();
    goToCheck(QStringLiteral("Other sessions"));
    m_at->key(Qt::Key_Down);
    m_at->key(Qt::Key_Return);
    m_at->runs.prepared = test::preparedApply();
    const qsizetype asked = m_at->runs.targets.size();
    agree();
    QTRY_COMPARE(m_at->runs.disconnects.size(), 1);
    QCOMPARE(m_at->runs.disconnects.first().session.sessionId, 4711);
    QCOMPARE(m_at->runs.disconnects.first().environment.environment, QStringLiteral("production"));
    QTRY_COMPARE(m_at->runs.targets.size(), asked + 1);
    QTRY_VERIFY(!checks()->model()->index(5, 0).data().toString().contains(QStringLiteral("Other")));
    QCOMPARE(m_at->window->runs().jobs().first().title, QStringLiteral("Disconnect pid 4711"));
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Confirm));
}

void PreflightPageTest::disconnectSaysWhatBecameOfIt_data()
{
    using migration::SessionEnd;
    QTest::addColumn<int>("end");
    QTest::addColumn<QString>("text");
    QTest::newRow("ended") << int(SessionEnd::Ended) << QStringLiteral("was ended");
    QTest::newRow("gone before") << int(SessionEnd::WasGone) << QStringLiteral("had ended already");
    QTest::newRow("undoing") << int(SessionEnd::StillEnding) << QStringLiteral("still undoing");
    QTest::newRow("not allowed") << -1 << QStringLiteral("may not end");
}

void PreflightPageTest::disconnectSaysWhatBecameOfIt()
{
    QFETCH(int, end);
    QFETCH(QString, text);
    if (end >= 0)
        m_at->runs.disconnected = migration::SessionEnd(end);
    else
        m_at->runs.disconnected =
            base::fail(base::ErrorCode::Precondition, QStringLiteral("This login may not end it"));
    openChecks();
    goToCheck(QStringLiteral("Other sessions"));
    m_at->key(Qt::Key_Down);
    m_at->key(Qt::Key_Return);
    agree();
    QTRY_COMPARE(m_at->runs.disconnects.size(), 1);
    const auto& job = m_at->window->runs().jobs().first();
    QTRY_VERIFY2(job.result.contains(text), qPrintable(job.result));
    if (end < 0) {
        const auto* messages = m_at->part<QWidget>(names::shellMessageArea());
        QString shown;
        for (const QLabel* label : messages->findChildren<QLabel*>())
            shown += label->text() + label->accessibleName();
        QVERIFY2(shown.contains(text), qPrintable(shown));
    }
}

void PreflightPageTest::preparedTransactionIsNotOffered()
{
    openChecks();
    goToCheck(QStringLiteral("Other sessions"));
    m_at->key(Qt::Key_Down);
    m_at->key(Qt::Key_Down);
    QVERIFY(checks()->currentIndex().parent().isValid());
    QVERIFY(checks()->currentIndex().siblingAtColumn(2).data().toString().isEmpty());
    m_at->key(Qt::Key_Return);
    QVERIFY(!dialog<ui::ConfirmDialog>());
}

void PreflightPageTest::runPageOffersIt()
{
    m_at->runs.prepared = test::preparedApply();
    openChecks();
    m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    m_at->page()->preflightPage()->runButton()->setFocus();
    m_at->key(Qt::Key_Space);
    QTRY_COMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Run));
    m_at->runs.run->say(test::makeEvent(RunEventKind::StepStarted, 0));
    m_at->runs.run->say(test::makeEvent(RunEventKind::StatementStarted, 0, 1));
    auto* disconnect = m_at->part<QPushButton>(names::runDisconnectButton());
    QVERIFY(!disconnect->isVisible());
    runner::RunEvent seen = test::makeEvent(RunEventKind::LocksSeen, 0, 1);
    seen.waits = {session(4711, QStringLiteral("reporting"), QStringLiteral("psql"))};
    m_at->runs.run->say(seen);
    QTRY_VERIFY(disconnect->isVisible());
    disconnect->setFocus();
    m_at->key(Qt::Key_Space);
    agree();
    QTRY_COMPARE(m_at->runs.disconnects.size(), 1);
    QCOMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Run));
    QVERIFY(!m_at->runs.run->stopped && !m_at->runs.run->interrupted);

    // The run ends while another question stands there: the focus is on its page afterwards.
    m_at->runs.run->say(seen);
    QTRY_VERIFY(disconnect->isVisible());
    disconnect->setFocus();
    m_at->key(Qt::Key_Space);
    QTRY_VERIFY(dialog<ui::ConfirmDialog>());
    m_at->runs.run->say(test::makeEvent(RunEventKind::StatementFinished, 0, 1));
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.last().plan, migration::RunOutcome::Done));
    QTRY_COMPARE(int(m_at->page()->stage()), int(RunFlowPage::Stage::Result));
    dialog<ui::ConfirmDialog>()->reject();
    backToTheWindow();
    QTRY_VERIFY(m_at->page()->isAncestorOf(QApplication::focusWidget()));
}

void PreflightPageTest::timeoutsOfThisRun()
{
    openChecks();
    goToCheck(QStringLiteral("Time-outs"));
    QCOMPARE(checks()->currentIndex().siblingAtColumn(2).data().toString(), QStringLiteral("Change…"));
    m_at->key(Qt::Key_Return);
    QTRY_VERIFY(dialog<ui::TimeoutsDialog>());
    auto* lock = m_at->part<QLineEdit>(names::lockTimeoutEdit());
    QTRY_COMPARE(QApplication::focusWidget(), lock);
    QCOMPARE(lock->text(), QStringLiteral("5s"));
    m_at->type(QStringLiteral("2s"));
    m_at->key(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->objectName(), names::statementTimeoutEdit());
    m_at->key(Qt::Key_Return);
    QTRY_VERIFY(!dialog<ui::TimeoutsDialog>());
    QTRY_VERIFY(m_at->runs.timeouts.last().lockMs.has_value());
    QCOMPARE(*m_at->runs.timeouts.last().lockMs, 2000);
    // What was not touched stays the environment's.
    QVERIFY(!m_at->runs.timeouts.last().statementMs);
    backToTheWindow();
    QTRY_COMPARE(QApplication::focusWidget(), checks());
    QVERIFY(
        checks()->currentIndex().siblingAtColumn(0).data().toString().contains(QStringLiteral("Time-outs")));
}

void PreflightPageTest::timeoutsAreValidated_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("seconds") << QStringLiteral("5s") << true;
    QTest::newRow("spaces around") << QStringLiteral(" 10min ") << true;
    QTest::newRow("none") << QStringLiteral("0") << true;
    QTest::newRow("no unit") << QStringLiteral("5") << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("negative") << QStringLiteral("-5s") << false;
    QTest::newRow("too long") << QStringLiteral("99999h") << false;
    QTest::newRow("words") << QStringLiteral("soon'; DROP") << false;
}

void PreflightPageTest::timeoutsAreValidated()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    openChecks();
    goToCheck(QStringLiteral("Time-outs"));
    m_at->key(Qt::Key_Return);
    QTRY_VERIFY(dialog<ui::TimeoutsDialog>());
    auto* lock = m_at->part<QLineEdit>(names::lockTimeoutEdit());
    QTRY_COMPARE(QApplication::focusWidget(), lock);
    m_at->key(Qt::Key_A, Qt::ControlModifier);
    m_at->key(Qt::Key_Delete);
    m_at->type(text);
    auto* use = dialog<ui::TimeoutsDialog>()->findChild<QPushButton*>(names::confirmButton());
    QCOMPARE(use->isEnabled(), good);
    QCOMPARE(lock->accessibleDescription().isEmpty(), good);
    m_at->key(Qt::Key_Escape);
    QTRY_VERIFY(!dialog<ui::TimeoutsDialog>());
    QVERIFY(m_at->runs.timeouts.last().isEmpty());
}

void PreflightPageTest::timeoutsGoWithTheRun()
{
    m_at->runs.prepared = test::preparedApply();
    openChecks();
    goToCheck(QStringLiteral("Time-outs"));
    m_at->key(Qt::Key_Return);
    QTRY_VERIFY(dialog<ui::TimeoutsDialog>());
    QTRY_COMPARE(QApplication::focusWidget()->objectName(), names::lockTimeoutEdit());
    m_at->key(Qt::Key_Tab);
    m_at->key(Qt::Key_A, Qt::ControlModifier);
    m_at->type(QStringLiteral("1h"));
    m_at->key(Qt::Key_Return);
    QTRY_VERIFY(m_at->runs.timeouts.last().statementMs.has_value());
    backToTheWindow();
    m_at->page()->preflightPage()->nameEdit()->setText(QStringLiteral("shop_prod"));
    m_at->page()->preflightPage()->runButton()->setFocus();
    m_at->key(Qt::Key_Space);
    QTRY_COMPARE(m_at->runs.orders.size(), 1);
    QCOMPARE(m_at->runs.orders.first().decisions.timeouts.statementMs, std::optional<int>(3600000));
    QCOMPARE(m_at->runs.orders.first().decisions.timeouts.lockMs, std::optional<int>());
    m_at->runs.run->end(test::makeReport(m_at->runs.orders.first().plan, migration::RunOutcome::Done));
    // Only for that one.
    m_at->page()->open({});
    QVERIFY(m_at->runs.timeouts.last().isEmpty());
}

void PreflightPageTest::exportByKeyboard_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("holds");
    QTest::newRow("SQL") << int(Qt::Key_S) << QStringLiteral("p l;an.sql") << QStringLiteral("COMMIT;");
    QTest::newRow("web page") << int(Qt::Key_W) << QStringLiteral("plan.html")
                              << QStringLiteral("<!DOCTYPE html>");
    QTest::newRow("Markdown") << int(Qt::Key_D) << QStringLiteral("plan.md") << QStringLiteral("### Checks");
}

void PreflightPageTest::exportByKeyboard()
{
    QFETCH(int, key);
    QFETCH(QString, name);
    QFETCH(QString, holds);
    m_at->key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_at->page() && m_at->page()->hasPlan());
    QToolButton* button = nullptr;
    for (QToolButton* one : m_at->page()->planPage()->findChildren<QToolButton*>())
        button = one->menu() ? one : button;
    QVERIFY(button && button->focusPolicy() & Qt::TabFocus);
    button->setFocus();
    // The menu has a loop of its own.
    QTimer::singleShot(0, this, [key] {
        if (QTest::qWaitFor([] { return QApplication::activePopupWidget() != nullptr; }))
            QTest::keyClick(QApplication::activePopupWidget(), Qt::Key(key));
    });
    m_at->key(Qt::Key_Space);
    QTRY_VERIFY(m_at->window->findChild<QFileDialog*>());
    auto* dialog = m_at->window->findChild<QFileDialog*>();
    QTRY_VERIFY(dialog->isVisible());
    auto* edit = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    QVERIFY(edit);
    const QString path = m_at->state.filePath(name);
    edit->setText(path);
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    QVERIFY2(text.contains(holds), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("invoice")), qPrintable(text));
}

void PreflightPageTest::auditFindsNothing()
{
    openChecks();
    goToCheck(QStringLiteral("Time-outs"));
    m_at->key(Qt::Key_Return);
    QTRY_VERIFY(dialog<ui::TimeoutsDialog>());
    const QStringList findings = test::A11yAudit::run(dialog<ui::TimeoutsDialog>());
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(QLatin1Char('\n'))));
}

QTEST_MAIN(PreflightPageTest)
#include "tst_preflight_page.moc"
