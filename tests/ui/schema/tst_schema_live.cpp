// SPDX-License-Identifier: GPL-3.0-or-later
// The window over the real core: the schema of the sample project's SQLite database.
#include "app/gui/core_backend.h"
#include "core/engine/sqlite/sqlite_engine.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/schema_bridge.h"
#include "ui/models/schema_tree_model.h"
#include "ui/object_names.h"
#include "ui/pages/schema/schema_detail.h"
#include "ui/pages/schema_page.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/schema_browser.h"
#include "ui/widgets/schema_tree_view.h"

#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace strandline;
namespace names = ui::names;

class SchemaLiveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sampleOrPlainReason();

private:
    QTemporaryDir m_folder;
    base::SystemClock m_clock;
    engine::Engines m_engines;
    std::unique_ptr<gui::CoreBackend> m_backend;
    std::unique_ptr<ui::MainWindow> m_window;
};

void SchemaLiveTest::init()
{
    m_engines.add(engine::sqlite::makeSqliteEngine());
    m_backend =
        std::make_unique<gui::CoreBackend>(m_engines, m_clock, m_folder.filePath(QStringLiteral("state")));
    ui::WindowServices services;
    services.backend = m_backend.get();
    services.schemas = m_backend.get();
    services.clock = &m_clock;
    services.version = QStringLiteral("0.1.0");
    m_window = std::make_unique<ui::MainWindow>(services);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void SchemaLiveTest::cleanup()
{
    m_window.reset();
    m_backend.reset();
}

void SchemaLiveTest::sampleOrPlainReason()
{
    m_window->controller().createSampleProject(m_folder.filePath(QStringLiteral("sample")));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->controller().currentReading().view != nullptr, 30000);
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    ui::SchemaPage* page = m_window->schemaBridge()->page();
    const auto state = [this] {
        return m_window->schemaBridge()->controller().state(m_window->controller().environmentName());
    };
    QTRY_VERIFY_WITH_TIMEOUT(state().reading || state().error, 30000);
    const bool readable = m_engines.find(sql::Dialect::Sqlite)->introspector() != nullptr;
    QCOMPARE(state().reading != nullptr, readable);
    if (!readable) {
        QTRY_VERIFY(page->findChild<ui::ErrorView*>()->isVisible());
        QCOMPARE(page->findChild<ui::ErrorView*>()->whyText(),
            QStringLiteral("This version does not read the schema of SQLite."));
        return;
    }
    const auto users = page->browser()->model()->nodeIndexes([](const ui::SchemaNode& node) {
        return node.kind == ui::SchemaNode::Kind::Object && node.name == QStringLiteral("users");
    });
    QCOMPARE(users.size(), 1);
    page->browser()->view()->setCurrentIndex(users.first());
    QCOMPARE(page->detail()->object()->display(), QStringLiteral("table users"));
    QTRY_VERIFY(page->detail()->ddl().contains(QStringLiteral("CREATE TABLE"), Qt::CaseInsensitive));
    auto* columns = page->findChild<QTreeView*>(names::columnsView());
    QVERIFY(columns->model()->rowCount() > 2);
    // Our own bookkeeping is not part of the schema.
    QVERIFY(page->browser()
                ->model()
                ->nodeIndexes([](const ui::SchemaNode& node) {
                    return node.name.startsWith(QStringLiteral("strandline_"));
                })
                .isEmpty());
}

QTEST_MAIN(SchemaLiveTest)
#include "tst_schema_live.moc"
