// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/postgresql_run_services.h"

#include "core/engine/postgresql/drop_everything.h"
#include "core/engine/postgresql/end_session.h"
#include "core/engine/postgresql/other_sessions.h"
#include "core/engine/postgresql/rights.h"
#include "core/engine/postgresql/runner_lock.h"
#include "core/engine/postgresql/schema_fingerprint.h"

namespace strandline::engine::postgresql {

base::Result<LockAttempt> PostgresqlRunServices::tryLock(
    std::unique_ptr<db::Connection> connection, db::Connection& second, const LockRequest& request) const
{
    return postgresql::tryLock(std::move(connection), second, request);
}

base::Result<std::optional<LockHolder>> PostgresqlRunServices::lockHolder(
    db::Connection& connection, const QString& historySchema) const
{
    return postgresql::lockHolder(connection, historySchema);
}

base::Result<QByteArray> PostgresqlRunServices::schemaFingerprint(
    db::Connection& connection, const QString& historySchema) const
{
    return postgresql::schemaFingerprint(connection, historySchema);
}

base::Result<QList<LockWait>> PostgresqlRunServices::lockWaits(
    db::Connection& watcher, qint64 sessionId) const
{
    return postgresql::lockWaits(watcher, sessionId);
}

base::Result<QList<TableUser>> PostgresqlRunServices::tableUsers(
    db::Connection& connection, const QStringList& tables) const
{
    return postgresql::tableUsers(connection, tables);
}

base::Result<bool> PostgresqlRunServices::sessionIsAlive(db::Connection& connection, qint64 sessionId) const
{
    return postgresql::sessionIsAlive(connection, sessionId);
}

base::Result<SessionEnd> PostgresqlRunServices::endSession(
    db::Connection& connection, const LockWait& session) const
{
    return terminateSession(connection, session);
}

bool PostgresqlRunServices::isLockTimeout(const base::Error& error) const
{
    // lock_timeout or NOWAIT, deadlock, serialization failure.
    return error.nativeCode == QLatin1String("55P03") || error.nativeCode == QLatin1String("40P01")
        || error.nativeCode == QLatin1String("40001");
}

base::Result<QList<base::Error>> PostgresqlRunServices::missingRights(
    db::Connection& connection, const QString& historySchema) const
{
    return postgresql::missingRights(connection, historySchema);
}

base::Result<QList<QByteArray>> PostgresqlRunServices::dropEverything(db::Connection& connection) const
{
    return postgresql::dropEverything(connection);
}

} // namespace strandline::engine::postgresql
