// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"

namespace strandline::engine::mysql {

/// See RunServices::endSession.
base::Result<SessionEnd> killSession(db::Connection& connection, const LockWait& session);

} // namespace strandline::engine::mysql
