// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/rename.h"

namespace strandline::diff {

/// ux.md calls them the ignore options; saved per project.
struct CompareOptions
{
    bool ignoreOwner = false;
    bool ignoreGrants = false;
    bool ignoreTablespace = false;
    bool ignoreComments = false;
    bool ignoreColumnOrder = false;
    bool ignoreWhitespace = false; ///< in bodies and view queries
    bool ignoreCollationNames = false;
    bool ignoreGeneratedNames = false; ///< of constraints and indexes that the engine named
    bool ignoreSchemaName = false; ///< of the only schema on each side
};

enum class DifferenceKind { OnlyFrom, OnlyTo, Changed, Renamed };

struct FieldDifference
{
    QString field; ///< as in the JSON form; "columns" and other lists of parts have differences of their own
    QString from; ///< for people
    QString to;
};

/// One object or part that is not the same on both sides. Parts of an object that is only on one side have
/// none.
struct Difference
{
    DifferenceKind kind = DifferenceKind::Changed;
    schema::ObjectId from; ///< empty name: only there
    schema::ObjectId to; ///< empty name: only here
    QList<FieldDifference> fields;
    /// In words, from the view of `to` as expected: "column users.loyalty_points is missing".
    QString sentence;
    /// What goes wrong where `from` is in use and `to` is supposed: "Queries that name it fail."; empty:
    /// nothing that can be known.
    QString consequence;
};

/// In canonical order of the objects, each followed by its parts; an object that is there on one side only
/// stands where it would be. Equal databases: none. Not compared: the names of the databases, versions of the
/// servers, dependencies, what could not be read, and the statements as somebody wrote them (`source`).
QList<Difference> compare(const schema::Database& from, const schema::Database& to,
    const QList<Rename>& renames, const CompareOptions& options);

} // namespace strandline::diff
