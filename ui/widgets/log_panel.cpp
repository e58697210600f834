// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/log_panel.h"

#include "ui/models/log_model.h"
#include "ui/object_names.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTreeView>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

/// Ctrl+C arrives as copy() of the focused widget.
class LogView final : public QTreeView
{
public:
    LogView(LogPanel* panel)
        : QTreeView(panel)
        , m_panel(panel)
    { }

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->matches(QKeySequence::Copy))
            m_panel->copy();
        else
            QTreeView::keyPressEvent(event);
    }

private:
    LogPanel* m_panel;
};

} // namespace

LogPanel::LogPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new LogModel(this))
    , m_filter(new QLineEdit(this))
    , m_view(new LogView(this))
    , m_empty(new QLabel(this))
    , m_olderLeftOut(
          new QLabel(tr("Older events are left out; “strandline-cli log --limit 0” lists all."), this))
{
    m_filter->setObjectName(names::logFilterEdit());
    m_filter->setAccessibleName(tr("Filter the log"));
    m_filter->setPlaceholderText(tr("Filter: migration, event, person or message"));
    m_filter->setClearButtonEnabled(true);
    m_view->setObjectName(names::logView());
    m_view->setAccessibleName(tr("Log"));
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->setItemsExpandable(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setTabKeyNavigation(false);
    m_view->setMinimumHeight(fontMetrics().height() * 4);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAutoFillBackground(true);
    m_empty->setBackgroundRole(QPalette::Base);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_filter);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    m_olderLeftOut->setForegroundRole(QPalette::PlaceholderText);
    m_olderLeftOut->hide();
    row->addStretch();
    row->addWidget(m_olderLeftOut);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    column->addWidget(m_empty, 1);
    const auto text = [this](int chars) { return fontMetrics().averageCharWidth() * chars + 12; };
    m_view->header()->setStretchLastSection(true);
    m_view->setColumnWidth(LogModel::TimeColumn, text(15));
    m_view->setColumnWidth(LogModel::EventColumn, text(18));
    m_view->setColumnWidth(LogModel::MigrationColumn, text(42));
    m_view->setColumnWidth(LogModel::StatementColumn, text(11));
    m_view->setColumnWidth(LogModel::TookColumn, text(9));
    m_view->setColumnWidth(LogModel::ActorColumn, text(16));
    setTabOrder(m_filter, m_view);
    setFocusProxy(m_view);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_model->setFilter(words);
        updateEmpty();
    });
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex& index) {
        const migration::LogEvent& event = m_model->eventAt(index.row());
        const bool repeatable = event.migrationKind == migration::Kind::Repeatable;
        Q_EMIT migrationChosen(
            repeatable ? QStringLiteral("r:") + event.name : QStringLiteral("v:") + event.version);
    });
    updateEmpty();
}

void LogPanel::setOlderLeftOut(bool leftOut)
{
    m_olderLeftOut->setVisible(leftOut);
}

void LogPanel::setEvents(
    const QList<migration::LogEvent>& events, const QDateTime& nowUtc, const QString& whyEmpty)
{
    m_whyEmpty = whyEmpty;
    m_model->setEvents(events, nowUtc);
    updateEmpty();
}

void LogPanel::addLive(const QList<migration::LogEvent>& events)
{
    m_model->prepend(events);
    updateEmpty();
}

void LogPanel::updateEmpty()
{
    const bool empty = m_model->rowCount() == 0;
    m_empty->setText(
        m_model->eventCount() > 0 ? tr("No event matches “%1”.").arg(m_filter->text()) : m_whyEmpty);
    m_empty->setVisible(empty);
    m_view->setVisible(!empty);
    setFocusProxy(empty ? static_cast<QWidget*>(m_filter) : m_view);
}

void LogPanel::copy()
{
    if (m_view->currentIndex().isValid())
        QApplication::clipboard()->setText(m_model->rowAsText(m_view->currentIndex().row()));
}

} // namespace strandline::ui
