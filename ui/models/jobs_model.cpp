// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/jobs_model.h"

#include "ui/text/human_time.h"
#include "ui/text/run_words.h"

namespace strandline::ui {

namespace {

QString stateText(JobState state)
{
    switch (state) {
    case JobState::Running:
        return JobsModel::tr("▶ Running");
    case JobState::Done:
        return JobsModel::tr("✓ Done");
    case JobState::Failed:
        return JobsModel::tr("✗ Failed");
    case JobState::Stopped:
        return JobsModel::tr("■ Stopped");
    }
    return {};
}

} // namespace

JobsModel::JobsModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void JobsModel::setJobs(const QList<RunJob>& jobs, const QDateTime& nowUtc)
{
    m_now = nowUtc;
    // The usual changes leave selection and scrolling alone.
    bool sameRows = jobs.size() == m_jobs.size();
    for (int i = 0; sameRows && i < jobs.size(); ++i)
        sameRows = jobs[i].id == m_jobs[i].id;
    if (sameRows) {
        m_jobs = jobs;
        if (!jobs.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(int(jobs.size()) - 1, ColumnCount - 1));
        return;
    }
    const bool oneMore = jobs.size() == m_jobs.size() + 1 && (m_jobs.isEmpty() || jobs[1].id == m_jobs[0].id);
    if (oneMore) {
        beginInsertRows({}, 0, 0);
        m_jobs = jobs;
        endInsertRows();
        return;
    }
    beginResetModel();
    m_jobs = jobs;
    endResetModel();
}

int JobsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_jobs.size());
}

int JobsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString JobsModel::display(const RunJob& job, int column) const
{
    switch (column) {
    case JobColumn:
        return job.title;
    case EnvironmentColumn:
        return job.environment;
    case StateColumn:
        return stateText(job.state);
    case StartedColumn:
        return clockTime(job.startedAt);
    case TookColumn:
        return job.state == JobState::Running ? elapsedText(job.startedAt.msecsTo(m_now))
                                              : statementTime(job.tookMs);
    case ResultColumn:
        return job.result;
    default:
        return {};
    }
}

QVariant JobsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_jobs.size())
        return {};
    const RunJob& job = m_jobs[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return display(job, index.column());
    case Qt::ToolTipRole:
        return job.details.isEmpty() ? job.result : job.details;
    case Qt::AccessibleTextRole:
        if (index.column() == 0)
            return tr("%1 on %2, %3. %4")
                .arg(job.title, job.environment, stateText(job.state).mid(2), job.result);
        return {};
    default:
        return {};
    }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const QStringList titles {
        tr("Job"), tr("Environment"), tr("State"), tr("Started"), tr("Took"), tr("Result")};
    return titles.value(section);
}

} // namespace strandline::ui
