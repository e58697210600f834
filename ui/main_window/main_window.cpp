// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/main_window.h"

#include "ui/actions/standard_actions.h"
#include "ui/delegates/state_palette.h"
#include "ui/main_window/connection_details.h"
#include "ui/main_window/frame_content.h"
#include "ui/main_window/main_tool_bar.h"
#include "ui/main_window/menu_builder.h"
#include "ui/main_window/page_host.h"
#include "ui/main_window/pane_cycle.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/main_window/window_memory.h"
#include "ui/object_names.h"
#include "ui/pages/timeline_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/palette/command_palette.h"
#include "ui/text/state_words.h"
#include "ui/widgets/inspector_panel.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/timeline_view.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>
#include <QToolBar>
#include <QUrl>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

const QString kLayoutKey = QStringLiteral("layout");

} // namespace

MainWindow::MainWindow(const WindowServices& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_controller(new ProjectController(*services.backend, *services.clock, this))
    , m_actions(new ActionRegistry(this))
    , m_memory(std::make_unique<WindowMemory>(services.stateFolder))
{
    setObjectName(names::mainWindow());
    setAccessibleName(QStringLiteral("Strandline"));
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    addStandardActions(*m_actions);
    m_menus = buildMenus(*menuBar(), *m_actions);
    m_toolBar = new MainToolBar(*m_actions, this);
    addToolBar(Qt::TopToolBarArea, m_toolBar);
    m_status = new StatusStrip(this);
    setStatusBar(m_status);
    buildCentre();
    buildDocks();
    buildPalette();
    buildPanes();
    connectController();
    connectParts();
    connectCommands();
    connectViewCommands();
    resize(1280, 800);
    m_defaultLayout = saveState(WindowMemory::kLayoutVersion);
    restoreLook();
    projectClosed();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre()
{
    // Above the docks too: banner and messages concern the window, not the page. A tool bar is the only place
    // that a QMainWindow has for that.
    auto* strip = new QToolBar(tr("Environment and messages"), this);
    strip->setObjectName(QStringLiteral("bannerBar"));
    strip->setMovable(false);
    strip->setContextMenuPolicy(Qt::PreventContextMenu);
    strip->setContentsMargins(0, 0, 0, 0);
    strip->layout()->setContentsMargins(0, 0, 0, 0);
    strip->layout()->setSpacing(0);
    auto* stacked = new QWidget(strip);
    stacked->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* column = new QVBoxLayout(stacked);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_banner = new EnvBanner(stacked);
    m_messages = new ShellMessageArea(stacked);
    column->addWidget(m_banner);
    column->addWidget(m_messages);
    strip->addWidget(stacked);
    addToolBarBreak(Qt::TopToolBarArea);
    addToolBar(Qt::TopToolBarArea, strip);
    m_pages = new PageHost(this);
    m_welcome = new WelcomePage(*m_actions, m_pages);
    m_timeline = new TimelinePage(m_pages);
    m_pages->setAlonePage(m_welcome);
    m_pages->addPage(m_timeline, tr("Timeline"));
    setCentralWidget(m_pages);
}

void MainWindow::buildDocks()
{
    const auto dock = [this](const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area) {
        auto* widget = new QDockWidget(title, this);
        widget->setObjectName(name);
        widget->setAccessibleName(title);
        widget->setWidget(content);
        addDockWidget(area, widget);
        return widget;
    };
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_inspector = new InspectorPanel(this);
    m_inspectorDock = dock(names::inspectorDock(), tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    m_log = new LogPanel(this);
    m_logDock = dock(names::logDock(), tr("Log"), m_log, Qt::BottomDockWidgetArea);
    resizeDocks({m_inspectorDock}, {fontMetrics().averageCharWidth() * 40}, Qt::Horizontal);
    resizeDocks({m_logDock}, {fontMetrics().height() * 10}, Qt::Vertical);
    m_logDock->hide();
}

void MainWindow::buildPalette()
{
    m_palette = new CommandPalette(this);
    m_palette->setSource([this] { return paletteItems(); });
    m_palette->setRecent(m_memory->value(QStringLiteral("palette/recent")).toStringList());
    connect(m_palette, &CommandPalette::chosen, this, &MainWindow::runPaletteItem);
    connect(m_palette, &CommandPalette::unavailableChosen, this, [this](const QString& title, const QString& reason) {
        m_messages->show({ShellMessage::Level::Attention, tr("“%1” is unavailable. %2").arg(title, reason), {},
            nullptr, QStringLiteral("unavailable")});
    });
}

void MainWindow::buildPanes()
{
    m_panes = new PaneCycle(this);
    m_panes->addPane(m_banner, [this] { return m_banner->findChild<QWidget*>(names::envBannerDetails()); });
    m_panes->addPane(m_toolBar, [this] { return m_toolBar->findChild<QWidget*>(names::environmentCombo()); });
    m_panes->addPane(m_pages, [this] {
        QWidget* page = m_pages->currentPage();
        return page->focusProxy() ? page->focusProxy() : page->nextInFocusChain();
    });
    m_panes->addPane(m_inspectorDock, [this] { return m_inspector; });
    m_panes->addPane(m_logDock, [this] { return m_log->focusProxy(); });
    // Tab walks in the order in which one reads; the docks come after the page.
    setTabOrder(m_toolBar, m_pages);
    setTabOrder(m_pages, m_inspector);
    setTabOrder(m_inspector, m_log);
}

void MainWindow::connectController()
{
    connect(m_controller, &ProjectController::projectOpened, this, &MainWindow::projectOpened);
    connect(m_controller, &ProjectController::projectClosed, this, &MainWindow::projectClosed);
    connect(m_controller, &ProjectController::projectFailed, this, &MainWindow::projectFailed);
    connect(m_controller, &ProjectController::environmentSelected, this, &MainWindow::updateFrame);
    connect(m_controller, &ProjectController::timelineChanged, this, &MainWindow::updateTimeline);
    connect(m_controller, &ProjectController::environmentFailed, this,
        [this](const QString& environment, const base::Error& error) {
            // The current one says so above its list; a message would say it twice.
            if (environment != m_controller->environmentName())
                reportError(error, QStringLiteral("environment-") + environment);
        });
    connect(m_controller, &ProjectController::environmentRead, this, [this](const QString& environment) {
        m_messages->clearTopic(QStringLiteral("environment-") + environment);
        if (environment == m_controller->environmentName())
            m_memory->setProjectValue(QStringLiteral("environment"), environment);
    });
    connect(m_controller, &ProjectController::actionFailed, this,
        [this](const base::Error& error) { reportError(error, QStringLiteral("action")); });
    connect(m_controller, &ProjectController::busyChanged, this, [this](bool, const QString& what) {
        m_status->setJob(what);
        updateActions();
    });
    connect(m_controller, &ProjectController::logRead, this,
        [this](const QList<migration::LogEvent>& events, bool) {
            m_log->setEvents(events, m_services.clock->nowUtc(), tr("The database recorded no events."));
        });
    connect(m_logDock, &QDockWidget::visibilityChanged, this, &MainWindow::updateLog);
    connect(m_controller, &ProjectController::migrationCreated, this, [this](const QString& path) {
        m_messages->show({ShellMessage::Level::Information, tr("Wrote %1.").arg(QUrl::fromLocalFile(path).fileName()),
            path, nullptr, QStringLiteral("created")});
    });
}

void MainWindow::connectParts()
{
    connect(m_toolBar, &MainToolBar::environmentChosen, m_controller, &ProjectController::selectEnvironment);
    connect(m_toolBar, &MainToolBar::projectChosen, this, [this](const QString& folder) { openProject(folder); });
    connect(m_toolBar, &MainToolBar::goToAnythingRequested, m_palette, &CommandPalette::open);
    connect(m_welcome, &WelcomePage::projectChosen, this, [this](const QString& folder) { openProject(folder); });
    connect(m_welcome, &WelcomePage::forgetRequested, this, [this](const QString& folder) {
        m_services.backend->forgetProject(folder);
        fillRecent();
    });
    connect(m_banner, &EnvBanner::detailsRequested, this, &MainWindow::showConnectionDetails);
    connect(m_timeline, &TimelinePage::openRequested, this, &MainWindow::showReview);
    connect(m_timeline, &TimelinePage::currentEntryChanged, this, [this] {
        updateInspector();
        updateActions();
    });
    connect(m_timeline, &TimelinePage::compareToggled, m_controller, &ProjectController::setCompared);
    connect(m_timeline, &TimelinePage::announced, m_status, [this](const QString& text) { m_status->showMessage(text, 5000); });
    connect(m_timeline, &TimelinePage::contextMenuRequested, this,
        [this](const QPoint& at) { m_menus.value(MenuId::Migration)->popup(at); });
    connect(m_timeline, &TimelinePage::lookChanged, this, [this] {
        m_memory->setProjectValue(QStringLiteral("order"), int(m_timeline->order()));
        m_memory->setProjectValue(QStringLiteral("newestFirst"), m_timeline->newestFirst());
    });
    connect(m_inspector, &InspectorPanel::openFileRequested, this,
        [](const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    connect(m_log, &LogPanel::migrationChosen, this, [this](const QString& key) {
        m_pages->setCurrentPage(m_timeline);
        m_timeline->selectKey(key);
    });
    connect(m_messages, &ShellMessageArea::folded, m_status,
        [this](const QString& text) { m_status->showMessage(text, 8000); });
    connect(m_pages, &PageHost::currentPageChanged, this, [this] { updateActions(); });
}

void MainWindow::openProject(const QString& folder, const QString& environment)
{
    rememberProject();
    m_controller->openProject(folder, environment);
}

void MainWindow::projectOpened()
{
    m_messages->clearTopic(QStringLiteral("project"));
    m_memory->setProject(m_controller->folder());
    const QByteArray layout = m_memory->projectValue(kLayoutKey).toByteArray();
    if (!layout.isEmpty())
        restoreState(layout, WindowMemory::kLayoutVersion);
    else
        resetLayout();
    m_timeline->setFilterText({});
    m_timeline->setOrder(TimelineOrder(m_memory->projectValue(QStringLiteral("order"), 0).toInt()),
        m_memory->projectValue(QStringLiteral("newestFirst"), false).toBool());
    m_pages->setAlone(false);
    m_pages->setCurrentPage(m_timeline);
    for (const base::Error& warning : m_controller->opened()->project.warnings)
        m_messages->show({ShellMessage::Level::Attention, warning.summary, warning.toText(), nullptr, {}});
    for (const base::Error& problem : m_controller->opened()->set.problems)
        m_messages->show({ShellMessage::Level::Attention, problem.summary, problem.toText(), nullptr, {}});
    fillRecent();
    m_timeline->setFocus();
}

void MainWindow::projectClosed()
{
    m_inspectorDock->hide();
    m_logDock->hide();
    m_pages->setAlone(true);
    fillRecent();
    updateFrame();
    updateTimeline();
    m_welcome->setFocus();
}

void MainWindow::projectFailed(const QString& folder, const base::Error& error)
{
    if (error.code == base::ErrorCode::Cancelled)
        return;
    reportError(error.summary.isEmpty() ? error.withContext(tr("Could not open “%1”").arg(folder)) : error,
        QStringLiteral("project"), m_actions->action(QStringLiteral("actionOpenProject")));
    if (!std::exchange(m_usableSent, true))
        Q_EMIT usable();
}

void MainWindow::reportError(const base::Error& error, const QString& topic, QAction* action)
{
    QString text = error.summary;
    if (error.position.isKnown())
        text += QStringLiteral(" (%1)").arg(error.position.toString());
    if (!text.endsWith(QLatin1Char('.')))
        text += QLatin1Char('.');
    if (!error.detail.isEmpty())
        text += QLatin1Char(' ') + error.detail.simplified();
    m_messages->show({ShellMessage::Level::Error, text, error.toText(), action, topic});
}

void MainWindow::updateTimeline()
{
    updateNotice();
    m_timeline->setInput(m_controller->timelineInput());
    QList<ComparableEnvironment> others;
    if (m_controller->hasProject()) {
        for (const project::Environment& one : m_controller->opened()->project.environments) {
            if (one.name != m_controller->environmentName())
                others << ComparableEnvironment {
                    one.name, one.tier, m_controller->comparedEnvironments().contains(one.name)};
        }
    }
    m_timeline->setComparable(others);
    const EnvironmentReading reading = m_controller->currentReading();
    updateLog();
    updateFrame();
    updateInspector();
    updateActions();
    if (m_controller->hasProject() && !m_controller->isOpening() && !reading.reading
        && !std::exchange(m_usableSent, true))
        Q_EMIT usable();
}

/// A reading that is not the one the log was read after makes the log old.
void MainWindow::updateLog()
{
    const EnvironmentReading reading = m_controller->currentReading();
    if (!reading.view) {
        m_logShownFor.reset();
        m_log->setEvents({}, m_services.clock->nowUtc(), tr("No database has been read, so there is no log to show."));
        return;
    }
    if (reading.view == m_logShownFor || m_logDock->isHidden())
        return;
    m_logShownFor = reading.view;
    if (reading.view->history.present)
        m_controller->readLog();
    else
        m_log->setEvents({}, m_services.clock->nowUtc(), tr("This database has no migration history."));
}

void MainWindow::updateNotice()
{
    using Kind = EnvironmentNotice::Kind;
    const EnvironmentNotice notice = environmentNotice(*m_controller);
    const auto act = [this](const char* name) { return m_actions->action(QLatin1String(name)); };
    PageNotice page;
    page.sentence = notice.sentence;
    page.instead = notice.kind == Kind::NoMigrations;
    switch (notice.kind) {
    case Kind::NoMigrations:
        page.buttons = {{act("actionNewMigration"), {}}, {act("actionOpenFolder"), {}}};
        break;
    case Kind::NoEnvironment:
        page.buttons = {{act("actionOpenProjectFile"), {}}};
        break;
    case Kind::NotConnected:
        page.buttons = {{act("actionRefresh"), tr("Connect")}};
        break;
    case Kind::Failed:
    case Kind::Stale:
        page.buttons = {{act("actionRefresh"), tr("Try Again")}};
        if (m_controller->currentReading().error->code == base::ErrorCode::Connection)
            page.buttons << NoticeButton {act("actionEnterPassword"), {}};
        break;
    case Kind::NoHistory:
    case Kind::None:
        break;
    }
    m_timeline->setNotice(page);
}

void MainWindow::updateFrame()
{
    setWindowTitle(ui::windowTitle(*m_controller));
    m_banner->setContent(bannerContent(*m_controller));
    m_status->setContent(statusContent(*m_controller));
    ToolBarContent content;
    content.recentProjects = m_services.backend->recentProjects();
    if (m_controller->hasProject()) {
        const project::Project& project = m_controller->opened()->project;
        content.projectName = project.name.isEmpty() ? QFileInfo(project.root).fileName() : project.name;
        content.projectFolder = m_controller->folder();
        content.environments = project.environments;
        content.environment = m_controller->environmentName();
    }
    m_toolBar->setContent(content);
}

void MainWindow::updateInspector()
{
    InspectorContent content;
    content.input = m_timeline->input();
    content.range = m_timeline->currentRange();
    if (const migration::TimelineEntry* entry = m_timeline->currentEntry())
        content.entry = *entry;
    m_inspector->setContent(content);
}

void MainWindow::updateActions()
{
    ActionContext context;
    context.projectOpen = m_controller->hasProject();
    context.hasProjectFile = context.projectOpen && !m_controller->opened()->project.configPath.isEmpty();
    context.hasEnvironment = !m_controller->environmentName().isEmpty();
    context.reading = m_controller->isBusy();
    context.onTimeline = m_pages->currentPage() == m_timeline;
    context.migrationSelected = m_timeline->currentEntry() != nullptr;
    context.rowSelected = m_timeline->view()->currentIndex().isValid();
    context.comparing = !m_controller->comparedEnvironments().isEmpty();
    m_actions->update(context);
}

void MainWindow::fillRecent()
{
    const QStringList recent = m_services.backend->recentProjects();
    m_welcome->setRecentProjects(recent);
    QMenu* menu = m_menus.value(MenuId::OpenRecent);
    menu->clear();
    for (int i = 0; i < recent.size(); ++i) {
        const QString folder = recent[i];
        const QString digit = i < 9 ? QStringLiteral("&%1 ").arg(i + 1) : QString();
        QString shown = folder;
        connect(menu->addAction(digit + shown.replace(QLatin1Char('&'), QStringLiteral("&&"))), &QAction::triggered, this,
            [this, folder] { openProject(folder); });
    }
    menu->setEnabled(!recent.isEmpty());
}

void MainWindow::showReview(const QString&)
{
    QAction* review = m_actions->action(QStringLiteral("actionReview"));
    if (review->isEnabled())
        review->trigger();
    else
        m_status->showMessage(m_actions->reason(review), 5000);
}

void MainWindow::resetLayout()
{
    restoreState(m_defaultLayout, WindowMemory::kLayoutVersion);
}

void MainWindow::rememberProject()
{
    if (m_controller->hasProject())
        m_memory->setProjectValue(kLayoutKey, saveState(WindowMemory::kLayoutVersion));
    m_memory->setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_memory->setValue(QStringLiteral("palette/recent"), m_palette->recent());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    rememberProject();
    QMainWindow::closeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    // Esc anywhere but in the page goes back to it; in the page it belongs to the page.
    if (event->key() == Qt::Key_Escape && !m_pages->isAncestorOf(focusWidget())) {
        m_pages->currentPage()->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    QMainWindow::keyPressEvent(event);
}

} // namespace strandline::ui
