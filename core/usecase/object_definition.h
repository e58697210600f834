// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::usecase {

/// The object and its parts as the statements that the engine printed; empty where it keeps none that is
/// whole.
QString objectDefinition(const schema::Database& database, const schema::ObjectId& object);

} // namespace strandline::usecase
