// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_backend.h"
#include "tests/support/ui/fake_timeline.h"
#include "ui/main_window/main_window.h"
#include "ui/pages/timeline_page.h"
#include "ui/palette/command_palette.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStyleFactory>
#include <QTimer>

using namespace strandline;

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("out"), {}, QStringLiteral("dir"), QStringLiteral(".")},
        {QStringLiteral("size"), {}, QStringLiteral("size"), QStringLiteral("1280x800")},
        {QStringLiteral("theme"), {}, QStringLiteral("theme"), QStringLiteral("light")},
        {QStringLiteral("env"), {}, QStringLiteral("env"), QStringLiteral("production")}});
    parser.process(app);
    ui::applyTheme(app, ui::themeChoiceFromName(parser.value(QStringLiteral("theme"))));
    auto backend = test::FakeBackend::shop();
    base::FixedClock clock(test::fixedNow());
    ui::WindowServices services;
    services.backend = backend.get();
    services.clock = &clock;
    ui::MainWindow window(services);
    const QStringList size = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    const auto shot = [&](const QString& name) {
        window.grab().save(QStringLiteral("%1/%2-%3-%4.png").arg(parser.value(QStringLiteral("out")), name,
            parser.value(QStringLiteral("theme")), parser.value(QStringLiteral("size"))));
    };
    int step = 0;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &window, [&] {
        switch (step++) {
        case 0:
            shot(QStringLiteral("welcome"));
            window.openProject(QStringLiteral("/projects/shop"), parser.value(QStringLiteral("env")));
            break;
        case 1:
            window.timelinePage()->selectKey(QStringLiteral("v:20260713120044"));
            break;
        case 2:
            shot(QStringLiteral("timeline"));
            window.controller().setCompared(QStringLiteral("staging"), true);
            window.controller().setCompared(QStringLiteral("test"), true);
            break;
        case 3:
            shot(QStringLiteral("compare"));
            window.commandPalette()->open(QStringLiteral("re"));
            break;
        case 4:
            shot(QStringLiteral("palette"));
            window.commandPalette()->closeAndReturnFocus();
            app.quit();
        }
    });
    timer.start(400);
    return app.exec();
}
