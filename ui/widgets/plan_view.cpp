// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plan_view.h"

#include "ui/delegates/state_palette.h"
#include "ui/widgets/roomy_rows.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace strandline::ui {

namespace {

class BracketDelegate final : public RoomyRowDelegate
{
public:
    explicit BracketDelegate(PlanView* view)
        : RoomyRowDelegate(view)
        , m_view(view)
    { }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QModelIndex first = index.siblingAtColumn(0);
        const QString group = groupShown(first);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state & QStyle::State_Selected;
        const QColor ink = selected ? option.palette.color(QPalette::HighlightedText)
                                    : stateColour(migration::MigrationState::Running, option.palette);
        const QRectF box = option.rect;
        const qreal x = box.center().x() - 2;
        if (group.isEmpty()) {
            if (index.data(PlanModel::OutsideRole).toBool()) {
                painter->setBrush(
                    selected ? ink : flagColour(migration::MigrationFlag::Changed, option.palette));
                painter->setPen(Qt::NoPen);
                painter->drawEllipse(QPointF(x + 2, box.center().y()), 2.6, 2.6);
            }
            painter->restore();
            return;
        }
        painter->setPen(QPen(ink, 2));
        const bool above = groupShown(m_view->indexAbove(first)) == group;
        const bool below = groupShown(m_view->indexBelow(first)) == group;
        const qreal top = above ? box.top() : box.top() + 5;
        const qreal bottom = below ? box.bottom() + 1 : box.bottom() - 4;
        painter->drawLine(QPointF(x, top), QPointF(x, bottom));
        if (!above)
            painter->drawLine(QPointF(x, top), QPointF(x + 6, top));
        if (!below)
            painter->drawLine(QPointF(x, bottom), QPointF(x + 6, bottom));
        painter->restore();
    }

private:
    /// An open step's own row belongs to what is right below it.
    QString groupShown(const QModelIndex& index) const
    {
        if (!index.isValid())
            return {};
        const PlanModel* model = m_view->planModel();
        if (model->statementOf(index) == 0 && m_view->isExpanded(index) && model->rowCount(index) > 0
            && !model->plan().singleTransaction)
            return model->plan().steps[model->stepOf(index)].isTransactional()
                ? index.data(PlanModel::GroupRole).toString()
                : QString();
        return index.data(PlanModel::GroupRole).toString();
    }

    PlanView* m_view;
};

/// Steps are what one looks for; statements stand back, and what is done already more so.
class RowDelegate final : public RoomyRowDelegate
{
public:
    using RoomyRowDelegate::RoomyRowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const bool step = !index.parent().isValid();
        if (step && index.column() == PlanModel::WhatColumn)
            option->font.setBold(true);
        if (index.siblingAtColumn(0).data(PlanModel::KeptRole).toBool())
            option->palette.setColor(QPalette::Text, mutedText(option->palette));
        if (option->text.contains(QStringLiteral("⌫")))
            option->palette.setColor(
                QPalette::Text, flagColour(migration::MigrationFlag::DataLoss, option->palette));
        option->textElideMode = Qt::ElideRight;
    }
};

} // namespace

PlanView::PlanView(QWidget* parent)
    : QTreeView(parent)
    , m_model(new PlanModel(this))
{
    setModel(m_model);
    setItemDelegate(new RowDelegate(this));
    setItemDelegateForColumn(PlanModel::BracketColumn, new BracketDelegate(this));
    setTreePosition(PlanModel::WhatColumn);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setMinimumSectionSize(18);
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setSectionResizeMode(PlanModel::BracketColumn, QHeaderView::Fixed);
    header()->setSectionResizeMode(PlanModel::WhatColumn, QHeaderView::Stretch);
    header()->setSectionResizeMode(PlanModel::HowColumn, QHeaderView::Fixed);
    header()->setSectionResizeMode(PlanModel::StatementsColumn, QHeaderView::Fixed);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (current.isValid())
            Q_EMIT chosen(m_model->stepOf(current), m_model->statementOf(current));
    });
    // The bracket of a step depends on whether it is open.
    connect(this, &QTreeView::expanded, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QTreeView::collapsed, viewport(), qOverload<>(&QWidget::update));
    fitColumns();
}

void PlanView::setPlan(const migration::Plan& plan, const QList<analysis::CountedLoss>& losses)
{
    m_model->setPlan(plan, losses);
    int rows = 0;
    for (int step = 0; step < plan.steps.size(); ++step) {
        rows += 1 + plan.steps[step].statementCount;
        // Few enough to be read without a click; a long plan starts as an overview.
        if (plan.steps.size() <= 3 && rows < 40)
            expand(m_model->index(step, 0));
    }
    if (!plan.steps.isEmpty())
        setCurrentIndex(m_model->index(0, 0));
}

void PlanView::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

void PlanView::fitColumns()
{
    const int character = fontMetrics().averageCharWidth();
    setColumnWidth(PlanModel::BracketColumn, 26);
    setColumnWidth(PlanModel::StatementsColumn, fontMetrics().horizontalAdvance(tr("Statements")) + 16);
    setColumnWidth(PlanModel::HowColumn, std::clamp(width() / 3, character * 15, character * 31));
}

} // namespace strandline::ui
