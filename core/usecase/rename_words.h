// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/diff/rename.h"

namespace strandline::usecase {

/// One answer of a user: "users=accounts", "users.mail=users.email", "users.mail=email", with the kind before
/// it where two fit ("index:a=b"). Names with dots, signs or blanks stand in double quotes.
///
/// Finds the objects that are meant. NotFound names the side on which there is none, Invalid says that the
/// words cannot be read or mean several. Earlier renames are supposed, so that a part may be named on its
/// renamed table.
base::Result<diff::Rename> readRename(const QString& words, const schema::Database& from,
    const schema::Database& to, const QList<diff::Rename>& earlier);

base::Result<QList<diff::Rename>> readRenames(
    const QStringList& words, const schema::Database& from, const schema::Database& to);

/// What a user types to answer yes: readRename() of it gives this rename.
QString renameWords(const diff::RenameQuestion& question, const schema::Database& from,
    const schema::Database& to, const QList<diff::Rename>& earlier);

} // namespace strandline::usecase
