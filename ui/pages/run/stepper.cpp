// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run/stepper.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"
#include "ui/widgets/announce.h"

#include <QPainter>

namespace strandline::ui {

namespace {

constexpr int kGap = 10;

QFont boldOf(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

Stepper::Stepper(const QStringList& steps, QWidget* parent)
    : QWidget(parent)
    , m_steps(steps)
{
    setObjectName(names::applyStepper());
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    setCurrent(0);
}

void Stepper::setCurrent(int step)
{
    if (step == m_current)
        return;
    const bool first = m_current < 0;
    m_current = step;
    setAccessibleName(tr("Step %1 of %2, %3").arg(step + 1).arg(m_steps.size()).arg(m_steps.value(step)));
    setAccessibleDescription(m_steps.join(QStringLiteral(", ")));
    if (!first)
        announce(this, accessibleName());
    update();
}

QSize Stepper::sizeHint() const
{
    const QFontMetrics metrics(boldOf(font()));
    const int disc = metrics.height() + 4;
    int width = 0;
    for (const QString& step : m_steps)
        width += disc + 6 + metrics.horizontalAdvance(step) + kGap * 3;
    return {width, disc + 4};
}

QSize Stepper::minimumSizeHint() const
{
    return {
        QFontMetrics(boldOf(font())).horizontalAdvance(m_steps.value(m_current)) + 60, sizeHint().height()};
}

void Stepper::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = palette().color(QPalette::WindowText);
    const QColor muted = mutedText(palette());
    const QColor done = stateColour(migration::MigrationState::Applied, palette());
    const QColor accent = palette().color(QPalette::Highlight);
    const QFontMetrics metrics(boldOf(font()));
    const qreal disc = metrics.height() + 4;
    const qreal top = (height() - disc) / 2;
    // Too narrow for all names: the discs stay, and only the current one is named.
    const bool roomy = width() >= sizeHint().width() - kGap * 2;
    qreal x = 1;
    for (int i = 0; i < m_steps.size(); ++i) {
        const bool here = i == m_current;
        const QRectF circle(x, top, disc, disc);
        painter.setPen(QPen(here ? accent : i < m_current ? done : muted, 1.4));
        painter.setBrush(here ? QBrush(accent) : Qt::NoBrush);
        painter.drawEllipse(circle.adjusted(0.7, 0.7, -0.7, -0.7));
        painter.setFont(here ? boldOf(font()) : font());
        painter.setPen(here ? palette().color(QPalette::HighlightedText) : i < m_current ? done : muted);
        painter.drawText(
            circle, Qt::AlignCenter, i < m_current ? QStringLiteral("✓") : QString::number(i + 1));
        x += disc + 6;
        if (roomy || here) {
            painter.setPen(here ? ink : muted);
            const int wide = metrics.horizontalAdvance(m_steps[i]);
            painter.drawText(QRectF(x, top, wide + 4, disc), Qt::AlignVCenter | Qt::AlignLeft, m_steps[i]);
            x += wide + 4;
        }
        if (i + 1 < m_steps.size()) {
            painter.setPen(QPen(hairline(palette()), 1));
            painter.drawLine(QPointF(x + 4, height() / 2.0), QPointF(x + kGap * 2 + 2, height() / 2.0));
            x += kGap * 2 + 6;
        }
    }
}

} // namespace strandline::ui
