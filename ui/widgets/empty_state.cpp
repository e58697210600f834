// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/delegates/state_palette.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace strandline::ui {

namespace {

QString withoutMnemonic(QString text)
{
    return text.remove(QLatin1Char('&'));
}

void fillButtons(QHBoxLayout* layout, const QList<NoticeButton>& buttons, QWidget* owner)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (const auto& [action, text] : buttons) {
        auto* button = new QPushButton(text.isEmpty() ? withoutMnemonic(action->text()) : text, owner);
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
        button->setAutoDefault(false);
        QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
        QObject::connect(action, &QAction::changed, button, [button, action = action] {
            button->setEnabled(action->isEnabled());
            button->setToolTip(action->toolTip());
        });
        layout->addWidget(button);
    }
}

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_sentence(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    m_sentence->setMinimumWidth(fontMetrics().averageCharWidth() * 50);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addLayout(m_buttons);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(16);
    column->addStretch(2);
    column->addWidget(m_sentence, 0, Qt::AlignHCenter);
    column->addLayout(row);
    column->addStretch(3);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

void EmptyState::setContent(const QString& sentence, const QList<NoticeButton>& buttons)
{
    m_sentence->setText(sentence);
    fillButtons(m_buttons, buttons, this);
}

void EmptyState::setNarrow()
{
    m_sentence->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    layout()->setContentsMargins(8, 8, 8, 8);
}

QString EmptyState::sentence() const
{
    return m_sentence->text();
}

NoticeStrip::NoticeStrip(QWidget* parent)
    : QWidget(parent)
    , m_sentence(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 5, 8, 5);
    row->addWidget(m_sentence, 1);
    row->addLayout(m_buttons);
    hide();
}

void NoticeStrip::setContent(const QString& sentence, const QList<NoticeButton>& buttons)
{
    m_sentence->setText(sentence);
    fillButtons(m_buttons, buttons, this);
    setVisible(!sentence.isEmpty());
}

QString NoticeStrip::sentence() const
{
    return m_sentence->text();
}

void NoticeStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor tint = stateColour(migration::MigrationState::Pending, palette());
    tint.setAlphaF(0.10F);
    painter.fillRect(rect(), tint);
    painter.fillRect(QRect(0, 0, 3, height()), stateColour(migration::MigrationState::Pending, palette()));
}

} // namespace strandline::ui
