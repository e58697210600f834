// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/other_sessions.h"

#include "core/sql/identifier.h"

namespace strandline::engine::postgresql {

namespace {

// The columns of a session as sessionOf() reads them, from pg_stat_activity a. A session that idles does so
// since its last change of state; one that works, since its statement began.
const QString sessionColumns = QStringLiteral(
    "coalesce(a.usename::text, ''), coalesce(nullif(a.application_name, ''), a.backend_type, ''),"
    " CASE WHEN a.wait_event_type = 'Lock' THEN 'waiting for a lock' ELSE coalesce(a.state, '') END,"
    " coalesce((extract(epoch FROM clock_timestamp() - coalesce(a.state_change, a.query_start)) * "
    "1000)::bigint,"
    " -1), coalesce(left(a.query, 200), ''),"
    " coalesce((extract(epoch FROM a.backend_start) * 1000000)::bigint, 0)");

LockWait sessionOf(const QVariantList& row, int first)
{
    LockWait wait;
    wait.sessionId = row.at(first).toLongLong();
    wait.session = QStringLiteral("pid %1").arg(wait.sessionId);
    wait.user = row.at(first + 1).toString();
    wait.program = row.at(first + 2).toString();
    wait.state = row.at(first + 3).toString();
    wait.sinceMs = row.at(first + 4).toLongLong();
    wait.statement = row.at(first + 5).toString();
    if (wait.statement == QLatin1String("<insufficient privilege>"))
        wait.statement.clear();
    wait.sessionKey = row.at(first + 6).toString();
    return wait;
}

QString arrayOf(const QStringList& names)
{
    QStringList literals;
    for (const QString& name : names)
        literals << sql::quoteLiteral(name, sql::Dialect::PostgreSql);
    return QStringLiteral("ARRAY[") + literals.join(QLatin1Char(',')) + QStringLiteral("]::text[]");
}

/// The numbers of these tables, with their partitions and children, whose locks are their own. Names that are
/// none are left out: they are the script's, which may make them first.
base::Result<QStringList> resolve(db::Connection& connection, const QStringList& tables)
{
    const QString query = QStringLiteral(
        "WITH RECURSIVE named AS (SELECT to_regclass(n)::oid AS oid FROM unnest(%1) n),"
        " family AS (SELECT oid FROM named WHERE oid IS NOT NULL"
        " UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON f.oid = i.inhparent)"
        " SELECT oid::bigint FROM family");
    const auto ask = [&](const QStringList& names, QStringList& found) -> base::Result<void> {
        const auto rows = connection.query(query.arg(arrayOf(names)));
        if (!rows)
            return base::forward(rows);
        for (const QVariantList& row : rows->rows)
            found << row.first().toString();
        return {};
    };
    QStringList oids;
    const auto all = ask(tables, oids);
    if (all)
        return oids;
    // A name that cannot be read fails the whole list; inside of a transaction it must not be asked again.
    if (connection.isInTransaction() || all.error().code == base::ErrorCode::Connection
        || all.error().code == base::ErrorCode::Cancelled)
        return base::forward(all);
    for (const QString& table : tables) {
        if (const auto one = ask({table}, oids); !one && one.error().code == base::ErrorCode::Connection)
            return base::forward(one);
    }
    oids.removeDuplicates();
    return oids;
}

} // namespace

base::Result<QList<LockWait>> lockWaits(db::Connection& watcher, qint64 sessionId)
{
    // pg_blocking_pids() stops the lock manager for a moment, so only those who wait are asked about.
    // A prepared transaction has the process id 0.
    const QString query =
        QStringLiteral(
            "WITH RECURSIVE waiting AS MATERIALIZED (SELECT p.pid, pg_blocking_pids(p.pid) AS blockers"
            " FROM (SELECT DISTINCT pid FROM pg_catalog.pg_locks WHERE NOT granted AND pid IS NOT NULL) p),"
            " blocks(pid, blocked, depth) AS ("
            " SELECT unnest(blockers), pid, 1 FROM waiting WHERE pid = %1"
            " UNION SELECT u.pid, b.pid, b.depth + 1 FROM blocks b JOIN waiting w ON w.pid = b.pid,"
            " unnest(w.blockers) u(pid) WHERE b.depth < 20 AND u.pid <> %1),"
            " behind(pid, depth) AS (SELECT pid, 1 FROM waiting WHERE %1 = ANY (blockers)"
            " UNION SELECT w.pid, b.depth + 1 FROM behind b JOIN waiting w ON b.pid = ANY (w.blockers)"
            " WHERE b.depth < 20 AND w.pid <> %1),"
            " everybody AS (SELECT 0 AS role, pid, min(blocked) AS waiter, min(depth) AS depth FROM blocks "
            "GROUP BY pid"
            " UNION ALL SELECT 1, pid, pid, min(depth) FROM behind GROUP BY pid)"
            // What the waiter waits for: a table, or a row of the table whose row it holds in its queue.
            " SELECT e.role, coalesce((SELECT CASE WHEN l.relation IS NOT NULL THEN "
            "l.relation::regclass::text"
            " ELSE coalesce((SELECT t.relation::regclass::text FROM pg_catalog.pg_locks t WHERE t.pid = l.pid"
            " AND t.locktype = 'tuple' LIMIT 1), l.locktype) END FROM pg_catalog.pg_locks l"
            " WHERE l.pid = e.waiter AND NOT l.granted LIMIT 1), ''), e.pid, ")
        + sessionColumns
        + QStringLiteral(
            " FROM everybody e LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = e.pid AND e.pid <> 0"
            " WHERE e.pid <> %1 ORDER BY e.role, e.depth, e.pid");
    const auto rows = watcher.query(QString(query).replace(QLatin1String("%1"), QString::number(sessionId)));
    if (!rows)
        return base::forward(rows);
    QList<LockWait> waits;
    for (const QVariantList& row : rows->rows) {
        LockWait wait = sessionOf(row, 2);
        wait.role = row.at(0).toInt() == 0 ? LockWait::Role::BlocksUs : LockWait::Role::WaitsBehindUs;
        wait.object = row.at(1).toString();
        if (wait.sessionId == 0) {
            wait.session = QStringLiteral("prepared transaction");
            wait.state = QStringLiteral("prepared");
        }
        waits << wait;
    }
    return waits;
}

base::Result<QList<TableUser>> tableUsers(db::Connection& connection, const QStringList& tables)
{
    if (tables.isEmpty())
        return QList<TableUser> {};
    const auto oids = resolve(connection, tables);
    if (!oids)
        return base::forward(oids);
    if (oids->isEmpty())
        return QList<TableUser> {};
    // An automatic vacuum steps back when somebody wants the table, unless it prevents a wraparound.
    const QString query = QStringLiteral("SELECT string_agg(DISTINCT u.relation::regclass::text, ', ' ORDER "
                                         "BY u.relation::regclass::text),"
                                         " coalesce(max(x.gid), ''), u.pid, ")
        + sessionColumns
        + QStringLiteral(
            " FROM (SELECT DISTINCT l.pid, l.relation, l.virtualtransaction FROM pg_catalog.pg_locks l"
            " WHERE l.locktype = 'relation' AND l.granted AND l.relation IN (%1) AND l.database ="
            " (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
            " AND l.pid IS DISTINCT FROM pg_backend_pid()) u"
            " LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = u.pid"
            " LEFT JOIN pg_catalog.pg_prepared_xacts x ON u.pid IS NULL"
            " AND u.virtualtransaction = '-1/' || x.transaction::text"
            " WHERE a.backend_type IS DISTINCT FROM 'autovacuum worker'"
            " OR a.query LIKE '%to prevent wraparound%'"
            " GROUP BY u.pid, u.virtualtransaction, a.usename, a.application_name, a.backend_type,"
            " a.wait_event_type, a.state, a.state_change, a.query_start, a.query, a.xact_start, "
            "a.backend_start"
            " ORDER BY a.xact_start NULLS LAST, u.pid");
    const auto rows =
        connection.query(QString(query).replace(QLatin1String("%1"), oids->join(QLatin1String(", "))));
    if (!rows)
        return base::forward(rows);
    QList<TableUser> users;
    for (const QVariantList& row : rows->rows) {
        TableUser user = sessionOf(row, 2);
        user.object = row.at(0).toString();
        if (user.sessionId == 0) {
            user.session = QStringLiteral("prepared transaction “%1”").arg(row.at(1).toString());
            user.state = QStringLiteral("prepared");
        }
        users << user;
    }
    return users;
}

base::Result<bool> sessionIsAlive(db::Connection& connection, qint64 sessionId)
{
    // One that idles outside of a transaction has finished what it was told. Another user's cannot be ours:
    // the process id was given to somebody else.
    const auto rows = connection.query(
        QStringLiteral("SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE pid = %1"
                       " AND datname = current_database() AND usename = session_user"
                       " AND backend_type = 'client backend' AND state IS DISTINCT FROM 'idle'")
            .arg(sessionId));
    if (!rows)
        return base::forward(rows);
    return rows->rows.value(0).value(0).toInt() > 0;
}

} // namespace strandline::engine::postgresql
