// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/end_session.h"

#include <QDeadlineTimer>
#include <QThread>

#include <mysqld_error.h>

namespace strandline::engine::mysql {

namespace {

/// One that undoes a big transaction takes longer, and nobody has to watch it do so.
constexpr int kPatienceMs = 5000;
constexpr int kPauseMs = 50;

int numberOf(const base::Error& error)
{
    return error.nativeCode.section(QLatin1Char(' '), 0, 0).toInt();
}

base::Result<bool> isThere(db::Connection& connection, const LockWait& session)
{
    const auto rows = connection.query(QStringLiteral("SELECT COUNT(*) FROM information_schema.processlist"
                                                      " WHERE id = ? AND CONCAT(user, '@', host) = ?"),
        {session.sessionId, session.sessionKey});
    if (!rows)
        return base::forward(rows);
    return rows->rows.value(0).value(0).toInt() > 0;
}

} // namespace

base::Result<SessionEnd> killSession(db::Connection& connection, const LockWait& session)
{
    const auto before = isThere(connection, session);
    if (!before)
        return base::forward(before);
    if (!*before)
        return SessionEnd::WasGone;
    const auto told = connection.execute(QStringLiteral("KILL CONNECTION %1").arg(session.sessionId));
    if (!told && numberOf(told.error()) == ER_NO_SUCH_THREAD)
        return SessionEnd::WasGone;
    if (!told && numberOf(told.error()) == ER_KILL_DENIED_ERROR) {
        return base::fail(base::Error {base::ErrorCode::Precondition,
            QStringLiteral("This login may not end the sessions of “%1”").arg(session.user),
            told.error().detail,
            QStringLiteral("Ask “%1” to end the transaction, or use a login with the right CONNECTION ADMIN "
                           "(MySQL: CONNECTION_ADMIN).")
                .arg(session.user),
            told.error().nativeCode, {}});
    }
    if (!told)
        return base::fail(
            told.error().withContext(QStringLiteral("%1 could not be ended").arg(session.session)));
    for (const QDeadlineTimer limit(kPatienceMs); !limit.hasExpired(); QThread::msleep(kPauseMs)) {
        const auto left = isThere(connection, session);
        if (!left)
            return base::forward(left);
        if (!*left)
            return SessionEnd::Ended;
    }
    return SessionEnd::StillEnding;
}

} // namespace strandline::engine::mysql
