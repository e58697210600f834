// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/table.h"

namespace strandline::dialect::postgresql {

/// The same but for the name, the comment and what ALTER CONSTRAINT and VALIDATE change.
bool isSameConstraint(const schema::Constraint& a, const schema::Constraint& b);
/// The same but for the name, the comment and what ALTER INDEX changes.
bool isSameIndex(const schema::Index& a, const schema::Index& b);
bool isSameTrigger(const schema::Trigger& a, const schema::Trigger& b);

} // namespace strandline::dialect::postgresql
