// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"

namespace strandline::engine::postgresql {

/// See RunServices::missingRights.
base::Result<QList<base::Error>> missingRights(db::Connection& connection, const QString& historySchema);

} // namespace strandline::engine::postgresql
