// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"
#include "ui/controllers/project_controller.h"
#include "ui/palette/palette_items.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

class QDockWidget;
class QToolBar;

namespace strandline::ui {

class EnvBanner;
class InspectorPanel;
class LogPanel;
class MainToolBar;
class ErrorView;
class PageHost;
class ReviewBridge;
class ReviewPage;
class ShellMessageArea;
class StatusStrip;
class TimelinePage;
class WelcomePage;
class WindowMemory;
class PaneCycle;
class CommandPalette;
class HighlighterFactory;
class JobsPanel;
class CompareBackend;
class CompareBridge;
class RunBackend;
class RunBridge;
class RunController;
class SchemaBackend;
class SchemaBridge;

/// What the window borrows from the composition root; all of it outlives the window.
struct WindowServices
{
    ProjectBackend* backend = nullptr;
    RunBackend* runs = nullptr; ///< null: a window that only looks
    SchemaBackend* schemas = nullptr; ///< null: no Schema page
    CompareBackend* compares = nullptr; ///< null: no Compare page
    const base::Clock* clock = nullptr;
    std::function<void(ThemeChoice)> chooseTheme; ///< sets the application's palette
    ThemeChoice theme = ThemeChoice::System;
    QString stateFolder; ///< for layout and choices; empty: nothing is remembered
    QString version;
};

/// Composes pages, docks and commands, and connects them with the controller. What a part does lives in the
/// part.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(const WindowServices& services, QWidget* parent = nullptr);
    ~MainWindow() override;

    void openProject(const QString& folder, const QString& environment = {});
    ProjectController& controller() { return *m_controller; }
    ActionRegistry& actionRegistry() { return *m_actions; }
    TimelinePage* timelinePage() const { return m_timeline; }
    ReviewPage* reviewPage() const { return m_review; }
    /// What Ctrl+2 and Return do.
    void openReview() { showReview(); }
    ShellMessageArea* messages() const { return m_messages; }
    CommandPalette* commandPalette() const { return m_palette; }
    RunBridge& runBridge() { return *m_runBridge; }
    RunController& runs() { return *m_runs; }
    SchemaBridge* schemaBridge() const { return m_schemaBridge; }
    CompareBridge* compareBridge() const { return m_compareBridge; }

Q_SIGNALS:
    /// The window shows what it was started for: a list, the welcome page, or why not.
    void usable();

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void childEvent(QChildEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildCentre();
    void buildDocks();
    void buildPanes();
    void buildPalette();
    void connectController();
    void connectParts();
    void connectCommands();
    void connectViewCommands();
    void fillRecent();
    void restoreLook();

    bool leavesARun();
    void projectOpened();
    void projectClosed();
    void projectFailed(const QString& folder, const base::Error& error);
    void updateTimeline();
    void updateFrame();
    void updateInspector();
    void updateActions();
    void updateNotice();
    void updateLog();
    QByteArray scriptOf(const migration::LogEvent& event) const;
    void updateJob();
    void connectRunBridge();
    void connectSchemaBridge();
    void nameDockTabs();
    void showDock(QDockWidget* dock);
    void nameDockTabsSoon();
    void reportError(const base::Error& error, const QString& topic, QAction* action = nullptr);
    void showReview();
    void buildFailurePage();
    void fitStrip();
    void fitInspector();
    bool onReview() const;
    void stepPending(int by);
    void focusPageFilter();
    void toggleDock(QDockWidget* dock, QWidget* content);
    void askForFolder();
    void askForSample();
    void askForNewProject();
    void askForPassword();
    void exportTimeline();
    void showConnectionDetails(QWidget* opener);
    void runPaletteItem(const QString& id);
    QList<PaletteItem> paletteItems() const;
    void scaleText(int steps);
    void resetLayout();
    void rememberProject();

    WindowServices m_services;
    ProjectController* m_controller;
    RunController* m_runs;
    ActionRegistry* m_actions;
    QHash<MenuId, QMenu*> m_menus;
    std::unique_ptr<WindowMemory> m_memory;

    MainToolBar* m_toolBar = nullptr;
    QToolBar* m_strip = nullptr; ///< holds banner and messages
    EnvBanner* m_banner = nullptr;
    ShellMessageArea* m_messages = nullptr;
    PageHost* m_pages = nullptr;
    WelcomePage* m_welcome = nullptr;
    TimelinePage* m_timeline = nullptr;
    ReviewPage* m_review = nullptr;
    ReviewBridge* m_reviewBridge = nullptr;
    QWidget* m_failurePage = nullptr;
    ErrorView* m_failure = nullptr;
    InspectorPanel* m_inspector = nullptr;
    LogPanel* m_log = nullptr;
    JobsPanel* m_jobs = nullptr;
    std::shared_ptr<HighlighterFactory> m_highlighters;
    RunBridge* m_runBridge = nullptr;
    SchemaBridge* m_schemaBridge = nullptr; ///< null: a window without schemas
    CompareBridge* m_compareBridge = nullptr; ///< null: a window that compares nothing
    QString m_reading; ///< what the project controller is busy with
    QAction* m_tryAgain = nullptr;
    QDockWidget* m_inspectorDock = nullptr;
    QDockWidget* m_logDock = nullptr;
    QDockWidget* m_jobsDock = nullptr;
    StatusStrip* m_status = nullptr;
    PaneCycle* m_panes = nullptr;
    CommandPalette* m_palette = nullptr;
    QByteArray m_defaultLayout;
    qreal m_normalPointSize = 0;
    int m_textSteps = 0;
    std::shared_ptr<const usecase::EnvironmentView> m_logShownFor;
    QSet<QString> m_notesShown;
    bool m_inspectorYields = false;
    bool m_usableSent = false;
    bool m_namingTabs = false;
};

} // namespace strandline::ui
