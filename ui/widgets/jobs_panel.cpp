// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/jobs_panel.h"

#include "ui/models/jobs_model.h"
#include "ui/object_names.h"
#include "ui/widgets/roomy_rows.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>

namespace strandline::ui {

JobsPanel::JobsPanel(RunController& runs, QWidget* parent)
    : QWidget(parent)
    , m_runs(runs)
    , m_model(new JobsModel(this))
    , m_view(new QTreeView(this))
    , m_empty(new QLabel(tr("Nothing has run in this session."), this))
    , m_clear(new QPushButton(tr("Clear Finished"), this))
{
    m_view->setObjectName(names::jobsView());
    m_view->setAccessibleName(tr("Jobs"));
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->setItemDelegate(new RoomyRowDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setTabKeyNavigation(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->header()->setStretchLastSection(true);
    m_view->setMinimumHeight(fontMetrics().height() * 4);
    const auto text = [this](int chars) { return fontMetrics().averageCharWidth() * chars + 12; };
    m_view->setColumnWidth(JobsModel::JobColumn, text(36));
    m_view->setColumnWidth(JobsModel::EnvironmentColumn, text(14));
    m_view->setColumnWidth(JobsModel::StateColumn, text(12));
    m_view->setColumnWidth(JobsModel::StartedColumn, text(10));
    m_view->setColumnWidth(JobsModel::TookColumn, text(9));
    m_clear->setObjectName(names::jobsClearButton());
    m_clear->setAutoDefault(false);
    m_clear->setToolTip(tr("Take finished jobs off this list; the log of the database keeps them"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAutoFillBackground(true);
    m_empty->setBackgroundRole(QPalette::Base);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->addStretch(1);
    row->addWidget(m_clear);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_empty, 1);
    column->addLayout(row);
    setTabOrder(m_view, m_clear);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &JobsPanel::refresh);
    connect(&m_runs, &RunController::jobsChanged, this, &JobsPanel::refresh);
    connect(m_clear, &QPushButton::clicked, &m_runs, &RunController::clearFinishedJobs);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        m_view->setCurrentIndex(m_model->index(0, 0));
        m_view->scrollToTop();
    });
    connect(m_view, &QTreeView::activated, this,
        [this](const QModelIndex& index) { Q_EMIT jobChosen(m_model->jobAt(index.row()).environment); });
    refresh();
}

void JobsPanel::refresh()
{
    m_model->setJobs(m_runs.jobs(), m_runs.clock().nowUtc());
    const bool empty = m_model->rowCount() == 0;
    const bool hadFocus = m_view->hasFocus() || m_clear->hasFocus();
    m_view->setVisible(!empty);
    m_empty->setVisible(empty);
    if (!empty && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_model->index(0, 0));
    bool running = false;
    bool finished = false;
    for (const RunJob& job : m_runs.jobs()) {
        running = running || job.state == JobState::Running;
        finished = finished || job.state != JobState::Running;
    }
    if (!finished && m_clear->hasFocus())
        m_view->setFocus();
    m_clear->setEnabled(finished);
    setFocusProxy(m_view);
    if (hadFocus && empty && window())
        window()->setFocus();
    if (running != m_tick.isActive())
        running ? m_tick.start() : m_tick.stop();
}

} // namespace strandline::ui
