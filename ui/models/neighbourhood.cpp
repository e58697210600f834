// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/neighbourhood.h"

#include "core/schema/findings.h"
#include "ui/models/schema_facts.h"

#include <QCoreApplication>

#include <algorithm>

namespace strandline::ui {

namespace {

using Box = Neighbourhood::Box;
using Edge = Neighbourhood::Edge;

/// More would be a wall; the list of foreign keys has all of them.
constexpr int kMostOnASide = 24;
constexpr int kMostLines = 40;
constexpr qreal kPadding = 8;
constexpr qreal kGapAcross = 110;
constexpr qreal kGapDown = 18;
constexpr qreal kMargin = 20;

QString say(const char* text)
{
    return QCoreApplication::translate("Neighbourhood", text);
}

bool isForeignColumn(const schema::Table& table, const QString& column)
{
    return std::any_of(
        table.constraints.cbegin(), table.constraints.cend(), [&column](const schema::Constraint& one) {
            return one.kind == schema::ConstraintKind::ForeignKey && one.columns.contains(column);
        });
}

/// The table in the middle with all its columns, its neighbours with their keys.
Box boxOf(const schema::Table& table, bool isCentre)
{
    Box box;
    box.table = table.name;
    const schema::Constraint* key = table.primaryKey();
    for (const schema::Column& column : table.columns) {
        const bool isKey = key && key->columns.contains(column.name);
        const bool isForeign = isForeignColumn(table, column.name);
        if ((!isCentre && !isKey && !isForeign) || box.lines.size() >= kMostLines) {
            ++box.leftOut;
            continue;
        }
        box.lines << Neighbourhood::Line {
            isCentre ? column.name + QStringLiteral("  ") + column.type : column.name, isKey, isForeign};
    }
    return box;
}

class Builder
{
public:
    Builder(const schema::Database& database, const schema::Table& table, const NeighbourhoodMetrics& metrics)
        : m_database(database)
        , m_table(table)
        , m_metrics(metrics)
    { }

    Neighbourhood build()
    {
        m_result.lineHeight = m_metrics.lineHeight;
        m_result.boxes << boxOf(m_table, true);
        for (const IncomingKey& key : incomingForeignKeys(m_database, m_table.name)) {
            const int box = key.table->name == m_table.name ? 0 : neighbour(key.table->name, 0);
            addEdge(box, 0, *key.constraint, *key.table);
        }
        m_result.left = int(m_result.boxes.size()) - 1;
        for (const schema::Constraint& one : m_table.constraints) {
            if (one.kind != schema::ConstraintKind::ForeignKey || one.referencedTable == m_table.name)
                continue;
            addEdge(0, neighbour(one.referencedTable, m_result.left), one, m_table);
        }
        layOut();
        return m_result;
    }

private:
    /// The place of the neighbour on the side that begins behind `before` boxes; -1: no room for it.
    int neighbour(const schema::ObjectName& name, int before)
    {
        for (int i = before + 1; i < m_result.boxes.size(); ++i) {
            if (m_result.boxes.at(i).table == name)
                return i;
        }
        if (m_result.boxes.size() - 1 - before >= kMostOnASide) {
            ++m_result.notDrawn;
            return -1;
        }
        const schema::Table* table = m_database.table(name);
        Box box = table ? boxOf(*table, false) : Box {name, {}, 0, {}, true};
        m_result.boxes << box;
        return int(m_result.boxes.size()) - 1;
    }

    void addEdge(int from, int to, const schema::Constraint& key, const schema::Table& holder)
    {
        if (from < 0 || to < 0)
            return;
        const QString target = key.referencedColumns.isEmpty()
            ? say("primary key")
            : key.referencedColumns.join(QStringLiteral(", "));
        const bool made = m_database.dialect == sql::Dialect::MySql;
        m_result.edges << Edge {from, to,
            QStringLiteral("%1 → %2").arg(key.columns.join(QStringLiteral(", ")), target), key.onDelete,
            made || schema::isCoveredByIndex(holder, key.columns)};
    }

    QSizeF sizeOf(const Box& box) const
    {
        qreal width = m_metrics.width(box.table.display(), true);
        for (const Neighbourhood::Line& line : box.lines)
            width = std::max(width, m_metrics.width(line.text, line.isKey) + m_metrics.lineHeight);
        const auto lines = box.lines.size() + (box.leftOut > 0 || box.isMissing ? 1 : 0);
        return {std::max(width, m_metrics.width(say("and %1 more columns").arg(888), false)) + 2 * kPadding,
            (qreal(lines) + 1.5) * m_metrics.lineHeight + kPadding};
    }

    /// Boxes of one side under one another; answers width and height of the column.
    QSizeF stack(int first, int count, qreal x)
    {
        qreal width = 0;
        for (int i = first; i < first + count; ++i)
            width = std::max(width, sizeOf(m_result.boxes.at(i)).width());
        qreal y = 0;
        for (int i = first; i < first + count; ++i) {
            const qreal height = sizeOf(m_result.boxes.at(i)).height();
            m_result.boxes[i].place = QRectF(x, y, width, height);
            y += height + kGapDown;
        }
        return {width, std::max<qreal>(0, y - kGapDown)};
    }

    void layOut()
    {
        const int right = int(m_result.boxes.size()) - 1 - m_result.left;
        qreal x = kMargin;
        const QSizeF leftSize = stack(1, m_result.left, x);
        if (m_result.left > 0)
            x += leftSize.width() + kGapAcross;
        const QSizeF centre = stack(0, 1, x);
        x += centre.width();
        QSizeF rightSize(0, 0);
        if (right > 0) {
            rightSize = stack(1 + m_result.left, right, x + kGapAcross);
            x += kGapAcross + rightSize.width();
        }
        const qreal height = std::max({leftSize.height(), centre.height(), rightSize.height()});
        const auto shift = [this, height](int first, int count, qreal own) {
            for (int i = first; i < first + count; ++i)
                m_result.boxes[i].place.translate(0, kMargin + (height - own) / 2);
        };
        shift(0, 1, centre.height());
        shift(1, m_result.left, leftSize.height());
        shift(1 + m_result.left, right, rightSize.height());
        m_result.size = {x + kMargin, height + 2 * kMargin};
    }

    const schema::Database& m_database;
    const schema::Table& m_table;
    const NeighbourhoodMetrics& m_metrics;
    Neighbourhood m_result;
};

} // namespace

Neighbourhood neighbourhoodOf(
    const schema::Database& database, const schema::Table& table, const NeighbourhoodMetrics& metrics)
{
    return Builder(database, table, metrics).build();
}

QString Neighbourhood::sentence() const
{
    const int right = int(boxes.size()) - 1 - left;
    const QString name = boxes.first().table.display();
    if (boxes.size() == 1)
        return edges.isEmpty() ? say("%1: no foreign key leaves it or leads to it.").arg(name)
                               : say("%1: a foreign key leads back to itself.").arg(name);
    return say("%1: %2 on the left refer to it, it refers to %3 on the right.")
        .arg(name)
        .arg(left)
        .arg(right);
}

QString Neighbourhood::boxSentence(int box) const
{
    QStringList parts {boxes.at(box).table.display()};
    for (const Edge& edge : edges) {
        QString keys;
        if (edge.from == box)
            keys = say("refers to %1 by %2").arg(boxes.at(edge.to).table.display(), edge.columns);
        else if (edge.to == box && box != 0)
            keys = say("referred to by %1 by %2").arg(boxes.at(edge.from).table.display(), edge.columns);
        if (keys.isEmpty())
            continue;
        if (!edge.onDelete.isEmpty())
            keys += say(", on delete %1").arg(edge.onDelete.toLower());
        parts << keys;
    }
    return parts.join(QStringLiteral(", "));
}

int Neighbourhood::neighbour(int box, Qt::Key key) const
{
    const int firstRight = left + 1;
    const int last = int(boxes.size()) - 1;
    const bool onLeft = box >= 1 && box <= left;
    const bool onRight = box >= firstRight;
    switch (key) {
    case Qt::Key_Left:
        return onRight ? 0 : box == 0 && left > 0 ? 1 : box;
    case Qt::Key_Right:
        return onLeft ? 0 : box == 0 && last >= firstRight ? firstRight : box;
    case Qt::Key_Up:
        return (onLeft && box > 1) || (onRight && box > firstRight) ? box - 1 : box;
    case Qt::Key_Down:
        return (onLeft && box < left) || (onRight && box < last) ? box + 1 : box;
    case Qt::Key_Home:
        return 0;
    default:
        return box;
    }
}

} // namespace strandline::ui
