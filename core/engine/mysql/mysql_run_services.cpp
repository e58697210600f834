// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/mysql_run_services.h"

#include "core/engine/mysql/end_session.h"
#include "core/engine/mysql/lock_watch.h"
#include "core/engine/mysql/rights.h"
#include "core/engine/mysql/runner_lock.h"
#include "core/engine/mysql/schema_reader.h"

#include <mysqld_error.h>

namespace strandline::engine::mysql {

base::Result<LockAttempt> MysqlRunServices::tryLock(
    std::unique_ptr<db::Connection> connection, db::Connection& second, const LockRequest& request) const
{
    return tryNamedLock(std::move(connection), second, request);
}

base::Result<std::optional<LockHolder>> MysqlRunServices::lockHolder(
    db::Connection& connection, const QString& historySchema) const
{
    return holderOfNamedLock(connection, historySchema);
}

base::Result<QByteArray> MysqlRunServices::schemaFingerprint(db::Connection& connection, const QString&) const
{
    return schemaDigest(connection);
}

base::Result<QList<LockWait>> MysqlRunServices::lockWaits(db::Connection& watcher, qint64 sessionId) const
{
    return findLockWaits(watcher, sessionId);
}

base::Result<QList<TableUser>> MysqlRunServices::tableUsers(
    db::Connection& connection, const QStringList& tables) const
{
    return findTableUsers(connection, tables);
}

base::Result<bool> MysqlRunServices::sessionIsAlive(db::Connection& connection, qint64 sessionId) const
{
    return isSessionRunning(connection, sessionId);
}

base::Result<SessionEnd> MysqlRunServices::endSession(
    db::Connection& connection, const LockWait& session) const
{
    return killSession(connection, session);
}

bool MysqlRunServices::isLockTimeout(const base::Error& error) const
{
    // Row locks and metadata locks end with the same number; a deadlock has rolled the transaction back.
    const int number = error.nativeCode.section(QLatin1Char(' '), 0, 0).toInt();
    return number == ER_LOCK_WAIT_TIMEOUT || number == ER_LOCK_DEADLOCK;
}

base::Result<QList<base::Error>> MysqlRunServices::missingRights(
    db::Connection& connection, const QString& historySchema) const
{
    return findMissingRights(connection, historySchema);
}

base::Result<QList<QByteArray>> MysqlRunServices::dropEverything(db::Connection& connection) const
{
    return dropStatements(connection);
}

} // namespace strandline::engine::mysql
