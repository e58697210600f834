// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

#include <QList>
#include <QRectF>

#include <functional>

namespace strandline::ui {

/// A table and what its foreign keys touch: those that refer to it on the left, those it refers to on the
/// right. Pure: the caller says how wide a text is.
struct Neighbourhood
{
    struct Line
    {
        QString text;
        bool isKey = false;
        bool isForeign = false;
    };
    struct Box
    {
        schema::ObjectName table;
        QList<Line> lines;
        int leftOut = 0; ///< columns that are not drawn
        QRectF place;
        bool isMissing = false; ///< referred to, and not in this schema
    };
    struct Edge
    {
        int from = 0; ///< box that holds the foreign key
        int to = 0;
        QString columns; ///< "order_id → id"
        QString onDelete;
        bool isIndexed = true;
    };

    QList<Box> boxes; ///< the table itself first, then left from the top, then right from the top
    QList<Edge> edges;
    int left = 0; ///< how many boxes stand on the left
    int notDrawn = 0; ///< neighbours beyond the limit
    QSizeF size;
    qreal lineHeight = 0;

    /// One sentence that says what the picture shows.
    QString sentence() const;
    /// "order_line, refers to orders by order_id → id, on delete cascade"
    QString boxSentence(int box) const;
    /// The box that an arrow key leads to; the same one at the edge.
    int neighbour(int box, Qt::Key key) const;
};

struct NeighbourhoodMetrics
{
    std::function<qreal(const QString&, bool bold)> width;
    qreal lineHeight = 0;
};

Neighbourhood neighbourhoodOf(
    const schema::Database& database, const schema::Table& table, const NeighbourhoodMetrics& metrics);

} // namespace strandline::ui
