// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/core_backend.h"
#include "core/connection/connection_url.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/bookkeeping/shop_story.h"
#include "tests/support/live_database.h"
#include "ui/main_window/main_window.h"
#include "ui/models/timeline_model.h"
#include "ui/pages/timeline_page.h"
#include "ui/widgets/timeline_view.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace strandline;

/// A reviewer looks at the window, a pipeline at the command line: both must say the same of a database.
class SameTimelineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowAndCommandLineAgree_data() { test::addEngineRows(); }
    void windowAndCommandLineAgree();
};

namespace {

QStringList statesByCommandLine(const QString& project)
{
    QProcess program;
    program.start(QStringLiteral(STRANDLINE_BIN_DIR "/strandline-cli"),
        {QStringLiteral("--project"), project, QStringLiteral("--json"), QStringLiteral("status")});
    if (!program.waitForFinished(60000))
        return {};
    QStringList states;
    const QJsonObject status = QJsonDocument::fromJson(program.readAllStandardOutput()).object();
    for (const QJsonValue& entry : status[QStringLiteral("migrations")].toArray())
        states << entry[QStringLiteral("version")].toString() + QLatin1Char(' ')
                + entry[QStringLiteral("state")].toString();
    return states;
}

QStringList statesInWindow(ui::MainWindow& window)
{
    QStringList states;
    const migration::Timeline& timeline = window.controller().currentReading().view->timeline;
    const QAbstractItemModel* model = window.timelinePage()->view()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row, 0);
        if (index.data(ui::RowKindRole).toInt() == int(ui::RowKind::Migration))
            states << index.data(ui::VersionRole).toString() + QLatin1Char(' ')
                    + migration::stateName(timeline.entries[index.data(ui::EntryRole).toInt()].state);
    }
    return states;
}

} // namespace

void SameTimelineTest::windowAndCommandLineAgree()
{
    QFETCH(sql::Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const test::LiveDatabase database(dialect);
    QVERIFY2(database.problem().isEmpty(), qUtf8Printable(database.problem()));
    {
        const auto connection = database.open();
        QVERIFY(connection && test::createBookkeeping(**connection) && test::recordShopHistory(**connection));
    }
    const test::TempProject project;
    test::writeShopProject(project);
    const connection::ConnectionSettings& login = database.readerSettings();
    qputenv("SHOP_URL", connection::toDisplayUrl(login).toUtf8());
    qputenv("PGPASSWORD", login.password.reveal().toUtf8());
    qputenv("MYSQL_PWD", login.password.reveal().toUtf8());

    const base::SystemClock clock;
    const engine::Engines engines = test::allEngines();
    gui::CoreBackend backend(engines, clock, project.filePath(QStringLiteral("state")));
    ui::WindowServices services;
    services.backend = &backend;
    services.clock = &clock;
    services.version = QStringLiteral(STRANDLINE_VERSION);
    ui::MainWindow window(services);
    window.show();
    window.openProject(project.path(), QStringLiteral("live"));
    QVERIFY(QTest::qWaitFor([&] { return window.controller().currentReading().view != nullptr; }, 30000));

    const QStringList here = statesInWindow(window);
    QCOMPARE(here,
        (QStringList {QStringLiteral("20250101000000 applied"), QStringLiteral("20250102000000 failed"),
            QStringLiteral("20250103000000 pending")}));
    QCOMPARE(here, statesByCommandLine(project.path()));
}

QTEST_MAIN(SameTimelineTest)
#include "tst_same_timeline.moc"
