// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"

namespace strandline::engine::mysql {

/// Row locks are told by InnoDB. Who holds the metadata lock of a table is told by the plug-in
/// metadata_lock_info or the performance schema; without these, who has a transaction open is suspected, and
/// `state` says so. Without the right PROCESS only sessions of the same login are seen.
///
/// InnoDB answers from a copy that it renews only when nobody has read it for 100 ms: who asks more often
/// than that sees the same picture for ever.
base::Result<QList<LockWait>> findLockWaits(db::Connection& watcher, qint64 sessionId);

/// See RunServices::tableUsers; the same sources.
base::Result<QList<TableUser>> findTableUsers(db::Connection& connection, const QStringList& tables);

base::Result<bool> isSessionRunning(db::Connection& connection, qint64 sessionId);

} // namespace strandline::engine::mysql
