// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/roomy_style.h"

#include <QPainter>
#include <QStyleOption>

namespace strandline::ui {

RoomyStyle::RoomyStyle(const QString& key)
    : QProxyStyle(key)
{ }

void RoomyStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    // Fusion outlines fields and boxes in a darker shade of the window, which a dark window has none of.
    const bool box = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    const bool outlined = box || element == PE_IndicatorRadioButton || element == PE_FrameLineEdit;
    if (!outlined || option->palette.color(QPalette::Window).lightness() > 127
        || option->state.testFlag(State_HasFocus))
        return;
    QColor ink = option->palette.color(QPalette::WindowText);
    ink.setAlphaF(option->state.testFlag(State_Enabled) ? 0.45F : 0.25F);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(ink);
    painter->setBrush(Qt::NoBrush);
    const QRectF frame = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    if (element == PE_IndicatorRadioButton)
        painter->drawEllipse(frame);
    else
        painter->drawRoundedRect(frame, 2, 2);
    painter->restore();
}

QSize RoomyStyle::sizeFromContents(
    ContentsType type, const QStyleOption* option, const QSize& contents, const QWidget* widget) const
{
    const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
    case CT_PushButton:
    case CT_ComboBox:
    case CT_LineEdit:
    case CT_SpinBox:
    case CT_ToolButton:
        return size.expandedTo({kTarget, kTarget + 2});
    case CT_TabBarTab:
        return size.expandedTo({kTarget, kTarget + 4});
    default:
        return size;
    }
}

} // namespace strandline::ui
