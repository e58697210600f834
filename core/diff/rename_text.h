// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/diff/rename.h"

namespace strandline::diff {

// A rename as people write it on the command line and in the directive of a migration:
//
//   users=customers                       a table, view, type, sequence or routine
//   users.name=users.full_name            a column, index or constraint of a table; the value of an enum
//   users.name=full_name                  the same: the owner is taken from the left side
//   app.users=app."Odd.Name"              with the schema, where it is not the default one; quotes where needed
//   index users.a=users.b                 with the kind, where several things have these names
//   add(integer, integer)=plus(integer, integer)
//
// Which of its readings is meant is decided by what the two databases hold.

base::Result<Rename> renameFromText(
    const QString& text, const schema::Database& from, const schema::Database& to);
/// The two sides on their own, as in `-- strandline:renamed users.name users.full_name`.
base::Result<Rename> renameFromTexts(const QString& kind, const QString& before, const QString& after,
    const schema::Database& from, const schema::Database& to);

struct RenameText
{
    QString kind; ///< empty: not needed
    QString before;
    QString after;

    QString display() const; ///< "users.name=users.full_name", "index users.a=users.b"
    /// "-- strandline:renamed users.name users.full_name"; empty for a name with a line break, which no line holds.
    QString directive() const;
};
/// What renameFromText() reads as this rename again.
RenameText renameText(const Rename& rename, const schema::Database& from, const schema::Database& to);

} // namespace strandline::diff
