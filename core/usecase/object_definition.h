// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::usecase {

/// The statements that make the object with its parts: as the engine keeps them, or as the engine's renderer
/// writes them; empty where neither can.
QString objectDefinition(const schema::Database& database, const schema::ObjectId& object);

} // namespace strandline::usecase
