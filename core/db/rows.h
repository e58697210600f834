// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>
#include <QVariant>

namespace strandline::db {

/// The answer to one of our own queries, small enough to be held at once.
struct Rows
{
    QStringList columns;
    QList<QVariantList> rows;

    bool isEmpty() const { return rows.isEmpty(); }
    int size() const { return int(rows.size()); }
};

} // namespace strandline::db
