// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace strandline::ui {

/// Rows with air around their text, as high as a target for a finger's or a tired hand's pointer has to be.
class RoomyRowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(std::max({size.height() + 8, option.fontMetrics.height() + 10, 24}));
        return size;
    }
};

} // namespace strandline::ui
