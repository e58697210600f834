// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

// Values that engines find out and everybody shows; here, because who shows them must not know engines.
namespace strandline::migration {

/// Who holds the runner lock of a database.
struct LockHolder
{
    QString who; ///< "anna@build7", as the holder announced itself; else the server's user and address
    QDateTime since; ///< UTC; invalid: not known
    QString runId; ///< empty: not known
    QString session; ///< "pid 4711", "connection 12", for messages
    qint64 sessionId = 0; ///< of the server; process id for SQLite
};

/// Somebody in the way of the watched session, or waiting behind it.
struct LockWait
{
    enum class Role { BlocksUs, WaitsBehindUs };
    Role role = Role::BlocksUs;
    QString object; ///< "invoice", where it can be told
    QString session; ///< "pid 4711"
    qint64 sessionId = 0; ///< 0: there is none to end (a prepared transaction)
    QString sessionKey; ///< tells it from a later session that was given the same number
    QString user;
    QString program;
    QString state; ///< "idle in transaction", "Sleep"
    qint64 sinceMs = -1; ///< in that state, or running, so long
    QString statement; ///< beginning of what it runs or ran last
};

/// What became of a session that was told to end.
enum class SessionEnd {
    Ended,
    WasGone, ///< before it was told, which comes to the same
    StillEnding, ///< told, but what it undoes takes its time
};

} // namespace strandline::migration
