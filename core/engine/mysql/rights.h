// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::engine::mysql {

/// See RunServices::missingRights.
base::Result<QList<base::Error>> findMissingRights(db::Connection& connection, const QString& historySchema);

} // namespace strandline::engine::mysql
