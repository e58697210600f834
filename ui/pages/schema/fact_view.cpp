// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/schema/fact_view.h"

#include "ui/delegates/state_palette.h"
#include "ui/widgets/roomy_rows.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTreeView>

namespace strandline::ui {

namespace {

/// The first column is what the row is about; a row with a problem says so in colour as well as in words.
class FactDelegate final : public RoomyRowDelegate
{
public:
    using RoomyRowDelegate::RoomyRowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        RoomyRowDelegate::initStyleOption(option, index);
        if (index.data(FactTableModel::ProblemRowRole).toBool()) {
            option->palette.setColor(
                QPalette::Text, flagColour(migration::MigrationFlag::Changed, option->palette));
        }
    }
};

} // namespace

FactView::FactView(const QString& objectName, const QString& title, QWidget* parent)
    : QStackedWidget(parent)
    , m_model(new FactTableModel(this))
    , m_view(new QTreeView(this))
    , m_empty(new QLabel(this))
{
    m_view->setObjectName(objectName);
    m_view->setAccessibleName(title);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new FactDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setItemsExpandable(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setAlternatingRowColors(true);
    m_view->setTabKeyNavigation(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setIconSize({16, 16});
    m_view->header()->setStretchLastSection(true);
    m_view->header()->setSectionsMovable(false);
    m_view->installEventFilter(this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAutoFillBackground(true);
    m_empty->setBackgroundRole(QPalette::Base);
    addWidget(m_view);
    addWidget(m_empty);
    setFocusProxy(m_view);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const auto& target = m_model->table().rows.at(index.row()).target)
            Q_EMIT targetRequested(*target);
    });
}

void FactView::setTable(const FactTable& table)
{
    m_model->setTable(table);
    m_empty->setText(table.whyEmpty);
    setCurrentWidget(table.rows.isEmpty() ? static_cast<QWidget*>(m_empty) : m_view);
    if (!table.rows.isEmpty())
        m_view->setCurrentIndex(m_model->index(0, 0));
    fitColumns();
}

/// As wide as the first rows need, with a limit: one long default must not push the rest out of sight.
void FactView::fitColumns()
{
    const QFontMetrics metrics = m_view->fontMetrics();
    const int widest = metrics.averageCharWidth() * 44;
    const int looked = std::min(m_model->rowCount(), 200);
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int width = metrics.horizontalAdvance(m_model->table().headers.at(column)) + 28;
        for (int row = 0; row < looked; ++row) {
            const int icon = column == 0 ? 26 : 0;
            const QString text = m_model->table().rows.at(row).cells.value(column).left(100).simplified();
            width = std::max(width, metrics.horizontalAdvance(text) + 20 + icon);
        }
        m_view->setColumnWidth(column, std::min(width, widest));
    }
}

bool FactView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy) && m_view->currentIndex().isValid()) {
        QApplication::clipboard()->setText(m_model->rowAsText(m_view->currentIndex().row()));
        return true;
    }
    return QStackedWidget::eventFilter(watched, event);
}

} // namespace strandline::ui
