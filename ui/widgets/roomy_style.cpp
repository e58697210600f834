// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/roomy_style.h"

namespace strandline::ui {

RoomyStyle::RoomyStyle(const QString& key)
    : QProxyStyle(key)
{ }

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
