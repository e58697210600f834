// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/run_controller.h"

#include <QAbstractTableModel>

namespace strandline::ui {

/// Running and finished jobs of this session, newest first.
class JobsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        JobColumn,
        EnvironmentColumn,
        StateColumn,
        StartedColumn,
        TookColumn,
        ResultColumn,
        ColumnCount
    };

    explicit JobsModel(QObject* parent = nullptr);

    void setJobs(const QList<RunJob>& jobs, const QDateTime& nowUtc);
    const RunJob& jobAt(int row) const { return m_jobs[row]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const RunJob& job, int column) const;

    QList<RunJob> m_jobs;
    QDateTime m_now;
};

} // namespace strandline::ui
