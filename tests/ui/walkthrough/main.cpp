// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the real window as a visitor would and saves a picture at every stop. Needs a display; the
// pictures are looked at by people, so nothing is compared here, but a stop that is not reached is an error.
#include "app/gui/core_backend.h"
#include "app/gui/core_run_backend.h"
#include "core/engine/postgresql/postgresql_engine.h"
#include "core/engine/sqlite/sqlite_engine.h"
#include "tests/ui/walkthrough/walk.h"
#include "ui/main_window/main_window.h"
#include "ui/models/timeline_model.h"
#include "ui/pages/review_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/palette/command_palette.h"
#include "ui/theme/theme.h"
#include "ui/widgets/roomy_style.h"
#include "ui/widgets/timeline_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace strandline;
using test::Walk;

namespace {

/// The row that shows most: one that failed, else any problem, else the last.
QString interestingKey(const ui::TimelineView& view)
{
    const QAbstractItemModel* model = view.model();
    QString fallback;
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row, 0);
        const QString sentence = index.data(Qt::AccessibleTextRole).toString();
        if (sentence.contains(QStringLiteral(", failed")))
            return index.data(ui::KeyRole).toString();
        if (sentence.contains(QStringLiteral("edited after apply")))
            fallback = index.data(ui::KeyRole).toString();
    }
    return fallback;
}

void walk(Walk& walk, const std::function<void()>& openProject)
{
    ui::MainWindow& window = walk.window;
    walk.shoot(QStringLiteral("welcome"));
    openProject();
    const auto read = [&window] { return window.controller().currentReading().view != nullptr; };
    if (!walk.reach("the timeline", read))
        return;
    ui::TimelinePage* page = window.timelinePage();
    for (const project::Environment& one : window.controller().opened()->project.environments) {
        if (one.name != window.controller().environmentName()
            && window.controller().comparedEnvironments().size() < 2)
            window.controller().setCompared(one.name, true);
    }
    walk.reach("the compared environments", [&window] { return !window.controller().isBusy(); });
    page->view()->scrollToNow();
    page->selectKey(interestingKey(*page->view()));
    page->view()->setFocus();
    walk.shoot(QStringLiteral("timeline"));
    window.commandPalette()->open(QStringLiteral("re"));
    walk.shoot(QStringLiteral("palette"));
    window.commandPalette()->closeAndReturnFocus();
    window.openReview();
    walk.reach("the review", [&window] { return !window.reviewPage()->isAnalysing(); });
    walk.shoot(QStringLiteral("review"));
    test::walkThroughSchema(walk);
    test::walkToABlockedRun(walk);
    window.controller().closeProject();
    window.openProject(QDir::tempPath() + QStringLiteral("/no such project"));
    walk.reach("the error", [&window] { return !window.controller().isOpening(); });
    walk.shoot(QStringLiteral("error"));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    app.setStyle(new ui::RoomyStyle(QStringLiteral("Fusion")));
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{QStringLiteral("out"), QStringLiteral("Folder for the pictures."),
                           QStringLiteral("DIR"), QStringLiteral(".")},
        {QStringLiteral("size"), QStringLiteral("Size of the window."), QStringLiteral("WxH"),
            QStringLiteral("1280x800")},
        {QStringLiteral("theme"), QStringLiteral("light, dark or high-contrast."), QStringLiteral("NAME"),
            QStringLiteral("light")},
        {QStringLiteral("only-runs"), QStringLiteral("Only the pages that write.")}});
    parser.process(app);
    const QString theme = parser.value(QStringLiteral("theme"));
    ui::applyTheme(app, ui::themeChoiceFromName(theme));

    // The story of the sample ends in November 2025; the same pictures every day need the same "now".
    const base::FixedClock clock(QDateTime(QDate(2025, 11, 24), QTime(9, 30), Qt::UTC));
    const QTemporaryDir scratch(QDir::tempPath() + QStringLiteral("/shop-XXXXXX"));
    engine::Engines engines;
    engines.add(engine::sqlite::makeSqliteEngine());
    engines.add(engine::postgresql::makePostgresqlEngine());
    gui::CoreBackend backend(engines, clock, scratch.filePath(QStringLiteral("state")));
    gui::CoreRunBackend runs(engines, clock);
    ui::WindowServices services;
    services.backend = &backend;
    services.runs = &runs;
    services.schemas = &backend;
    services.compares = &backend;
    services.clock = &clock;
    services.version = QStringLiteral(STRANDLINE_VERSION);
    ui::MainWindow window(services);
    const QStringList size = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        return 1;
    QDir().mkpath(parser.value(QStringLiteral("out")));
    Walk visit {window, parser.value(QStringLiteral("out")),
        QStringLiteral("%1-%2").arg(theme, parser.value(QStringLiteral("size")))};
    if (!parser.isSet(QStringLiteral("only-runs")))
        walk(visit,
            [&] { window.controller().createSampleProject(scratch.filePath(QStringLiteral("atara"))); });
    test::walkThroughRuns(visit, scratch.filePath(QStringLiteral("kiosk")));
    test::walkToALock(visit, scratch.filePath(QStringLiteral("shop")), engines);
    visit.complete = runs.endRuns(std::chrono::seconds(20)) && visit.complete;
    return visit.complete ? 0 : 1;
}
