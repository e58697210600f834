// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/main_window.h"

#include "ui/actions/standard_actions.h"
#include "ui/delegates/state_palette.h"
#include "ui/main_window/compare_bridge.h"
#include "ui/main_window/connection_details.h"
#include "ui/main_window/frame_content.h"
#include "ui/main_window/main_tool_bar.h"
#include "ui/main_window/menu_builder.h"
#include "ui/main_window/page_host.h"
#include "ui/main_window/pane_cycle.h"
#include "ui/main_window/review_bridge.h"
#include "ui/main_window/run_bridge.h"
#include "ui/main_window/schema_bridge.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/main_window/status_strip.h"
#include "ui/main_window/window_memory.h"
#include "ui/object_names.h"
#include "ui/pages/review_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/palette/command_palette.h"
#include "ui/text/state_words.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/inspector_panel.h"
#include "ui/widgets/jobs_panel.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/schema_browser.h"
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

MainWindow::MainWindow(const WindowServices& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_controller(new ProjectController(*services.backend, *services.clock, this))
    , m_runs(new RunController(services.runs, *services.clock, this))
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
    connectRunBridge();
    connectSchemaBridge();
    connectCommands();
    connectViewCommands();
    resize(1280, 800);
    m_defaultLayout = saveState(WindowMemory::kLayoutVersion);
    restoreLook();
    projectClosed();
}

MainWindow::~MainWindow()
{
    // The parts outlive this destructor's body and go on saying that they are hidden or left.
    for (QObject* part : findChildren<QObject*>())
        part->disconnect(this);
}

void MainWindow::buildCentre()
{
    // Above the docks too: banner and messages concern the window, not the page. A tool bar is the only place
    // that a QMainWindow has for that.
    auto* strip = new QToolBar(tr("Environment and messages"), this);
    m_strip = strip;
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
    m_banner->installEventFilter(this);
    m_messages->installEventFilter(this);
    column->addWidget(m_banner);
    column->addWidget(m_messages);
    strip->addWidget(stacked);
    addToolBarBreak(Qt::TopToolBarArea);
    addToolBar(Qt::TopToolBarArea, strip);
    m_pages = new PageHost(this);
    m_welcome = new WelcomePage(*m_actions, m_pages);
    m_timeline = new TimelinePage(m_pages);
    m_highlighters = makeHighlighterFactory();
    m_review = new ReviewPage(m_highlighters, m_pages);
    m_reviewBridge = new ReviewBridge(*m_controller, *m_timeline, *m_review);
    m_pages->addAlonePage(m_welcome);
    buildFailurePage();
    m_pages->addPage(m_timeline, tr("Timeline"));
    m_pages->addPage(m_review, tr("Review"));
    setCentralWidget(m_pages);
}

/// Up and down script need the width, and the page says what the inspector says: in a narrow window it makes
/// room while Review, a run or a schema is shown, and comes back with the list.
void MainWindow::fitInspector()
{
    constexpr int kRoomForBoth = 1400;
    const bool wide = onReview() || m_runBridge->isRunPage(m_pages->currentPage())
        || (m_schemaBridge && m_schemaBridge->isSchemaPage(m_pages->currentPage()))
        || (m_compareBridge && m_compareBridge->isShown());
    if (wide && width() < kRoomForBoth && !m_inspectorDock->isHidden() && !m_inspectorDock->isFloating()) {
        m_inspectorYields = true;
        m_inspectorDock->hide();
    } else if (!wide && std::exchange(m_inspectorYields, false)) {
        m_inspectorDock->show();
    }
}

/// An empty tool bar still has a height; with nothing to say there must be none.
void MainWindow::fitStrip()
{
    m_strip->setVisible(!m_banner->isHidden() || !m_messages->isHidden());
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    if ((watched == m_banner || watched == m_messages)
        && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        fitStrip();
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::buildFailurePage()
{
    m_failurePage = new QWidget(m_pages);
    m_failurePage->setAccessibleName(tr("Error"));
    m_failure = new ErrorView(ErrorView::Form::Page, m_failurePage);
    auto* back = new QAction(tr("Back to Start"), this);
    connect(back, &QAction::triggered, this, [this] {
        m_pages->setAlone(m_welcome);
        m_welcome->setFocus();
    });
    m_failure->setActions({m_actions->action(QStringLiteral("actionOpenProject")), back});
    auto* column = new QVBoxLayout(m_failurePage);
    column->setContentsMargins(32, 32, 32, 32);
    column->addWidget(m_failure);
    column->addStretch(1);
    m_pages->addAlonePage(m_failurePage);
}

void MainWindow::buildDocks()
{
    const auto dock = [this](const QString& name, const QString& title, QWidget* content,
                          Qt::DockWidgetArea area) {
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
    m_jobs = new JobsPanel(*m_runs, this);
    m_jobsDock = dock(names::jobsDock(), tr("Jobs"), m_jobs, Qt::BottomDockWidgetArea);
    resizeDocks({m_inspectorDock}, {fontMetrics().averageCharWidth() * 40}, Qt::Horizontal);
    resizeDocks({m_logDock}, {fontMetrics().height() * 10}, Qt::Vertical);
    m_logDock->hide();
    m_jobsDock->hide();
    m_runBridge =
        new RunBridge({*this, *m_controller, *m_runs, *m_actions, *m_pages, *m_timeline, *m_messages, *m_log},
            m_highlighters);
    if (m_services.schemas)
        m_schemaBridge = new SchemaBridge(
            {*this, *m_controller, *m_services.schemas, *m_actions, *m_pages, *m_messages}, m_highlighters);
    if (m_schemaBridge && m_services.compares)
        m_compareBridge = new CompareBridge({*m_controller, m_schemaBridge->controller(),
                                                *m_services.compares, *m_actions, *m_pages, *m_memory},
            this);
}

/// Qt makes the tabs of docks that share a place before it needs them, nameless, and lets Tab stop there even
/// while there is no tab.
void MainWindow::childEvent(QChildEvent* event)
{
    QMainWindow::childEvent(event);
    // The child is not made to its end yet, and many come at once.
    if (event->added())
        nameDockTabsSoon();
}

/// Docks at the bottom share their place as soon as there are two, and not before: their tabs would be there
/// without anything in them.
void MainWindow::showDock(QDockWidget* dock)
{
    dock->show();
    QDockWidget* other = dock == m_jobsDock ? m_logDock : dock == m_logDock ? m_jobsDock : nullptr;
    const bool together = other && !other->isHidden() && !other->isFloating() && !dock->isFloating()
        && dockWidgetArea(other) == dockWidgetArea(dock);
    if (together && !tabifiedDockWidgets(other).contains(dock))
        tabifyDockWidget(other, dock);
    dock->raise();
}

void MainWindow::nameDockTabsSoon()
{
    if (!std::exchange(m_namingTabs, true))
        QMetaObject::invokeMethod(this, &MainWindow::nameDockTabs, Qt::QueuedConnection);
}

void MainWindow::nameDockTabs()
{
    m_namingTabs = false;
    for (QTabBar* tabs : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        tabs->setAccessibleName(tr("Docks at the bottom"));
        tabs->setFocusPolicy(Qt::NoFocus); // Alt and a number, or F6, lead to each dock
    }
}

void MainWindow::buildPalette()
{
    m_palette = new CommandPalette(this);
    m_palette->setSource([this] { return paletteItems(); });
    m_palette->setRecent(m_memory->value(QStringLiteral("palette/recent")).toStringList());
    connect(m_palette, &CommandPalette::chosen, this, &MainWindow::runPaletteItem);
    connect(m_palette, &CommandPalette::unavailableChosen, this,
        [this](const QString& title, const QString& reason) {
            m_messages->show(
                {ShellMessage::Level::Attention, tr("“%1” is unavailable. %2").arg(title, reason), {},
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
    if (m_schemaBridge)
        m_panes->addPane(
            m_schemaBridge->dock(), [this] { return m_schemaBridge->dockBrowser()->focusProxy(); });
    m_panes->addPane(m_inspectorDock, [this] { return m_inspector; });
    m_panes->addPane(m_logDock, [this] { return m_log->focusProxy(); });
    m_panes->addPane(m_jobsDock, [this] { return m_jobs->focusProxy(); });
    // Tab walks in the order in which one reads; the docks come after the page.
    setTabOrder(m_toolBar, m_pages);
    if (m_schemaBridge)
        setTabOrder(m_pages, m_schemaBridge->dockBrowser());
    setTabOrder(m_schemaBridge ? static_cast<QWidget*>(m_schemaBridge->dockBrowser()) : m_pages, m_inspector);
    setTabOrder(m_inspector, m_log);
    setTabOrder(m_log, m_jobs);
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
        const usecase::EnvironmentView& view = *m_controller->reading(environment).view;
        for (const base::Error& note : view.notes + view.history.problems) {
            // Once per project: whoever closed it has read it, and every F5 would bring it back.
            const QString topic = QStringLiteral("note-%1-%2").arg(environment, note.summary);
            if (m_notesShown.contains(topic))
                continue;
            m_notesShown.insert(topic);
            m_messages->show({ShellMessage::Level::Attention, note.summary, note.toText(), nullptr, topic});
        }
    });
    connect(m_controller, &ProjectController::actionFailed, this,
        [this](const base::Error& error) { reportError(error, QStringLiteral("action")); });
    connect(m_controller, &ProjectController::busyChanged, this, [this](bool, const QString& what) {
        m_reading = what;
        updateJob();
        updateActions();
    });
    connect(m_controller, &ProjectController::logRead, this,
        [this](const QList<migration::LogEvent>& events, bool hasMore) {
            m_log->setEvents(events, m_controller->environmentName(), m_services.clock->nowUtc(),
                tr("The database recorded no events."));
            m_log->setOlderLeftOut(hasMore);
        });
    connect(m_logDock, &QDockWidget::visibilityChanged, this, &MainWindow::updateLog);
    connect(m_controller, &ProjectController::migrationCreated, this, [this](const QString& path) {
        m_messages->show(
            {ShellMessage::Level::Information, tr("Wrote %1.").arg(QUrl::fromLocalFile(path).fileName()),
                path, nullptr, QStringLiteral("created")});
    });
}

void MainWindow::connectParts()
{
    connect(m_toolBar, &MainToolBar::environmentChosen, m_controller, &ProjectController::selectEnvironment);
    connect(
        m_toolBar, &MainToolBar::projectChosen, this, [this](const QString& folder) { openProject(folder); });
    connect(m_toolBar, &MainToolBar::goToAnythingRequested, m_palette, &CommandPalette::open);
    connect(
        m_welcome, &WelcomePage::projectChosen, this, [this](const QString& folder) { openProject(folder); });
    connect(m_welcome, &WelcomePage::forgetRequested, this, [this](const QString& folder) {
        m_services.backend->forgetProject(folder);
        fillRecent();
    });
    m_tryAgain = new QAction(tr("Try Again"), this);
    m_tryAgain->setToolTip(tr("Ask the database again"));
    connect(m_tryAgain, &QAction::triggered, m_controller, &ProjectController::refresh);
    connect(m_banner, &EnvBanner::detailsRequested, this, &MainWindow::showConnectionDetails);
    connect(m_timeline, &TimelinePage::openRequested, this, &MainWindow::showReview);
    connect(m_reviewBridge, &ReviewBridge::stepRequested, this, &MainWindow::stepPending);
    connect(m_timeline, &TimelinePage::currentEntryChanged, this, [this] {
        updateInspector();
        if (onReview())
            m_reviewBridge->follow();
        updateActions();
    });
    connect(m_timeline, &TimelinePage::compareToggled, m_controller, &ProjectController::setCompared);
    connect(m_timeline, &TimelinePage::announced, m_status,
        [this](const QString& text) { m_status->showMessage(text, 5000); });
    connect(m_timeline, &TimelinePage::contextMenuRequested, this,
        [this](const QPoint& at) { m_menus.value(MenuId::Migration)->popup(at); });
    connect(m_timeline, &TimelinePage::lookChanged, this, [this] {
        m_memory->setProjectValue(QStringLiteral("order"), int(m_timeline->order()));
        m_memory->setProjectValue(QStringLiteral("newestFirst"), m_timeline->newestFirst());
    });
    connect(m_inspector, &InspectorPanel::openFileRequested, this,
        [](const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    connect(
        m_log, &LogPanel::said, m_status, [this](const QString& text) { m_status->showMessage(text, 8000); });
    connect(m_log, &LogPanel::migrationChosen, this, [this](const QString& key) {
        m_pages->setCurrentPage(m_timeline);
        m_timeline->selectKey(key);
    });
    connect(m_messages, &ShellMessageArea::folded, m_status,
        [this](const QString& text) { m_status->showMessage(text, 8000); });
    connect(m_pages, &PageHost::currentPageChanged, this, [this] {
        if (onReview())
            m_reviewBridge->follow();
        fitInspector();
        updateActions();
        // Whoever leaves the page of a run still wants to know how it goes.
        if (m_runs->isAnythingWriting() && !m_runBridge->isRunPage(m_pages->currentPage()))
            showDock(m_jobsDock);
    });
}

void MainWindow::connectRunBridge()
{
    connect(m_runBridge, &RunBridge::contextChanged, this, [this] {
        updateFrame();
        updateJob();
        updateActions();
    });
    connect(m_runBridge, &RunBridge::said, m_status,
        [this](const QString& text) { m_status->showMessage(text, 8000); });
    connect(m_runBridge, &RunBridge::editRequested, this,
        [](const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    connect(m_runBridge, &RunBridge::reviewRequested, this,
        [this](const QString& key, const base::SourcePosition& position) {
            m_timeline->selectKey(key);
            showReview();
            m_reviewBridge->follow();
            m_reviewBridge->goToPosition(position);
        });
    connect(m_jobs, &JobsPanel::jobChosen, m_runBridge, &RunBridge::showPageOf);
}

void MainWindow::connectSchemaBridge()
{
    if (!m_schemaBridge)
        return;
    connect(m_schemaBridge, &SchemaBridge::contextChanged, this, &MainWindow::updateActions);
    connect(m_schemaBridge, &SchemaBridge::said, m_status,
        [this](const QString& text) { m_status->showMessage(text, 8000); });
}

/// A write is worth more words than a read that goes on beside it.
void MainWindow::updateJob()
{
    const QString writing = m_runs->runningTitle();
    m_status->setJob(writing.isEmpty() ? m_reading : writing);
}

void MainWindow::showReview()
{
    if (m_timeline->currentEntry())
        m_pages->setCurrentPage(m_review);
}

bool MainWindow::onReview() const
{
    return m_pages->currentPage() == m_review;
}

void MainWindow::resetLayout()
{
    restoreState(m_defaultLayout, WindowMemory::kLayoutVersion);
}

void MainWindow::rememberProject()
{
    // Yielding is of the moment and not a wish to remember.
    if (std::exchange(m_inspectorYields, false))
        m_inspectorDock->show();
    if (m_controller->hasProject())
        m_memory->setProjectValue(QStringLiteral("layout"), saveState(WindowMemory::kLayoutVersion));
    m_memory->setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_memory->setValue(QStringLiteral("palette/recent"), m_palette->recent());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_runBridge->mayClose()) {
        event->ignore();
        return;
    }
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
