// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/timeline_ribbon.h"

#include "ui/delegates/state_glyphs.h"
#include "ui/delegates/state_palette.h"
#include "ui/models/timeline_model.h"
#include "ui/object_names.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace strandline::ui {

namespace {

class RibbonDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        const int side = std::max(18, option.fontMetrics.height() + 2);
        return {side, side + 8};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool selected = option.state & QStyle::State_Selected;
        const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
        const QColor paper = option.palette.color(group, selected ? QPalette::Highlight : QPalette::Base);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(paper);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5), 3, 3);
        }
        const auto ink = [&](const QColor& colour) {
            return selected ? option.palette.color(group, QPalette::HighlightedText) : colour;
        };
        if (index.data(RowKindRole).toInt() == int(RowKind::Now)) {
            const qreal x = option.rect.center().x();
            painter->setPen(QPen(ink(stateColour(migration::MigrationState::Pending, option.palette)), 1.4));
            for (const qreal offset : {-1.5, 2.5})
                painter->drawLine(QPointF(x + offset, option.rect.top() + 3),
                    QPointF(x + offset, option.rect.bottom() - 2));
        } else {
            const StateGlyph glyph {
                migration::MigrationState(index.data(StateRole).toInt()), index.data(ComparedRole).toBool()};
            const QColor colour =
                glyph.compared ? stateColour(glyph.state, option.palette) : mutedText(option.palette);
            const qreal side = option.rect.width() - 4;
            paintStateGlyph(*painter,
                QRectF(option.rect.left() + 2, option.rect.center().y() - side / 2 + 0.5, side, side), glyph,
                ink(colour), paper);
            if (index.data(ProblemRole).toBool()) {
                painter->setPen(Qt::NoPen);
                painter->setBrush(ink(stateColour(migration::MigrationState::Failed, option.palette)));
                painter->drawEllipse(
                    QPointF(option.rect.center().x() + 0.5, option.rect.bottom() - 1.5), 1.6, 1.6);
            }
        }
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(option.palette.color(QPalette::Text), 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        }
        painter->restore();
    }
};

} // namespace

TimelineRibbon::TimelineRibbon(QWidget* parent)
    : QListView(parent)
{
    setObjectName(names::timelineRibbon());
    setAccessibleName(tr("Overview"));
    setFlow(LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setFrameShape(NoFrame);
    setTabKeyNavigation(false);
    setItemDelegate(new RibbonDelegate(this));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, &TimelineRibbon::fitHeight);
    connect(this, &QListView::clicked, this,
        [this](const QModelIndex& index) { Q_EMIT keyChosen(index.data(KeyRole).toString()); });
    setViewportMargins(8, 0, 8, 0);
    fitHeight();
}

void TimelineRibbon::setTimelineModel(TimelineModel* model)
{
    m_timeline = model;
    setModel(model);
}

void TimelineRibbon::selectKey(const QString& key)
{
    const int row = m_timeline ? m_timeline->rowOfKey(key) : -1;
    if (row < 0)
        return;
    m_following = true;
    setCurrentIndex(m_timeline->index(row, 0));
    m_following = false;
}

void TimelineRibbon::scrollToNow()
{
    const int row = m_timeline ? m_timeline->rowOfKey(QStringLiteral("now")) : -1;
    if (row >= 0)
        scrollTo(m_timeline->index(row, 0), PositionAtCenter);
}

void TimelineRibbon::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    if (!m_following && current.isValid())
        Q_EMIT keyChosen(current.data(KeyRole).toString());
}

void TimelineRibbon::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitHeight();
}

void TimelineRibbon::fitHeight()
{
    const bool scrolls = horizontalScrollBar()->maximum() > 0;
    const int item = std::max(18, fontMetrics().height() + 2) + 8;
    setFixedHeight(item + 2 + (scrolls ? horizontalScrollBar()->sizeHint().height() : 0));
}

QSize TimelineRibbon::sizeHint() const
{
    return {QListView::sizeHint().width(), height()};
}

} // namespace strandline::ui
