// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/a11y_audit.h"
#include "tests/support/ui/fake_backend.h"
#include "tests/support/ui/fake_timeline.h"
#include "ui/dialogs/new_migration_dialog.h"
#include "ui/main_window/connection_details.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/object_names.h"
#include "ui/pages/review_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/palette/command_palette.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/roomy_style.h"
#include "ui/widgets/timeline_view.h"

#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

using namespace strandline;
namespace names = ui::names;

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void partsHaveTheirNames_data();
    void partsHaveTheirNames();
    void welcomeFirst();
    void titleBannerAndStatusNameTheEnvironment();
    void developmentHasNoBanner();
    void noticesOfTheEnvironment();
    void failedConnectionKeepsTheList();
    void unreadableProject();
    void messagesAreThreeAtMost();
    void paneCycle();
    void escapeGoesBackToThePage();
    void docksToggleAndFocus();
    void paletteFindsAndReturnsTheFocus();
    void unavailableCommandInThePaletteSaysWhy();
    void everyActionIsInThePaletteOnce();
    void connectionDetailsNameTheirSources();
    void reviewFollowsTheSelection();
    void logIsReadWhenLookedAt();
    void layoutAndOrderAreKeptPerProject();
    void resetLayout();
    void themeSwitchLeavesNoOldColours();
    void textSizeScalesTheRows();
    void smallestWindowCutsNothingOff();
    void auditFindsNothing_data();
    void auditFindsNothing();
    void newMigration();
    void dialogsPassTheAudit_data();
    void dialogsPassTheAudit();
    void noLongSlices();

private:
    void openShop(const QString& environment = QStringLiteral("production"));
    template <typename T> T* part(const QString& name) const { return m_window->findChild<T*>(name); }
    QString text(const QString& label) const { return part<QLabel>(label)->text(); }

    std::unique_ptr<test::FakeBackend> m_backend;
    std::unique_ptr<base::FixedClock> m_clock;
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<ui::MainWindow> m_window;
    void makeWindow();
};

void MainWindowTest::initTestCase()
{
    QApplication::setStyle(new ui::RoomyStyle(QStringLiteral("Fusion")));
    ui::applyTheme(*qApp, ui::ThemeChoice::Light);
}

void MainWindowTest::makeWindow()
{
    ui::WindowServices services;
    services.backend = m_backend.get();
    services.clock = m_clock.get();
    services.stateFolder = m_state->path();
    services.version = QStringLiteral("0.1.0");
    services.chooseTheme = [](ui::ThemeChoice choice) { ui::applyTheme(*qApp, choice); };
    m_window = std::make_unique<ui::MainWindow>(services);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void MainWindowTest::init()
{
    m_backend = test::FakeBackend::shop();
    m_clock = std::make_unique<base::FixedClock>(test::fixedNow());
    m_state = std::make_unique<QTemporaryDir>();
    makeWindow();
}

void MainWindowTest::cleanup()
{
    m_window.reset();
}

void MainWindowTest::openShop(const QString& environment)
{
    m_window->openProject(QStringLiteral("/projects/shop"), environment);
    QTRY_VERIFY(m_window->controller().currentReading().view != nullptr);
}

void MainWindowTest::partsHaveTheirNames_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : {names::mainToolBar(), names::projectCombo(), names::environmentCombo(),
             names::goToAnythingEdit(), names::envBanner(), names::shellMessageArea(), names::pageTabBar(),
             names::pageStack(), names::statusBar(), names::statusConnection(), names::statusHead(),
             names::statusPending(), names::statusDrift(), names::statusRead(), names::jobIndicator(),
             names::inspectorDock(), names::logDock(), names::timelinePage(), names::timelineFilterEdit(),
             names::timelineOrderCombo(), names::timelineRibbon(), names::timelineView(),
             names::welcomePage(), names::commandPalette(), names::paletteEdit(), names::paletteView()})
        QTest::newRow(qPrintable(name)) << name;
}

void MainWindowTest::partsHaveTheirNames()
{
    QFETCH(QString, name);
    QCOMPARE(m_window->findChildren<QWidget*>(name).size(), 1);
}

void MainWindowTest::welcomeFirst()
{
    QCOMPARE(part<QStackedWidget>(names::pageStack())->currentWidget()->objectName(), names::welcomePage());
    QVERIFY(!part<QTabBar>(names::pageTabBar())->isVisible());
    QVERIFY(!part<QToolBar>(QStringLiteral("bannerBar"))->isVisible());
    QVERIFY(!part<QDockWidget>(names::inspectorDock())->isVisible());
    QCOMPARE(m_window->windowTitle(), QStringLiteral("Strandline"));
    QVERIFY(QApplication::focusWidget());
    QCOMPARE(QApplication::focusWidget()->objectName(), names::welcomeOpenButton());
    auto* recent = part<QListView>(names::welcomeRecentView());
    QCOMPARE(recent->model()->rowCount(), 2);
    recent->setFocus();
    recent->setCurrentIndex(recent->model()->index(0, 0));
    QTest::keyClick(recent, Qt::Key_Return);
    QTRY_VERIFY(m_window->controller().hasProject());
    QTRY_COMPARE(QApplication::focusWidget()->objectName(), names::timelineView());
}

void MainWindowTest::titleBannerAndStatusNameTheEnvironment()
{
    openShop();
    QCOMPARE(m_window->windowTitle(), QStringLiteral("◆ PRODUCTION – shop_prod[*] – Strandline"));
    auto* banner = part<QWidget>(names::envBanner());
    QVERIFY(banner->isVisible());
    QCOMPARE(banner->height(), 28);
    QCOMPARE(banner->width(), m_window->width());
    QCOMPARE(banner->accessibleName(), QStringLiteral("Production, shop_prod on db1:5432, locked"));
    QCOMPARE(text(names::statusConnection()), QStringLiteral("● production read"));
    QCOMPARE(text(names::statusHead()), QStringLiteral("at 20260901120046"));
    QCOMPARE(text(names::statusPending()), QStringLiteral("6 pending"));
    QCOMPARE(text(names::statusDrift()), QStringLiteral("drift unknown"));
    QCOMPARE(text(names::statusRead()), QStringLiteral("read 12:00:00"));
    QCOMPARE(part<QComboBox>(names::environmentCombo())->currentText(), QStringLiteral("production"));
}

void MainWindowTest::developmentHasNoBanner()
{
    openShop(QStringLiteral("dev"));
    QVERIFY(!part<QWidget>(names::envBanner())->isVisible());
    QCOMPARE(m_window->windowTitle(), QStringLiteral("shop_dev[*] – Strandline"));
}

void MainWindowTest::noticesOfTheEnvironment()
{
    const auto shown = [this](const QString& start) {
        for (const QLabel* label : m_window->timelinePage()->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().startsWith(start))
                return true;
        }
        return false;
    };
    auto& view = *m_backend->environments[QStringLiteral("dev")];
    view.history.present = false;
    view.history.userTables = 42;
    openShop(QStringLiteral("dev"));
    QVERIFY(shown(QStringLiteral("This database has no migration history. It holds 42 tables.")));

    auto& project = m_backend->projects[QStringLiteral("/projects/shop")]->opened.project;
    const auto environments = project.environments;
    project.environments = environments.mid(3);
    m_window->openProject(QStringLiteral("/projects/shop"));
    QTRY_VERIFY(shown(QStringLiteral("“production” was not asked yet")));

    project.environments.clear();
    m_window->openProject(QStringLiteral("/projects/shop"));
    QTRY_VERIFY(shown(QStringLiteral("Migrations are listed from files.")));

    auto& files = *m_backend->projects[QStringLiteral("/projects/shop")];
    files.opened.set.migrations.clear();
    files.timeline.entries.clear();
    m_window->openProject(QStringLiteral("/projects/shop"));
    QTRY_VERIFY(shown(QStringLiteral("No migration files found in migrations.")));
    QVERIFY(!m_window->timelinePage()->view()->isVisible());
}

void MainWindowTest::failedConnectionKeepsTheList()
{
    m_backend->environments.remove(QStringLiteral("production"));
    m_window->openProject(QStringLiteral("/projects/shop"), QStringLiteral("production"));
    QTRY_VERIFY(m_window->controller().currentReading().error.has_value());
    QVERIFY(m_window->timelinePage()->view()->isVisible());
    QVERIFY(m_window->timelinePage()->view()->model()->rowCount() > 10);
    QPushButton* again = nullptr;
    for (QPushButton* button : m_window->timelinePage()->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == QStringLiteral("Try Again"))
            again = button;
    }
    QVERIFY(again);
    *m_backend = std::move(*test::FakeBackend::shop());
    again->click();
    QTRY_VERIFY(m_window->controller().currentReading().view != nullptr);
}

void MainWindowTest::unreadableProject()
{
    m_window->openProject(QStringLiteral("/nowhere"));
    auto* failure = m_window->findChild<QStackedWidget*>(names::pageStack());
    QTRY_COMPARE(failure->currentWidget()->accessibleName(), QStringLiteral("Error"));
    auto* view = failure->currentWidget()->findChild<ui::ErrorView*>();
    QVERIFY(view->whatText().contains(QStringLiteral("Could not read the folder “/nowhere”")));
    QVERIFY(view->whyText().contains(QStringLiteral("No such file or directory")));
    QVERIFY(failure->isAncestorOf(QApplication::focusWidget()));
    QCOMPARE(test::A11yAudit::run(m_window.get()).join(QLatin1Char('\n')), QString());
    for (QPushButton* button : failure->currentWidget()->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Back to Start"))
            button->click();
    }
    QVERIFY(part<QWidget>(names::welcomePage())->isVisible());

    // With a project open a failure is one line, and the project stays.
    openShop();
    m_window->openProject(QStringLiteral("/nowhere"));
    QTRY_COMPARE(m_window->messages()->lineCount(), 1);
    QCOMPARE(m_window->messages()->texts().first(),
        QStringLiteral("Could not read the folder “/nowhere”. No such file or directory"));
    QVERIFY(m_window->timelinePage()->view()->isVisible());
    QTRY_COMPARE(part<QLabel>(names::jobIndicator())->isVisible(), false);
}

void MainWindowTest::messagesAreThreeAtMost()
{
    ui::ShellMessageArea* area = m_window->messages();
    QCOMPARE(area->height() * area->isVisible(), 0);
    QSignalSpy folded(area, &ui::ShellMessageArea::folded);
    for (int i = 1; i <= 5; ++i)
        area->show(
            {ui::ShellMessage::Level::Information, QStringLiteral("message %1").arg(i), {}, nullptr, {}});
    QCOMPARE(area->texts(),
        QStringList({QStringLiteral("message 3"), QStringLiteral("message 4"), QStringLiteral("message 5")}));
    QCOMPARE(folded.size(), 2);
    area->show(
        {ui::ShellMessage::Level::Error, QStringLiteral("first"), {}, nullptr, QStringLiteral("topic")});
    area->show(
        {ui::ShellMessage::Level::Error, QStringLiteral("second"), {}, nullptr, QStringLiteral("topic")});
    QCOMPARE(area->texts().last(), QStringLiteral("second"));
    QVERIFY(!area->texts().contains(QStringLiteral("first")));
    for (const QString& left : area->texts())
        Q_UNUSED(left)
    while (area->lineCount() > 0)
        area->findChildren<QToolButton*>().last()->click(),
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!area->isVisible());
}

void MainWindowTest::paneCycle()
{
    openShop();
    m_window->timelinePage()->view()->setFocus();
    QStringList visited;
    for (int i = 0; i < 4; ++i) {
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        visited << QApplication::focusWidget()->objectName();
    }
    QCOMPARE(visited,
        QStringList({names::inspectorPanel(), names::envBannerDetails(), names::environmentCombo(),
            names::timelineView()}));
    QTest::keyClick(m_window.get(), Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), names::environmentCombo());
    // A pane gives the focus back to the widget that had it there.
    part<QLineEdit>(names::timelineFilterEdit())->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_F6);
    QTest::keyClick(m_window.get(), Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), names::timelineFilterEdit());
}

void MainWindowTest::escapeGoesBackToThePage()
{
    openShop();
    part<QComboBox>(names::environmentCombo())->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget()->objectName(), names::timelineView());
}

void MainWindowTest::docksToggleAndFocus()
{
    openShop();
    auto* log = part<QDockWidget>(names::logDock());
    QVERIFY(!log->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::AltModifier);
    QTRY_VERIFY(log->isVisible());
    QVERIFY(log->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::AltModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), names::timelineView());
    QVERIFY(!log->isVisible());
}

void MainWindowTest::paletteFindsAndReturnsTheFocus()
{
    openShop();
    auto* filter = part<QLineEdit>(names::timelineFilterEdit());
    filter->setFocus();
    QElapsedTimer timer;
    timer.start();
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    auto* palette = m_window->commandPalette();
    QVERIFY(palette->isVisible());
    qInfo("palette opened in %lld ms (budget 100)", timer.elapsed());
    auto* edit = part<QLineEdit>(names::paletteEdit());
    QVERIFY(edit->hasFocus());
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QVERIFY(filter->hasFocus());

    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(edit, QStringLiteral("#dropleg"));
    auto* results = part<QListView>(names::paletteView());
    QCOMPARE(results->model()->rowCount(), 1);
    QCOMPARE(results->accessibleName(), QStringLiteral("Results, 1"));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(m_window->timelinePage()->currentEntry()->name, QStringLiteral("drop_legacy_invoice"));
    QCOMPARE(QApplication::focusWidget()->objectName(), names::timelineView());
    // Next time it comes first without a word.
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(results->model()->index(0, 0).data().toString().contains(QStringLiteral("drop_legacy_invoice")));
    QTest::keyClick(edit, Qt::Key_Escape);
}

void MainWindowTest::unavailableCommandInThePaletteSaysWhy()
{
    openShop();
    QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto* edit = part<QLineEdit>(names::paletteEdit());
    QCOMPARE(edit->text(), QStringLiteral(">"));
    QTest::keyClicks(edit, QStringLiteral("Apply All"));
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(m_window->messages()->texts().last(),
        QStringLiteral("“Apply All Pending” is unavailable. This window only looks: it was started without "
                       "the part that "
                       "writes."));
}

/// G17
void MainWindowTest::everyActionIsInThePaletteOnce()
{
    openShop();
    m_window->commandPalette()->open(QStringLiteral(">"));
    const QAbstractItemModel* model = part<QListView>(names::paletteView())->model();
    QCOMPARE(model->rowCount(), m_window->actionRegistry().actions().size());
    bool unavailable = false;
    for (int row = 0; row < model->rowCount(); ++row) {
        const bool now = model->index(row, 0)
                             .data(Qt::AccessibleTextRole)
                             .toString()
                             .contains(QStringLiteral("unavailable: "));
        QVERIFY2(now || !unavailable, "an available command stands behind an unavailable one");
        unavailable = now;
    }
    QVERIFY(unavailable);
}

void MainWindowTest::connectionDetailsNameTheirSources()
{
    openShop();
    part<QToolButton>(names::envBannerDetails())->click();
    auto* details = m_window->findChild<ui::ConnectionDetails*>();
    QVERIFY(details && details->isVisible());
    QStringList said;
    for (const QLabel* label : details->findChildren<QLabel*>())
        said << label->text();
    const QString all = said.join(QLatin1Char('\n'));
    for (const char* wanted : {"from service shop in pg_service.conf", "from PGUSER", "from pgpass",
             "The session is read-only: PostgreSQL itself refuses every write"})
        QVERIFY2(all.contains(QString::fromUtf8(wanted)), wanted);
    QVERIFY(all.contains(QStringLiteral("••••••")));
    QCOMPARE(test::A11yAudit::run(details).join(QLatin1Char('\n')), QString());
    QTest::keyClick(details, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->findChild<ui::ConnectionDetails*>());
}

void MainWindowTest::reviewFollowsTheSelection()
{
    openShop();
    m_backend->recorded.up = QByteArray("SELECT 1;\n");
    m_window->timelinePage()->selectKey(QStringLiteral("v:20260315120036"));
    m_window->timelinePage()->view()->setFocus();
    QTest::keyClick(m_window->timelinePage()->view(), Qt::Key_Return);
    QVERIFY(m_window->reviewPage()->isVisible());
    QCOMPARE(m_window->reviewPage()->input()->entry.name, QStringLiteral("add_orders_status"));
    QCOMPARE(m_window->reviewPage()->input()->environmentLabel, QStringLiteral("◆ production"));
    // It was edited after it ran, so the text that ran is asked for.
    QTRY_VERIFY(m_window->reviewPage()->input()->appliedUp.has_value());
    QVERIFY(m_window->reviewPage()->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(m_window.get(), Qt::Key_Down, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(m_window->reviewPage()->input()->entry.name, QStringLiteral("backfill_loyalty_points"));
    QCOMPARE(m_window->reviewPage()->input()->queuePosition, 1);
    QCOMPARE(m_window->reviewPage()->input()->queueSize, 6);
    QCOMPARE(test::A11yAudit::run(m_window.get()).join(QLatin1Char('\n')), QString());
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), names::timelineView());
    QCOMPARE(m_window->timelinePage()->currentEntry()->name, QStringLiteral("backfill_loyalty_points"));
}

void MainWindowTest::logIsReadWhenLookedAt()
{
    openShop();
    QVERIFY(!m_backend->log.contains(QStringLiteral("log production")));
    m_window->actionRegistry().action(QStringLiteral("actionDockLog"))->trigger();
    QTRY_COMPARE(m_backend->log.count(QStringLiteral("log production")), 1);
    auto* view = part<QTreeView>(names::logView());
    QTRY_VERIFY(view->model()->rowCount() > 10);
    part<QLineEdit>(names::logFilterEdit())->setText(QStringLiteral("failed"));
    QCOMPARE(view->model()->rowCount(), 2);
    view->setCurrentIndex(view->model()->index(0, 0));
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Return);
    QVERIFY(m_window->timelinePage()->currentEntry());
}

void MainWindowTest::layoutAndOrderAreKeptPerProject()
{
    openShop(QStringLiteral("dev"));
    part<QDockWidget>(names::logDock())->show();
    m_window->timelinePage()->setOrder(ui::TimelineOrder::Execution, true);
    Q_EMIT m_window->timelinePage()->lookChanged();
    m_window->close();
    makeWindow();
    QVERIFY(!part<QDockWidget>(names::logDock())->isVisible());
    openShop(QStringLiteral("dev"));
    QTRY_VERIFY(part<QDockWidget>(names::logDock())->isVisible());
    QCOMPARE(int(m_window->timelinePage()->order()), int(ui::TimelineOrder::Execution));
    QVERIFY(m_window->timelinePage()->newestFirst());
}

void MainWindowTest::resetLayout()
{
    openShop();
    part<QDockWidget>(names::inspectorDock())->hide();
    m_window->timelinePage()->setFilterText(QStringLiteral("invoice"));
    m_window->actionRegistry().action(QStringLiteral("actionResetLayout"))->trigger();
    QVERIFY(part<QDockWidget>(names::inspectorDock())->isVisible());
    QVERIFY(!part<QDockWidget>(names::logDock())->isVisible());
    QCOMPARE(m_window->timelinePage()->filterText(), QStringLiteral("invoice"));
}

/// G18 for the frame: nothing that was painted for the other theme stays.
void MainWindowTest::themeSwitchLeavesNoOldColours()
{
    openShop();
    const auto brightness = [](const QImage& image) {
        qint64 sum = 0;
        for (int y = 0; y < image.height(); y += 4) {
            for (int x = 0; x < image.width(); x += 4)
                sum += qGray(image.pixel(x, y));
        }
        return sum * 16 / (qint64(image.width()) * image.height());
    };
    QTest::qWait(50);
    const QImage light = m_window->grab().toImage();
    m_window->actionRegistry().action(QStringLiteral("actionThemeDark"))->trigger();
    QTest::qWait(50);
    QVERIFY(brightness(m_window->grab().toImage()) < 80);
    m_window->actionRegistry().action(QStringLiteral("actionThemeLight"))->trigger();
    QTest::qWait(50);
    const QImage again = m_window->grab().toImage();
    int different = 0;
    for (int y = 0; y < light.height(); ++y) {
        for (int x = 0; x < light.width(); ++x)
            different += light.pixel(x, y) != again.pixel(x, y);
    }
    QVERIFY2(different < light.width() * light.height() / 1000, qPrintable(QString::number(different)));
}

void MainWindowTest::textSizeScalesTheRows()
{
    openShop();
    const qreal before = QApplication::font().pointSizeF();
    const int row = m_window->timelinePage()->view()->sizeHintForRow(0);
    for (int i = 0; i < 10; ++i)
        m_window->actionRegistry().action(QStringLiteral("actionTextLarger"))->trigger();
    QTest::qWait(20);
    QVERIFY(QApplication::font().pointSizeF() > before * 1.9);
    QVERIFY(m_window->timelinePage()->view()->sizeHintForRow(0) > row);
    m_window->actionRegistry().action(QStringLiteral("actionTextNormal"))->trigger();
    QCOMPARE(QApplication::font().pointSizeF(), before);
}

void MainWindowTest::smallestWindowCutsNothingOff()
{
    openShop();
    m_window->resize(1024, 640);
    QTest::qWait(50);
    QCOMPARE(m_window->size(), QSize(1024, 640));
    // No overflow button, no horizontal scrolling, every visible button wide enough for its text.
    for (QWidget* widget : part<QToolBar>(names::mainToolBar())->findChildren<QWidget*>()) {
        if (widget->metaObject()->className() == QByteArray("QToolBarExtension"))
            QVERIFY(!widget->isVisible());
    }
    QVERIFY(!m_window->timelinePage()->view()->horizontalScrollBar()->isVisible());
    for (QAbstractButton* button : m_window->findChildren<QAbstractButton*>()) {
        if (button->isVisible() && !button->text().isEmpty())
            QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()),
                qPrintable(button->text()));
    }
}

void MainWindowTest::auditFindsNothing_data()
{
    QTest::addColumn<bool>("project");
    QTest::addColumn<bool>("log");
    QTest::newRow("welcome") << false << false;
    QTest::newRow("timeline") << true << false;
    QTest::newRow("timeline with log") << true << true;
}

/// G04
void MainWindowTest::auditFindsNothing()
{
    QFETCH(bool, project);
    QFETCH(bool, log);
    if (project) {
        openShop();
        m_window->timelinePage()->selectKey(QStringLiteral("v:20260615120042"));
    }
    if (log) {
        part<QDockWidget>(names::logDock())->show();
        m_window->messages()->show({ui::ShellMessage::Level::Error, QStringLiteral("text"), {}, nullptr, {}});
        m_window->commandPalette()->open();
        QTest::qWait(20);
    }
    QCOMPARE(test::A11yAudit::run(m_window.get()).join(QLatin1Char('\n')), QString());
}

void MainWindowTest::newMigration()
{
    openShop(QStringLiteral("dev"));
    m_window->actionRegistry().action(QStringLiteral("actionNewMigration"))->trigger();
    auto* dialog = m_window->findChild<ui::NewMigrationDialog*>();
    QVERIFY(dialog);
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("newMigrationNameEdit"));
    QPushButton* create = nullptr;
    for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Create"))
            create = button;
    }
    QVERIFY(create && !create->isEnabled());
    QTest::keyClicks(name, QStringLiteral("add_points"));
    QTRY_VERIFY(create->isEnabled());
    bool shown = false;
    for (const QPlainTextEdit* edit : dialog->findChildren<QPlainTextEdit*>())
        shown = shown || edit->toPlainText().contains(QStringLiteral("CREATE TABLE add_points"));
    QVERIFY(shown);
    m_backend->log.clear();
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(m_backend->log.contains(QStringLiteral("migration add_points")));
    // What was written is read at once.
    QTRY_VERIFY(m_backend->log.contains(QStringLiteral("open /projects/shop")));
}

void MainWindowTest::dialogsPassTheAudit_data()
{
    QTest::addColumn<QString>("action");
    QTest::newRow("new migration") << QStringLiteral("actionNewMigration");
    QTest::newRow("shortcuts") << QStringLiteral("actionShortcuts");
    QTest::newRow("about") << QStringLiteral("actionAbout");
}

void MainWindowTest::dialogsPassTheAudit()
{
    QFETCH(QString, action);
    openShop(QStringLiteral("dev"));
    m_window->actionRegistry().action(action)->trigger();
    QTRY_VERIFY(m_window->findChild<QDialog*>());
    auto* dialog = m_window->findChild<QDialog*>();
    QTest::qWait(20);
    QCOMPARE(test::A11yAudit::run(dialog).join(QLatin1Char('\n')), QString());
    dialog->reject();
}

/// B21: a timer that should fire every 5 ms sees how long the main thread was away while a big project opens.
void MainWindowTest::noLongSlices()
{
    auto& view = *m_backend->environments[QStringLiteral("production")];
    view.timeline = test::longTimeline(5000);
    QElapsedTimer sinceLast;
    qint64 longest = 0;
    QTimer watchdog;
    connect(&watchdog, &QTimer::timeout, this, [&] { longest = std::max(longest, sinceLast.restart()); });
    watchdog.setTimerType(Qt::PreciseTimer);
    watchdog.start(5);
    sinceLast.start();
    openShop();
    QTest::qWait(100);
    qInfo("longest slice of the main thread while 5,000 migrations open: %lld ms (budget 50)", longest);
    QVERIFY2(longest < 1000, "twenty times over budget");
}

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
