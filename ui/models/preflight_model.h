// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/preflight_check.h"

#include <QAbstractItemModel>
#include <QSet>

namespace strandline::ui {

/// The checks before a run, each with what was found beneath it. Keeps which of them were acknowledged.
class PreflightModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { CheckColumn, FindingColumn, AnswerColumn, ColumnCount };

    /// What Return does in a row, where the answer column offers it.
    enum class Link { None, Show, Disconnect, ChangeTimeouts };

    explicit PreflightModel(QObject* parent = nullptr);

    /// Acknowledgements stay where the check says the same as before.
    void setChecks(const QList<usecase::PreflightCheck>& checks);
    const QList<usecase::PreflightCheck>& checks() const { return m_checks; }
    QStringList acknowledged() const; ///< ids, in the order of the list
    int openAcknowledgements() const;
    const usecase::PreflightCheck* checkAt(const QModelIndex& index) const; ///< of a finding: its check
    const base::Error* errorAt(const QModelIndex& index) const; ///< null for a check without one

    Link linkAt(const QModelIndex& index) const;
    const migration::LockWait* sessionAt(const QModelIndex& index) const; ///< of a finding; null: none to end

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void acknowledgedChanged();

private:
    QVariant checkData(const QModelIndex& index, int role) const;
    QVariant findingData(const QModelIndex& index, int role) const;

    QList<usecase::PreflightCheck> m_checks;
    QSet<QString> m_read;
};

} // namespace strandline::ui
