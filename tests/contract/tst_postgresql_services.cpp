// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/identifier.h"
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

#include <QDeadlineTimer>

#include <thread>

using namespace strandline;
using base::ErrorCode;
using db::AccessMode;
using engine::LockWait;
using sql::Dialect;
using test::LiveDatabase;
using test::Opened;

namespace {

const engine::RunServices& services(const LiveDatabase& live)
{
    return live.engines().find(Dialect::PostgreSql)->runServices();
}

QString single(db::Connection& connection, const QString& sql)
{
    const auto rows = connection.query(sql);
    return rows ? rows->rows.value(0).value(0).toString() : rows.error().toText();
}

/// Runs one statement on a connection and a thread of its own, and tells who it is before.
class Waiter
{
public:
    Waiter(const LiveDatabase& live, const QByteArray& statement)
        : m_thread([this, &live, statement] {
            const auto connection = live.open();
            m_pid = connection ? (*connection)->info().sessionId : -1;
            if (connection)
                static_cast<void>((*connection)->executeScript({statement, {}}, {}));
        })
    {
        while (m_pid == 0)
            std::this_thread::yield();
    }
    ~Waiter() { m_thread.join(); }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    qint64 pid() const { return m_pid; }

private:
    std::atomic<qint64> m_pid {0};
    std::thread m_thread;
};

/// Asks until somebody waits, or for long enough to be sure that nobody will.
QList<LockWait> waitsOf(const LiveDatabase& live, db::Connection& watcher, qint64 session, int expected)
{
    const QDeadlineTimer limit(20000);
    QList<LockWait> waits;
    while (!limit.hasExpired()) {
        const auto asked = services(live).lockWaits(watcher, session);
        if (!asked) {
            qWarning("%s", qPrintable(asked.error().toText()));
            return {};
        }
        waits = *asked;
        if (waits.size() >= expected)
            break;
    }
    return waits;
}

base::Result<std::unique_ptr<db::Connection>> openAdmin(const LiveDatabase& live)
{
    connection::ConnectionSettings settings = test::serverFacts(Dialect::PostgreSql).admin;
    settings.database = live.settings().database;
    engine::OpenOptions options;
    options.access = AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    return live.engines().open(settings, options, {});
}

QString quoted(const QString& name)
{
    return sql::quoteIdentifier(name, Dialect::PostgreSql);
}

} // namespace

class PostgresqlServices : public QObject
{
    Q_OBJECT

private slots:
    void waitsBothWays();
    void waitsForARow();
    void nobodyWaits();
    void usersOfTables();
    void usersWithOddNames();
    void aliveOrNot();
    void lockTimeouts_data();
    void lockTimeouts();
    void nothingMissingForTheOwner();
    void missingRights_data();
    void missingRights();
    void dropsEverything();
    void dropLeavesWhatIsOfOthers();
};

void PostgresqlServices::waitsBothWays()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->executeOwn({"CREATE TABLE \"in voice\" (id int)", "CREATE TABLE other (id int)"}));
    VERIFY_OK(db->executeOwn({"BEGIN", "SELECT * FROM \"in voice\"", "INSERT INTO other VALUES (1)"}));
    {
        Waiter ddl(db.live, "ALTER TABLE \"in voice\" ADD COLUMN more int");
        const auto watcher = db.live.open(AccessMode::ReadOnly);
        VERIFY_OK(watcher);
        const auto blocked = waitsOf(db.live, **watcher, ddl.pid(), 1);
        Waiter behind(db.live, "SELECT count(*) FROM \"in voice\"");
        const auto both = waitsOf(db.live, **watcher, ddl.pid(), 2);
        const auto ofBlocker = waitsOf(db.live, **watcher, db->info().sessionId, 2);
        const auto chain = waitsOf(db.live, **watcher, behind.pid(), 2);
        VERIFY_OK(db->executeOwn({"ROLLBACK"}));

        QCOMPARE(blocked.size(), 1);
        const LockWait& first = blocked.first();
        QCOMPARE(first.role, LockWait::Role::BlocksUs);
        QCOMPARE(first.object, QStringLiteral("\"in voice\""));
        QCOMPARE(first.sessionId, db->info().sessionId);
        QCOMPARE(first.session, QStringLiteral("pid %1").arg(db->info().sessionId));
        QCOMPARE(first.state, QStringLiteral("idle in transaction"));
        QCOMPARE(first.user, db->info().user);
        QCOMPARE(first.program, QStringLiteral("strandline"));
        QVERIFY(first.sinceMs >= 0);
        QVERIFY2(first.statement.contains(QLatin1String("INSERT INTO other")), qPrintable(first.statement));

        QCOMPARE(both.size(), 2);
        QCOMPARE(both.at(1).role, LockWait::Role::WaitsBehindUs);
        QCOMPARE(both.at(1).sessionId, behind.pid());
        QCOMPARE(both.at(1).state, QStringLiteral("waiting for a lock"));
        QCOMPARE(ofBlocker.size(), 2);
        QCOMPARE(ofBlocker.at(0).role, LockWait::Role::WaitsBehindUs);
        QCOMPARE(chain.size(), 2);
        QCOMPARE(chain.at(0).sessionId, ddl.pid());
        QCOMPARE(chain.at(1).sessionId, db->info().sessionId);
    }
}

void PostgresqlServices::waitsForARow()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->executeOwn({"CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)"}));
    VERIFY_OK(db->executeOwn({"BEGIN", "UPDATE t SET id = 2"}));
    Waiter update(db.live, "UPDATE t SET id = 3");
    const auto watcher = db.live.open(AccessMode::ReadOnly);
    VERIFY_OK(watcher);
    const auto blocked = waitsOf(db.live, **watcher, update.pid(), 1);
    VERIFY_OK(db->executeOwn({"ROLLBACK"}));
    QCOMPARE(blocked.size(), 1);
    QCOMPARE(blocked.first().object, QStringLiteral("t"));
}

void PostgresqlServices::nobodyWaits()
{
    OPENED(db, Dialect::PostgreSql);
    for (const qint64 session : {db->info().sessionId, qint64(1), qint64(0)}) {
        const auto waits = services(db.live).lockWaits(*db, session);
        VERIFY_OK(waits);
        QVERIFY(waits->isEmpty());
    }
}

void PostgresqlServices::usersOfTables()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->executeOwn({"CREATE TABLE t (id int)", "CREATE TABLE p (id int) PARTITION BY LIST (id)",
        "CREATE TABLE p1 PARTITION OF p DEFAULT", "CREATE SCHEMA s", "CREATE TABLE s.t (id int)"}));
    const auto none = services(db.live).tableUsers(*db, {QStringLiteral("t"), QStringLiteral("missing")});
    VERIFY_OK(none);
    QVERIFY(none->isEmpty());

    const auto first = db.live.open();
    VERIFY_OK(first);
    VERIFY_OK((*first)->executeOwn({"BEGIN", "SELECT * FROM t", "SELECT * FROM s.t"}));
    const auto second = db.live.open();
    VERIFY_OK(second);
    VERIFY_OK((*second)->executeOwn({"BEGIN", "INSERT INTO p1 VALUES (1)"}));
    // Its own locks are no reason to wait.
    VERIFY_OK(db->executeOwn({"BEGIN", "LOCK TABLE t IN ROW SHARE MODE"}));
    const auto users = services(db.live).tableUsers(*db, {QStringLiteral("t"), QStringLiteral("P")});
    VERIFY_OK(users);
    VERIFY_OK(db->executeOwn({"ROLLBACK"}));
    QCOMPARE(users->size(), 2);
    QCOMPARE(users->at(0).sessionId, (*first)->info().sessionId);
    QCOMPARE(users->at(0).object, QStringLiteral("t"));
    QCOMPARE(users->at(0).state, QStringLiteral("idle in transaction"));
    QCOMPARE(users->at(1).object, QStringLiteral("p, p1"));
    const auto qualified = services(db.live).tableUsers(*db, {QStringLiteral("s . t")});
    VERIFY_OK(qualified);
    QCOMPARE(qualified->size(), 1);
    QCOMPARE(qualified->first().object, QStringLiteral("s.t"));
}

void PostgresqlServices::usersWithOddNames()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->executeOwn({"CREATE TABLE \"we;ird \"\"tä'?\" (id int)"}));
    const auto other = db.live.open();
    VERIFY_OK(other);
    VERIFY_OK((*other)->executeOwn({"BEGIN", "SELECT * FROM \"we;ird \"\"tä'?\""}));
    const auto users = services(db.live).tableUsers(*db,
        {QStringLiteral("\"unfinished"), QStringLiteral("a.b.c.d"), QString(), QStringLiteral("x y"),
            QStringLiteral("\"we;ird \"\"tä'?\""), QStringLiteral("'; DROP TABLE x")});
    VERIFY_OK(users);
    QCOMPARE(users->size(), 1);
}

void PostgresqlServices::aliveOrNot()
{
    OPENED(db, Dialect::PostgreSql);
    const auto alive = [&db](qint64 session) {
        const auto answer = services(db.live).sessionIsAlive(*db, session);
        return answer && *answer;
    };
    const auto other = db.live.open();
    VERIFY_OK(other);
    const qint64 session = (*other)->info().sessionId;
    QVERIFY2(!alive(session), "idle: what it was told is finished");
    VERIFY_OK((*other)->executeOwn({"BEGIN", "SELECT 1"}));
    QVERIFY(alive(session));
    VERIFY_OK((*other)->executeOwn({"ROLLBACK"}));
    QVERIFY(!alive(session));
    QVERIFY(!alive(1));
    {
        Waiter sleeper(db.live, "SELECT pg_sleep(60)");
        const QDeadlineTimer limit(20000);
        while (!alive(sleeper.pid()) && !limit.hasExpired()) { }
        const bool slept = alive(sleeper.pid());
        VERIFY_OK(db->query(QStringLiteral("SELECT pg_terminate_backend(%1, 5000)").arg(sleeper.pid())));
        QVERIFY(slept);
        QVERIFY(!alive(sleeper.pid()));
    }
}

void PostgresqlServices::lockTimeouts_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("again");
    QTest::newRow("lock_timeout") << QStringLiteral("55P03") << true;
    QTest::newRow("deadlock") << QStringLiteral("40P01") << true;
    QTest::newRow("serialization") << QStringLiteral("40001") << true;
    QTest::newRow("statement_timeout") << QStringLiteral("57014") << false;
    QTest::newRow("unique") << QStringLiteral("23505") << false;
    QTest::newRow("none") << QString() << false;
}

void PostgresqlServices::lockTimeouts()
{
    QFETCH(QString, code);
    QFETCH(bool, again);
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    const engine::Engines engines = test::allEngines();
    base::Error error;
    error.nativeCode = code;
    QCOMPARE(engines.find(Dialect::PostgreSql)->runServices().isLockTimeout(error), again);
}

void PostgresqlServices::nothingMissingForTheOwner()
{
    OPENED(db, Dialect::PostgreSql);
    for (const AccessMode access : {AccessMode::ReadWrite, AccessMode::ReadOnly}) {
        const auto connection = db.live.open(access);
        VERIFY_OK(connection);
        for (const QString& schema : {QString(), QStringLiteral("not yet \" there")}) {
            const auto missing = services(db.live).missingRights(**connection, schema);
            VERIFY_OK(missing);
            QVERIFY2(
                missing->isEmpty(), qPrintable(missing->isEmpty() ? QString() : missing->first().toText()));
        }
    }
}

void PostgresqlServices::missingRights_data()
{
    QTest::addColumn<QStringList>("preparation"); // by the administrator; %1 reader, %2 database
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QStringList>("expected"); // parts of summary and hint
    using List = QStringList;
    QTest::newRow("public") << List {} << QString()
                            << List {QStringLiteral("may not create objects in schema “public”"),
                                   QStringLiteral("GRANT CREATE ON SCHEMA \"public\"")};
    QTest::newRow("schema that is not there")
        << List {QStringLiteral("GRANT CREATE ON SCHEMA public TO %1")} << QStringLiteral("his tory")
        << List {QStringLiteral("“his tory” is not there"), QStringLiteral("CREATE SCHEMA \"his tory\"")};
    QTest::newRow("tables") << List {QStringLiteral("GRANT CREATE ON SCHEMA public TO %1"),
        QStringLiteral("CREATE TABLE strandline_history (a int)"),
        QStringLiteral("CREATE TABLE strandline_log (a int)"),
        QStringLiteral("GRANT SELECT, INSERT ON strandline_history, strandline_log TO %1")}
                            << QString()
                            << List {QStringLiteral("may not write to “strandline_history”"),
                                   QStringLiteral("GRANT UPDATE, DELETE ON \"public\".strandline_history")};
    QTest::newRow("read-only login") << List {QStringLiteral("GRANT CREATE ON SCHEMA public TO %1"),
        QStringLiteral("ALTER ROLE %1 SET default_transaction_read_only = on")}
                                     << QString()
                                     << List {QStringLiteral("read-only by default"),
                                            QStringLiteral("default_transaction_read_only = off")};
    QTest::newRow("no schema") << List {QStringLiteral("ALTER ROLE %1 SET search_path = nowhere")}
                               << QString()
                               << List {QStringLiteral("No schema of the search path exists"), QString()};
}

void PostgresqlServices::missingRights()
{
    QFETCH(QStringList, preparation);
    QFETCH(QString, schema);
    QFETCH(QStringList, expected);
    OPENED(db, Dialect::PostgreSql);
    const auto admin = openAdmin(db.live);
    VERIFY_OK(admin);
    for (QString statement : std::as_const(preparation)) {
        statement.replace(QLatin1String("%1"), quoted(db.live.readerSettings().user.value));
        VERIFY_OK((*admin)->execute(statement));
    }
    for (const AccessMode access : {AccessMode::ReadOnly, AccessMode::ReadWrite}) {
        engine::OpenOptions options;
        options.access = access;
        options.writeToken = test::writeToken();
        const auto reader = db.live.engines().open(db.live.readerSettings(), options, {});
        VERIFY_OK(reader);
        const auto missing = services(db.live).missingRights(**reader, schema);
        VERIFY_OK(missing);
        QCOMPARE(missing->size(), 1);
        QCOMPARE(missing->first().code, ErrorCode::Precondition);
        QVERIFY2(missing->first().summary.contains(expected.at(0)), qPrintable(missing->first().toText()));
        QVERIFY2(missing->first().hint.contains(expected.at(1)), qPrintable(missing->first().toText()));
    }
}

void PostgresqlServices::dropsEverything()
{
    OPENED(db, Dialect::PostgreSql);
    const QByteArray untouched = *services(db.live).schemaFingerprint(*db, {});
    for (const char* sql : {"CREATE TABLE t (id serial PRIMARY KEY, v text)",
             "CREATE TABLE child (id int GENERATED ALWAYS AS IDENTITY, t int REFERENCES t)",
             "CREATE TABLE part (k int) PARTITION BY LIST (k)",
             "CREATE TABLE part1 PARTITION OF part DEFAULT", "CREATE TABLE heir () INHERITS (t)",
             "CREATE VIEW v AS SELECT * FROM t", "CREATE VIEW v2 AS SELECT * FROM v",
             "CREATE MATERIALIZED VIEW m AS SELECT * FROM v2", "CREATE SEQUENCE \"se\"\"q;\"",
             "CREATE TYPE mood AS ENUM ('a')", "CREATE TYPE pair AS (a mood, b int)",
             "CREATE DOMAIN dom AS int CHECK (VALUE > 0)", "CREATE TYPE r AS RANGE (subtype = int)",
             "CREATE FUNCTION f(a mood) RETURNS mood LANGUAGE sql AS 'SELECT $1'",
             "CREATE PROCEDURE p(x pair) LANGUAGE sql AS ''",
             "CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)",
             "CREATE FUNCTION trig() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
             "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trig()",
             "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)",
             "CREATE COLLATION co FROM \"C\"", "CREATE TEXT SEARCH CONFIGURATION ts (copy = simple)",
             "CREATE TEXT SEARCH DICTIONARY di (template = simple)", "CREATE STATISTICS st ON id, v FROM t",
             "CREATE SCHEMA \"we;ird \"\"s\"", "CREATE TABLE \"we;ird \"\"s\".\"order\" (m mood)",
             "CREATE EXTENSION pg_trgm", "CREATE INDEX trg ON t USING gin (v gin_trgm_ops)",
             "CREATE PUBLICATION pub FOR TABLE t", "SELECT lo_create(0)",
             "CREATE TABLE strandline_history (a int)"})
        VERIFY_OK(db->executeScript({sql, {}}, {}));
    const auto drops = services(db.live).dropEverything(*db);
    VERIFY_OK(drops);
    QVERIFY(!drops->isEmpty());
    for (const QByteArray& statement : *drops) {
        const auto done = db->executeScript({statement, {}}, {});
        QVERIFY2(done, qPrintable(done ? QString() : done.error().toText()));
    }
    const auto after = services(db.live).schemaFingerprint(*db, {});
    VERIFY_OK(after);
    QCOMPARE(*after, untouched);
    QCOMPARE(single(*db, QStringLiteral("SELECT count(*) FROM pg_class WHERE relnamespace = 2200")),
        QStringLiteral("0"));
    QCOMPARE(
        single(*db, QStringLiteral("SELECT count(*) FROM pg_largeobject_metadata")), QStringLiteral("0"));
    const auto again = services(db.live).dropEverything(*db);
    VERIFY_OK(again);
    QVERIFY2(again->isEmpty(), again->isEmpty() ? "" : again->first().constData());
    VERIFY_OK(db->execute(QStringLiteral("CREATE TABLE t (id int)")));
}

void PostgresqlServices::dropLeavesWhatIsOfOthers()
{
    OPENED(db, Dialect::PostgreSql);
    const auto admin = openAdmin(db.live);
    VERIFY_OK(admin);
    for (const char* sql :
        {"CREATE EXTENSION hstore", "CREATE TABLE theirs (h hstore)", "CREATE SCHEMA other",
            "CREATE TABLE other.kept (a int)", "GRANT ALL ON SCHEMA public, other TO PUBLIC"})
        VERIFY_OK((*admin)->executeScript({sql, {}}, {}));
    VERIFY_OK(db->executeOwn({"CREATE TABLE ours (h hstore)", "CREATE TABLE other.ours (a int)"}));
    const auto drops = services(db.live).dropEverything(*db);
    VERIFY_OK(drops);
    for (const QByteArray& statement : *drops)
        VERIFY_OK(db->executeScript({statement, {}}, {}));
    QCOMPARE(
        single(*db,
            QStringLiteral("SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE"
                           " relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'other')")),
        QStringLiteral("kept,theirs"));
    QCOMPARE(single(*db, QStringLiteral("SELECT count(*) FROM pg_extension WHERE extname = 'hstore'")),
        QStringLiteral("1"));
}

QTEST_GUILESS_MAIN(PostgresqlServices)
#include "tst_postgresql_services.moc"
