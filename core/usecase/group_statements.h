// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"

namespace strandline::usecase {

/// The statements of one migration file.
struct StatementGroup
{
    QString subject; ///< name of the table, or "types", "views" … for what is no part of one
    QList<dialect::RenderedStatement> statements;
};

enum class Grouping {
    PerTable, ///< each table once, in the order of their first statements
    KeepOrder, ///< tables whose statements mix are one group; foreign keys that come late are one of their
               ///< own
    One,
};

/// Cuts a way into files. PerTable may put statements before others that they need: whoever uses it tries
/// the outcome and falls back. The other two never change the order.
QList<StatementGroup> groupStatements(const QList<dialect::RenderedStatement>& statements, Grouping grouping);

} // namespace strandline::usecase
