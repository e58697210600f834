// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"

namespace strandline::dialect::postgresql {

/// A database under its new names, and the statements that give them.
struct Renamed
{
    schema::Database database;
    QList<RenderedStatement> statements;
};

/// Applies the renames that were asked for, and those that need no question: constraints and indexes of which
/// only the name differs, sequences of a column that stays. Views keep their texts as they were, since the
/// server keeps their columns' names.
Renamed renamed(
    const schema::Database& from, const schema::Database& to, const QList<diff::Rename>& renames);

} // namespace strandline::dialect::postgresql
