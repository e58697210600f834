// SPDX-License-Identifier: GPL-3.0-or-later
// Schema page and dock in the window, by keyboard, over values.
#include "tests/support/ui/a11y_audit.h"
#include "tests/support/ui/fake_backend.h"
#include "tests/support/ui/fake_schema.h"
#include "tests/support/ui/fake_timeline.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/schema_bridge.h"
#include "ui/models/schema_tree_model.h"
#include "ui/object_names.h"
#include "ui/pages/schema/schema_detail.h"
#include "ui/pages/schema_page.h"
#include "ui/palette/command_palette.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/roomy_style.h"
#include "ui/widgets/schema_browser.h"
#include "ui/widgets/schema_tree_view.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace strandline;
namespace names = ui::names;

class SchemaWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void pageIsReadWhenLookedAt();
    void productionIsNotAskedByItself();
    void walkByKeyboard();
    void foreignKeyLeadsToItsTable();
    void tabsOfEachKind_data();
    void tabsOfEachKind();
    void refreshReadsAgainAndKeepsTheObject();
    void objectThatIsGone();
    void stopReading();
    void answersOfAnotherEnvironmentAreDropped();
    void engineThatCannotBeRead();
    void oldSchemaStaysBesideAnError();
    void emptyDatabase();
    void asOfAnotherEnvironment();
    void readAgainAfterTheHistoryMoved();
    void dockFollowsAndYields();
    void paletteFindsObjects();
    void commandsSayWhyNot();
    void copyDefinition();
    void filterShortcut();
    void windowWithoutSchemas();
    void smallestWindowCutsNothingOff();
    void auditFindsNothing_data();
    void auditFindsNothing();

private:
    void makeWindow(bool withSchemas = true);
    void openShop(const QString& environment = QStringLiteral("dev"));
    void openSchema();
    void choose(const QString& name);
    ui::SchemaPage* page() const { return m_window->schemaBridge()->page(); }
    template <typename T> T* part(const QString& name) const { return m_window->findChild<T*>(name); }
    QString shownObject() const;
    QString emptySentence() const;
    QStringList visibleTabs() const;
    void trigger(const char* action) { m_window->actionRegistry().action(QLatin1String(action))->trigger(); }

    std::unique_ptr<test::FakeBackend> m_backend;
    std::unique_ptr<test::FakeSchemaBackend> m_schemas;
    std::unique_ptr<base::FixedClock> m_clock;
    std::unique_ptr<ui::MainWindow> m_window;
};

void SchemaWindowTest::initTestCase()
{
    QApplication::setStyle(new ui::RoomyStyle(QStringLiteral("Fusion")));
    ui::applyTheme(*qApp, ui::ThemeChoice::Light);
}

void SchemaWindowTest::makeWindow(bool withSchemas)
{
    ui::WindowServices services;
    services.backend = m_backend.get();
    services.schemas = withSchemas ? m_schemas.get() : nullptr;
    services.clock = m_clock.get();
    services.version = QStringLiteral("0.1.0");
    m_window = std::make_unique<ui::MainWindow>(services);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void SchemaWindowTest::init()
{
    m_backend = test::FakeBackend::shop();
    m_schemas = std::make_unique<test::FakeSchemaBackend>();
    m_clock = std::make_unique<base::FixedClock>(test::fixedNow());
    makeWindow();
}

void SchemaWindowTest::cleanup()
{
    m_window.reset();
}

void SchemaWindowTest::openShop(const QString& environment)
{
    m_window->openProject(QStringLiteral("/projects/shop"), environment);
    QTRY_VERIFY(m_window->controller().currentReading().view != nullptr);
}

void SchemaWindowTest::openSchema()
{
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    QVERIFY(page()->isVisible());
}

void SchemaWindowTest::choose(const QString& name)
{
    const auto found = page()->browser()->model()->nodeIndexes(
        [&name](const ui::SchemaNode& node) { return node.name == name; });
    QCOMPARE(found.size(), 1);
    page()->browser()->view()->setCurrentIndex(found.first());
}

QString SchemaWindowTest::shownObject() const
{
    const auto object = page()->detail()->object();
    return object && page()->detail()->isVisible() ? object->display() : QString();
}

QString SchemaWindowTest::emptySentence() const
{
    for (const ui::EmptyState* one : page()->findChildren<ui::EmptyState*>()) {
        if (one->isVisible())
            return one->sentence();
    }
    return {};
}

QStringList SchemaWindowTest::visibleTabs() const
{
    QStringList titles;
    const QTabWidget* tabs = page()->detail()->tabs();
    for (int i = 0; i < tabs->count(); ++i) {
        if (tabs->isTabVisible(i))
            titles << tabs->tabText(i);
    }
    return titles;
}

/// B0: nothing is read that nobody looks at.
void SchemaWindowTest::pageIsReadWhenLookedAt()
{
    openShop();
    QCOMPARE(m_schemas->asked, QStringList());
    openSchema();
    QCOMPARE(m_schemas->asked, QStringList {QStringLiteral("dev")});
    QTRY_VERIFY(part<QTreeView>(names::schemaTree())->isVisible());
    QCOMPARE(part<QLabel>(names::schemaStamp())->text(), QStringLiteral("Read 12:00:00"));
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    openSchema();
    QCOMPARE(m_schemas->asked.size(), 1);
}

void SchemaWindowTest::productionIsNotAskedByItself()
{
    auto& project = m_backend->projects[QStringLiteral("/projects/shop")]->opened.project;
    project.environments = project.environments.mid(3);
    m_window->openProject(QStringLiteral("/projects/shop"));
    QTRY_COMPARE(m_window->controller().environmentName(), QStringLiteral("production"));
    openSchema();
    QCOMPARE(m_schemas->asked, QStringList());
    QCOMPARE(emptySentence(),
        QStringLiteral("“production” was not asked yet. Reading its schema changes nothing."));
    for (QPushButton* button : page()->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == QStringLiteral("Connect"))
            button->click();
    }
    QTRY_VERIFY(part<QTreeView>(names::schemaTree())->isVisible());
}

void SchemaWindowTest::walkByKeyboard()
{
    openShop();
    openSchema();
    auto* tree = part<QTreeView>(names::schemaTree());
    QTRY_VERIFY(tree->hasFocus());
    QCOMPARE(emptySentence(), QStringLiteral("Select a table, a view or another object."));
    tree->keyboardSearch(QStringLiteral("ord"));
    QCOMPARE(shownObject(), QStringLiteral("table public.order_line"));
    QTest::keyClick(tree, Qt::Key_Down);
    QCOMPARE(shownObject(), QStringLiteral("table public.orders"));
    // Return leads into the details, and F6 or Shift+Tab back out.
    QTest::keyClick(tree, Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget()->objectName(), names::columnsView());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backtab, Qt::ShiftModifier);
    auto* tabs = page()->detail()->tabs();
    QVERIFY(tabs->tabBar()->hasFocus());
    QTest::keyClick(tabs->tabBar(), Qt::Key_Right);
    QCOMPARE(tabs->currentIndex(), 1);
    QTest::keyClick(tabs->tabBar(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->objectName(), names::indexesView());
    // The tab stays for the next table.
    choose(QStringLiteral("customer"));
    QCOMPARE(tabs->currentIndex(), 1);
}

void SchemaWindowTest::foreignKeyLeadsToItsTable()
{
    openShop();
    openSchema();
    choose(QStringLiteral("order_line"));
    page()->detail()->tabs()->setCurrentIndex(3);
    auto* keys = part<QTreeView>(names::foreignKeysView());
    keys->setFocus();
    keys->setCurrentIndex(keys->model()->index(1, 0));
    QTest::keyClick(keys, Qt::Key_Return);
    QCOMPARE(shownObject(), QStringLiteral("table public.product"));
    QCOMPARE(page()->browser()->current()->name.name, QStringLiteral("product"));
}

void SchemaWindowTest::tabsOfEachKind_data()
{
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("tabs");
    QTest::newRow("table")
        << "orders"
        << "Columns 6, Indexes 3, Constraints 3, Foreign keys 2, Triggers 1, DDL, Dependencies 3, Properties";
    QTest::newRow("table without anything")
        << "we;ird\" täble name"
        << "Columns 2, Indexes, Constraints, Foreign keys, Triggers, DDL, "
           "Dependencies, Properties";
    QTest::newRow("view") << "open_orders"
                          << "Columns 2, DDL, Dependencies 1, Properties";
    QTest::newRow("materialized view") << "sales_by_day"
                                       << "Columns 2, Indexes 1, DDL, Dependencies, Properties";
    QTest::newRow("sequence") << "invoice_number"
                              << "Dependencies, Properties";
    QTest::newRow("function") << "touch()"
                              << "Dependencies 1, Properties";
    QTest::newRow("trigger") << "orders_touch"
                             << "Dependencies 1, Properties";
    QTest::newRow("other") << "shop_feed"
                           << "Dependencies, Properties";
}

void SchemaWindowTest::tabsOfEachKind()
{
    QFETCH(QString, object);
    QFETCH(QString, tabs);
    openShop();
    openSchema();
    choose(object);
    QVERIFY(!shownObject().isEmpty());
    QCOMPARE(visibleTabs().join(QStringLiteral(", ")).remove(QStringLiteral(", Diagram")), tabs);
}

void SchemaWindowTest::refreshReadsAgainAndKeepsTheObject()
{
    openShop();
    openSchema();
    choose(QStringLiteral("customer"));
    schema::Database changed = test::shopSchema();
    changed.tables.first().columns.removeLast();
    changed.tables[1].columns.removeLast();
    m_schemas->schemas[QStringLiteral("dev")] = changed;
    m_schemas->readAt = test::fixedNow().addSecs(131);
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QTRY_COMPARE(part<QLabel>(names::schemaStamp())->text(), QStringLiteral("Read 12:02:11"));
    QCOMPARE(shownObject(), QStringLiteral("table public.customer"));
    QCOMPARE(visibleTabs().first(), QStringLiteral("Columns 3"));
}

void SchemaWindowTest::objectThatIsGone()
{
    openShop();
    openSchema();
    choose(QStringLiteral("customer"));
    m_schemas->schemas[QStringLiteral("dev")] = schema::Database(test::olderShopSchema());
    m_schemas->schemas[QStringLiteral("dev")]->tables.removeIf(
        [](const schema::Table& one) { return one.name.name == QStringLiteral("customer"); });
    trigger("actionSchemaRefresh");
    QTRY_COMPARE(shownObject(), QString());
    QCOMPARE(emptySentence(), QStringLiteral("Select a table, a view or another object."));
}

void SchemaWindowTest::stopReading()
{
    openShop();
    m_schemas->hold = true;
    openSchema();
    QCOMPARE(part<QLabel>(names::schemaStamp())->text(), QStringLiteral("Reading…"));
    QCOMPARE(emptySentence(), QStringLiteral("Reading the schema of dev…"));
    auto* button = part<QToolButton>(names::schemaRefreshButton());
    QCOMPARE(button->text(), QStringLiteral("Stop"));
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QVERIFY(m_schemas->tokens.last().isCancelled());
    m_schemas->answer();
    QTRY_COMPARE(button->text(), QStringLiteral("Refresh"));
    // Stopping is not an error.
    QVERIFY(!page()->findChild<ui::ErrorView*>()->isVisible());
    QCOMPARE(emptySentence(), QStringLiteral("The schema of dev has not been read."));
    m_schemas->hold = false;
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_VERIFY(part<QTreeView>(names::schemaTree())->isVisible());
}

void SchemaWindowTest::answersOfAnotherEnvironmentAreDropped()
{
    openShop();
    m_schemas->hold = true;
    openSchema();
    m_window->controller().selectEnvironment(QStringLiteral("staging"));
    QTRY_COMPARE(m_schemas->asked.last(), QStringLiteral("staging"));
    m_schemas->answer(); // of dev
    QCOMPARE(emptySentence(), QStringLiteral("Reading the schema of staging…"));
    m_schemas->answer();
    QTRY_VERIFY(part<QTreeView>(names::schemaTree())->isVisible());
    QVERIFY(!page()
                 ->browser()
                 ->model()
                 ->nodeIndexes(
                     [](const ui::SchemaNode& node) { return node.name == QStringLiteral("legacy_invoice"); })
                 .isEmpty());
}

void SchemaWindowTest::engineThatCannotBeRead()
{
    m_schemas->schemas.remove(QStringLiteral("dev"));
    openShop();
    openSchema();
    auto* error = page()->findChild<ui::ErrorView*>();
    QTRY_VERIFY(error->isVisible());
    QCOMPARE(error->whatText(), QStringLiteral("Could not read the schema of “dev”"));
    QCOMPARE(error->whyText(), QStringLiteral("This version does not read the schema of Paper."));
    // It is not asked again and again.
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    openSchema();
    QCOMPARE(m_schemas->asked.size(), 1);
}

void SchemaWindowTest::oldSchemaStaysBesideAnError()
{
    openShop();
    openSchema();
    choose(QStringLiteral("orders"));
    m_schemas->schemas.remove(QStringLiteral("dev"));
    trigger("actionSchemaRefresh");
    auto* error = page()->findChild<ui::ErrorView*>();
    QTRY_VERIFY(error->isVisible());
    QCOMPARE(shownObject(), QStringLiteral("table public.orders"));
    QCOMPARE(part<QLabel>(names::schemaStamp())->text(), QStringLiteral("Read 12:00:00"));
}

void SchemaWindowTest::emptyDatabase()
{
    schema::Database nothing;
    nothing.name = QStringLiteral("fresh");
    m_schemas->schemas[QStringLiteral("dev")] = nothing;
    openShop();
    openSchema();
    QTRY_COMPARE(emptySentence(), QStringLiteral("“fresh” holds no tables or other objects."));
}

void SchemaWindowTest::asOfAnotherEnvironment()
{
    openShop();
    openSchema();
    auto* asOf = part<QComboBox>(names::schemaAsOfCombo());
    QStringList texts;
    for (int i = 0; i < asOf->count(); ++i)
        texts << asOf->itemText(i);
    QCOMPARE(texts,
        QStringList({QStringLiteral("Live: dev"), QStringLiteral("Environment: test"),
            QStringLiteral("Environment: staging"), QStringLiteral("Environment: production")}));
    choose(QStringLiteral("customer"));
    asOf->setFocus();
    QTest::keyClick(asOf, Qt::Key_Down);
    QTest::keyClick(asOf, Qt::Key_Down);
    QTRY_COMPARE(m_schemas->asked.last(), QStringLiteral("staging"));
    // The same table there, without the column that came later.
    QTRY_COMPARE(visibleTabs().first(), QStringLiteral("Columns 3"));
    QCOMPARE(shownObject(), QStringLiteral("table public.customer"));
    bool said = false;
    for (const QLabel* label : page()->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text() == QStringLiteral("Not the live schema"));
    QVERIFY(said);
    asOf->setFocus();
    QTest::keyClick(asOf, Qt::Key_Home);
    QTRY_COMPARE(visibleTabs().first(), QStringLiteral("Columns 4"));
}

/// B8: after a run the schema is read again, by whoever looks at it.
void SchemaWindowTest::readAgainAfterTheHistoryMoved()
{
    openShop();
    openSchema();
    QCOMPARE(m_schemas->asked.size(), 1);
    // The same history again: nothing has happened.
    m_window->controller().refresh();
    QTRY_VERIFY(!m_window->controller().isBusy());
    QCOMPARE(m_schemas->asked.size(), 1);
    migration::LogEvent event;
    event.id = 100000;
    m_backend->environments[QStringLiteral("dev")]->history.events << event;
    m_window->controller().refresh();
    QTRY_COMPARE(m_schemas->asked.size(), 2);
}

void SchemaWindowTest::dockFollowsAndYields()
{
    openShop();
    auto* dock = part<QDockWidget>(names::schemaDock());
    QVERIFY(!dock->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
    QTRY_VERIFY(dock->isVisible());
    QCOMPARE(m_schemas->asked.size(), 1);
    auto* tree = part<QTreeView>(names::schemaDockTree());
    QTRY_VERIFY(tree->isVisible());
    QVERIFY(tree->hasFocus());
    tree->keyboardSearch(QStringLiteral("product"));
    QVERIFY(part<QWidget>(names::timelinePage())->isVisible());
    QTest::keyClick(tree, Qt::Key_Return);
    QVERIFY(page()->isVisible());
    QCOMPARE(shownObject(), QStringLiteral("table public.product"));
    // The page has its own tree; the dock comes back with the list.
    QVERIFY(!dock->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(dock->isVisible());
    QCOMPARE(m_schemas->asked.size(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
    QVERIFY(tree->hasFocus());
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
    QVERIFY(!dock->isVisible());
}

void SchemaWindowTest::paletteFindsObjects()
{
    openShop();
    openSchema();
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    trigger("actionGoToObject");
    auto* edit = part<QLineEdit>(names::paletteEdit());
    QCOMPARE(edit->text(), QStringLiteral("@"));
    QTest::keyClicks(edit, QStringLiteral("opord"));
    auto* results = part<QListView>(names::paletteView());
    QCOMPARE(results->model()->rowCount(), 1);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(shownObject(), QStringLiteral("view public.open_orders"));
}

void SchemaWindowTest::commandsSayWhyNot()
{
    const auto reason = [this](const char* action) {
        return m_window->actionRegistry().reason(m_window->actionRegistry().action(QLatin1String(action)));
    };
    QCOMPARE(reason("actionPageSchema"), QStringLiteral("Open a project first."));
    openShop();
    QCOMPARE(reason("actionPageSchema"), QString());
    QCOMPARE(reason("actionCopyDdl"), QStringLiteral("Read the schema first: the Schema page does."));
    openSchema();
    QCOMPARE(
        reason("actionCopyDdl"), QStringLiteral("Select a table or another object in the schema first."));
    choose(QStringLiteral("invoice_number"));
    QCOMPARE(
        reason("actionCopyDdl"), QStringLiteral("This version cannot write the definition of this object."));
    choose(QStringLiteral("orders"));
    QCOMPARE(reason("actionCopyDdl"), QString());
}

void SchemaWindowTest::copyDefinition()
{
    openShop();
    openSchema();
    choose(QStringLiteral("orders"));
    trigger("actionCopyDdl");
    QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("CREATE TABLE public.orders")));
}

void SchemaWindowTest::filterShortcut()
{
    openShop();
    openSchema();
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(part<QLineEdit>(names::schemaFilterEdit())->hasFocus());
    QVERIFY(page()->isVisible());
}

void SchemaWindowTest::windowWithoutSchemas()
{
    makeWindow(false);
    openShop();
    QVERIFY(!m_window->findChild<QWidget*>(names::schemaPage()));
    QCOMPARE(part<QTabBar>(names::pageTabBar())->count(), 2);
    const QAction* action = m_window->actionRegistry().action(QStringLiteral("actionPageSchema"));
    QCOMPARE(m_window->actionRegistry().reason(action),
        QStringLiteral("This window was started without the part that reads schemas."));
}

void SchemaWindowTest::smallestWindowCutsNothingOff()
{
    openShop();
    openSchema();
    choose(QStringLiteral("orders"));
    m_window->resize(1024, 640);
    QCoreApplication::processEvents();
    QCOMPARE(m_window->width(), 1024);
    QCOMPARE(m_window->height(), 640);
    QVERIFY(page()->detail()->width() > 500);
    QVERIFY(page()->browser()->width() > 200);
}

void SchemaWindowTest::auditFindsNothing_data()
{
    QTest::addColumn<QString>("object");
    QTest::newRow("nothing chosen") << "";
    QTest::newRow("table") << "orders";
    QTest::newRow("function") << "touch()";
}

void SchemaWindowTest::auditFindsNothing()
{
    QFETCH(QString, object);
    openShop();
    trigger("actionDockSchema");
    openSchema();
    if (!object.isEmpty())
        choose(object);
    QCOMPARE(test::A11yAudit::run(m_window.get()).join(QLatin1Char('\n')), QString());
}

QTEST_MAIN(SchemaWindowTest)
#include "tst_schema_window.moc"
