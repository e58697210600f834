// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"

namespace strandline::engine::postgresql {

// See RunServices. What the login may not see of other sessions (their state and statements) stays empty.
base::Result<QList<LockWait>> lockWaits(db::Connection& watcher, qint64 sessionId);
base::Result<QList<TableUser>> tableUsers(db::Connection& connection, const QStringList& tables);
base::Result<bool> sessionIsAlive(db::Connection& connection, qint64 sessionId);

} // namespace strandline::engine::postgresql
