// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/timeline_view.h"

#include "ui/delegates/timeline_delegate.h"
#include "ui/models/timeline_model.h"
#include "ui/object_names.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

namespace strandline::ui {

TimelineView::TimelineView(QWidget* parent)
    : QTreeView(parent)
    , m_delegate(new TimelineDelegate(this))
{
    setObjectName(names::timelineView());
    setAccessibleName(tr("Migration timeline"));
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setTabKeyNavigation(false);
    setItemDelegate(m_delegate);
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setHighlightSections(false);
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header()->setMinimumSectionSize(24);
    connect(this, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (index.isValid() && index.data(EntryRole).isValid())
            Q_EMIT openRequested(index.data(KeyRole).toString());
    });
    applyMetrics();
}

void TimelineView::setTimelineModel(TimelineModel* model)
{
    m_timeline = model;
    setModel(model);
    connect(model, &QAbstractItemModel::columnsInserted, this, [this] {
        fitColumns();
        // A selected row is a row of cells; the new ones are not part of it by themselves.
        if (currentIndex().isValid() && selectionModel()->isSelected(currentIndex()))
            selectionModel()->select(
                currentIndex(), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    });
    connect(model, &QAbstractItemModel::columnsRemoved, this, &TimelineView::fitColumns);
    connect(model, &QAbstractItemModel::headerDataChanged, this, &TimelineView::fitColumns);
    fitColumns();
}

void TimelineView::setDensity(Density density)
{
    m_density = density;
    applyMetrics();
}

void TimelineView::applyMetrics()
{
    const int text = fontMetrics().height();
    m_delegate->setRowHeight(
        m_density == Density::Compact ? std::max(28, text + 11) : std::max(36, text + 19));
    scheduleDelayedItemsLayout();
    fitColumns();
}

void TimelineView::changeEvent(QEvent* event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        applyMetrics();
}

/// Name takes what the others leave. When it would get too little, the columns that the inspector repeats go
/// first: nothing is cut off at 1024 pixels with the docks open.
void TimelineView::fitColumns()
{
    if (!m_timeline)
        return;
    const QFontMetrics metrics = fontMetrics();
    const auto text = [&metrics](const QString& sample) { return metrics.horizontalAdvance(sample) + 18; };
    QHash<int, int> width {
        {TimelineModel::RailColumn, TimelineDelegate::railWidth(metrics)},
        {TimelineModel::VersionColumn, text(QStringLiteral("20260101120000"))},
        {TimelineModel::StateColumn,
            TimelineDelegate::stateWordWidth(metrics) + text(QStringLiteral("≠ edited after apply")) + 6},
        {TimelineModel::LastRunColumn, text(QStringLiteral("failed 28 Nov 20:20 at #3"))},
        {TimelineModel::TookColumn, text(QStringLiteral("12 min 40 s"))},
        {TimelineModel::ByColumn, text(QStringLiteral("wwwwwwww"))},
    };
    const int environments = m_timeline->columnCount() - TimelineModel::FirstEnvironmentColumn;
    int environmentWidth = text(QStringLiteral("▲ staging"));
    for (int i = 0; i < environments; ++i) {
        const QString header =
            m_timeline->headerData(TimelineModel::FirstEnvironmentColumn + i, Qt::Horizontal, Qt::DisplayRole)
                .toString();
        environmentWidth = std::max(environmentWidth, metrics.size(0, header).width() + 14);
    }
    const int nameMinimum = text(QStringLiteral("add_loyalty_points_column"));
    int rest = viewport()->width() - environments * environmentWidth;
    for (const int column : width)
        rest -= column;
    const auto& timeline = m_timeline->input().timeline;
    const bool ran = timeline && timeline->compared;
    for (const int column :
        {TimelineModel::TookColumn, TimelineModel::ByColumn, TimelineModel::LastRunColumn}) {
        // Without a database nothing ran, last or otherwise.
        const bool dispensable = column != TimelineModel::LastRunColumn || environments > 0;
        const bool hide = !ran || (dispensable && rest < nameMinimum);
        setColumnHidden(column, hide);
        if (hide)
            rest += width[column];
    }
    // Room to spare goes to the longest badge first, then to the name.
    const int longBadge =
        text(QStringLiteral("⌫↩ going back deletes data")) - text(QStringLiteral("≠ edited after apply"));
    if (rest > nameMinimum + longBadge) {
        width[TimelineModel::StateColumn] += longBadge;
        rest -= longBadge;
    }
    if (rest < nameMinimum) {
        const int slack = std::min(nameMinimum - rest, text(QStringLiteral("edited after apply")) - 40);
        width[TimelineModel::StateColumn] -= slack;
        rest += slack;
    }
    for (auto it = width.cbegin(); it != width.cend(); ++it)
        setColumnWidth(it.key(), it.value());
    setColumnWidth(TimelineModel::NameColumn, std::max(rest, nameMinimum));
    for (int i = 0; i < environments; ++i)
        setColumnWidth(TimelineModel::FirstEnvironmentColumn + i, environmentWidth);
}

void TimelineView::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

void TimelineView::drawRow(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (index.data(RowKindRole).toInt() != int(RowKind::Now)) {
        QTreeView::drawRow(painter, option, index);
        return;
    }
    QStyleOptionViewItem row = option;
    row.rect.setLeft(0);
    row.rect.setWidth(std::max(viewport()->width(), header()->length()));
    row.font = font();
    row.fontMetrics = fontMetrics();
    row.palette = palette();
    const bool selected = selectionModel() && selectionModel()->isSelected(index);
    row.state.setFlag(QStyle::State_Selected, selected);
    row.state.setFlag(QStyle::State_Active, isActiveWindow());
    m_delegate->paintNowRow(painter, row, index.siblingAtColumn(TimelineModel::RailColumn));
}

QString TimelineView::currentKey() const
{
    return currentIndex().isValid() ? currentIndex().data(KeyRole).toString() : QString();
}

void TimelineView::selectKey(const QString& key)
{
    const int row = m_timeline ? m_timeline->rowOfKey(key) : -1;
    if (row < 0)
        return;
    // Column 1: the rail column has no text for the reader of the current cell to start with.
    const QModelIndex index = m_timeline->index(row, TimelineModel::RailColumn);
    setCurrentIndex(index);
    scrollTo(index);
}

void TimelineView::scrollToNow()
{
    const int row = m_timeline ? m_timeline->rowOfKey(QStringLiteral("now")) : -1;
    if (row < 0)
        return;
    const int height = m_delegate->rowHeight();
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(row * height - int(viewport()->height() * 0.7) + height / 2);
}

void TimelineView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentKeyChanged(currentKey());
}

void TimelineView::copy()
{
    if (m_timeline && currentIndex().isValid())
        QApplication::clipboard()->setText(m_timeline->rowAsText(currentIndex().row()));
}

void TimelineView::nextProblem()
{
    moveToProblem(1);
}

void TimelineView::previousProblem()
{
    moveToProblem(-1);
}

void TimelineView::moveToProblem(int step)
{
    const int rows = m_timeline ? m_timeline->rowCount() : 0;
    const int start = currentIndex().isValid() ? currentIndex().row() : (step > 0 ? -1 : 0);
    for (int count = 1; count <= rows; ++count) {
        const int row = ((start + step * count) % rows + rows) % rows;
        const QModelIndex index = m_timeline->index(row, 0);
        if (index.data(ProblemRole).toBool()) {
            setCurrentIndex(index);
            scrollTo(index);
            return;
        }
    }
    Q_EMIT noMoreProblems();
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_Down) {
        nextProblem();
        return;
    }
    if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_Up) {
        previousProblem();
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void TimelineView::keyboardSearch(const QString& search)
{
    if (!m_timeline)
        return;
    const bool continues =
        m_typedAt.isValid() && m_typedAt.elapsed() < QApplication::keyboardInputInterval() * 2;
    m_typedAt.start();
    m_typed = continues ? m_typed + search : search;
    const int rows = m_timeline->rowCount();
    const int start = currentIndex().isValid() ? currentIndex().row() + (continues ? 0 : 1) : 0;
    for (int count = 0; count < rows; ++count) {
        const QModelIndex index = m_timeline->index((start + count) % rows, 0);
        if (index.data(VersionRole).toString().startsWith(m_typed, Qt::CaseInsensitive)
            || index.data(NameRole).toString().startsWith(m_typed, Qt::CaseInsensitive)) {
            setCurrentIndex(index);
            scrollTo(index);
            return;
        }
    }
}

} // namespace strandline::ui
