// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"

namespace strandline::engine::mysql {

/// The runner lock by GET_LOCK(). The name holds a digest of database and history schema, since locks belong
/// to the whole server. Who holds it is said by more locks of the same session, one for each bit that is set:
/// no table, plug-in or right is needed to read them, and they go with the session as the lock does.
/// docs/formats/bookkeeping.md
base::Result<LockAttempt> tryNamedLock(
    std::unique_ptr<db::Connection> connection, db::Connection& second, const LockRequest& request);

base::Result<std::optional<LockHolder>> holderOfNamedLock(
    db::Connection& connection, const QString& historySchema);

} // namespace strandline::engine::mysql
