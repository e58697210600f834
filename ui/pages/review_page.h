// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_pool.h"
#include "ui/editor/sql_highlighter.h"
#include "ui/pages/review/review_input.h"
#include "ui/pages/review/script_analysis.h"

#include <QWidget>

class QAction;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTabWidget;
class QLabel;

namespace strandline::ui {

class DiffView;
class NotesModel;
class ReviewHeader;
class RunModel;
class ScriptPane;
class StatementModel;

/// One migration, up and down, to be read before anything happens. Takes a value and shows it; whatever leads
/// away from the page is a signal.
class ReviewPage : public QWidget
{
    Q_OBJECT
public:
    explicit ReviewPage(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent = nullptr);
    ~ReviewPage() override;

    void setInput(const ReviewInput& input);
    void showNothing(); ///< nothing is selected
    const std::optional<ReviewInput>& input() const { return m_input; }

    QAction* nextAction() const { return m_next; } ///< Ctrl+Alt+Down, for menus too
    QAction* previousAction() const { return m_previous; }
    QAction* pairAction() const { return m_pair; } ///< Ctrl+Alt+P
    QList<QAction*> pageActions() const
    {
        return {m_next, m_previous, m_pair, m_nextProblem, m_previousProblem, m_open};
    }

    ScriptPane* upPane() const { return m_up; }
    ScriptPane* downPane() const { return m_down; }
    bool isAnalysing() const { return m_pending > 0; }

    /// Sizes of both arrangements of the editors and of the tabs.
    QByteArray saveLayout() const;
    bool restoreLayout(const QByteArray& state);

Q_SIGNALS:
    void queueNextRequested();
    void queuePreviousRequested();
    void analysed(); ///< statements and problems of what is shown are there

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void createActions();
    void createTabs(std::shared_ptr<HighlighterFactory> highlighters);
    void createLayout();
    static void showTooLarge(ScriptPane* pane, const migration::Script& script);
    void showUp(const ReviewInput& input);
    void showDown(const ReviewInput& input);
    void analyse();
    void takeAnalysis(bool down, const ScriptAnalysis& analysis);
    void fillStatements();
    void showHistory(const ReviewInput& input);
    void showNotes(const ReviewInput& input);
    void showChange(const ReviewInput& input);
    void arrange();
    void applyRatio();
    void statementChosen(const QModelIndex& index);
    void followCaret(bool down, int statement);
    void jumpToPair();
    void jumpToProblem(bool forward);
    void openFile();
    QString coverageText() const;

    std::optional<ReviewInput> m_input;
    base::JobPool m_pool;
    int m_generation = 0;
    int m_pending = 0;
    ScriptAnalysis m_upAnalysis;
    ScriptAnalysis m_downAnalysis;
    QList<qsizetype> m_pairs; ///< per up statement the index of its down statement or -1

    QAction* m_next;
    QAction* m_previous;
    QAction* m_pair;
    QAction* m_nextProblem;
    QAction* m_previousProblem;
    QAction* m_open;
    ReviewHeader* m_header;
    ScriptPane* m_up;
    ScriptPane* m_down;
    QSplitter* m_editors;
    QSplitter* m_outer;
    QStackedWidget* m_stack;
    QTabWidget* m_tabs;
    QLabel* m_coverage;
    QTableView* m_statementsView;
    StatementModel* m_statements;
    QTableView* m_historyView;
    QLabel* m_historyEmpty;
    QStackedWidget* m_historyStack;
    RunModel* m_runs;
    QTableView* m_notesView;
    NotesModel* m_notes;
    DiffView* m_change;
    QLabel* m_changeEmpty;
    QStackedWidget* m_changeStack;
    double m_sideBySide = 0.5; ///< share of the up script in the two arrangements, as the user left it
    double m_stacked = 0.5;
    bool m_following = false; ///< list and editors move each other; this ends the circle
};

} // namespace strandline::ui
