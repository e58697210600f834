// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fact_table_model.h"

#include "ui/theme/icons.h"

namespace strandline::ui {

FactTableModel::FactTableModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void FactTableModel::setTable(const FactTable& table)
{
    beginResetModel();
    m_table = table;
    endResetModel();
}

int FactTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_table.rows.size());
}

int FactTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_table.headers.size());
}

QString FactTableModel::spoken(const FactRow& row) const
{
    if (!row.sentence.isEmpty())
        return row.sentence;
    QStringList parts {row.cells.value(0)};
    for (qsizetype i = 1; i < m_table.headers.size(); ++i) {
        const QString value = row.cells.value(i);
        if (!value.isEmpty())
            parts << QStringLiteral("%1 %2").arg(m_table.headers.at(i).toLower(), value);
    }
    return parts.join(QStringLiteral(", "));
}

QVariant FactTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FactRow& row = m_table.rows.at(index.row());
    const QString text = row.cells.value(index.column());
    switch (role) {
    case Qt::DisplayRole:
        // One line in the list; the tooltip keeps the line breaks.
        return text.contains(QLatin1Char('\n')) ? text.simplified() : text;
    case Qt::ToolTipRole:
        return text;
    case Qt::DecorationRole:
        return index.column() == 0 && !row.icon.isEmpty() ? QVariant(icon(row.icon)) : QVariant();
    case Qt::AccessibleTextRole: {
        if (index.column() == 0)
            return spoken(row);
        const QString header = m_table.headers.at(index.column()).toLower();
        return QStringLiteral("%1, %2").arg(text.isEmpty() ? tr("none") : text, header);
    }
    case TargetRole:
        return row.target ? QVariant(row.target->display()) : QVariant();
    case ProblemRowRole:
        return row.isProblem;
    default:
        return {};
    }
}

QVariant FactTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    return m_table.headers.value(section);
}

QString FactTableModel::rowAsText(int row) const
{
    QStringList cells = m_table.rows.value(row).cells;
    for (QString& cell : cells)
        cell = cell.simplified();
    return cells.join(QLatin1Char('\t'));
}

} // namespace strandline::ui
