// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run/flow_header.h"

#include "ui/delegates/state_glyphs.h"
#include "ui/delegates/state_palette.h"

#include <QPainter>

namespace strandline::ui {

namespace {

constexpr int kPad = 10;

QFont boldOf(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

FlowHeader::FlowHeader(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FlowHeader::setContent(const QString& verb, const RunPlace& place)
{
    m_verb = verb;
    m_place = place;
    setAccessibleName(QStringLiteral("%1 %2, %3").arg(verb, place.tierName, placeText(place).mid(2)));
    updateGeometry();
    update();
}

QSize FlowHeader::sizeHint() const
{
    const QFontMetrics bold(boldOf(font()));
    return {bold.horizontalAdvance(placeText(m_place)) + fontMetrics().horizontalAdvance(m_verb)
            + bold.height() + kPad * 5,
        bold.height() + 14};
}

QSize FlowHeader::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 16, sizeHint().height()};
}

void FlowHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetrics bold(boldOf(font()));
    int x = kPad + 2;
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(x, 0, width(), height()), Qt::AlignVCenter, m_verb);
    x += fontMetrics().horizontalAdvance(m_verb) + kPad;
    const QString name = placeText(m_place).mid(2);
    const int side = bold.ascent();
    const int wanted = kPad + side + 6 + bold.horizontalAdvance(name) + kPad;
    const QRectF pill(x, 4, std::min(wanted, width() - x - 2), height() - 8);
    painter.setPen(schemeOf(palette()) == Scheme::Light ? QPen(Qt::NoPen)
                                                        : QPen(palette().color(QPalette::WindowText), 1));
    painter.setBrush(tierFill(m_place.tier));
    painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    paintTierShape(
        painter, QRectF(pill.left() + kPad, (height() - side) / 2.0, side, side), m_place.tier, Qt::white);
    painter.setFont(boldOf(font()));
    painter.setPen(Qt::white);
    const QRectF text = pill.adjusted(kPad + side + 6, 0, -kPad / 2, 0);
    painter.drawText(text, Qt::AlignVCenter, bold.elidedText(name, Qt::ElideRight, int(text.width())));
}

} // namespace strandline::ui
