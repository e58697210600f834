// SPDX-License-Identifier: GPL-3.0-or-later
// Another session holds the table: the window says who, who waits, lets itself be used meanwhile, and stops.
// With real servers, by keyboard.
#include "app/gui/core_backend.h"
#include "app/gui/core_run_backend.h"
#include "core/connection/connection_url.h"
#include "tests/support/live_database.h"
#include "tests/support/server_facts.h"
#include "tests/support/temp_project.h"
#include "ui/dialogs/confirm_dialog.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/run_bridge.h"
#include "ui/object_names.h"
#include "ui/pages/run/result_page.h"
#include "ui/pages/run/run_page.h"
#include "ui/pages/timeline_page.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

#include <thread>

using namespace strandline;
using sql::Dialect;
using ui::RunFlowPage;
namespace names = ui::names;

namespace {

constexpr int kLong = 40000;

/// A reader on a thread of its own that has to wait behind the run.
class Reader
{
public:
    explicit Reader(const test::LiveDatabase& live)
        : m_thread([&live] {
            if (const auto connection = live.open())
                static_cast<void>((*connection)->query(QStringLiteral("SELECT count(*) FROM orders")));
        })
    { }
    ~Reader() { m_thread.join(); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

private:
    std::thread m_thread;
};

} // namespace

class RunLocksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void blockerIsNamedAndStopWorks_data() { servers(); }
    void blockerIsNamedAndStopWorks();
    void disconnectLetsTheRunGoOn_data() { servers(); }
    void disconnectLetsTheRunGoOn();
    void disconnectBeforeTheRun_data() { servers(); }
    void disconnectBeforeTheRun();

private:
    static void servers();
    bool prepare(Dialect dialect);
    void openChecks();
    /// To the running statement, by keyboard.
    void run();
    /// To the question that names the blocker: yes.
    void agree()
    {
        QTRY_VERIFY(m_window->findChild<ui::ConfirmDialog*>());
        QVERIFY(m_window->findChild<ui::ConfirmDialog*>()->accessibleName().contains(m_blockerName));
        QTRY_VERIFY(QApplication::focusWidget()
            && QApplication::focusWidget()->objectName() == names::cancelButton());
        key(Qt::Key_Tab);
        key(Qt::Key_Return);
        m_window->activateWindow();
    }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(),
            Qt::Key(key), modifiers);
    }
    RunFlowPage* page() const { return m_window->runBridge().page(QStringLiteral("live")); }
    QString lockLine() const
    {
        const auto* label = m_window->findChild<QLabel*>(names::runLockLine());
        return label->isVisible() ? label->text() : QString();
    }
    bool hasColumn() const
    {
        const auto connection = m_live->open();
        return connection && (*connection)->query(QStringLiteral("SELECT note FROM orders"));
    }

    std::unique_ptr<test::LiveDatabase> m_live;
    std::unique_ptr<test::TempProject> m_project;
    base::Result<std::unique_ptr<db::Connection>> m_blocker = std::unique_ptr<db::Connection>();
    QString m_blockerName;
    base::SystemClock m_clock;
    engine::Engines m_engines = test::allEngines();
    std::unique_ptr<gui::CoreBackend> m_backend;
    std::unique_ptr<gui::CoreRunBackend> m_runs;
    std::unique_ptr<ui::MainWindow> m_window;
};

void RunLocksTest::servers()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgresql") << Dialect::PostgreSql;
    QTest::newRow("mariadb") << Dialect::MySql;
}

void RunLocksTest::cleanup()
{
    m_window.reset();
    if (m_runs)
        QVERIFY(m_runs->endRuns(std::chrono::seconds(20)));
    m_runs.reset();
    m_backend.reset();
    m_blocker = std::unique_ptr<db::Connection>();
    m_live.reset();
    m_project.reset();
}

/// A table, a session that has read it in a transaction which is still open, and a migration that changes it.
bool RunLocksTest::prepare(Dialect dialect)
{
    m_live = std::make_unique<test::LiveDatabase>(dialect);
    m_project = std::make_unique<test::TempProject>();
    m_project->write(QStringLiteral("strandline.toml"),
        "[project]\nname = \"shop\"\n[environments.live]\nurl_env = \"SHOP_URL\"\ntier = \"development\"\n"
        "lock_timeout = \"2min\"\n");
    m_project->write(QStringLiteral("migrations/20260101120000_note.up.sql"),
        "ALTER TABLE orders ADD COLUMN note varchar(20);\n");
    m_project->write(
        QStringLiteral("migrations/20260101120000_note.down.sql"), "ALTER TABLE orders DROP COLUMN note;\n");
    connection::ConnectionSettings login = m_live->settings();
    if (dialect == Dialect::MySql) {
        // Who holds what, MariaDB tells only those who may see everybody.
        login = test::serverFacts(dialect).admin;
        login.database = m_live->settings().database;
    }
    qputenv("SHOP_URL", connection::toDisplayUrl(login).toUtf8());
    qputenv("PGPASSWORD", login.password.reveal().toUtf8());
    qputenv("MYSQL_PWD", login.password.reveal().toUtf8());
    m_blocker = m_live->open();
    // Apart, or the table would belong to the open transaction.
    if (!m_blocker
        || !(*m_blocker)
                ->executeOwn({"CREATE TABLE orders (id int PRIMARY KEY)", "INSERT INTO orders VALUES (1)"})
        || !(*m_blocker)->executeOwn({"BEGIN", "SELECT * FROM orders"}))
        return false;
    m_blockerName =
        (dialect == Dialect::PostgreSql ? QStringLiteral("pid %1") : QStringLiteral("connection %1"))
            .arg((*m_blocker)->info().sessionId);

    m_backend =
        std::make_unique<gui::CoreBackend>(m_engines, m_clock, m_project->filePath(QStringLiteral("state")));
    m_runs = std::make_unique<gui::CoreRunBackend>(m_engines, m_clock);
    ui::WindowServices services;
    services.backend = m_backend.get();
    services.runs = m_runs.get();
    services.clock = &m_clock;
    services.version = QStringLiteral("0.1.0");
    m_window = std::make_unique<ui::MainWindow>(services);
    m_window->resize(1280, 800);
    m_window->show();
    if (!QTest::qWaitForWindowExposed(m_window.get()))
        return false;
    m_window->activateWindow();
    m_window->openProject(m_project->path(), QStringLiteral("live"));
    return QTest::qWaitFor([this] { return m_window->controller().currentReading().view != nullptr; }, kLong)
        && QTest::qWaitFor([this] { return !m_window->controller().isBusy(); }, kLong);
}

void RunLocksTest::openChecks()
{
    key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(page() && page()->hasPlan(), kLong);
    page()->planPage()->continueButton()->setFocus();
    key(Qt::Key_Space);
    QTRY_COMPARE(QApplication::focusWidget(), page()->preflightPage()->view());
    // To the session that is in the way.
    QTreeView* checks = page()->preflightPage()->view();
    for (int i = 0; i < 30 && !checks->currentIndex().parent().isValid(); ++i)
        key(Qt::Key_Down);
    const QModelIndex found = checks->currentIndex();
    QVERIFY2(found.siblingAtColumn(1).data().toString().contains(m_blockerName),
        qPrintable(found.siblingAtColumn(1).data().toString()));
    QCOMPARE(found.siblingAtColumn(2).data().toString(), QStringLiteral("Disconnect…"));
}

void RunLocksTest::run()
{
    openChecks();
    // "I have read this."
    key(Qt::Key_Space);
    QVERIFY2(page()->preflightPage()->missing().isEmpty(), qPrintable(page()->preflightPage()->missing()));
    page()->preflightPage()->runButton()->setFocus();
    key(Qt::Key_Space);
    QTRY_COMPARE(int(page()->stage()), int(RunFlowPage::Stage::Run));
    QTRY_VERIFY_WITH_TIMEOUT(lockLine().contains(m_blockerName), kLong);
}

void RunLocksTest::blockerIsNamedAndStopWorks()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    QVERIFY(prepare(dialect));
    run();
    if (QTest::currentTestFailed())
        return;
    if (dialect == Dialect::PostgreSql)
        QVERIFY2(lockLine().contains(QStringLiteral("orders")), qPrintable(lockLine()));
    {
        // Everybody else waits behind the change; that is said, too.
        const Reader reader(*m_live);
        QTRY_VERIFY_WITH_TIMEOUT(lockLine().contains(QStringLiteral("1 session waits behind")), kLong);

        QElapsedTimer sinceLast;
        qint64 longest = 0;
        QTimer watchdog;
        connect(&watchdog, &QTimer::timeout, this, [&] { longest = std::max(longest, sinceLast.restart()); });
        watchdog.start(5);
        sinceLast.start();
        key(Qt::Key_1, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), names::timelineView());
        key(Qt::Key_Down);
        QTest::qWait(2500);
        // A second write is refused with a way to this one.
        m_window->actionRegistry().action(QStringLiteral("actionApply"))->trigger();
        m_window->runBridge().showPageOf(QStringLiteral("live"));
        QTRY_VERIFY(page()->isVisible());
        QVERIFY2(longest < 1500, "the window stood still while a statement waited");

        auto* stop = m_window->findChild<QPushButton*>(names::runStopButton());
        QVERIFY2(stop->text().startsWith(QStringLiteral("Cancel")), qPrintable(stop->text()));
        stop->setFocus();
        key(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(int(page()->stage()), int(RunFlowPage::Stage::Result), kLong);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), kLong);
    QVERIFY2(!hasColumn(), qPrintable(page()->resultPage()->headline()));
    // It did nothing to the one who was in the way.
    QVERIFY((*m_blocker)->query(QStringLiteral("SELECT 1")));
}

void RunLocksTest::disconnectLetsTheRunGoOn()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    QVERIFY(prepare(dialect));
    run();
    if (QTest::currentTestFailed())
        return;
    auto* disconnect = m_window->findChild<QPushButton*>(names::runDisconnectButton());
    QVERIFY(disconnect->isVisible());
    disconnect->setFocus();
    key(Qt::Key_Space);
    agree();
    QTRY_COMPARE_WITH_TIMEOUT(int(page()->stage()), int(RunFlowPage::Stage::Result), kLong);
    QVERIFY2(hasColumn(), qPrintable(page()->resultPage()->headline()));
    QVERIFY(!(*m_blocker)->query(QStringLiteral("SELECT 1")));
}

void RunLocksTest::disconnectBeforeTheRun()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    QVERIFY(prepare(dialect));
    openChecks();
    if (QTest::currentTestFailed())
        return;
    key(Qt::Key_Return);
    agree();
    QTRY_VERIFY_WITH_TIMEOUT(page()->preflightPage()->missing().isEmpty(), kLong);
    QVERIFY(!(*m_blocker)->query(QStringLiteral("SELECT 1")));
    QCOMPARE(m_window->runs().jobs().first().title, QStringLiteral("Disconnect ") + m_blockerName);
    // Nothing was written otherwise.
    QVERIFY(!hasColumn());
}

QTEST_MAIN(RunLocksTest)
#include "tst_run_locks.moc"
