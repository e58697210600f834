// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgresql/statements.h"

namespace strandline::dialect::postgresql {

/// The table with its columns and those constraints that are part of it; partitions as tables of their own,
/// which are attached later.
void writeCreateTable(const Question& question, const schema::Table& table,
    const QSet<QString>& laterDefaults, Statements& out);
/// Whether CREATE TABLE makes this constraint.
bool isInline(const schema::Constraint& constraint);

/// Persistence, storage parameters, row security, place, type of a table that exists on both sides.
void writeTableChange(
    const Question& question, const schema::Table& from, const schema::Table& to, Statements& out);

/// REPLICA IDENTITY and CLUSTER ON name indexes, which have to be there.
void writeTableSettings(const schema::Table* from, const schema::Table& to, bool again, Statements& out);

/// Joining and leaving a parent.
void writeAttach(const schema::Table& table, Statements& out);
void writeDetach(const schema::Table& table, Statements& out);

/// " WITH (a='b')" of an index, view or table; empty without options of this kind.
QString storageClause(const schema::Options& options);
/// SET (…) and RESET (…).
void writeStorageChange(
    const schema::Options& from, const schema::Options& to, const QString& alter, Statements& out);

} // namespace strandline::dialect::postgresql
