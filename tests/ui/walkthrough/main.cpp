// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the real window as a visitor would and saves a picture at every stop. Needs a display; the
// pictures are looked at by people, so nothing is compared here, but a stop that is not reached is an error.
#include "tests/support/ui/fake_backend.h"
#include "tests/support/ui/fake_timeline.h"
#include "ui/main_window/main_window.h"
#include "ui/models/timeline_model.h"
#include "ui/pages/review_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/palette/command_palette.h"
#include "ui/theme/theme.h"
#include "ui/widgets/timeline_view.h"

#if __has_include("core/usecase/create_sample.h")
#include "app/gui/core_backend.h"
#include "core/engine/sqlite/sqlite_engine.h"
#define STRANDLINE_HAVE_SAMPLE
#endif

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>

using namespace strandline;

namespace {

struct Walk
{
    ui::MainWindow& window;
    QString folder;
    QString suffix;
    bool complete = true;

    void shoot(const QString& name)
    {
        QTest::qWait(300); // the editor colours in idle slices
        const QString path = QStringLiteral("%1/%2-%3.png").arg(folder, name, suffix);
        if (window.grab().save(path))
            return;
        std::fprintf(stderr, "walkthrough: could not write %s\n", qPrintable(path));
        complete = false;
    }

    bool reach(const char* stop, const std::function<bool()>& there)
    {
        if (QTest::qWaitFor(there, 20000))
            return true;
        std::fprintf(stderr, "walkthrough: never reached %s\n", stop);
        complete = false;
        return false;
    }
};

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
    page->selectKey(interestingKey(*page->view()));
    page->view()->scrollToNow();
    page->view()->setFocus();
    for (const project::Environment& one : window.controller().opened()->project.environments) {
        if (one.name != window.controller().environmentName()
            && window.controller().comparedEnvironments().size() < 2)
            window.controller().setCompared(one.name, true);
    }
    walk.reach("the compared environments", [&window] { return !window.controller().isBusy(); });
    walk.shoot(QStringLiteral("timeline"));
    window.commandPalette()->open(QStringLiteral("re"));
    walk.shoot(QStringLiteral("palette"));
    window.commandPalette()->closeAndReturnFocus();
    window.openReview();
    walk.reach("the review", [&window] { return !window.reviewPage()->isAnalysing(); });
    walk.shoot(QStringLiteral("review"));
    window.controller().closeProject();
    window.openProject(QDir::tempPath() + QStringLiteral("/no such project"));
    walk.reach("the error", [&window] { return !window.controller().isOpening(); });
    walk.shoot(QStringLiteral("error"));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{QStringLiteral("out"), QStringLiteral("Folder for the pictures."),
                           QStringLiteral("DIR"), QStringLiteral(".")},
        {QStringLiteral("size"), QStringLiteral("Size of the window."), QStringLiteral("WxH"),
            QStringLiteral("1280x800")},
        {QStringLiteral("theme"), QStringLiteral("light, dark or high-contrast."), QStringLiteral("NAME"),
            QStringLiteral("light")},
        {QStringLiteral("values"), QStringLiteral("Use made-up values instead of the sample project.")}});
    parser.process(app);
    const QString theme = parser.value(QStringLiteral("theme"));
    ui::applyTheme(app, ui::themeChoiceFromName(theme));

    bool values = parser.isSet(QStringLiteral("values"));
#ifndef STRANDLINE_HAVE_SAMPLE
    values = true;
#endif
    QTemporaryDir scratch;
    std::unique_ptr<base::Clock> clock;
    std::unique_ptr<ui::ProjectBackend> backend;
#ifdef STRANDLINE_HAVE_SAMPLE
    engine::Engines engines;
    engines.add(engine::sqlite::makeSqliteEngine());
    if (!values) {
        clock = base::makeClock();
        backend =
            std::make_unique<gui::CoreBackend>(engines, *clock, scratch.filePath(QStringLiteral("state")));
    }
#endif
    if (values) {
        clock = std::make_unique<base::FixedClock>(test::fixedNow());
        backend = test::FakeBackend::shop();
    }
    ui::WindowServices services;
    services.backend = backend.get();
    services.clock = clock.get();
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
    walk(visit, [&] {
        if (values)
            window.openProject(QStringLiteral("/projects/shop"), QStringLiteral("production"));
        else
            window.controller().createSampleProject(scratch.filePath(QStringLiteral("atara")));
    });
    return visit.complete ? 0 : 1;
}
