// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/table.h"

#include <optional>

namespace strandline::schema::sqlite {

/// The index that a CREATE INDEX statement makes, its elements and predicate in normal form. Null table: its
/// columns are not known. Nothing when the text is not understood.
std::optional<Index> parseCreateIndex(const QString& statement, const Table* table);

/// Timing, events and normal form of a CREATE TRIGGER statement. What is not understood stays empty; the
/// definition never does.
Trigger parseCreateTrigger(const QString& statement);

} // namespace strandline::schema::sqlite
