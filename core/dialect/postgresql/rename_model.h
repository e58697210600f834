// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::dialect::postgresql {

/// What the server does to everything that names an object when that is renamed.
void renameRelation(schema::Database& database, schema::ObjectKind kind, const schema::ObjectName& from,
    const schema::ObjectName& to);
void renameSchema(schema::Database& database, const QString& from, const QString& to);
/// Of a table and of those that inherit it.
void renameColumn(
    schema::Database& database, const schema::ObjectName& table, const QString& from, const QString& to);
/// A constraint (with its index), index, trigger, rule or policy.
void renamePart(schema::Database& database, schema::ObjectKind kind, const schema::ObjectName& relation,
    const QString& from, const QString& to);
void renameRoutine(schema::Database& database, const schema::ObjectName& from, const QString& arguments,
    const schema::ObjectName& to);
void renameValue(
    schema::Database& database, const schema::ObjectName& type, const QString& from, const QString& to);

} // namespace strandline::dialect::postgresql
