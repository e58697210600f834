// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace strandline::ui {

/// Paints the cells of the timeline: rail and glyph, state word with badges, compare cells. Painting only;
/// every fact it draws is also in the accessible text of the cell.
class TimelineDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TimelineDelegate(QObject* parent = nullptr);

    void setRowHeight(int height) { m_rowHeight = height; }
    int rowHeight() const { return m_rowHeight; }

    void paint(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// The double line with words, over the whole width of the row.
    void paintNowRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    static int railWidth(const QFontMetrics& metrics);
    static int stateWordWidth(const QFontMetrics& metrics);

private:
    void paintRail(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintState(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintCompared(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    int m_rowHeight = 28;
};

} // namespace strandline::ui
