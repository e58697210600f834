// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/shell_message_area.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QAccessible>
#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace strandline::ui {

using Level = ShellMessage::Level;

namespace {

QColor levelColour(Level level, const QPalette& palette)
{
    switch (level) {
    case Level::Information:
        return stateColour(migration::MigrationState::Pending, palette);
    case Level::Attention:
        return flagColour(migration::MigrationFlag::Changed, palette);
    case Level::Error:
        return stateColour(migration::MigrationState::Failed, palette);
    }
    return palette.color(QPalette::Text);
}

QString levelMark(Level level)
{
    switch (level) {
    case Level::Information:
        return QStringLiteral("●");
    case Level::Attention:
        return QStringLiteral("▲");
    case Level::Error:
        return QStringLiteral("⬣");
    }
    return {};
}

QString levelWord(Level level)
{
    switch (level) {
    case Level::Information:
        return ShellMessageArea::tr("Note");
    case Level::Attention:
        return ShellMessageArea::tr("Attention");
    case Level::Error:
        return ShellMessageArea::tr("Error");
    }
    return {};
}

/// A label that gives up width before its neighbours do.
class ElidedLabel final : public QLabel
{
public:
    using QLabel::QLabel;
    QSize minimumSizeHint() const override { return {60, QLabel::minimumSizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideRight, width()));
    }
};

class MessageLine final : public QWidget
{
public:
    MessageLine(const ShellMessage& message, QWidget* parent)
        : QWidget(parent)
        , m_level(message.level)
    {
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(10, 2, 4, 2);
        auto* mark = new QLabel(levelMark(message.level), this);
        mark->setAccessibleName(levelWord(message.level));
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText, levelColour(message.level, palette()));
        mark->setPalette(ink);
        row->addWidget(mark);
        auto* text = new ElidedLabel(message.text, this);
        text->setTextFormat(Qt::PlainText);
        text->setToolTip(message.details.isEmpty() ? message.text : message.details);
        text->setAccessibleDescription(message.details);
        row->addWidget(text, 1);
        if (message.action) {
            auto* button = new QPushButton(message.action->text().remove(QLatin1Char('&')), this);
            button->setToolTip(message.action->toolTip());
            connect(button, &QPushButton::clicked, message.action, &QAction::trigger);
            row->addWidget(button);
        }
        m_close = new QToolButton(this);
        m_close->setText(QStringLiteral("✕"));
        m_close->setAutoRaise(true);
        m_close->setMinimumSize(24, 24);
        m_close->setFocusPolicy(Qt::StrongFocus);
        m_close->setToolTip(ShellMessageArea::tr("Close this message"));
        m_close->setAccessibleName(ShellMessageArea::tr("Close this message"));
        row->addWidget(m_close);
        setAccessibleName(levelWord(message.level) + QStringLiteral(": ") + message.text);
    }

    QToolButton* closeButton() const { return m_close; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        QColor tint = levelColour(m_level, palette());
        painter.fillRect(QRect(0, 0, 3, height()), tint);
        tint.setAlphaF(0.10F);
        painter.fillRect(rect(), tint);
    }

private:
    Level m_level;
    QToolButton* m_close;
};

} // namespace

ShellMessageArea::ShellMessageArea(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    setObjectName(names::shellMessageArea());
    setAccessibleName(tr("Messages"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(1);
    hide();
}

void ShellMessageArea::show(const ShellMessage& message)
{
    if (!message.topic.isEmpty())
        clearTopic(message.topic);
    while (m_lines.size() >= kMaxLines) {
        Q_EMIT folded(m_lines.first().message.text);
        remove(0);
    }
    auto* line = new MessageLine(message, this);
    connect(line->closeButton(), &QToolButton::clicked, this, [this, line] {
        for (int i = 0; i < m_lines.size(); ++i) {
            if (m_lines[i].widget == line) {
                remove(i);
                return;
            }
        }
    });
    m_column->addWidget(line);
    m_lines << Line {line, message};
    setVisible(true);
    QAccessibleEvent alert(line, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ShellMessageArea::clearTopic(const QString& topic)
{
    for (int i = int(m_lines.size()) - 1; i >= 0; --i) {
        if (m_lines[i].message.topic == topic)
            remove(i);
    }
}

QStringList ShellMessageArea::texts() const
{
    QStringList list;
    for (const Line& line : m_lines)
        list << line.message.text;
    return list;
}

void ShellMessageArea::remove(int position)
{
    const Line line = m_lines.takeAt(position);
    if (line.widget->isAncestorOf(focusWidget()))
        line.widget->parentWidget()->parentWidget()->setFocus();
    line.widget->hide();
    line.widget->deleteLater();
    setVisible(!m_lines.isEmpty());
}

} // namespace strandline::ui
