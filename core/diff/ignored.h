// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/compare.h"

namespace strandline::diff {

/// The database without what the options leave out. Whitespace and column order are questions of comparing, and
/// the schema's name is one of matching: they are not answered here. Generated names become empty.
schema::Database withoutIgnored(const schema::Database& database, const CompareOptions& options);

/// The name looks as the engine, or one of the object mappers that hash them, would have made it.
bool isGeneratedName(const QString& name, const schema::ObjectName& table, sql::Dialect dialect);

/// The only schema that holds anything, or exists; empty when there are none or several.
QString onlySchema(const schema::Database& database);

} // namespace strandline::diff
