// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/diff/compare.h"

#include <QJsonObject>

namespace strandline::tests {

/// One object of a file under tests/cases/diff: two databases and what is said about them.
///
/// The databases are in the JSON form of a saved schema, in which a table may be a text instead:
/// "app.users(id integer!, name text='x')" with ! for NOT NULL and = for a default. `base` belongs to both
/// sides.
struct DiffCase
{
    QString about;
    schema::Database from;
    schema::Database to;
    QList<diff::Rename> renames;
    QList<diff::Rename> refused;
    diff::CompareOptions options;
    QJsonObject json; ///< the rest: what is expected

    QStringList texts(const char* field) const;
};

/// All cases of all files that `pattern` names. A case that cannot be read is an error in the caller's test.
base::Result<QList<DiffCase>> readDiffCases(const QString& pattern);

} // namespace strandline::tests
