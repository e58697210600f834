// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/plan.h"
#include "core/runner/run_events.h"

#include <QAbstractItemModel>

#include <memory>

namespace strandline::ui {

/// What a run does, as it does it: steps, beneath them their statements, beneath those what the server said.
/// Of a long script only the latest statements are kept.
class RunStatementsModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { WhatColumn, TookColumn, RowsColumn, ColumnCount };
    enum class State { Waiting, Running, Done, Failed, HalfApplied, RolledBack, Unknown };
    enum Role { StateRole = Qt::UserRole + 1 };
    static constexpr int kMostStatements = 500; ///< of one step
    static constexpr int kFinishedStepsWithStatements = 50;

    explicit RunStatementsModel(QObject* parent = nullptr);
    ~RunStatementsModel() override;

    void setPlan(const migration::Plan& plan);
    /// `nowMs` on the clock that elapsed times are counted by.
    void take(const runner::RunEvent& event, qint64 nowMs);
    void tick(qint64 nowMs); ///< the running statement got older
    QModelIndex running() const; ///< the statement, else the step, that runs
    qint64 runningSinceMs() const { return m_runningSince; } ///< -1: no statement runs

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    Node* nodeAt(const QModelIndex& index) const;
    QModelIndex indexOf(const Node* node, int column = 0) const;
    void changed(Node* node);
    void append(Node* parent, std::unique_ptr<Node> child);
    void removeFirst(Node* parent, int count);
    Node* statementOf(Node* step, const runner::RunEvent& event);
    void finishStatement(Node* step, const runner::RunEvent& event);
    void finishStep(Node* step, const runner::RunEvent& event);
    void addNotice(Node* parent, const QString& text);
    void forgetOldSteps(int current);

    std::unique_ptr<Node> m_root;
    Node* m_running = nullptr; ///< a statement
    int m_step = -1;
    qint64 m_runningSince = -1;
    qint64 m_now = 0;
};

} // namespace strandline::ui
