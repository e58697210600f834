// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/runner_lock.h"

#include "core/base/digest.h"

#include <QtEndian>
#include <QUuid>

namespace strandline::engine::mysql {

using base::ErrorCode;

namespace {

/// At most 64 characters are allowed; behind this come ':' and the number of a bit.
QString lockName(const QString& database, const QString& historySchema)
{
    // Lower case: on some servers two spellings are one database, and nothing is lost where they are two.
    const QString schema = historySchema.isEmpty() ? database : historySchema;
    const QByteArray key = database.toLower().toUtf8() + '\0' + schema.toLower().toUtf8();
    return QStringLiteral("strandline_") + QString::fromLatin1(base::sha256Hex(key).first(40));
}

QString lockName(const db::Connection& connection, const QString& historySchema)
{
    return lockName(connection.info().database, historySchema);
}

base::Result<qint64> askNumber(db::Connection& connection, const QString& expression)
{
    const auto rows = connection.query(QStringLiteral("SELECT ") + expression);
    if (!rows)
        return base::forward(rows);
    return rows->rows.value(0).value(0).toLongLong(); // NULL: 0, which is no session
}

QString isUsed(const QString& name)
{
    return QStringLiteral("IS_USED_LOCK('%1')").arg(name);
}

/// What the holder announces: seconds since 1970, the UUID of the run, and who it is.
constexpr qsizetype fixedBytes = 4 + 16;
constexpr qsizetype mostBytes = fixedBytes + 44;
const QString readyMark = QStringLiteral(":all");

QByteArray announcement(const LockRequest& request)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(quint32(request.now.toSecsSinceEpoch()), bytes.data());
    bytes += QUuid::fromString(request.runId).toRfc4122();
    QByteArray who = request.who.toUtf8();
    while (who.size() > mostBytes - fixedBytes)
        who = QString::fromUtf8(who).chopped(1).toUtf8();
    return bytes + who;
}

void readAnnouncement(const QByteArray& bytes, LockHolder& holder)
{
    const auto seconds = qFromBigEndian<quint32>(bytes.constData());
    holder.since = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    const QUuid run = QUuid::fromRfc4122(bytes.mid(4, 16));
    if (!run.isNull())
        holder.runId = run.toString(QUuid::WithoutBraces);
    QByteArray who = bytes.mid(fixedBytes);
    while (who.endsWith('\0'))
        who.chop(1);
    if (!who.isEmpty())
        holder.who = QString::fromUtf8(who);
}

base::Result<void> announce(db::Connection& connection, const QString& name, const LockRequest& request)
{
    const QByteArray bytes = announcement(request);
    QStringList locks;
    for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
        if ((uchar(bytes.at(bit / 8)) >> (bit % 8) & 1) != 0)
            locks << QStringLiteral("GET_LOCK('%1:%2', 0)").arg(name).arg(bit);
    }
    // Last, and expressions run in order: whoever sees this one sees all of them.
    locks << QStringLiteral("GET_LOCK('%1%2', 0)").arg(name, readyMark);
    const auto done = connection.query(QStringLiteral("DO ") + locks.join(QStringLiteral(", ")));
    return done ? base::Result<void> {} : base::Result<void>(base::forward(done));
}

base::Result<void> readHolder(db::Connection& connection, const QString& name, LockHolder& holder)
{
    // Numbers from 0 to 999 without anything that a server might not have.
    const QString digits = QStringLiteral("(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL "
                                          "SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 "
                                          "UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)");
    const auto ready = askNumber(connection, isUsed(name + readyMark));
    if (!ready)
        return base::forward(ready);
    if (*ready == holder.sessionId) {
        QByteArray bytes(mostBytes, '\0');
        const auto read = connection.forEachRow(
            QStringLiteral("SELECT bit FROM (SELECT a.n + 10 * b.n + 100 * c.n AS bit FROM %1 a, %1 b, %1 c)"
                           " AS bits WHERE bit < %2 AND IS_USED_LOCK(CONCAT('%3:', bit)) = %4")
                .arg(digits)
                .arg(mostBytes * 8)
                .arg(name)
                .arg(holder.sessionId),
            {}, [&bytes](const QVariantList& row) {
                const int bit = row.at(0).toInt();
                bytes[bit / 8] = char(uchar(bytes.at(bit / 8)) | 1u << (bit % 8));
                return true;
            });
        if (!read)
            return base::forward(read);
        readAnnouncement(bytes, holder);
    }
    if (holder.who.isEmpty()) {
        const auto rows =
            connection.query(QStringLiteral("SELECT CONCAT(user, '@', substring_index(host, ':', 1))"
                                            " FROM information_schema.processlist WHERE id = %1")
                                 .arg(holder.sessionId));
        if (rows)
            holder.who = rows->rows.value(0).value(0).toString();
    }
    return {};
}

base::Result<std::optional<LockHolder>> holderOf(db::Connection& connection, const QString& name)
{
    const auto session = askNumber(connection, isUsed(name));
    if (!session)
        return base::forward(session);
    if (*session == 0)
        return std::optional<LockHolder> {};
    LockHolder holder;
    holder.sessionId = *session;
    holder.session = QStringLiteral("connection %1").arg(*session);
    if (const auto read = readHolder(connection, name, holder); !read)
        return base::forward(read);
    return std::optional<LockHolder> {holder};
}

base::Error sharedSession(const QString& detail)
{
    return {ErrorCode::Unsupported, QStringLiteral("The runner lock cannot be held through this connection"),
        detail,
        QStringLiteral("Connect to the server itself, past the proxy or connection pool, for migrations."),
        {}, {}};
}

/// Proxies that share one session of the server among clients, or give each statement another one.
base::Result<void> checkOwnSession(db::Connection& connection, db::Connection& second)
{
    const qint64 expected = connection.info().sessionId;
    for (int time = 0; time < 3; ++time) {
        const auto now = askNumber(connection, QStringLiteral("CONNECTION_ID()"));
        if (!now)
            return base::forward(now);
        if (*now != expected) {
            return base::fail(sharedSession(QStringLiteral(
                "Statements of one connection reach different sessions of the server (%1, %2).")
                                                .arg(expected)
                                                .arg(*now)));
        }
    }
    const auto other = askNumber(second, QStringLiteral("CONNECTION_ID()"));
    if (!other)
        return base::forward(other);
    if (*other == expected) {
        return base::fail(
            sharedSession(QStringLiteral("Two connections share session %1 of the server.").arg(expected)));
    }
    return {};
}

class NamedLock final : public RunnerLock
{
public:
    NamedLock(std::unique_ptr<db::Connection> connection, QString name)
        : m_connection(std::move(connection))
        , m_name(std::move(name))
    {
        // A run that was stopped still has to know whether it alone writes the end of its story.
        m_connection->setCancelToken({});
    }

    /// Not left to the end of the session: the server notices that a moment later.
    ~NamedLock() override
    {
        static_cast<void>(m_connection->query(QStringLiteral("DO RELEASE_LOCK('%1')").arg(m_name)));
    }

    base::Result<void> check() override
    {
        const auto ours = askNumber(*m_connection, isUsed(m_name) + QStringLiteral(" = CONNECTION_ID()"));
        if (!ours)
            return base::forward(ours);
        if (*ours != 1) {
            return base::fail(ErrorCode::Conflict, QStringLiteral("The runner lock was lost"),
                QStringLiteral("The server does not know it as ours any more."),
                QStringLiteral("Look at the history before running anything: another run may have begun."));
        }
        return {};
    }

private:
    std::unique_ptr<db::Connection> m_connection; // its end releases all locks
    QString m_name;
};

} // namespace

base::Result<LockAttempt> tryNamedLock(
    std::unique_ptr<db::Connection> connection, db::Connection& second, const LockRequest& request)
{
    if (const auto own = checkOwnSession(*connection, second); !own)
        return base::forward(own);
    // The server ends sessions that are idle for long, by default after eight hours; some have minutes.
    const auto patient = connection->query(QStringLiteral("SET SESSION wait_timeout = 31536000"));
    if (!patient)
        return base::forward(patient);
    const QString name = lockName(*connection, request.historySchema);
    const auto taken = askNumber(*connection, QStringLiteral("GET_LOCK('%1', 0)").arg(name));
    if (!taken)
        return base::forward(taken);
    LockAttempt attempt;
    if (*taken != 1) {
        const auto holder = holderOf(*connection, name);
        if (!holder)
            return base::forward(holder);
        attempt.holder = holder->value_or(LockHolder {}); // gone by now: nobody that could be named
        return attempt;
    }
    const auto seen = askNumber(second, isUsed(name));
    if (!seen)
        return base::forward(seen);
    if (*seen != connection->info().sessionId) {
        return base::fail(sharedSession(QStringLiteral("Another connection does not see the lock: it is at "
                                                       "another server of a cluster, or behind a proxy "
                                                       "that spreads connections over several.")));
    }
    if (const auto announced = announce(*connection, name, request); !announced)
        return base::forward(announced);
    attempt.lock = std::make_unique<NamedLock>(std::move(connection), name);
    return attempt;
}

base::Result<std::optional<LockHolder>> holderOfNamedLock(
    db::Connection& connection, const QString& historySchema)
{
    return holderOf(connection, lockName(connection, historySchema));
}

} // namespace strandline::engine::mysql
