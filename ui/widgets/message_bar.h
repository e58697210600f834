// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/severity.h"

#include <QList>

class QAction;
class QHBoxLayout;
class QToolButton;

namespace strandline::ui {

/// One message beside what it is about, in the layout and not over it. Takes no room while hidden.
class MessageBar : public SeverityFrame
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// Shows the text and says it. An empty text hides the bar.
    void showMessage(Severity severity, const QString& text);
    void setActions(const QList<QAction*>& actions); ///< stay with their owner
    void setClosable(bool closable);
    QString text() const;

Q_SIGNALS:
    void closed();

private:
    void dismiss();

    IconLabel* m_icon;
    QLabel* m_text;
    QHBoxLayout* m_actions;
    QToolButton* m_close;
};

} // namespace strandline::ui
