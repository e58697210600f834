// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/likeness.h"
#include "core/diff/sql_likeness.h"
#include "core/schema/database.h"

namespace strandline::diff {

// Of a table that is on both sides, both in the names of the new one. Pairs above the threshold, not yet one to
// one; their places are those in the lists of the tables.

QList<ScoredPair> renamedColumns(const schema::Table& from, const schema::Table& to);
/// Equal but for the name: then nothing is lost by renaming, and nothing is gained by asking about less.
QList<ScoredPair> renamedConstraints(
    const schema::Table& from, const schema::Table& to, const SqlLikeness& sql);
QList<ScoredPair> renamedIndexes(
    const QList<schema::Index>& from, const QList<schema::Index>& to, const SqlLikeness& sql);
QList<ScoredPair> renamedValues(const QStringList& from, const QStringList& to);

} // namespace strandline::diff
