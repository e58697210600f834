// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/core_backend.h"
#include "app/gui/core_run_backend.h"
#include "app/gui/startup_trace.h"
#include "core/engine/mysql/mysql_engine.h"
#include "core/engine/postgresql/postgresql_engine.h"
#include "core/engine/sqlite/sqlite_engine.h"
#include "core/settings/app_folders.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/window_memory.h"
#include "ui/theme/system_preference.h"
#include "ui/theme/theme.h"
#include "ui/widgets/roomy_style.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QStyleFactory>
#include <QTimer>

namespace {

using namespace strandline;

struct Options
{
    QString project;
    QString environment;
    bool sample = false;
    QString stateFolder;
    std::optional<ui::ThemeChoice> theme;
    bool traceStartup = false;
    bool exitAfterStartup = false;
};

Options readOptions(const QApplication& app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Database migrations you can look at before they happen."));
    const auto say = [](const char* text) { return QCoreApplication::translate("main", text); };
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {QStringLiteral("project"), say("Open the project in this folder."), QStringLiteral("DIR")},
        {QStringLiteral("env"), say("Read this environment at once."), QStringLiteral("NAME")},
        {QStringLiteral("sample"), say("Open the sample project; it is made when FOLDER holds none.")},
        {QStringLiteral("state-dir"), say("Keep layout and recent projects here."), QStringLiteral("DIR")},
        {QStringLiteral("theme"), say("system, light, dark or high-contrast, for this start."),
            QStringLiteral("NAME")},
        {QStringLiteral("trace-startup"), say("Print how long the start took, on standard error.")},
        {QStringLiteral("exit-after-startup"), say("End when the window can be used: for measuring.")},
    });
    parser.addPositionalArgument(QStringLiteral("folder"),
        say("The same as --project; with --sample, where the sample is."), QStringLiteral("[FOLDER]"));
    parser.process(app);

    Options options;
    const QStringList folders = parser.positionalArguments();
    options.project =
        parser.isSet(QStringLiteral("project")) ? parser.value(QStringLiteral("project")) : folders.value(0);
    if (!options.project.isEmpty())
        options.project = QDir::cleanPath(QDir::current().absoluteFilePath(options.project));
    options.environment = parser.value(QStringLiteral("env"));
    options.sample = parser.isSet(QStringLiteral("sample"));
    const QString wanted = parser.value(QStringLiteral("state-dir"));
    options.stateFolder = wanted.isEmpty() ? settings::appFolders().state
                                           : QDir::cleanPath(QDir::current().absoluteFilePath(wanted));
    if (parser.isSet(QStringLiteral("theme"))) {
        const QString name = parser.value(QStringLiteral("theme"));
        options.theme = ui::themeChoiceFromName(name);
        if (ui::themeChoiceName(*options.theme) != name) {
            std::fprintf(stderr, "strandline: no theme “%s”; use system, light, dark or high-contrast\n",
                qPrintable(name));
            std::exit(2);
        }
    }
    options.traceStartup = parser.isSet(QStringLiteral("trace-startup"));
    options.exitAfterStartup = parser.isSet(QStringLiteral("exit-after-startup"));
    return options;
}

engine::Engines makeEngines()
{
    engine::Engines engines;
    engines.add(engine::postgresql::makePostgresqlEngine());
    engines.add(engine::mysql::makeMysqlEngine());
    engines.add(engine::sqlite::makeSqliteEngine());
    return engines;
}

/// A style that the environment names wins; a bare machine has none but Fusion and Windows.
void chooseStyle()
{
    const QString wanted = qEnvironmentVariable("STRANDLINE_STYLE");
    const bool desktopBringsOne = !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORMTHEME")
        || !qEnvironmentVariableIsEmpty("QT_STYLE_OVERRIDE");
    if (!wanted.isEmpty())
        QApplication::setStyle(new ui::RoomyStyle(wanted));
    else if (!desktopBringsOne)
        QApplication::setStyle(new ui::RoomyStyle(QStringLiteral("Fusion")));
}

void open(ui::MainWindow& window, const Options& options)
{
    if (options.sample) {
        const QString folder =
            options.project.isEmpty() ? options.stateFolder + QStringLiteral("/sample") : options.project;
        if (options.environment.isEmpty())
            window.controller().createSampleProject(folder);
        else
            window.openProject(folder, options.environment);
        return;
    }
    if (!options.project.isEmpty())
        window.openProject(options.project, options.environment);
}

} // namespace

int main(int argc, char** argv)
{
    const auto entered = gui::StartupTrace::Clock::now();
    chooseStyle();
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("strandline"));
    QApplication::setApplicationDisplayName(QStringLiteral("Strandline"));
    QApplication::setApplicationVersion(QStringLiteral(STRANDLINE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.strandline.Strandline"));
    const Options options = readOptions(app);

    const std::unique_ptr<base::Clock> clock = base::makeClock();
    const engine::Engines engines = makeEngines();
    gui::CoreBackend backend(engines, *clock, options.stateFolder);
    gui::CoreRunBackend runs(engines, *clock);
    ui::SystemPreferenceWatcher system;
    ui::ThemeChoice theme = options.theme.value_or(ui::themeChoiceFromName(
        ui::WindowMemory(options.stateFolder).value(QStringLiteral("view/theme")).toString()));
    const auto applyTheme = [&] { ui::applyTheme(app, theme, system.preference()); };
    applyTheme();
    QObject::connect(&system, &ui::SystemPreferenceWatcher::changed, &app, applyTheme);
    system.start();

    ui::WindowServices services;
    services.backend = &backend;
    services.runs = &runs;
    services.schemas = &backend;
    services.compares = &backend;
    services.clock = clock.get();
    services.stateFolder = options.stateFolder;
    services.version = QStringLiteral(STRANDLINE_VERSION);
    services.theme = theme;
    services.chooseTheme = [&](ui::ThemeChoice choice) {
        theme = choice;
        applyTheme();
    };
    ui::MainWindow window(services);
    gui::StartupTrace trace(entered);
    if (options.traceStartup || options.exitAfterStartup) {
        trace.watch(&window);
        QObject::connect(&window, &ui::MainWindow::usable, &trace, &gui::StartupTrace::usable);
    }
    if (options.exitAfterStartup) {
        QObject::connect(
            &trace, &gui::StartupTrace::finished, &app, &QApplication::quit, Qt::QueuedConnection);
    }
    window.show();
    open(window, options);
    if (!options.sample && options.project.isEmpty())
        QTimer::singleShot(0, &window, &ui::MainWindow::usable);
    const int code = QApplication::exec();
    if (!runs.endRuns(std::chrono::seconds(3))) {
        // A server does not answer, and the run's thread still uses what is above. The end of the process
        // ends the connection; the server then takes back what was not committed, and the journal tells the
        // rest.
        std::fflush(nullptr);
        std::_Exit(code);
    }
    return code;
}
