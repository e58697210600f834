// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"

#include <QAbstractTableModel>

namespace strandline::ui {

/// What this migration did in this environment, newest first.
class RunModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { WhenColumn, WhatColumn, WhoColumn, TookColumn, StatementsColumn, ErrorColumn, ColumnCount };

    explicit RunModel(QObject* parent = nullptr);
    void setRuns(const QList<migration::RunSummary>& oldestFirst);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cell(const migration::RunSummary& run, int column) const;

    QList<migration::RunSummary> m_runs;
};

} // namespace strandline::ui
