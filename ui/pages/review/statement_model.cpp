// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/statement_model.h"

#include <QStringList>

namespace strandline::ui {

QString statementLabel(bool down, int number)
{
    return QLatin1Char('#') + QString::number(number) + (down ? QStringLiteral("'") : QString());
}

StatementModel::StatementModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void StatementModel::setRows(QList<StatementRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int StatementModel::rowOf(bool down, int number) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).down == down && m_rows.at(i).number == number)
            return i;
    }
    return -1;
}

int StatementModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int StatementModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString StatementModel::cell(const StatementRow& row, int column) const
{
    switch (column) {
    case NumberColumn:
        return statementLabel(row.down, row.number);
    case KindColumn:
        return row.kind;
    case TextColumn:
        return row.text;
    case LineColumn:
        return QString::number(row.line);
    case PairColumn: {
        QStringList labels;
        for (const int number : row.partners)
            labels << statementLabel(!row.down, number);
        return labels.join(QStringLiteral(", "));
    }
    case NoteColumn:
        return row.note;
    default:
        return {};
    }
}

QString StatementModel::sentence(const StatementRow& row) const
{
    QString text = row.down ? tr("Down statement %1, %2, line %3") : tr("Up statement %1, %2, line %3");
    text = text.arg(row.number).arg(row.kind.toLower()).arg(row.line);
    const QString pair = cell(row, PairColumn);
    if (!pair.isEmpty())
        text += QStringLiteral(", ") + (row.down ? tr("undoes %1") : tr("undone by %1")).arg(pair);
    if (!row.note.isEmpty())
        text += QStringLiteral(", ") + row.note;
    return text;
}

QVariant StatementModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const StatementRow& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cell(row, index.column());
    case Qt::ToolTipRole:
        if (index.column() == PairColumn && !row.partners.isEmpty())
            return row.down ? tr("Undoes %1; matched by name").arg(cell(row, PairColumn))
                            : tr("Undone by %1; matched by name").arg(cell(row, PairColumn));
        return index.column() == TextColumn ? row.text : QVariant();
    case Qt::AccessibleTextRole:
        if (index.column() == NumberColumn)
            return sentence(row);
        return QVariant(cell(row, index.column()) + QStringLiteral(", ")
            + headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString());
    case Qt::TextAlignmentRole:
        return index.column() == LineColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default:
        return {};
    }
}

QVariant StatementModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn:
        return tr("No.");
    case KindColumn:
        return tr("Kind");
    case TextColumn:
        return tr("Begins with");
    case LineColumn:
        return tr("Line");
    case PairColumn:
        return tr("Pair");
    case NoteColumn:
        return tr("Transaction");
    default:
        return {};
    }
}

} // namespace strandline::ui
