// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/runner_lock.h"

#include "core/engine/postgresql/history_place.h"
#include "core/sql/identifier.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTimeZone>
#include <QUrl>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

constexpr int longestApplicationName = 63; // bytes; the server cuts the rest off
const QString announcedTime = QStringLiteral("yyyyMMddTHHmmssZ");

/// Who, since when and for which run, in front of every statement of the lock's session: pg_stat_activity
/// shows the last one while the session idles. Encoded, because "*/" would end the comment.
QString announcement(const LockRequest& request)
{
    const auto encoded = [](const QString& text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text.left(200)));
    };
    return QStringLiteral("/* strandline lock run=%1 since=%2 who=%3 */ ")
        .arg(encoded(request.runId), request.now.toUTC().toString(Qt::ISODateWithMs), encoded(request.who));
}

/// For those who may not see the statements of others: the name of the program is for everybody.
QString applicationName(const LockRequest& request)
{
    const QString since = QLatin1Char(' ') + request.now.toUTC().toString(announcedTime);
    QString who = QStringLiteral("strandline ") + request.who;
    while (who.toUtf8().size() + since.size() > longestApplicationName)
        who.chop(1);
    return who + since;
}

void readAnnouncement(LockHolder& holder, const QString& statement, const QString& program)
{
    static const QRegularExpression comment(
        QStringLiteral("^/\\* strandline lock run=(\\S*) since=(\\S*) who=(\\S*) \\*/"));
    static const QRegularExpression name(QStringLiteral("^strandline (.*) (\\d{8}T\\d{6}Z)$"));
    const auto decoded = [](const QString& text) { return QUrl::fromPercentEncoding(text.toLatin1()); };
    if (const auto match = comment.match(statement); match.hasMatch()) {
        holder.runId = decoded(match.captured(1));
        holder.since = QDateTime::fromString(match.captured(2), Qt::ISODateWithMs).toUTC();
        holder.who = decoded(match.captured(3));
    } else if (const auto shortened = name.match(program); shortened.hasMatch()) {
        holder.who = shortened.captured(1);
        holder.since = QDateTime::fromString(shortened.captured(2), announcedTime);
        holder.since.setTimeSpec(Qt::UTC);
    }
}

QString heldLocks(const QString& schema)
{
    return QStringLiteral(
        "FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
        " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
        " AND l.database = (SELECT oid FROM pg_catalog.pg_database"
        " WHERE datname = current_database())"
        " AND l.classid::bigint = %1 AND l.objid::bigint = %2")
        .arg(lockClass)
        .arg(quint32(lockObject(schema)));
}

base::Result<std::optional<LockHolder>> holderIn(db::Connection& connection, const QString& schema)
{
    const auto rows = connection.query(
        QStringLiteral("SELECT l.pid, coalesce(a.query, ''), coalesce(a.application_name, ''),"
                       " coalesce(a.usename::text, ''), coalesce(host(a.client_addr), 'local'),"
                       " (extract(epoch FROM a.backend_start) * 1000)::bigint ")
        + heldLocks(schema) + QStringLiteral(" LIMIT 1"));
    if (!rows)
        return base::forward(rows);
    if (rows->isEmpty())
        return std::optional<LockHolder> {};
    const QVariantList& row = rows->rows.first();
    LockHolder holder;
    holder.sessionId = row.at(0).toLongLong();
    holder.session = QStringLiteral("pid %1").arg(holder.sessionId);
    readAnnouncement(holder, row.at(1).toString(), row.at(2).toString());
    if (holder.who.isEmpty())
        holder.who = row.at(3).toString() + QLatin1Char('@') + row.at(4).toString();
    if (!holder.since.isValid() && !row.at(5).isNull())
        holder.since = QDateTime::fromMSecsSinceEpoch(row.at(5).toLongLong(), Qt::UTC);
    return std::optional<LockHolder>(holder);
}

class AdvisoryLock final : public RunnerLock
{
public:
    AdvisoryLock(std::unique_ptr<db::Connection> connection, QString schema, QString comment, qint64 pid)
        : m_connection(std::move(connection))
        , m_schema(std::move(schema))
        , m_comment(std::move(comment))
        , m_pid(pid)
    {
        // Whoever stops a run still wants to know whether the lock held, and to give it back.
        m_connection->setCancelToken({});
    }
    ~AdvisoryLock() override
    {
        // Not left to closing: the server notices that a moment later, and the next run may be quicker.
        static_cast<void>(m_connection->query(
            QStringLiteral("SELECT pg_advisory_unlock(%1, %2)").arg(lockClass).arg(lockObject(m_schema))));
    }
    AdvisoryLock(const AdvisoryLock&) = delete;
    AdvisoryLock& operator=(const AdvisoryLock&) = delete;

    base::Result<void> check() override
    {
        const auto rows = m_connection->query(m_comment + QStringLiteral("SELECT pg_backend_pid(), count(*) ")
            + heldLocks(m_schema) + QStringLiteral(" AND l.pid = pg_backend_pid()"));
        if (!rows)
            return base::fail(rows.error().withContext(QStringLiteral("The runner lock was lost")));
        const QVariantList& row = rows->rows.first();
        if (row.at(0).toLongLong() == m_pid && row.at(1).toInt() > 0)
            return {};
        return base::fail(ErrorCode::Conflict, QStringLiteral("The runner lock was lost"),
            row.at(0).toLongLong() == m_pid
                ? QStringLiteral("Session %1 is alive, but holds the lock no more.").arg(m_pid)
                : QStringLiteral("Session %1 took the lock, and now session %2 answers.")
                      .arg(m_pid)
                      .arg(row.at(0).toLongLong()),
            QStringLiteral("Another run may have begun. Look at the log before running again."));
    }

private:
    std::unique_ptr<db::Connection> m_connection;
    QString m_schema;
    QString m_comment;
    qint64 m_pid;
};

base::Result<qint64> sessionOf(db::Connection& connection)
{
    const auto rows = connection.query(QStringLiteral("SELECT pg_backend_pid()"));
    if (!rows)
        return base::forward(rows);
    return rows->rows.first().first().toLongLong();
}

/// A pooler that gives each transaction another session would take the lock in a session that next serves
/// somebody else. Proven when two open connections are answered by one session, or one by two. (The process
/// id in the handle proves nothing: a pooler that gives each client a session of its own invents one, too.)
base::Result<void> refuseSharedSessions(db::Connection& connection, db::Connection& second)
{
    QString proof;
    qint64 first = connection.info().sessionId;
    for (int round = 0; round < 2 && proof.isEmpty(); ++round) {
        const auto ours = sessionOf(connection);
        if (!ours)
            return base::forward(ours);
        const auto other = sessionOf(second);
        if (!other)
            return base::forward(other);
        if (*ours != first)
            proof = QStringLiteral("One connection was answered by session %1 and then by session %2.")
                        .arg(first)
                        .arg(*ours);
        else if (*ours == *other)
            proof = QStringLiteral("Session %1 answers two connections that are open at the same time.")
                        .arg(*ours);
        first = *ours;
    }
    if (proof.isEmpty())
        return {};
    const auto rows = connection.query(
        QStringLiteral("SELECT coalesce(host(inet_server_addr()), ''), coalesce(inet_server_port(), 0)"));
    QString hint = QStringLiteral("Connect to the server itself, or to a pool in session mode.");
    if (rows && rows->rows.value(0).value(1).toInt() > 0)
        hint += QStringLiteral(" The server behind the pooler says that it listens at %1, port %2.")
                    .arg(rows->rows.value(0).value(0).toString(), rows->rows.value(0).value(1).toString());
    return base::fail(ErrorCode::Unsupported,
        QStringLiteral("This connection goes through a pooler that shares sessions, so no lock can be held"),
        proof, hint);
}

base::Result<void> prepareLockSession(db::Connection& connection, const LockRequest& request)
{
    // The server notices within half a minute that the host of this program is gone; by default two hours.
    QList<QByteArray> settings {"SET application_name = "
            + sql::quoteLiteral(applicationName(request), sql::Dialect::PostgreSql).toUtf8(),
        "SET tcp_keepalives_idle = 15", "SET tcp_keepalives_interval = 5", "SET tcp_keepalives_count = 3"};
    if (connection.info().versionNumber >= 120000)
        settings << "SET tcp_user_timeout = 30000";
    if (connection.info().versionNumber >= 140000)
        settings << "SET idle_session_timeout = 0"; // this session waits for as long as the run takes
    return connection.executeOwn(settings);
}

} // namespace

int lockObject(const QString& schema)
{
    const QByteArray digest = QCryptographicHash::hash(schema.toUtf8(), QCryptographicHash::Sha256);
    quint32 object = 0;
    for (int i = 0; i < 4; ++i)
        object = object << 8 | uchar(digest.at(i));
    return int(object);
}

base::Result<LockAttempt> tryLock(
    std::unique_ptr<db::Connection> connection, db::Connection& second, const LockRequest& request)
{
    if (connection->isInTransaction())
        return base::fail(
            ErrorCode::Internal, QStringLiteral("The runner lock was asked for inside of a transaction"));
    const auto schema = historyPlace(*connection, request.historySchema);
    if (!schema)
        return base::forward(schema);
    if (const auto own = refuseSharedSessions(*connection, second); !own)
        return base::forward(own);
    const QString comment = announcement(request);
    const QString take = comment
        + QStringLiteral("SELECT pg_try_advisory_lock(%1, %2), pg_backend_pid()")
              .arg(lockClass)
              .arg(lockObject(*schema));
    // The holder may let go between the two questions.
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto taken = connection->query(take);
        if (!taken)
            return base::fail(
                taken.error().withContext(QStringLiteral("The runner lock could not be taken")));
        if (taken->rows.first().first().toBool()) {
            const qint64 pid = taken->rows.first().at(1).toLongLong();
            auto prepared = prepareLockSession(*connection, request);
            auto lock = std::make_unique<AdvisoryLock>(std::move(connection), *schema, comment, pid);
            if (!prepared)
                return base::forward(prepared);
            if (const auto held = lock->check(); !held)
                return base::forward(held);
            return LockAttempt {std::move(lock), {}};
        }
        auto holder = holderIn(*connection, *schema);
        if (!holder)
            return base::forward(holder);
        if (*holder)
            return LockAttempt {{}, *holder};
    }
    return base::fail(ErrorCode::Conflict, QStringLiteral("The runner lock is taken again and again"),
        QStringLiteral("Other runs start and end quickly."), QStringLiteral("Try again in a moment."));
}

base::Result<std::optional<LockHolder>> lockHolder(db::Connection& connection, const QString& historySchema)
{
    const auto schema = historyPlace(connection, historySchema);
    if (!schema)
        return base::forward(schema);
    return holderIn(connection, *schema);
}

} // namespace strandline::engine::postgresql
