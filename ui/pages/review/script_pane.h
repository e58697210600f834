// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/review/script_analysis.h"

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace strandline::ui {

class ElidedLabel;
class ErrorView;
class FindBar;

/// One script of a migration: caption, problems, text, and what to say when there is no text.
class ScriptPane : public QWidget
{
    Q_OBJECT
public:
    enum class Side { Up, Down };

    ScriptPane(Side side, std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent = nullptr);

    void showScript(const QString& path, const QByteArray& bytes, sql::Dialect dialect);
    void showAbsence(const QString& title, const QString& reason);
    void setCaptionNote(const QString& note);
    void setAnalysis(const ScriptAnalysis& analysis, const QList<base::Error>& fileProblems);

    SqlEditor* editor() const { return m_editor; }
    ErrorView* errorView() const { return m_errors; }
    bool hasScript() const;
    QString absenceText() const;
    const QList<base::Error>& problems() const { return m_problems; }
    void setSpokenName(const QString& migration);

private:
    void describe();

    Side m_side;
    QString m_spokenName;
    QLabel* m_caption;
    ElidedLabel* m_path;
    QLabel* m_note;
    ErrorView* m_errors;
    QStackedWidget* m_stack;
    SqlEditor* m_editor;
    QWidget* m_absence;
    QLabel* m_absenceTitle;
    QLabel* m_absenceReason;
    FindBar* m_findBar;
    QList<base::Error> m_problems;
    qsizetype m_statementCount = 0;
};

} // namespace strandline::ui
