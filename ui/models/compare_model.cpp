// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compare_model.h"

#include <algorithm>

namespace strandline::ui {

namespace {

/// An index of a part carries the place of its object, plus one; that of an object carries nothing.
constexpr quintptr kObject = 0;

} // namespace

CompareModel::CompareModel(QObject* parent)
    : QAbstractItemModel(parent)
{ }

void CompareModel::setRows(QList<CompareRow> rows, const QString& here, const QString& there)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_here = here;
    m_there = there;
    select();
    endResetModel();
}

void CompareModel::setFilter(const QSet<CompareState>& states, const QString& text)
{
    if (states == m_states && text == m_text)
        return;
    beginResetModel();
    m_states = states;
    m_text = text;
    select();
    endResetModel();
}

void CompareModel::select()
{
    m_shown.clear();
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).isShown(m_states, m_text))
            m_shown << i;
    }
}

int CompareModel::count(CompareState state) const
{
    return int(std::count_if(
        m_rows.cbegin(), m_rows.cend(), [state](const CompareRow& row) { return row.state == state; }));
}

const CompareRow* CompareModel::rowAt(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    if (index.internalId() == kObject)
        return &m_rows.at(m_shown.at(index.row()));
    return &m_rows.at(m_shown.at(int(index.internalId()) - 1)).parts.at(index.row());
}

QModelIndex CompareModel::indexOf(const schema::ObjectId& id) const
{
    for (int row = 0; row < m_shown.size(); ++row) {
        const CompareRow& object = m_rows.at(m_shown.at(row));
        if (object.id == id)
            return index(row, NameColumn);
        for (int part = 0; part < object.parts.size(); ++part) {
            if (object.parts.at(part).id == id)
                return index(part, NameColumn, index(row, NameColumn));
        }
    }
    return {};
}

QModelIndex CompareModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : kObject);
}

QModelIndex CompareModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == kObject)
        return {};
    return createIndex(int(index.internalId()) - 1, 0, kObject);
}

int CompareModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return int(m_shown.size());
    if (parent.column() > 0 || parent.internalId() != kObject)
        return 0;
    return int(rowAt(parent)->parts.size());
}

int CompareModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString CompareModel::spoken(const CompareRow& row) const
{
    QStringList parts {row.name, row.kind, compareStateWord(row.state, m_here, m_there)};
    if (!row.parts.isEmpty())
        parts << (row.parts.size() == 1 ? tr("1 part differs") : tr("%1 parts differ").arg(row.parts.size()));
    return parts.join(QStringLiteral(", "));
}

QVariant CompareModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CompareRow& row = *rowAt(index);
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn:
            return QStringLiteral("%1 %2").arg(row.kind, row.name);
        case StateColumn:
            return compareStateSign(row.state) + QLatin1Char(' ')
                + (row.isRenamed ? tr("renamed") : compareStateWord(row.state, m_here, m_there));
        default:
            return row.sentence.simplified();
        }
    case Qt::ToolTipRole:
        return index.column() == SentenceColumn ? row.sentence : QVariant();
    case Qt::AccessibleTextRole:
        if (index.column() == NameColumn)
            return spoken(row);
        return QStringLiteral("%1, %2").arg(data(index, Qt::DisplayRole).toString(),
            headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString().toLower());
    case CompareStateRole:
        return int(row.state);
    default:
        return {};
    }
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    switch (section) {
    case NameColumn:
        return tr("Object");
    case StateColumn:
        return tr("State");
    default:
        return tr("In words");
    }
}

QString CompareModel::asText() const
{
    QString text;
    for (const int shown : m_shown) {
        const CompareRow& object = m_rows.at(shown);
        for (const CompareRow& row : QList<CompareRow> {object} + object.parts)
            text += QStringList {row.kind, row.name, compareStateWord(row.state, m_here, m_there),
                        row.sentence.simplified()}
                        .join(QLatin1Char('\t'))
                + QLatin1Char('\n');
    }
    return text;
}

} // namespace strandline::ui
