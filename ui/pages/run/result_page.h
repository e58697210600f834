// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/run_words.h"
#include "ui/widgets/severity.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QToolButton;
class QTreeWidget;

namespace strandline::ui {

class ErrorView;

/// How a run ended, in one sentence, and what can be done now, safest first. Never without a way on.
class ResultPage : public QWidget
{
    Q_OBJECT

public:
    explicit ResultPage(QWidget* parent = nullptr);

    void setReport(const migration::RunReport& run, const RunPlace& place, const QDateTime& now);
    /// It never began.
    void setRefusal(const base::Error& error, const RunPlace& place, const QDateTime& now);
    /// What a look at the server found.
    void setChecked(const QString& sentence);
    QString headline() const;
    QStringList choices() const; ///< their ids
    void focusFirstChoice();

Q_SIGNALS:
    void chosen(const QString& id); ///< of the choice
    void placeRequested(const strandline::base::SourcePosition& position);
    void said(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setHeadline(Severity severity, const QString& text, const QString& explanation);
    void setChoices(const QList<report::RunChoice>& choices);
    void fillSteps(const migration::RunReport& run);
    void copyReport(bool markdown);

    std::optional<migration::RunReport> m_report;
    base::Error m_refusal;
    RunPlace m_place;
    QList<report::RunChoice> m_choices;
    SeverityFrame* m_frame;
    IconLabel* m_icon;
    QLabel* m_headline;
    QLabel* m_explanation;
    QLabel* m_checked;
    ErrorView* m_error;
    QWidget* m_choicesView;
    QGridLayout* m_grid;
    QList<QWidget*> m_buttons;
    QLabel* m_stepsTitle;
    QTreeWidget* m_steps;
    QLabel* m_notes;
    QToolButton* m_copy;
};

} // namespace strandline::ui
