// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"

#include <optional>

namespace strandline::dialect::sqlite {

/// Both are the same but for indexes, triggers and what is never compared.
bool isSameTable(const schema::Table& a, const schema::Table& b);

/// ALTER TABLE … DROP COLUMN and ADD COLUMN where they lead exactly to the wanted table and the library can:
/// the statements are played through on the model, and what comes out decides. `from` is the table as the
/// database has it, `renamed` the same after renames; both have their columns in the same order.
std::optional<QList<RenderedStatement>> shortForm(
    const schema::Table& from, const schema::Table& renamed, const schema::Table& to, int version);

} // namespace strandline::dialect::sqlite
