// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/table.h"

namespace strandline::dialect::mysql {

/// What a change of type may do to values, as a note; empty when every value fits the new type.
QString typeLoss(const schema::Column& from, const schema::Table& fromTable, const schema::Column& to,
    const schema::Table& toTable);

} // namespace strandline::dialect::mysql
