// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows when the project, an environment or the selection changes; main_window.cpp composes.
#include "ui/main_window/compare_bridge.h"
#include "ui/main_window/env_banner.h"
#include "ui/main_window/frame_content.h"
#include "ui/main_window/main_tool_bar.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/page_host.h"
#include "ui/main_window/run_bridge.h"
#include "ui/main_window/schema_bridge.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/main_window/status_strip.h"
#include "ui/main_window/window_memory.h"
#include "ui/pages/timeline_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/inspector_panel.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/timeline_view.h"

#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>

namespace strandline::ui {

void MainWindow::openProject(const QString& folder, const QString& environment)
{
    if (leavesARun())
        return;
    rememberProject();
    m_controller->openProject(folder, environment);
}

/// A run belongs to its project; another one would hide how it ends.
bool MainWindow::leavesARun()
{
    if (!m_runs->isAnythingWriting())
        return false;
    const QString environment = m_runs->writingEnvironments().value(0);
    m_messages->show({ShellMessage::Level::Attention,
        tr("A run is going on at %1. Wait for its end, or stop it, before you leave the project.")
            .arg(environment),
        {}, nullptr, QStringLiteral("writing")});
    m_runBridge->showPageOf(environment);
    return true;
}

void MainWindow::projectOpened()
{
    m_runBridge->projectClosed(); // pages of the one before
    m_messages->clearTopic(QStringLiteral("project"));
    m_memory->setProject(m_controller->folder());
    m_notesShown.clear();
    const QByteArray layout = m_memory->projectValue(QStringLiteral("layout")).toByteArray();
    if (!layout.isEmpty())
        restoreState(layout, WindowMemory::kLayoutVersion);
    else
        resetLayout();
    m_timeline->setFilterText({});
    m_timeline->setOrder(TimelineOrder(m_memory->projectValue(QStringLiteral("order"), 0).toInt()),
        m_memory->projectValue(QStringLiteral("newestFirst"), false).toBool());
    m_pages->setAlone(nullptr);
    m_pages->setCurrentPage(m_timeline);
    for (const base::Error& warning : m_controller->opened()->project.warnings)
        m_messages->show({ShellMessage::Level::Attention, warning.summary, warning.toText(), nullptr, {}});
    for (const base::Error& problem : m_controller->opened()->set.problems)
        m_messages->show({ShellMessage::Level::Attention, problem.summary, problem.toText(), nullptr, {}});
    fillRecent();
    // The list is filled by the signals that follow this one; a list that is not there cannot take the focus.
    QMetaObject::invokeMethod(
        this, [this] { m_timeline->takeFocus(); }, Qt::QueuedConnection);
}

void MainWindow::projectClosed()
{
    m_inspectorYields = false;
    m_inspectorDock->hide();
    m_logDock->hide();
    m_jobsDock->hide();
    m_runBridge->projectClosed();
    if (m_schemaBridge)
        m_schemaBridge->projectClosed();
    m_pages->setAlone(m_welcome);
    fillRecent();
    updateFrame();
    updateTimeline();
    m_welcome->setFocus();
}

void MainWindow::projectFailed(const QString& folder, const base::Error& error)
{
    if (error.code == base::ErrorCode::Cancelled)
        return;
    const base::Error shown =
        error.summary.isEmpty() ? error.withContext(tr("Could not open “%1”").arg(folder)) : error;
    if (m_controller->hasProject()) {
        reportError(shown, QStringLiteral("project"), m_actions->action(QStringLiteral("actionOpenProject")));
    } else {
        m_failure->setError(shown, m_services.clock->nowUtc());
        m_pages->setAlone(m_failurePage);
        m_failurePage->setFocus();
        m_failure->setFocus();
    }
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
        m_log->setEvents(
            {}, {}, m_services.clock->nowUtc(), tr("No database has been read, so there is no log to show."));
        return;
    }
    if (reading.view == m_logShownFor || m_logDock->isHidden())
        return;
    m_logShownFor = reading.view;
    m_log->setScripts(
        reading.view->server.dialect, [this](const migration::LogEvent& event) { return scriptOf(event); });
    if (reading.view->history.present)
        m_controller->readLog();
    else
        m_log->setEvents({}, {}, m_services.clock->nowUtc(), tr("This database has no migration history."));
}

/// Of the files as they are; whether that is what ran, whoever asks finds out.
QByteArray MainWindow::scriptOf(const migration::LogEvent& event) const
{
    const usecase::OpenedProject* opened = m_controller->opened();
    if (!opened)
        return {};
    for (const migration::Migration& one : opened->set.migrations) {
        const bool same = one.kind == event.migrationKind
            && (one.kind == migration::Kind::Repeatable ? one.name == event.name
                                                        : one.version == event.version);
        if (!same)
            continue;
        const std::optional<migration::Script>& script =
            event.direction == QLatin1String("down") ? one.down : one.up;
        return script && !script->isLarge ? script->bytes : QByteArray();
    }
    return {};
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
        page.error = m_controller->currentReading().error;
        if (notice.kind == Kind::Stale)
            page.error = page.error->withContext(notice.sentence);
        page.errorAt = m_services.clock->nowUtc();
        page.buttons = {{m_tryAgain, {}}};
        if (m_controller->currentReading().error->code == base::ErrorCode::Connection)
            page.buttons << NoticeButton {act("actionEnterPassword"), {}};
        break;
    case Kind::NoHistory:
        page.buttons = {
            {act("actionBaseline"), tr("Create Baseline…")}, {act("actionApply"), tr("Run From the Start…")}};
        break;
    case Kind::None:
        break;
    }
    m_timeline->setNotice(page);
}

void MainWindow::updateFrame()
{
    setWindowTitle(ui::windowTitle(*m_controller));
    BannerContent banner = bannerContent(*m_controller);
    if (banner.shown && m_runs->isWriting(m_controller->environmentName())) {
        banner.lock = tr("unlocked for this run");
        banner.spoken += QStringLiteral(", ") + banner.lock;
    }
    m_banner->setContent(banner);
    m_status->setContent(statusContent(*m_controller));
    fitStrip(); // a restored layout knows nothing of what there is to say now
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
    if (content.entry)
        content.actions = m_runBridge->actionsFor(*content.entry);
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
    context.onReview = onReview();
    context.comparing = !m_controller->comparedEnvironments().isEmpty();
    m_runBridge->fillContext(context);
    if (m_schemaBridge)
        m_schemaBridge->fillContext(context);
    context.canCompare = m_compareBridge != nullptr;
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
        connect(menu->addAction(digit + shown.replace(QLatin1Char('&'), QStringLiteral("&&"))),
            &QAction::triggered, this, [this, folder] { openProject(folder); });
    }
    menu->setEnabled(!recent.isEmpty());
}

} // namespace strandline::ui
