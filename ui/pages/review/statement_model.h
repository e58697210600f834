// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>

namespace strandline::ui {

struct StatementRow
{
    bool down = false;
    int number = 0;
    QString kind;
    QString text;
    int line = 0;
    QList<int> partners; ///< numbers in the other script that undo it or are undone by it
    QString note;
};

/// The statements of both scripts, up first.
class StatementModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NumberColumn, KindColumn, TextColumn, LineColumn, PairColumn, NoteColumn, ColumnCount };

    explicit StatementModel(QObject* parent = nullptr);
    void setRows(QList<StatementRow> rows);
    const StatementRow& row(int index) const { return m_rows.at(index); }
    int rowOf(bool down, int number) const; ///< -1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cell(const StatementRow& row, int column) const;
    QString sentence(const StatementRow& row) const;

    QList<StatementRow> m_rows;
};

QString statementLabel(bool down, int number); ///< "#3", "#3'" for a down statement

} // namespace strandline::ui
