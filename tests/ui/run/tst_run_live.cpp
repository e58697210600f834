// SPDX-License-Identifier: GPL-3.0-or-later
// The window over the real core and a real SQLite file: apply, fail halfway, resume, roll back, settle.
#include "app/gui/core_backend.h"
#include "app/gui/core_run_backend.h"
#include "core/engine/sqlite/sqlite_engine.h"
#include "ui/dialogs/confirm_dialog.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/run_bridge.h"
#include "ui/object_names.h"
#include "ui/pages/run/result_page.h"
#include "ui/pages/run/run_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace strandline;
using ui::RunFlowPage;
namespace names = ui::names;

class RunLiveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void newFileIsMadeByApplying();
    void walk();
    void failedMigrationLeavesNothing();
    void cancelledRunKeepsNothing();
    void mainThreadStaysFree();
    void markAsApplied();

private:
    void write(const QString& name, const QByteArray& text) const;
    void open();
    void plan(const char* action);
    /// Through plan and confirmation to the result.
    void run();
    RunFlowPage* page() const { return m_window->runBridge().page(QStringLiteral("dev")); }
    migration::MigrationState stateOf(const QString& version) const;
    QString problem() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    base::SystemClock m_clock;
    engine::Engines m_engines;
    std::unique_ptr<gui::CoreBackend> m_backend;
    std::unique_ptr<gui::CoreRunBackend> m_runs;
    std::unique_ptr<ui::MainWindow> m_window;
};

void RunLiveTest::write(const QString& name, const QByteArray& text) const
{
    const QString path = m_folder->filePath(name);
    QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

void RunLiveTest::init()
{
    m_engines.add(engine::sqlite::makeSqliteEngine());
    m_folder =
        std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/it's a we;ird \"näme\" XXXXXX"));
    QVERIFY(m_folder->isValid());
    write(QStringLiteral("strandline.toml"),
        "[project]\nname = \"t\"\n[environments.dev]\nurl = \"sqlite:dev.db\"\ntier = \"development\"\n");
    write(QStringLiteral("dev.db"), {});
    write(QStringLiteral("migrations/20260101120000_orders.up.sql"),
        "CREATE TABLE orders (id integer PRIMARY KEY, note text);\n"
        "INSERT INTO orders (note) VALUES ('one'), ('two');\n");
    write(QStringLiteral("migrations/20260101120000_orders.down.sql"), "DROP TABLE orders;\n");
}

void RunLiveTest::cleanup()
{
    m_window.reset();
    if (m_runs)
        QVERIFY(m_runs->endRuns(std::chrono::seconds(20)));
    m_runs.reset();
    m_backend.reset();
}

void RunLiveTest::open()
{
    m_backend =
        std::make_unique<gui::CoreBackend>(m_engines, m_clock, m_folder->filePath(QStringLiteral("state")));
    m_runs = std::make_unique<gui::CoreRunBackend>(m_engines, m_clock);
    ui::WindowServices services;
    services.backend = m_backend.get();
    services.runs = m_runs.get();
    services.clock = &m_clock;
    services.version = QStringLiteral("0.1.0");
    m_window = std::make_unique<ui::MainWindow>(services);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->openProject(m_folder->path(), QStringLiteral("dev"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().environmentName().isEmpty(), 20000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), 20000);
}

void RunLiveTest::plan(const char* action)
{
    QAction* command = m_window->actionRegistry().action(QLatin1String(action));
    QVERIFY2(command->isEnabled(), qPrintable(m_window->actionRegistry().reason(command)));
    command->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(page() && page()->hasPlan(), 20000);
}

void RunLiveTest::run()
{
    page()->planPage()->continueButton()->click();
    if (page()->stage() == RunFlowPage::Stage::Loss)
        page()->findChild<QPushButton*>(names::lossContinueButton())->click();
    QCOMPARE(int(page()->stage()), int(RunFlowPage::Stage::Confirm));
    QTreeView* checks = page()->preflightPage()->view();
    for (int row = 0; row < checks->model()->rowCount(); ++row) {
        const QModelIndex answer = checks->model()->index(row, 2);
        if (answer.data(Qt::CheckStateRole).isValid())
            checks->model()->setData(answer, Qt::Checked, Qt::CheckStateRole);
    }
    page()->preflightPage()->nameEdit()->setText(QStringLiteral("dev.db"));
    QVERIFY2(page()->preflightPage()->missing().isEmpty(), qPrintable(page()->preflightPage()->missing()));
    page()->preflightPage()->runButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(int(page()->stage()), int(RunFlowPage::Stage::Result), 60000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), 20000);
}

migration::MigrationState RunLiveTest::stateOf(const QString& version) const
{
    for (const migration::TimelineEntry& entry : m_window->timelinePage()->input().timeline->entries) {
        if (entry.version == version)
            return entry.state;
    }
    return migration::MigrationState::Missing;
}

QString RunLiveTest::problem() const
{
    return page()->resultPage()->headline();
}

void RunLiveTest::newFileIsMadeByApplying()
{
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("dev.db"))));
    open();
    plan("actionApply");
    run();
    QVERIFY2(problem().startsWith(QStringLiteral("1 migration applied on")), qPrintable(problem()));
    QCOMPARE(int(stateOf(QStringLiteral("20260101120000"))), int(migration::MigrationState::Applied));
}

void RunLiveTest::walk()
{
    write(QStringLiteral("migrations/20260102120000_invoice.up.sql"),
        "-- strandline:no-transaction\n"
        "CREATE TABLE invoice (id integer PRIMARY KEY, note text);\n"
        "INSERT INTO invoice (note) VALUES ('a');\n"
        "INSERT INTO invoices (note) VALUES ('b');\n"
        "CREATE INDEX invoice_note ON invoice (note);\n");
    write(QStringLiteral("migrations/20260102120000_invoice.down.sql"), "DROP TABLE invoice;\n");
    open();
    plan("actionApply");
    run();
    if (!page()->resultPage()->choices().contains(QStringLiteral("resume"))) {
        // The syntax check of the engine may find it before anything runs.
        QFAIL(qPrintable(problem()));
    }
    QVERIFY2(problem().contains(QStringLiteral("statement 3")), qPrintable(problem()));
    QCOMPARE(int(stateOf(QStringLiteral("20260101120000"))), int(migration::MigrationState::Applied));
    QCOMPARE(int(stateOf(QStringLiteral("20260102120000"))), int(migration::MigrationState::Partial));

    write(QStringLiteral("migrations/20260102120000_invoice.up.sql"),
        "-- strandline:no-transaction\n"
        "CREATE TABLE invoice (id integer PRIMARY KEY, note text);\n"
        "INSERT INTO invoice (note) VALUES ('a');\n"
        "INSERT INTO invoice (note) VALUES ('b');\n"
        "CREATE INDEX invoice_note ON invoice (note);\n");
    m_window->controller().rescanFiles();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), 20000);
    Q_EMIT page()->resultPage()->chosen(QStringLiteral("resume"));
    QTRY_VERIFY_WITH_TIMEOUT(page()->stage() == RunFlowPage::Stage::Plan && page()->hasPlan(), 20000);
    run();
    QVERIFY2(page()->resultPage()->choices().contains(QStringLiteral("timeline")), qPrintable(problem()));
    QCOMPARE(int(stateOf(QStringLiteral("20260102120000"))), int(migration::MigrationState::Applied));

    plan("actionRollBackLast");
    QCOMPARE(page()->objectName(), names::rollbackPage());
    run();
    QVERIFY2(problem().startsWith(QStringLiteral("1 migration rolled back")), qPrintable(problem()));
    QCOMPARE(int(stateOf(QStringLiteral("20260102120000"))), int(migration::MigrationState::RolledBack));
    QCOMPARE(int(stateOf(QStringLiteral("20260101120000"))), int(migration::MigrationState::Applied));
    QCOMPARE(m_window->runs().jobs().size(), 3);
}

void RunLiveTest::failedMigrationLeavesNothing()
{
    write(QStringLiteral("migrations/20260102120000_bad.up.sql"),
        "CREATE TABLE half (id integer PRIMARY KEY);\nINSERT INTO orders (id) VALUES (1);\n");
    open();
    plan("actionApply");
    run();
    QVERIFY2(problem().contains(QStringLiteral("Nothing of it was kept")), qPrintable(problem()));
    QVERIFY(page()->resultPage()->choices().contains(QStringLiteral("again")));
    QCOMPARE(int(stateOf(QStringLiteral("20260102120000"))), int(migration::MigrationState::Failed));
    QVERIFY(page()->resultPage()->choices().contains(QStringLiteral("open")));
    Q_EMIT page()->resultPage()->chosen(QStringLiteral("open"));
    QVERIFY(m_window->timelinePage()->currentEntry());
    QCOMPARE(m_window->timelinePage()->currentEntry()->version, QStringLiteral("20260102120000"));
}

/// Takes minutes when nobody stops it.
static QByteArray slowStatement()
{
    return "CREATE TABLE slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
           "3000000000) SELECT count(*) AS c FROM n;\n";
}

void RunLiveTest::cancelledRunKeepsNothing()
{
    write(QStringLiteral("migrations/20260101120000_orders.up.sql"),
        "CREATE TABLE orders (id integer PRIMARY KEY, note text);\n" + slowStatement());
    open();
    plan("actionApply");
    page()->planPage()->continueButton()->click();
    QVERIFY2(page()->preflightPage()->missing().isEmpty(), qPrintable(page()->preflightPage()->missing()));
    page()->preflightPage()->runButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->runs().progress(QStringLiteral("dev")).step == 0, 20000);
    QTest::qWait(300);
    auto* stop = m_window->findChild<QPushButton*>(names::runStopButton());
    QVERIFY(stop->text().startsWith(QStringLiteral("Cancel")));
    stop->click();
    QTRY_COMPARE_WITH_TIMEOUT(int(page()->stage()), int(RunFlowPage::Stage::Result), 30000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), 20000);
    QVERIFY2(page()->resultPage()->choices().contains(QStringLiteral("plan")), qPrintable(problem()));
    QVERIFY(stateOf(QStringLiteral("20260101120000")) != migration::MigrationState::Applied);
    QVERIFY(stateOf(QStringLiteral("20260101120000")) != migration::MigrationState::Partial);
}

void RunLiveTest::mainThreadStaysFree()
{
    for (int i = 0; i < 300; ++i) {
        const QString version =
            QStringLiteral("20260201") + QTime(12, 0).addSecs(i).toString(QStringLiteral("HHmmss"));
        write(QStringLiteral("migrations/%1_m%2.up.sql").arg(version).arg(i),
            QStringLiteral("CREATE TABLE m%1 (id integer PRIMARY KEY);\nCREATE INDEX m%1_i ON m%1 (id);\n")
                .arg(i)
                .toUtf8());
    }
    open();
    QElapsedTimer sinceLast;
    qint64 longest = 0;
    QTimer watchdog;
    connect(&watchdog, &QTimer::timeout, this, [&] { longest = std::max(longest, sinceLast.restart()); });
    watchdog.setTimerType(Qt::PreciseTimer);
    watchdog.start(5);
    sinceLast.start();
    plan("actionApply");
    run();
    qInfo("longest slice of the main thread while 301 migrations run: %lld ms (budget 50)", longest);
    QVERIFY2(problem().startsWith(QStringLiteral("301 migrations applied")), qPrintable(problem()));
    QVERIFY2(longest < 1500, "thirty times over budget");
}

void RunLiveTest::markAsApplied()
{
    open();
    m_window->timelinePage()->selectKey(QStringLiteral("v:20260101120000"));
    QAction* mark = m_window->actionRegistry().action(QStringLiteral("actionMarkApplied"));
    QVERIFY2(mark->isEnabled(), qPrintable(m_window->actionRegistry().reason(mark)));
    mark->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<ui::ConfirmDialog*>(), 20000);
    auto* dialog = m_window->findChild<ui::ConfirmDialog*>();
    if (auto* name = dialog->findChild<QLineEdit*>(names::confirmNameEdit()))
        name->setText(QStringLiteral("dev.db"));
    dialog->findChild<QPushButton*>(names::confirmButton())->click();
    QTRY_COMPARE_WITH_TIMEOUT(
        int(stateOf(QStringLiteral("20260101120000"))), int(migration::MigrationState::Applied), 20000);
}

QTEST_MAIN(RunLiveTest)
#include "tst_run_live.moc"
