// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/grant.h"

namespace strandline::engine::postgresql {

/// The rights that a printed aclitem[] gives, one for each grantee and privilege; who granted it is not kept.
QList<schema::Grant> grantsFrom(const QString& printedList);

/// Owner and rights of an object of this kind, by the letter of acldefault(). An empty list: the default
/// rights. The owner's own rights are listed only when they are not all, as one "NONE" when there are none.
schema::Access accessFrom(const QString& owner, const QString& printedList, char kind, int serverVersion);

} // namespace strandline::engine::postgresql
