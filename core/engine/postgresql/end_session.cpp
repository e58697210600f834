// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/end_session.h"

#include "core/sql/identifier.h"

#include <QDeadlineTimer>
#include <QThread>

namespace strandline::engine::postgresql {

namespace {

/// A backend that works through a big rollback takes longer, and nobody has to watch it do so.
constexpr int kPatienceMs = 5000;
constexpr int kPauseMs = 50;

/// The session that was seen, and no later one with its process id. Its start is hidden from logins without
/// rights on it, when it was seen as well as now; its user never is.
QString thatSession(const LockWait& session)
{
    return QStringLiteral(" FROM pg_catalog.pg_stat_activity WHERE pid = %1"
                          " AND coalesce((extract(epoch FROM backend_start) * 1000000)::bigint, 0) = %2"
                          " AND coalesce(usename::text, '') = %3")
        .arg(QString::number(session.sessionId), QString::number(session.sessionKey.toLongLong()),
            sql::quoteLiteral(session.user, sql::Dialect::PostgreSql));
}

base::Failure refused(const base::Error& error, const LockWait& session)
{
    if (!error.nativeCode.startsWith(QLatin1String("42501")))
        return base::fail(error.withContext(QStringLiteral("%1 could not be ended").arg(session.session)));
    return base::fail(base::Error {base::ErrorCode::Precondition,
        QStringLiteral("This login may not end the sessions of “%1”").arg(session.user), error.detail,
        QStringLiteral("Ask “%1” to end the transaction, or log in as a member of that role or of "
                       "pg_signal_backend. Sessions of a superuser only a superuser may end.")
            .arg(session.user),
        error.nativeCode, {}});
}

} // namespace

base::Result<SessionEnd> terminateSession(db::Connection& connection, const LockWait& session)
{
    if (session.sessionId == 0) {
        return base::fail(base::ErrorCode::Unsupported,
            QStringLiteral("A prepared transaction has no session that could be ended"),
            QStringLiteral("It was prepared for a two-phase commit and outlives its session."),
            QStringLiteral("End it with COMMIT PREPARED or ROLLBACK PREPARED."));
    }
    const QString that = thatSession(session);
    const auto told = connection.query(QStringLiteral("SELECT pg_terminate_backend(pid)") + that);
    if (!told)
        return refused(told.error(), session);
    // False: it ended between being found and being told.
    if (told->rows.isEmpty() || !told->rows.first().first().toBool())
        return SessionEnd::WasGone;
    for (const QDeadlineTimer limit(kPatienceMs); !limit.hasExpired(); QThread::msleep(kPauseMs)) {
        const auto left = connection.query(QStringLiteral("SELECT 1") + that);
        if (!left)
            return base::forward(left);
        if (left->rows.isEmpty())
            return SessionEnd::Ended;
    }
    return SessionEnd::StillEnding;
}

} // namespace strandline::engine::postgresql
