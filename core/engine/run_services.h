// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/db/connection.h"
#include "core/migration/lock_story.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <memory>
#include <optional>

namespace strandline::engine {

using migration::LockHolder;
using migration::LockWait;
using migration::SessionEnd;

/// One runner per database: held while this lives, released by the destructor, gone with the process.
class RunnerLock
{
public:
    virtual ~RunnerLock() = default;
    /// Conflict or Connection when it is not ours any more (connection gone, somebody ended the session).
    virtual base::Result<void> check() = 0;
};

struct LockRequest
{
    QString who; ///< "anna@build7"
    QString runId;
    QDateTime now; ///< UTC
    QString historySchema; ///< projects with different history schemas share a database without meeting
};

/// Either the lock, or who has it.
struct LockAttempt
{
    std::unique_ptr<RunnerLock> lock;
    std::optional<LockHolder> holder;
};

/// One session that uses a table right now, for the preflight.
using TableUser = LockWait;

/// What a run needs of an engine beside a connection. Without state; connections are passed in, and are used
/// on their own threads.
class RunServices
{
public:
    virtual ~RunServices() = default;

    /// Takes the lock on a connection of its own that holds no transaction, and moves that connection into
    /// the lock. Does not wait. Unsupported with the reason where a session lock cannot hold (a pooler that
    /// gives each transaction another session); `second` is another open connection, to find that out.
    virtual base::Result<LockAttempt> tryLock(std::unique_ptr<db::Connection> connection,
        db::Connection& second, const LockRequest& request) const = 0;
    /// Who holds it now; works on a ReadOnly connection.
    virtual base::Result<std::optional<LockHolder>> lockHolder(
        db::Connection& connection, const QString& historySchema) const = 0;

    /// SHA-256 over the normalised schema without our own tables; the server does the work where it can.
    /// Equal digests: no table, column, constraint, index, view, routine, trigger, type or sequence
    /// definition differs. Sees changes of the connection's own open transaction.
    virtual base::Result<QByteArray> schemaFingerprint(
        db::Connection& connection, const QString& historySchema) const = 0;

    /// Who blocks this session and who waits behind it. Empty: nobody, or this engine cannot tell.
    virtual base::Result<QList<LockWait>> lockWaits(db::Connection& watcher, qint64 sessionId) const = 0;
    /// Sessions with an open transaction that uses one of these tables (as written in the script), longest
    /// first.
    virtual base::Result<QList<TableUser>> tableUsers(
        db::Connection& connection, const QStringList& tables) const = 0;

    /// After a connection was lost: is the statement of that session still running on the server?
    virtual base::Result<bool> sessionIsAlive(db::Connection& connection, qint64 sessionId) const = 0;

    /// Ends the session that `session` was when it was seen, and waits a while until it is gone. A later one
    /// that was given the same number is left alone. The connection has to be ReadWrite: somebody's work is
    /// lost. Precondition when the login may not; Unsupported where sessions cannot be ended.
    virtual base::Result<SessionEnd> endSession(
        db::Connection& connection, const LockWait& session) const = 0;

    /// This error means that a lock could not be had in time, or a deadlock, and trying again may help.
    virtual bool isLockTimeout(const base::Error& error) const = 0;

    /// Rights and settings that keep this login from migrating here, for the preflight; empty: none found.
    virtual base::Result<QList<base::Error>> missingRights(
        db::Connection& connection, const QString& historySchema) const = 0;

    /// The statements that drop everything the login owns in this database (the schemas of the search path
    /// on PostgreSQL), in an order that works; our own tables included. Nothing is executed.
    virtual base::Result<QList<QByteArray>> dropEverything(db::Connection& connection) const = 0;
};

} // namespace strandline::engine
