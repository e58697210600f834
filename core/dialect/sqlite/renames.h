// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/sqlite/table_pairs.h"

#include <QSet>

namespace strandline::dialect::sqlite {

/// ALTER TABLE … RENAME for every table and column with another name, in an order in which no name is taken
/// when it is given; where names go round in a circle, one of them goes over a free one.
QList<RenderedStatement> renameStatements(const TablePairs& pairs);

/// A name like the wanted one that is not in use.
QString freeName(const QString& wanted, const QSet<QString>& foldedNamesInUse);

} // namespace strandline::dialect::sqlite
