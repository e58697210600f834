// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::diff {

/// What was called `from` is called `to` now; both of one kind, and of a part both tables are named as they
/// are on their own side. The value of an enum is a part of its type: kind Type, `part` the value.
struct Rename
{
    schema::ObjectId from;
    schema::ObjectId to;
};

/// A pair that looks like a rename. Nobody guesses: it is answered, or refused, or said loudly.
struct RenameQuestion
{
    schema::ObjectId from;
    schema::ObjectId to;
    int likeness = 0; ///< percent
    QString reason; ///< "12 of 12 columns equal"
};

/// What nobody has answered yet: an object that is gone and one of the same kind that came and is alike.
/// `answered` are renames; `refused` pairs that are not. Each object stands in at most one question. Parts are
/// asked about within tables whose names are settled: ask again after each answer about a table. A constraint or
/// index with likeness 100 is equal but for its name: renaming it loses nothing, and a caller need not ask.
QList<RenameQuestion> renameQuestions(const schema::Database& from, const schema::Database& to,
    const QList<Rename>& answered, const QList<Rename>& refused);

/// The same renames for the way back.
QList<Rename> reversed(const QList<Rename>& renames);

} // namespace strandline::diff
