// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "ui/theme/icons.h"
#include "ui/widgets/announce.h"

#include <QAction>
#include <QHBoxLayout>
#include <QToolButton>

namespace strandline::ui {

MessageBar::MessageBar(QWidget* parent)
    : SeverityFrame(Severity::Information, parent)
    , m_icon(new IconLabel(this))
    , m_text(new QLabel(this))
    , m_actions(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse);
    m_text->setTextFormat(Qt::PlainText);
    m_close->setIcon(icon(QStringLiteral("window-close")));
    m_close->setAutoRaise(true);
    m_close->setText(tr("Close this message"));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setMinimumSize(24, 24);
    m_close->setFocusPolicy(Qt::TabFocus);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(barWidth + 8, 5, 6, 5);
    layout->setSpacing(8);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addLayout(m_actions);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    m_actions->setSpacing(4);
    hide();
}

void MessageBar::showMessage(Severity severity, const QString& text)
{
    if (text.isEmpty()) {
        hide();
        return;
    }
    setSeverity(severity);
    m_icon->setSeverity(severity);
    m_text->setText(text);
    setAccessibleName(tr("%1: %2", "severity: message").arg(severityWord(severity), text));
    show();
    announce(
        this, accessibleName(), severity == Severity::Error ? Politeness::Assertive : Politeness::Polite);
}

void MessageBar::setActions(const QList<QAction*>& actions)
{
    while (QLayoutItem* item = m_actions->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (QAction* action : actions) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        button->setMinimumHeight(24);
        m_actions->addWidget(button);
    }
}

void MessageBar::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::dismiss()
{
    // The focus must not vanish together with the button that has it.
    if (isAncestorOf(window()->focusWidget()))
        focusNextPrevChild(true);
    hide();
    Q_EMIT closed();
}

} // namespace strandline::ui
