// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

#include <QByteArray>
#include <QList>

namespace strandline::engine::postgresql {

/// See RunServices::dropEverything. Schemas of the search path stay, empty, with owner and grants; other
/// schemas that the login owns go. Extensions of the login go first; those of others stay with their objects.
/// Everything says IF EXISTS and CASCADE, because a statement before it may have taken it along.
base::Result<QList<QByteArray>> dropEverything(db::Connection& connection);

} // namespace strandline::engine::postgresql
