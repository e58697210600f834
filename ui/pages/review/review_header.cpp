// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/review_header.h"

#include "ui/object_names.h"
#include "ui/widgets/elided_label.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

constexpr int barWidth = 4;

QToolButton* buttonFor(QAction* action, Qt::ToolButtonStyle style, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(style);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumSize(24, 24);
    button->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
    return button;
}

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ReviewHeader::ReviewHeader(QAction* previous, QAction* next, QAction* openFile, QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(Qt::ElideRight, this))
    , m_state(new ElidedLabel(Qt::ElideRight, this))
    , m_sentence(new ElidedLabel(Qt::ElideRight, this))
    , m_queue(plainLabel(this))
    , m_previous(buttonFor(previous, Qt::ToolButtonIconOnly, this))
    , m_next(buttonFor(next, Qt::ToolButtonIconOnly, this))
    , m_open(buttonFor(openFile, Qt::ToolButtonTextBesideIcon, this))
{
    setObjectName(names::reviewHeader());
    m_open->setObjectName(names::reviewOpenButton());
    m_previous->setObjectName(names::reviewPreviousButton());
    m_next->setObjectName(names::reviewNextButton());
    QFont large = font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.15);
    m_title->setFont(large);
    m_sentence->setForegroundRole(QPalette::PlaceholderText);
    m_queue->setAlignment(Qt::AlignCenter);

    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title);
    first->addWidget(m_state);
    first->addStretch(1);
    first->addWidget(m_open);
    first->addWidget(m_previous);
    first->addWidget(m_queue);
    first->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(barWidth + 8, 6, 8, 6);
    layout->setSpacing(2);
    layout->addLayout(first);
    layout->addWidget(m_sentence);
}

void ReviewHeader::show(const ReviewInput& input)
{
    m_title->setText(input.entry.id());
    QString state = QStringLiteral("· ") + input.stateText;
    if (!input.environmentLabel.isEmpty())
        state += QStringLiteral(" · ") + input.environmentLabel;
    m_state->setText(state);
    m_colour = input.environmentColour;
    m_sentence->setText(input.stateSentence);
    m_sentence->setVisible(!input.stateSentence.isEmpty());
    const bool queued = input.queueSize > 0;
    for (QWidget* widget :
        {static_cast<QWidget*>(m_previous), static_cast<QWidget*>(m_next), static_cast<QWidget*>(m_queue)})
        widget->setVisible(queued);
    if (queued)
        m_queue->setText(input.queuePosition > 0
                ? tr("%1 of %n waiting", nullptr, input.queueSize).arg(input.queuePosition)
                : tr("%n waiting", nullptr, input.queueSize));
    m_open->setVisible(true);
    setAccessibleName(
        tr("%1, %2", "migration, its state and place")
            .arg(input.spokenName, input.stateText + QLatin1Char(' ') + input.environmentLabel));
    setAccessibleDescription(input.stateSentence);
    update();
}

void ReviewHeader::showNothing()
{
    m_colour = QColor();
    for (ElidedLabel* label : {m_title, m_state, m_sentence})
        label->setText({});
    m_queue->clear();
    setAccessibleName(tr("No migration selected"));
}

QString ReviewHeader::queueText() const
{
    return m_queue->isHidden() ? QString() : m_queue->text();
}

void ReviewHeader::orderTabs()
{
    setTabOrder(m_open, m_previous);
    setTabOrder(m_previous, m_next);
}

QWidget* ReviewHeader::lastStop() const
{
    return m_next;
}

QString ReviewHeader::title() const
{
    return m_title->text();
}

void ReviewHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_colour.isValid())
        painter.fillRect(layoutDirection() == Qt::LeftToRight
                ? QRect(0, 0, barWidth, height())
                : QRect(width() - barWidth, 0, barWidth, height()),
            m_colour);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace strandline::ui
