// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_pool.h"
#include "ui/editor/sql_highlighter.h"
#include "ui/text/run_words.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace strandline::ui {

class ErrorView;
class PlanView;
class SqlEditor;

/// One line of the target list.
struct TargetChoice
{
    QString text;
    migration::PlanTarget target;
};

enum class PlanFileKind { Sql, Html, Markdown };

/// First step of Apply and of Roll back: what would run, in order, to be read statement by statement.
class PlanPage : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Apply, RollBack };

    PlanPage(Kind kind, std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent = nullptr);

    void setTargets(const QList<TargetChoice>& targets, const migration::PlanTarget& current);
    void setBusy();
    void setPrepared(const usecase::PreparedRun& prepared, const RunPlace& place);
    void setFailure(const base::Error& error, const QDateTime& now);
    PlanView* view() const { return m_view; }
    QPushButton* continueButton() const { return m_continue; }
    /// Asks for a file and writes the plan into it.
    void exportPlan(PlanFileKind kind);

Q_SIGNALS:
    void targetChosen(const strandline::migration::PlanTarget& target);
    void continueRequested();
    void closeRequested();
    void tryAgainRequested();
    void said(const QString& text); ///< for the status bar

private:
    void buildControls();
    void buildExport();
    void setOrder();
    void showNotes(const usecase::PreparedRun& prepared);
    void addNote(const QString& glyph, const QString& text, const QColor& ink);
    void showScript(int step, int statement);
    void writePlan(
        PlanFileKind kind, const usecase::PreparedRun& prepared, const RunPlace& place, const QString& path);
    void copyText(const QString& text, const QString& what);
    void chooseTarget();

    Kind m_kind;
    std::optional<usecase::PreparedRun> m_prepared;
    RunPlace m_place;
    QList<TargetChoice> m_targets;
    int m_shownStep = -1;
    base::JobPool m_pool;

    QLabel* m_sentence;
    QVBoxLayout* m_notes;
    QList<QWidget*> m_noteWidgets;
    QLabel* m_targetLabel;
    QComboBox* m_target;
    QCheckBox* m_single;
    QCheckBox* m_late;
    QToolButton* m_export;
    QStackedWidget* m_stack;
    QSplitter* m_splitter;
    PlanView* m_view;
    SqlEditor* m_editor;
    QLabel* m_scriptName;
    QLabel* m_empty;
    ErrorView* m_error;
    QPushButton* m_again;
    QPushButton* m_close;
    QPushButton* m_continue;
};

} // namespace strandline::ui
