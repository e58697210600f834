// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/compare_rows.h"

#include <QAbstractItemModel>
#include <QSet>

namespace strandline::ui {

/// What differs between two schemas: objects, and under each the parts that differ.
class CompareModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, StateColumn, SentenceColumn, ColumnCount };
    enum Role { CompareStateRole = Qt::UserRole + 1 };

    explicit CompareModel(QObject* parent = nullptr);

    void setRows(QList<CompareRow> rows, const QString& here, const QString& there);
    void setFilter(const QSet<CompareState>& states, const QString& text);
    int count(CompareState state) const; ///< of all objects, shown or not
    const CompareRow* rowAt(const QModelIndex& index) const;
    QModelIndex indexOf(const schema::ObjectId& id) const; ///< invalid: not shown
    /// All shown rows as tab-separated words.
    QString asText() const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void select();
    QString spoken(const CompareRow& row) const;

    QList<CompareRow> m_rows;
    QList<int> m_shown;
    QSet<CompareState> m_states {CompareState::OnlyHere, CompareState::OnlyThere, CompareState::Different};
    QString m_text;
    QString m_here;
    QString m_there;
};

} // namespace strandline::ui
