// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"

namespace strandline::engine::sqlite {

class SqliteRunServices final : public RunServices
{
public:
    base::Result<LockAttempt> tryLock(std::unique_ptr<db::Connection> connection, db::Connection& second,
        const LockRequest& request) const override;
    base::Result<std::optional<LockHolder>> lockHolder(
        db::Connection& connection, const QString& historySchema) const override;
    base::Result<QByteArray> schemaFingerprint(
        db::Connection& connection, const QString& historySchema) const override;
    base::Result<QList<LockWait>> lockWaits(db::Connection& watcher, qint64 sessionId) const override;
    base::Result<QList<TableUser>> tableUsers(
        db::Connection& connection, const QStringList& tables) const override;
    base::Result<bool> sessionIsAlive(db::Connection& connection, qint64 sessionId) const override;
    base::Result<SessionEnd> endSession(db::Connection& connection, const LockWait& session) const override;
    bool isLockTimeout(const base::Error& error) const override;
    base::Result<QList<base::Error>> missingRights(
        db::Connection& connection, const QString& historySchema) const override;
    base::Result<QList<QByteArray>> dropEverything(db::Connection& connection) const override;
};

} // namespace strandline::engine::sqlite
