// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/widgets/severity.h"

#include <QDateTime>
#include <QList>

class QAction;
class QHBoxLayout;
class QPlainTextEdit;
class QPushButton;

namespace strandline::ui {

/// What happened, why, and what to do; the same inline and as a page of its own. Technical words (code, the
/// server's own text, position, time) stand behind "Details" and can be copied at once.
class ErrorView : public SeverityFrame
{
    Q_OBJECT
public:
    enum class Form { Inline, Page };

    explicit ErrorView(Form form, QWidget* parent = nullptr);

    void setError(const base::Error& error, const QDateTime& whenUtc = QDateTime::currentDateTimeUtc());
    /// Several of one kind: the first is shown, the rest stand in the details.
    void setErrors(
        const QList<base::Error>& errors, const QDateTime& whenUtc = QDateTime::currentDateTimeUtc());
    /// What to do; they stay with their owner. "Go to line" is added by itself when the position is known.
    void setActions(const QList<QAction*>& actions);
    /// False where another button leads to the place already.
    void setGoToShown(bool shown);
    void clear();

    QString whatText() const;
    QString whyText() const;
    QString hintText() const;
    QString details() const; ///< what Copy all copies

Q_SIGNALS:
    void positionRequested(const strandline::base::SourcePosition& position);

private:
    void build(Form form);
    void showDetails(bool shown);
    void fitDetails();
    void updateAccessibleText();

    QList<base::Error> m_errors;
    QDateTime m_when;
    bool m_goToShown = true;
    IconLabel* m_icon;
    QLabel* m_what;
    QLabel* m_why;
    QLabel* m_hint;
    QHBoxLayout* m_actions;
    QPushButton* m_goTo;
    QPushButton* m_detailsButton;
    QPushButton* m_copy;
    QPlainTextEdit* m_details;
    QList<QPushButton*> m_actionButtons;
};

} // namespace strandline::ui
