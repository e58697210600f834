// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"
#include "ui/controllers/project_controller.h"
#include "ui/controllers/run_controller.h"
#include "ui/pages/run_flow_page.h"
#include "ui/widgets/suspend_inhibitor.h"

#include <QElapsedTimer>

class QMainWindow;

namespace strandline::ui {

class LogPanel;
class PageHost;
class ShellMessageArea;
class TimelinePage;

/// Everything of the window that writes: the commands, the pages of runs, settling the history, and what the
/// rest of the window shows meanwhile. main_window.cpp knows only that it is there.
class RunBridge : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        QMainWindow& window;
        ProjectController& project;
        RunController& runs;
        ActionRegistry& actions;
        PageHost& pages;
        TimelinePage& timeline;
        ShellMessageArea& messages;
        LogPanel& log;
    };

    RunBridge(const Parts& parts, std::shared_ptr<HighlighterFactory> highlighters);

    void fillContext(ActionContext& context) const;
    /// Commands that fit the state of an entry, most wanted first.
    QList<QAction*> actionsFor(const migration::TimelineEntry& entry) const;
    /// Of the current environment, or of the one named; null without one.
    RunFlowPage* page(const QString& environment) const { return m_pages.value(environment); }
    bool isRunPage(const QWidget* page) const;
    void showPageOf(const QString& environment);
    void apply(const migration::PlanTarget& target);
    void rollBack(const migration::PlanTarget& target);
    /// True when nothing is written. Else asks, and closes the window later if that is the answer.
    bool mayClose();
    void projectClosed();

Q_SIGNALS:
    void reviewRequested(const QString& key, const strandline::base::SourcePosition& position);
    void editRequested(const QString& absolutePath);
    void said(const QString& text);
    void contextChanged();

private:
    void connectActions();
    void connectRuns();
    RunFlowPage* pageFor(RunFlowPage::Kind kind, const QString& environment);
    void connectPage(RunFlowPage* page);
    void open(RunFlowPage::Kind kind, const QString& environment, const migration::PlanTarget& target);
    void closePage(const QString& environment);
    void showTimeline(const QString& id);
    void take(const QString& environment, const runner::RunEvent& event);
    void addToLog(const QString& environment, const runner::RunEvent& event);
    void flush();
    void runFinished(const QString& environment, const RunEnd& end);
    void settle(runner::SettleKind kind, const QString& id,
        runner::SettleKind resolvedTo = runner::SettleKind::MarkPending);
    void askBaseline();
    void previewSettle(SettleOrder order, const QString& id);
    void confirmSettle(SettleOrder order, const usecase::SettlePreview& preview, const QString& id);
    void reportError(const base::Error& error);
    void quitAnswered(int answer);
    RunPlace placeOf(const QString& environment) const;
    QString currentVersion() const;
    const migration::TimelineEntry* entry() const;

    Parts m_parts;
    std::shared_ptr<HighlighterFactory> m_highlighters;
    QHash<QString, RunFlowPage*> m_pages; ///< by environment
    QHash<QString, QHash<QString, migration::MigrationState>> m_states; ///< of runs, by environment
    QSet<QString> m_ended; ///< environments whose states go with the next reading
    QList<migration::LogEvent> m_live; ///< newest first, not yet in the log panel
    QTimer m_flush;
    QTimer m_quitAtLast;
    QHash<QString, qint64> m_startedAt;
    QElapsedTimer m_clock;
    SuspendInhibitor m_awake;
    bool m_quitWhenDone = false;
    bool m_quitAnyway = false;
};

} // namespace strandline::ui
