// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/schema_tree_view.h"

#include "ui/delegates/state_palette.h"
#include "ui/models/schema_tree_model.h"
#include "ui/widgets/roomy_rows.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

namespace strandline::ui {

namespace {

/// Name with the matched letters marked, and the second column in a quiet colour.
class SchemaRowDelegate final : public RoomyRowDelegate
{
public:
    using RoomyRowDelegate::RoomyRowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto match = index.data(SchemaMatchRole).value<QList<int>>();
        const bool isDetail = index.column() == SchemaTreeModel::DetailColumn;
        if (match.isEmpty() && !isDetail) {
            RoomyRowDelegate::paint(painter, option, index);
            return;
        }
        QStyleOptionViewItem row = option;
        initStyleOption(&row, index);
        const QString text = row.text;
        row.text.clear();
        const QWidget* widget = option.widget;
        QStyle* style = widget ? widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &row, painter, widget);
        row.text = text;
        const QRect place =
            style->subElementRect(QStyle::SE_ItemViewItemText, &row, widget)
                .adjusted(style->pixelMetric(QStyle::PM_FocusFrameHMargin, &row, widget) + 1, 0, -2, 0);
        const bool selected = row.state.testFlag(QStyle::State_Selected);
        const QColor ink = selected ? row.palette.color(QPalette::HighlightedText)
            : isDetail              ? mutedText(row.palette)
                                    : row.palette.color(QPalette::Text);
        painter->save();
        painter->setPen(ink);
        painter->setFont(row.font);
        if (isDetail) {
            painter->drawText(place, int(Qt::AlignRight | Qt::AlignVCenter),
                row.fontMetrics.elidedText(text, Qt::ElideRight, place.width()));
        } else {
            drawMarked(painter, place, row.fontMetrics.elidedText(text, Qt::ElideRight, place.width()), match,
                row.font);
        }
        painter->restore();
    }

private:
    static void drawMarked(QPainter* painter, const QRect& place, const QString& text,
        const QList<int>& match, const QFont& font)
    {
        QList<QTextLayout::FormatRange> marks;
        for (const int position : match) {
            if (position >= text.size())
                continue;
            QTextCharFormat bold;
            bold.setFontWeight(QFont::Bold);
            bold.setFontUnderline(true);
            marks << QTextLayout::FormatRange {position, 1, bold};
        }
        QTextLayout layout(text, font);
        QTextOption option;
        option.setWrapMode(QTextOption::NoWrap);
        layout.setTextOption(option);
        layout.setFormats(marks);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        layout.endLayout();
        const qreal top = place.top() + (place.height() - line.height()) / 2;
        layout.draw(painter, QPointF(place.left(), top));
    }
};

} // namespace

SchemaTreeView::SchemaTreeView(QWidget* parent)
    : QTreeView(parent)
{
    setAccessibleName(tr("Schema"));
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setHeaderHidden(true);
    setFrameShape(NoFrame);
    setTabKeyNavigation(false);
    setExpandsOnDoubleClick(false);
    setSelectionMode(SingleSelection);
    setItemDelegate(new SchemaRowDelegate(this));
    setIndentation(14);
    setIconSize({16, 16});
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void SchemaTreeView::setSchemaModel(SchemaTreeModel* model)
{
    m_schema = model;
    setModel(model);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(24);
    resizeEvent(nullptr);
}

void SchemaTreeView::setTierColour(const QColor& colour)
{
    m_tier = colour;
    viewport()->update();
}

void SchemaTreeView::keepPlace()
{
    if (!m_schema || !m_schema->nodes().database())
        return;
    m_open.clear();
    const auto open = m_schema->nodeIndexes([](const SchemaNode&) { return true; });
    for (const QModelIndex& index : open) {
        if (isExpanded(index))
            m_open.insert(index.data(SchemaKeyRole).toString());
    }
    m_current = currentIndex().data(SchemaKeyRole).toString();
    m_top = indexAt({kTierBar + 1, 1}).data(SchemaKeyRole).toString();
}

void SchemaTreeView::restorePlace()
{
    if (!m_schema)
        return;
    QModelIndex current;
    QModelIndex top;
    for (const QModelIndex& index : m_schema->nodeIndexes([](const SchemaNode&) { return true; })) {
        const QString key = index.data(SchemaKeyRole).toString();
        if (m_open.contains(key))
            setExpanded(index, true);
        if (key == m_current)
            current = index;
        if (key == m_top)
            top = index;
    }
    if (current.isValid())
        setCurrentIndex(current);
    if (top.isValid())
        scrollTo(top, PositionAtTop);
}

void SchemaTreeView::openGroups()
{
    if (!m_schema)
        return;
    const auto schemas =
        m_schema->nodeIndexes([](const SchemaNode& node) { return node.kind == SchemaNode::Kind::Schema; });
    expandToDepth(schemas.isEmpty() ? 1 : 2);
}

void SchemaTreeView::openAsAtFirst()
{
    if (!m_schema || !m_schema->nodes().database())
        return;
    const auto schemas =
        m_schema->nodeIndexes([](const SchemaNode& node) { return node.kind == SchemaNode::Kind::Schema; });
    const QString usual = m_schema->nodes().database()->defaultSchema;
    const auto wanted = m_schema->nodeIndexes([&](const SchemaNode& node) {
        switch (node.kind) {
        case SchemaNode::Kind::Database:
            return true;
        case SchemaNode::Kind::Schema:
            return schemas.size() == 1 || node.name == usual;
        case SchemaNode::Kind::Group:
            return node.group == SchemaGroup::Tables
                && (node.parent->kind == SchemaNode::Kind::Database || schemas.size() == 1
                    || node.parent->name == usual);
        default:
            return false;
        }
    });
    for (const QModelIndex& index : wanted)
        setExpanded(index, true);
}

void SchemaTreeView::copy()
{
    if (m_schema && currentIndex().isValid())
        QApplication::clipboard()->setText(m_schema->rowAsText(currentIndex()));
}

void SchemaTreeView::drawRow(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QTreeView::drawRow(painter, option, index);
    if (m_tier.isValid())
        painter->fillRect(QRect(0, option.rect.top(), kTierBar, option.rect.height()), m_tier);
}

/// The first level begins behind the bar.
void SchemaTreeView::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const
{
    QTreeView::drawBranches(painter, rect.adjusted(kTierBar, 0, 0, 0), index);
}

void SchemaTreeView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    QTreeView::keyPressEvent(event);
}

/// The names get what the numbers leave: a dock is narrow.
void SchemaTreeView::resizeEvent(QResizeEvent* event)
{
    if (event)
        QTreeView::resizeEvent(event);
    if (!m_schema)
        return;
    const int width = viewport()->width();
    const int detail = std::min(fontMetrics().averageCharWidth() * 22, width * 2 / 5);
    setColumnWidth(SchemaTreeModel::NameColumn, width - detail);
    setColumnWidth(SchemaTreeModel::DetailColumn, detail);
}

void SchemaTreeView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current);
}

} // namespace strandline::ui
