// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <functional>

namespace strandline::db {

/// A statement of our own. One that is sent again and again with other values can name them apart, so that
/// an engine that gains by it prepares the shape once; complete() says the same in one text, which is made
/// only where somebody wants it.
struct OwnStatement
{
    QByteArray text;
    QByteArray shape; ///< with $1, $2, … for the values; empty: there is only the text
    QList<QByteArray> values;
    std::function<QByteArray()> textOfShape;

    OwnStatement(QByteArray complete) // NOLINT: most are nothing but text
        : text(std::move(complete))
    { }
    OwnStatement(const char* complete) // NOLINT
        : text(complete)
    { }
    OwnStatement(QByteArray shapeOfIt, QList<QByteArray> valuesOfIt, std::function<QByteArray()> complete)
        : shape(std::move(shapeOfIt))
        , values(std::move(valuesOfIt))
        , textOfShape(std::move(complete))
    { }

    QByteArray complete() const { return textOfShape ? textOfShape() : text; }
};

using OwnStatements = QList<OwnStatement>;

} // namespace strandline::db
