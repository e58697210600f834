// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/statement_splitter.h"
#include "core/usecase/prepare_run.h"

#include <QAbstractItemModel>

namespace strandline::ui {

/// The steps of a plan with their statements beneath. Statements are cut when somebody looks at them: a plan
/// of a thousand migrations is shown at once.
class PlanModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { BracketColumn, WhatColumn, HowColumn, StatementsColumn, ColumnCount };
    enum Role {
        GroupRole = Qt::UserRole + 1, ///< what shares a transaction has the same text; empty: none
        KeptRole, ///< already done, only listed
        OutsideRole, ///< stays as soon as it is done
    };
    /// More are not listed one by one.
    static constexpr int kMostStatements = 2000;

    explicit PlanModel(QObject* parent = nullptr);

    void setPlan(const migration::Plan& plan, const QList<analysis::CountedLoss>& losses);
    const migration::Plan& plan() const { return m_plan; }
    int stepOf(const QModelIndex& index) const; ///< -1 without one
    int statementOf(const QModelIndex& index) const; ///< 1-based; 0 for a step
    const sql::SplitResult& statementsOf(int step) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant stepData(int step, int column, int role) const;
    QVariant statementData(int step, int number, int column, int role) const;
    QString groupOf(int step, int statement) const;
    QString lossesOf(int step, int statement) const;
    QString excerpt(int step, int number) const;

    migration::Plan m_plan;
    QList<analysis::CountedLoss> m_losses;
    mutable QHash<int, sql::SplitResult> m_splits;
};

} // namespace strandline::ui
