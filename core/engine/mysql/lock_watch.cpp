// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/lock_watch.h"

#include "core/sql/identifier.h"
#include "core/sql/lexer.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace strandline::engine::mysql {

namespace {

struct SessionFacts
{
    QString user;
    QString database;
    QString state; ///< what it does: "Sleep", "Sending data", "Waiting for table metadata lock"
    QString statement;
    QString key; ///< user and address with its port
    qint64 sinceMs = -1; ///< in that state
    qint64 transactionMs = -1; ///< how long its transaction is open; -1: none
    bool waitsForTable = false;
};
using Sessions = QHash<qint64, SessionFacts>;

struct HeldTable
{
    qint64 session = 0;
    QString database;
    QString table;
};

bool isMariadb(const db::Connection& connection)
{
    return connection.info().product == QLatin1String("MariaDB");
}

base::Result<Sessions> readSessions(db::Connection& connection)
{
    Sessions sessions;
    const auto read = connection.forEachRow(
        QStringLiteral("SELECT id, CONCAT(user, '@', SUBSTRING_INDEX(host, ':', 1)), db, command, state, %1,"
                       " LEFT(info, 500), CONCAT(user, '@', host) FROM information_schema.processlist")
            .arg(QLatin1String(isMariadb(connection) ? "CAST(time_ms AS signed)" : "time * 1000")),
        {}, [&sessions](const QVariantList& row) {
            SessionFacts facts;
            facts.user = row.at(1).toString();
            facts.database = row.at(2).toString();
            const QString command = row.at(3).toString();
            const QString state = row.at(4).toString();
            facts.state = state.isEmpty() || command == QLatin1String("Sleep") ? command : state;
            facts.waitsForTable = state.startsWith(QLatin1String("Waiting for"))
                && state.endsWith(QLatin1String("metadata lock"));
            facts.sinceMs = row.at(5).toLongLong();
            facts.statement = row.at(6).toString();
            facts.key = row.at(7).toString();
            sessions.insert(row.at(0).toLongLong(), facts);
            return true;
        });
    if (!read)
        return base::forward(read);
    // Without the right PROCESS this is refused, and nothing is known of transactions.
    static_cast<void>(connection.forEachRow(
        QStringLiteral("SELECT trx_mysql_thread_id, TIMESTAMPDIFF(MICROSECOND, trx_started, NOW(6)) DIV 1000"
                       " FROM information_schema.innodb_trx"),
        {}, [&sessions](const QVariantList& row) {
            if (const auto found = sessions.find(row.at(0).toLongLong()); found != sessions.end())
                found->transactionMs = qMax<qint64>(0, row.at(1).toLongLong());
            return true;
        }));
    return sessions;
}

/// Nothing when the server cannot tell who holds metadata locks.
std::optional<QList<HeldTable>> readHeldTables(db::Connection& connection)
{
    QList<HeldTable> held;
    const auto collect = [&held](const QVariantList& row) {
        held << HeldTable {row.at(0).toLongLong(), row.at(1).toString(), row.at(2).toString()};
        return true;
    };
    const auto sources = connection.query(QStringLiteral(
        "SELECT (SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'information_schema'"
        " AND table_name = 'METADATA_LOCK_INFO'), @@performance_schema"));
    if (!sources)
        return {};
    if (sources->rows.value(0).value(0).toInt() > 0
        && connection.forEachRow(
            QStringLiteral("SELECT thread_id, table_schema, table_name FROM"
                           " information_schema.metadata_lock_info WHERE lock_type = 'Table metadata lock'"),
            {}, collect))
        return held;
    if (sources->rows.value(0).value(1).toInt() == 0)
        return {};
    const auto enabled =
        connection.query(QStringLiteral("SELECT enabled FROM performance_schema.setup_instruments"
                                        " WHERE name = 'wait/lock/metadata/sql/mdl'"));
    if (!enabled || enabled->rows.value(0).value(0).toString() != QLatin1String("YES"))
        return {};
    held.clear();
    if (!connection.forEachRow(
            QStringLiteral("SELECT t.processlist_id, m.object_schema, m.object_name FROM"
                           " performance_schema.metadata_locks m JOIN performance_schema.threads t"
                           " ON t.thread_id = m.owner_thread_id WHERE m.object_type = 'TABLE'"
                           " AND m.lock_status = 'GRANTED'"),
            {}, collect))
        return {};
    return held;
}

struct RowWait
{
    qint64 waiting = 0;
    qint64 blocking = 0;
    QString table;
};

/// "`database`.`table`" as InnoDB writes it, without its partition.
QString tableOfInnodb(const QString& text)
{
    QString table = text.section(QStringLiteral("`.`"), 1);
    table = table.section(QLatin1Char('`'), 0, 0);
    return table.section(QStringLiteral("#P#"), 0, 0);
}

QList<RowWait> readRowWaits(db::Connection& connection)
{
    const char* const mariadb =
        "SELECT r.trx_mysql_thread_id, b.trx_mysql_thread_id, l.lock_table FROM"
        " information_schema.innodb_lock_waits w"
        " JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id"
        " JOIN information_schema.innodb_trx b ON b.trx_id = w.blocking_trx_id"
        " LEFT JOIN information_schema.innodb_locks l ON l.lock_id = w.requested_lock_id";
    const char* const mysql =
        "SELECT r.trx_mysql_thread_id, b.trx_mysql_thread_id,"
        " CONCAT('`', l.object_schema, '`.`', l.object_name, '`') FROM performance_schema.data_lock_waits w"
        " JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_engine_transaction_id"
        " JOIN information_schema.innodb_trx b ON b.trx_id = w.blocking_engine_transaction_id"
        " LEFT JOIN performance_schema.data_locks l ON l.engine_lock_id = w.requesting_engine_lock_id";
    QList<RowWait> waits;
    static_cast<void>(connection.forEachRow(
        QLatin1String(isMariadb(connection) ? mariadb : mysql), {}, [&waits](const QVariantList& row) {
            waits << RowWait {
                row.at(0).toLongLong(), row.at(1).toLongLong(), tableOfInnodb(row.at(2).toString())};
            return true;
        }));
    return waits;
}

/// The names in a statement, lower case. Too many rather than too few: a column may be among them.
QSet<QString> namesIn(const QString& statement)
{
    const QByteArray utf8 = statement.toUtf8();
    sql::Lexer lexer(utf8, sql::Dialect::MySql);
    QSet<QString> names;
    for (sql::Token token = lexer.nextSignificant(); token.kind != sql::TokenKind::End;
         token = lexer.nextSignificant()) {
        QString text = QString::fromUtf8(lexer.textOf(token)).toLower();
        if (token.kind == sql::TokenKind::QuotedIdentifier && text.size() > 2)
            names << text.mid(1, text.size() - 2).replace(QStringLiteral("``"), QStringLiteral("`"));
        else if (token.kind == sql::TokenKind::Word && sql::isPlainName(text))
            names << text;
    }
    return names;
}

LockWait describe(LockWait::Role role, qint64 id, const SessionFacts& facts, const QString& object)
{
    LockWait wait;
    wait.role = role;
    wait.object = object;
    wait.session = QStringLiteral("connection %1").arg(id);
    wait.sessionId = id;
    wait.sessionKey = facts.key;
    wait.user = facts.user;
    wait.state = facts.state;
    wait.sinceMs = facts.sinceMs;
    wait.statement = facts.statement;
    if (facts.transactionMs >= 0) {
        wait.state += QStringLiteral(", open transaction");
        wait.sinceMs = qMax(facts.sinceMs, facts.transactionMs);
    }
    return wait;
}

void addOnce(QList<LockWait>& waits, const LockWait& wait)
{
    const bool known = std::any_of(waits.cbegin(), waits.cend(), [&wait](const LockWait& other) {
        return other.sessionId == wait.sessionId && other.role == wait.role;
    });
    if (!known)
        waits << wait;
}

struct Picture
{
    Sessions sessions;
    std::optional<QList<HeldTable>> held;
    QSet<qint64> ours; ///< the one that is watched and the one that watches
};

/// Who keeps this session from its table.
void addTableBlockers(const Picture& picture, qint64 waiting, QList<LockWait>& waits)
{
    const SessionFacts facts = picture.sessions.value(waiting);
    const QSet<QString> names = namesIn(facts.statement);
    if (picture.held) {
        for (const HeldTable& lock : *picture.held) {
            if (!picture.ours.contains(lock.session) && names.contains(lock.table.toLower()))
                addOnce(waits,
                    describe(LockWait::Role::BlocksUs, lock.session, picture.sessions.value(lock.session),
                        lock.table));
        }
        return;
    }
    for (auto it = picture.sessions.cbegin(); it != picture.sessions.cend(); ++it) {
        if (picture.ours.contains(it.key()) || it->waitsForTable)
            continue;
        // What began later stands behind us itself.
        const bool older = it->transactionMs >= facts.sinceMs;
        const bool busy = it->database == facts.database && it->sinceMs >= facts.sinceMs
            && !it->statement.isEmpty() && namesIn(it->statement).intersects(names);
        if (!older && !busy)
            continue;
        LockWait wait = describe(LockWait::Role::BlocksUs, it.key(), *it, {});
        wait.state += QStringLiteral(" (suspected: the server does not tell who holds the table)");
        addOnce(waits, wait);
    }
}

/// Who waits for a table that this session holds or waits for.
void addTableWaiters(const Picture& picture, qint64 watched, QList<LockWait>& waits)
{
    const SessionFacts facts = picture.sessions.value(watched);
    const QSet<QString> names = namesIn(facts.statement);
    for (auto it = picture.sessions.cbegin(); it != picture.sessions.cend(); ++it) {
        if (picture.ours.contains(it.key()) || !it->waitsForTable)
            continue;
        if (facts.waitsForTable && it->sinceMs > facts.sinceMs)
            continue; // came before us
        QString object;
        const QSet<QString> wanted = namesIn(it->statement);
        if (picture.held) {
            for (const HeldTable& lock : *picture.held) {
                if (lock.session == watched && wanted.contains(lock.table.toLower()))
                    object = lock.table;
            }
        }
        const bool sameNames = it->database == facts.database && wanted.intersects(names);
        const bool idle = !picture.held && facts.statement.isEmpty() && facts.transactionMs >= 0;
        if (!object.isEmpty() || sameNames || idle)
            addOnce(waits, describe(LockWait::Role::WaitsBehindUs, it.key(), *it, object));
    }
}

/// The last part of a name as scripts write it, without quotes.
QString bareName(const QString& written)
{
    const QByteArray utf8 = written.toUtf8();
    sql::Lexer lexer(utf8, sql::Dialect::MySql);
    QString name;
    for (sql::Token token = lexer.nextSignificant(); token.kind != sql::TokenKind::End;
         token = lexer.nextSignificant()) {
        const QString text = QString::fromUtf8(lexer.textOf(token));
        if (token.kind == sql::TokenKind::QuotedIdentifier && text.size() > 2)
            name = text.mid(1, text.size() - 2).replace(QStringLiteral("``"), QStringLiteral("`"));
        else if (token.kind == sql::TokenKind::Word)
            name = text;
    }
    return name.isEmpty() ? written : name;
}

} // namespace

base::Result<QList<LockWait>> findLockWaits(db::Connection& watcher, qint64 sessionId)
{
    const auto sessions = readSessions(watcher);
    if (!sessions)
        return base::forward(sessions);
    const Picture picture {*sessions, readHeldTables(watcher), {sessionId, watcher.info().sessionId}};
    QList<LockWait> waits;
    for (const RowWait& row : readRowWaits(watcher)) {
        if (row.waiting == sessionId && row.blocking != sessionId)
            addOnce(waits,
                describe(LockWait::Role::BlocksUs, row.blocking, sessions->value(row.blocking), row.table));
        if (row.blocking == sessionId && row.waiting != sessionId)
            addOnce(waits,
                describe(
                    LockWait::Role::WaitsBehindUs, row.waiting, sessions->value(row.waiting), row.table));
    }
    if (sessions->value(sessionId).waitsForTable)
        addTableBlockers(picture, sessionId, waits);
    addTableWaiters(picture, sessionId, waits);
    std::stable_sort(waits.begin(), waits.end(), [](const LockWait& a, const LockWait& b) {
        return std::pair(int(a.role), -a.sinceMs) < std::pair(int(b.role), -b.sinceMs);
    });
    return waits;
}

base::Result<QList<TableUser>> findTableUsers(db::Connection& connection, const QStringList& tables)
{
    const auto sessions = readSessions(connection);
    if (!sessions)
        return base::forward(sessions);
    const auto held = readHeldTables(connection);
    const qint64 own = connection.info().sessionId;
    QHash<QString, QString> wanted; // lower case to as it is written
    for (const QString& table : tables)
        wanted.insert(bareName(table).toLower(), bareName(table));
    QList<TableUser> users;
    if (held) {
        for (const HeldTable& lock : *held) {
            if (lock.session != own && lock.database == connection.info().database
                && wanted.contains(lock.table.toLower()))
                addOnce(users,
                    describe(
                        LockWait::Role::BlocksUs, lock.session, sessions->value(lock.session), lock.table));
        }
    }
    for (auto it = sessions->cbegin(); !held && it != sessions->cend(); ++it) {
        if (it.key() == own || it->transactionMs < 0 || it->database != connection.info().database)
            continue;
        // Which tables a transaction has used before is not told; what it runs now may name one.
        QString object;
        for (const QString& name : namesIn(it->statement)) {
            if (wanted.contains(name))
                object = wanted.value(name);
        }
        TableUser user = describe(LockWait::Role::BlocksUs, it.key(), *it, object);
        if (object.isEmpty())
            user.state += QStringLiteral(" (the server does not tell which tables it uses)");
        users << user;
    }
    std::stable_sort(users.begin(), users.end(),
        [](const TableUser& a, const TableUser& b) { return a.sinceMs > b.sinceMs; });
    return users;
}

base::Result<bool> isSessionRunning(db::Connection& connection, qint64 sessionId)
{
    // One that sleeps has nothing under way, and what it has not committed nobody can commit any more.
    const auto rows = connection.query(QStringLiteral("SELECT COUNT(*) FROM information_schema.processlist"
                                                      " WHERE id = %1 AND command <> 'Sleep'")
                                           .arg(sessionId));
    if (!rows)
        return base::forward(rows);
    return rows->rows.value(0).value(0).toInt() > 0;
}

} // namespace strandline::engine::mysql
