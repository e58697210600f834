// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"

namespace strandline::engine::postgresql {

/// The runner lock is an advisory lock of a session; docs/formats/bookkeeping.md tells the key. See
/// RunServices::tryLock and lockHolder.
base::Result<LockAttempt> tryLock(
    std::unique_ptr<db::Connection> connection, db::Connection& second, const LockRequest& request);
base::Result<std::optional<LockHolder>> lockHolder(db::Connection& connection, const QString& historySchema);

/// The two halves of the key.
inline constexpr int lockClass = 0x5374726C; // "Strl"
int lockObject(const QString& schema);

} // namespace strandline::engine::postgresql
