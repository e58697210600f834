// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands of the window do; main_window.cpp composes, this file answers.
#include "core/base/file.h"
#include "ui/delegates/state_palette.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/new_migration_dialog.h"
#include "ui/dialogs/shortcut_list.h"
#include "ui/main_window/compare_bridge.h"
#include "ui/main_window/connection_details.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/page_host.h"
#include "ui/main_window/pane_cycle.h"
#include "ui/main_window/review_bridge.h"
#include "ui/main_window/schema_bridge.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/main_window/status_strip.h"
#include "ui/main_window/window_memory.h"
#include "ui/models/timeline_model.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/palette/command_palette.h"
#include "ui/text/state_words.h"
#include "ui/widgets/inspector_panel.h"
#include "ui/widgets/jobs_panel.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/schema_browser.h"
#include "ui/widgets/timeline_view.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QInputDialog>
#include <QTabBar>
#include <QUrl>

namespace strandline::ui {

namespace {

/// Undo, Cut and friends go to whatever has the focus and knows them.
void forwardToFocus(QMainWindow* window, const char* slot)
{
    if (QWidget* focused = window->focusWidget()) {
        if (focused->metaObject()->indexOfMethod(QByteArray(slot) + "()") >= 0)
            QMetaObject::invokeMethod(focused, slot);
    }
}

} // namespace

void MainWindow::connectCommands()
{
    const auto on = [this](const char* name, auto handler) {
        connect(m_actions->action(QLatin1String(name)), &QAction::triggered, this, handler);
    };
    on("actionOpenProject", [this] { askForFolder(); });
    on("actionNewProject", [this] { askForNewProject(); });
    on("actionSampleProject", [this] { askForSample(); });
    on("actionCloseProject", [this] {
        if (leavesARun())
            return;
        rememberProject();
        m_controller->closeProject();
    });
    on("actionQuit", [this] { close(); });
    on("actionNewMigration", [this] {
        auto* dialog = new NewMigrationDialog(m_controller->backend(), *m_controller->opened(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(
            dialog, &NewMigrationDialog::draftAccepted, m_controller, &ProjectController::createMigration);
        dialog->open();
    });
    on("actionShortcuts", [this] {
        auto* dialog = new ShortcutList(*m_actions, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    on("actionAbout", [this] {
        auto* dialog = new AboutDialog(m_services.version, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    on("actionReportProblem", [this] {
        QString text = AboutDialog::systemInformation(m_services.version);
        if (const EnvironmentReading reading = m_controller->currentReading(); reading.view)
            text += QStringLiteral("\nEngine: %1 %2")
                        .arg(reading.view->server.product, reading.view->server.versionText);
        QApplication::clipboard()->setText(text);
        m_messages->show({ShellMessage::Level::Information,
            tr("Versions, system and engine were copied; add what you did and what happened."), text, nullptr,
            QStringLiteral("report")});
    });
    on("actionExportTimeline", [this] { exportTimeline(); });
    for (const char* slot : {"undo", "redo", "cut", "copy", "paste"}) {
        const QString name =
            QStringLiteral("action") + QLatin1Char(char(slot[0] - 'a' + 'A')) + QLatin1String(slot + 1);
        connect(
            m_actions->action(name), &QAction::triggered, this, [this, slot] { forwardToFocus(this, slot); });
    }
    on("actionCopyRowText", [this] { m_timeline->view()->copy(); });
    on("actionCopyId", [this] {
        if (const migration::TimelineEntry* entry = m_timeline->currentEntry())
            QApplication::clipboard()->setText(entry->id());
    });
    on("actionCopyRowMarkdown", [this] {
        if (const migration::TimelineEntry* entry = m_timeline->currentEntry())
            QApplication::clipboard()->setText(
                QStringLiteral("- `%1` **%2** %3")
                    .arg(entry->id(), stateWord(entry->state, m_timeline->input().timeline->compared),
                        stateSentence(*entry,
                            {m_controller->environmentName(), m_services.clock->nowUtc(),
                                m_timeline->input().timeline->compared})));
    });
    on("actionFind", [this] { onReview() ? m_reviewBridge->find() : focusPageFilter(); });
    on("actionFindNext", [this] { m_reviewBridge->findNext(true); });
    on("actionFindPrevious", [this] { m_reviewBridge->findNext(false); });
    on("actionReview", [this] { showReview(); });
    on("actionCompareApplied", [this] { showReview(); });
    on("actionPairStatement", [this] { m_reviewBridge->jumpToPair(); });
    on("actionFocusFilter", [this] { focusPageFilter(); });
    on("actionGoToObject", [this] { m_palette->open(QStringLiteral("@")); });
    on("actionGoToVersion",
        [this] { onReview() ? m_reviewBridge->goToLine() : m_palette->open(QStringLiteral("#")); });
    on("actionGoToAnything", [this] { m_palette->open(); });
    on("actionCommandPalette", [this] { m_palette->open(QStringLiteral(">")); });
    on("actionRefresh", [this] {
        m_controller->rescanFiles();
        m_controller->refresh();
        if (m_schemaBridge)
            m_schemaBridge->refresh();
        if (m_compareBridge && m_compareBridge->isShown())
            m_compareBridge->refresh();
    });
    on("actionRescanFiles", [this] { m_controller->rescanFiles(); });
    on("actionEnterPassword", [this] { askForPassword(); });
    on("actionOpenFolder",
        [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_controller->folder())); });
    on("actionOpenProjectFile", [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(m_controller->opened()->project.configPath));
    });
    on("actionNextPending", [this] { stepPending(1); });
    on("actionPreviousPending", [this] { stepPending(-1); });
    on("actionNextProblem",
        [this] { onReview() ? m_reviewBridge->nextProblem() : m_timeline->view()->nextProblem(); });
    on("actionPreviousProblem",
        [this] { onReview() ? m_reviewBridge->previousProblem() : m_timeline->view()->previousProblem(); });
}

void MainWindow::connectViewCommands()
{
    const auto on = [this](const char* name, auto handler) {
        connect(m_actions->action(QLatin1String(name)), &QAction::triggered, this, handler);
    };
    on("actionPageTimeline", [this] { m_pages->setCurrentPage(m_timeline); });
    on("actionDockInspector", [this] { toggleDock(m_inspectorDock, m_inspector); });
    on("actionDockLog", [this] { toggleDock(m_logDock, m_log->focusProxy()); });
    on("actionDockJobs", [this] { toggleDock(m_jobsDock, m_jobs->focusProxy()); });
    const auto follow = [this](QDockWidget* dock, const char* name) {
        QAction* action = m_actions->action(QLatin1String(name));
        connect(dock, &QDockWidget::visibilityChanged, action,
            [dock, action] { action->setChecked(!dock->isHidden()); });
    };
    if (m_schemaBridge) {
        on("actionDockSchema",
            [this] { toggleDock(m_schemaBridge->dock(), m_schemaBridge->dockBrowser()->focusProxy()); });
        follow(m_schemaBridge->dock(), "actionDockSchema");
    }
    follow(m_inspectorDock, "actionDockInspector");
    follow(m_logDock, "actionDockLog");
    follow(m_jobsDock, "actionDockJobs");

    auto* density = new QActionGroup(this);
    density->addAction(m_actions->action(QStringLiteral("actionDensityCompact")));
    density->addAction(m_actions->action(QStringLiteral("actionDensityComfortable")));
    connect(density, &QActionGroup::triggered, this, [this](QAction* action) {
        const bool compact = action->objectName() == QLatin1String("actionDensityCompact");
        m_timeline->view()->setDensity(
            compact ? TimelineView::Density::Compact : TimelineView::Density::Comfortable);
        m_memory->setValue(QStringLiteral("view/density"), compact ? 0 : 1);
    });
    auto* theme = new QActionGroup(this);
    for (const auto& [name, choice] : {std::pair {"actionThemeSystem", ThemeChoice::System},
             std::pair {"actionThemeLight", ThemeChoice::Light},
             std::pair {"actionThemeDark", ThemeChoice::Dark},
             std::pair {"actionThemeHighContrast", ThemeChoice::HighContrast}}) {
        QAction* action = m_actions->action(QLatin1String(name));
        theme->addAction(action);
        action->setChecked(choice == m_services.theme);
        connect(action, &QAction::triggered, this, [this, choice = choice] {
            m_memory->setValue(QStringLiteral("view/theme"), themeChoiceName(choice));
            if (m_services.chooseTheme)
                m_services.chooseTheme(choice);
        });
    }
    on("actionTextLarger", [this] { scaleText(m_textSteps + 1); });
    on("actionTextSmaller", [this] { scaleText(m_textSteps - 1); });
    on("actionTextNormal", [this] { scaleText(0); });
    connect(m_actions->action(QStringLiteral("actionOnlyDifferences")), &QAction::toggled, m_timeline,
        &TimelinePage::setOnlyDifferences);
    on("actionNextPane", [this] { m_panes->step(1); });
    on("actionPreviousPane", [this] { m_panes->step(-1); });
    connect(m_actions->action(QStringLiteral("actionFullScreen")), &QAction::triggered, this,
        [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
    on("actionResetLayout", [this] { resetLayout(); });
    on("actionNextPage", [this] { m_pages->step(1); });
    on("actionPreviousPage", [this] { m_pages->step(-1); });
    on("actionMinimise", [this] { showMinimized(); });
}

void MainWindow::restoreLook()
{
    m_normalPointSize = QApplication::font().pointSizeF();
    const int density = m_memory->value(QStringLiteral("view/density"), 0).toInt();
    m_actions
        ->action(density == 0 ? QStringLiteral("actionDensityCompact")
                              : QStringLiteral("actionDensityComfortable"))
        ->setChecked(true);
    m_timeline->view()->setDensity(
        density == 0 ? TimelineView::Density::Compact : TimelineView::Density::Comfortable);
    const int steps = m_memory->value(QStringLiteral("view/textSteps"), 0).toInt();
    if (steps != 0)
        scaleText(steps);
    const QByteArray geometry = m_memory->value(QStringLiteral("window/geometry")).toByteArray();
    if (!geometry.isEmpty())
        restoreGeometry(geometry);
}

void MainWindow::scaleText(int steps)
{
    // Ten per cent a step, from 70 % to 200 %.
    m_textSteps = std::clamp(steps, -3, 10);
    QFont font = QApplication::font();
    if (m_normalPointSize <= 0)
        return;
    font.setPointSizeF(m_normalPointSize * (1.0 + 0.1 * m_textSteps));
    QApplication::setFont(font);
    m_memory->setValue(QStringLiteral("view/textSteps"), m_textSteps);
}

/// The filter of the page that is shown; a page without one has the timeline's.
void MainWindow::focusPageFilter()
{
    if (m_schemaBridge && m_schemaBridge->focusFilter())
        return;
    if (m_compareBridge && m_compareBridge->isShown()) {
        m_compareBridge->page()->focusFilter();
        return;
    }
    m_pages->setCurrentPage(m_timeline);
    m_timeline->focusFilter();
}

/// First press shows and focuses, the second goes back to the page.
void MainWindow::toggleDock(QDockWidget* dock, QWidget* content)
{
    if (dock->isVisible() && dock->isAncestorOf(focusWidget())) {
        m_pages->currentPage()->setFocus(Qt::ShortcutFocusReason);
        dock->hide();
        return;
    }
    showDock(dock);
    if (content)
        content->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::stepPending(int by)
{
    const TimelineModel* model = qobject_cast<TimelineModel*>(m_timeline->view()->model());
    const int rows = model->rowCount();
    const int start = m_timeline->view()->currentIndex().isValid() ? m_timeline->view()->currentIndex().row()
                                                                   : (by > 0 ? -1 : 0);
    for (int tried = 1; tried <= rows; ++tried) {
        const int row = ((start + by * tried) % rows + rows) % rows;
        const migration::TimelineEntry* entry = model->entryAt(row);
        if (entry && model->input().timeline->compared && waitsToRun(*entry)) {
            if ((by > 0) != (row > start))
                m_status->showMessage(
                    by > 0 ? tr("First pending migration") : tr("Last pending migration"), 5000);
            m_timeline->selectKey(model->timelineRows()[row].key);
            return;
        }
    }
    m_status->showMessage(tr("No migration waits"), 5000);
}

void MainWindow::askForFolder()
{
    // Not exec(): the window goes on working, and a test can close the dialog.
    auto* dialog = new QFileDialog(this, tr("Open Project"), m_controller->folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) { openProject(folder); });
    dialog->open();
}

void MainWindow::askForSample()
{
    auto* dialog = new QFileDialog(this, tr("Where to Put the Sample"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setLabelText(QFileDialog::Accept, tr("Make Sample"));
    dialog->selectFile(QStringLiteral("strandline-sample"));
    // The core refuses a folder that holds something; asking whether to replace one would be a lie.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    connect(dialog, &QFileDialog::fileSelected, m_controller, &ProjectController::createSampleProject);
    dialog->open();
}

void MainWindow::askForNewProject()
{
    auto* dialog = new QFileDialog(this, tr("New Project: Choose or Make a Folder"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setLabelText(QFileDialog::Accept, tr("Make Project Here"));
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString& folder) { m_controller->createProject(folder, QDir(folder).dirName()); });
    dialog->open();
}

void MainWindow::askForPassword()
{
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Password for %1").arg(m_controller->environmentName()));
    dialog->setLabelText(tr("Password, for this session only:"));
    dialog->setTextEchoMode(QLineEdit::Password);
    connect(dialog, &QInputDialog::textValueSelected, this,
        [this](const QString& text) { m_controller->refreshWithPassword(base::Secret(text)); });
    dialog->open();
}

void MainWindow::exportTimeline()
{
    auto* dialog = new QFileDialog(this, tr("Export Timeline"), m_controller->folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("timeline.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const auto* model = qobject_cast<TimelineModel*>(m_timeline->view()->model());
        const auto written = base::writeFileAtomically(
            {path, timelineAsCsv(*model).toUtf8(), base::WriteMode::Replace, std::nullopt});
        if (!written)
            reportError(written.error(), QStringLiteral("action"));
        else
            m_status->showMessage(tr("Wrote %1").arg(path), 5000);
    });
    dialog->open();
}

void MainWindow::showConnectionDetails(QWidget* opener)
{
    const EnvironmentReading reading = m_controller->currentReading();
    if (!reading.view) {
        m_messages->show({ShellMessage::Level::Information,
            tr("Nothing is known of “%1” before it was read.").arg(m_controller->environmentName()), {},
            m_actions->action(QStringLiteral("actionRefresh")), QStringLiteral("details")});
        return;
    }
    (new ConnectionDetails(*reading.view, opener))->open();
}

QList<PaletteItem> MainWindow::paletteItems() const
{
    QList<PaletteItem> items;
    const TimelineInput& input = m_timeline->input();
    if (input.timeline) {
        // Newest first: that is where people look.
        for (auto entry = input.timeline->entries.crbegin(); entry != input.timeline->entries.crend();
             ++entry) {
            PaletteItem item;
            item.group = PaletteItem::Group::Migration;
            item.id = QStringLiteral("migration:") + entryKey(*entry);
            item.title = entry->id();
            item.second = stateWord(entry->state, input.timeline->compared);
            items << item;
        }
    }
    if (m_schemaBridge)
        items += m_schemaBridge->paletteItems();
    for (const QAction* action : m_actions->actions()) {
        PaletteItem item;
        item.id = QStringLiteral("command:") + action->objectName();
        item.title = plainActionText(action->text());
        item.second = m_actions->menuPath(action);
        item.shortcut = action->shortcut().toString(QKeySequence::NativeText);
        item.reason = m_actions->reason(action);
        items << item;
    }
    return items;
}

void MainWindow::runPaletteItem(const QString& id)
{
    if (id.startsWith(QLatin1String("migration:"))) {
        m_pages->setCurrentPage(m_timeline);
        m_timeline->selectKey(id.mid(10));
        m_timeline->view()->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    if (m_schemaBridge && m_schemaBridge->runPaletteItem(id))
        return;
    // After the palette is gone, so that a command that moves the focus has the last word.
    QMetaObject::invokeMethod(m_actions->action(id.mid(8)), &QAction::trigger, Qt::QueuedConnection);
}

} // namespace strandline::ui
