// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "core/engine/postgresql/postgresql_errors.h"
#include "tests/contract/contract.h"

using namespace strandline;
using base::ErrorCode;
using db::AccessMode;
using sql::Dialect;
using test::Opened;

namespace {

base::Result<qint64> script(db::Connection& connection, const QByteArray& text)
{
    return connection.executeScript({text, {}}, {});
}

QString single(db::Connection& connection, const char* sql)
{
    const auto rows = connection.query(QString::fromUtf8(sql));
    return rows ? rows->rows.value(0).value(0).toString() : rows.error().toText();
}

QString setting(db::Connection& connection, const char* name)
{
    return single(connection, QByteArray("SELECT current_setting('").append(name).append("')").constData());
}

} // namespace

class PostgresqlSessionTest : public QObject
{
    Q_OBJECT

private slots:
    void countsRows_data();
    void countsRows();
    void errorsHavePlaceAndObjects();
    void refusesSecondStatementAndNul();
    void noticesReachTheSink();
    void copiesData();
    void copyErrorsNameTheLine_data();
    void copyErrorsNameTheLine();
    void copyCanBeInterrupted();
    void failedTransactionIsVisible();
    void readOnlyHolds();
    void ownStatements();
    void ownStatementsNameTheFailure_data();
    void ownStatementsNameTheFailure();
    void ownCommitOfAFailedTransaction();
    void parsesWithoutRunning_data();
    void parsesWithoutRunning();
    void refusesWhatIsNoSql_data();
    void refusesWhatIsNoSql();
    void parsesManyStatements();
    void parsingWaitsForNobody();
    void parsingKeepsATransaction();
    void limitsAreSentOnce();
    void limitsSurviveRollbacks();
    void positions_data();
    void positions();
};

void PostgresqlSessionTest::countsRows_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("count");
    QTest::newRow("ddl") << QByteArray("CREATE TABLE a (x int)") << qint64(-1);
    QTest::newRow("insert") << QByteArray("INSERT INTO t SELECT generate_series(1, 7)") << qint64(7);
    QTest::newRow("update") << QByteArray("UPDATE t SET id = id + 100") << qint64(3);
    QTest::newRow("returning") << QByteArray("DELETE FROM t WHERE id > 1 RETURNING id") << qint64(2);
    QTest::newRow("select") << QByteArray("SELECT * FROM t") << qint64(-1);
    QTest::newRow("nothing") << QByteArray("-- only words\n/* and more */") << qint64(0);
    QTest::newRow("empty") << QByteArray() << qint64(0);
    QTest::newRow("copy out") << QByteArray("COPY t TO STDOUT") << qint64(-1);
    QTest::newRow("question mark") << QByteArray("DO $$ BEGIN PERFORM '{}'::jsonb ? 'a:b'; END $$")
                                   << qint64(-1);
    QTest::newRow("create as") << QByteArray("CREATE TABLE b AS SELECT * FROM t") << qint64(3);
}

void PostgresqlSessionTest::countsRows()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, count);
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(script(*db, "CREATE TABLE t (id int)"));
    VERIFY_OK(script(*db, "INSERT INTO t VALUES (1), (2), (3)"));
    const auto done = script(*db, text);
    VERIFY_OK(done);
    QCOMPARE(*done, count);
    QVERIFY(!db->isInTransaction());
}

void PostgresqlSessionTest::errorsHavePlaceAndObjects()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(script(*db, "CREATE TABLE \"Tä ble\" (id int CONSTRAINT \"pos itive\" CHECK (id > 0))"));
    const auto broken = script(*db, "INSERT INTO \"Tä ble\" VALUES (-1)");
    QVERIFY(!broken);
    QCOMPARE(broken.error().nativeCode, QStringLiteral("23514"));
    QVERIFY2(broken.error().detail.contains(QStringLiteral("table “public.Tä ble”, constraint “pos itive”")),
        qPrintable(broken.error().detail));
    QVERIFY(!broken.error().hint.isEmpty());

    const auto placed = script(*db, "SELECT 'äöü😀',\n  'ß', missing FROM \"Tä ble\"");
    QVERIFY(!placed);
    QCOMPARE(placed.error().position.line, 2);
    QCOMPARE(placed.error().position.column, 8);

    VERIFY_OK(script(*db,
        "CREATE FUNCTION raises() RETURNS int LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'no' USING DETAIL = 'the detail', HINT = 'the hint'; END $$"));
    const auto raised = script(*db, "SELECT raises()");
    QVERIFY(!raised);
    for (const char* part : {"no", "the detail", "the hint", "raises()"})
        QVERIFY2(raised.error().detail.contains(QLatin1String(part)), part);
}

void PostgresqlSessionTest::refusesSecondStatementAndNul()
{
    OPENED(db, Dialect::PostgreSql);
    const auto two = script(*db, "CREATE TABLE one (a int); CREATE TABLE two (a int)");
    QVERIFY(!two);
    QCOMPARE(two.error().code, ErrorCode::Invalid);
    const auto nul = script(*db, QByteArray("SELECT 1\n, \0 DROP", 17));
    QVERIFY(!nul);
    QCOMPARE(nul.error().code, ErrorCode::Invalid);
    QCOMPARE(nul.error().position.line, 2);
    const auto bytes = script(*db, "SELECT 'a\xff'");
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().nativeCode, QStringLiteral("22021"));
    QCOMPARE(single(*db, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), QStringLiteral("0"));
}

void PostgresqlSessionTest::noticesReachTheSink()
{
    OPENED(db, Dialect::PostgreSql);
    QList<db::ServerNotice> got;
    const auto sink = [&got](const db::ServerNotice& notice) { got << notice; };
    const auto run = [&](const QByteArray& text) { return db->executeScript({text, {}}, sink); };
    VERIFY_OK(run("DROP TABLE IF EXISTS nowhere"));
    QCOMPARE(got.size(), 1);
    QCOMPARE(got.first().severity, QStringLiteral("NOTICE"));
    QCOMPARE(got.first().code, QStringLiteral("00000"));
    VERIFY_OK(run("CREATE FUNCTION says() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'w' USING "
                  "DETAIL = 'd'; END $$"));
    got.clear();
    VERIFY_OK(run("SELECT says()"));
    QCOMPARE(got.size(), 1);
    QCOMPARE(got.first().severity, QStringLiteral("WARNING"));
    QCOMPARE(got.first().text, QStringLiteral("w"));
    QVERIFY(got.first().detail.startsWith(QStringLiteral("d\n")));
    QVERIFY2(got.first().detail.contains(QStringLiteral("says()")), qPrintable(got.first().detail));
    got.clear();
    QVERIFY(!run("DO $$ BEGIN RAISE NOTICE 'before'; RAISE EXCEPTION 'end'; END $$"));
    QCOMPARE(got.size(), 1);
    got.clear();
    VERIFY_OK(script(*db, "DROP TABLE IF EXISTS nowhere"));
    QVERIFY(got.isEmpty());
}

void PostgresqlSessionTest::copiesData()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(script(*db, "CREATE TABLE t (id int, v text)"));
    QByteArray rows;
    for (int i = 0; i < 200000; ++i)
        rows += QByteArray::number(i) + "\tzw\xc3\xb6lf \\\\.\n";
    const auto copied = db->executeScript({"COPY t FROM STDIN", QByteArrayView(rows)}, {});
    VERIFY_OK(copied);
    QCOMPARE(*copied, qint64(200000));
    QCOMPARE(single(*db, "SELECT v FROM t WHERE id = 199999"), QStringLiteral("zwölf \\."));
    const auto none = db->executeScript({"COPY t FROM STDIN", QByteArrayView("")}, {});
    VERIFY_OK(none);
    QCOMPARE(*none, qint64(0));
    const auto waits = script(*db, "COPY t FROM STDIN");
    QVERIFY(!waits);
    QCOMPARE(waits.error().code, ErrorCode::Unsupported);
    VERIFY_OK(script(*db, "SELECT 1"));
}

void PostgresqlSessionTest::copyErrorsNameTheLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<int>("line");
    QTest::newRow("type") << QByteArray("COPY t FROM STDIN") << QByteArray("1\ta\nx\tb\n") << 3;
    QTest::newRow("too few") << QByteArray("COPY\n t FROM\nSTDIN") << QByteArray("1\ta\n2\tb\n3\n") << 6;
    QTest::newRow("key") << QByteArray("COPY t FROM STDIN") << QByteArray("1\ta\n1\tb\n") << 3;
    QTest::newRow("csv header") << QByteArray("COPY t FROM STDIN (FORMAT csv, HEADER)")
                                << QByteArray("id,v\n1,a\nz,b\n") << 4;
    QTest::newRow("odd name") << QByteArray("COPY \"t, line 9\" FROM STDIN") << QByteArray("1\nx\n") << 3;
}

void PostgresqlSessionTest::copyErrorsNameTheLine()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, data);
    QFETCH(int, line);
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(script(*db, "CREATE TABLE t (id int PRIMARY KEY, v text)"));
    VERIFY_OK(script(*db, "CREATE TABLE \"t, line 9\" (id int)"));
    const auto copied = db->executeScript({text, QByteArrayView(data)}, {});
    QVERIFY(!copied);
    QCOMPARE(copied.error().position.line, line);
    QCOMPARE(single(*db, "SELECT count(*) FROM t"), QStringLiteral("0"));
}

void PostgresqlSessionTest::copyCanBeInterrupted()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(script(*db, "CREATE TABLE t (id int)"));
    VERIFY_OK(script(*db,
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'row'; "
        "PERFORM pg_sleep(0.2); RETURN NEW; END $$"));
    VERIFY_OK(script(*db, "CREATE TRIGGER s BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION slow()"));
    base::CancelToken stop;
    db->setCancelToken(stop);
    QByteArray rows;
    for (int i = 0; i < 2000000; ++i)
        rows += "1\n";
    const auto copied = db->executeScript(
        {"COPY t FROM STDIN", QByteArrayView(rows)}, [&stop](const db::ServerNotice&) { stop.cancel(); });
    QVERIFY(!copied);
    QCOMPARE(copied.error().code, ErrorCode::Cancelled);
    db->setCancelToken({});
    VERIFY_OK(script(*db, "SELECT 1"));
    QCOMPARE(single(*db, "SELECT count(*) FROM t"), QStringLiteral("0"));
}

void PostgresqlSessionTest::failedTransactionIsVisible()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(script(*db, "BEGIN"));
    QVERIFY(db->isInTransaction());
    QVERIFY(!script(*db, "SELECT 1/0"));
    QVERIFY(db->isInTransaction());
    const auto next = script(*db, "SELECT 1");
    QVERIFY(!next);
    QCOMPARE(next.error().nativeCode, QStringLiteral("25P02"));
    const auto commit = script(*db, " /* now */ Commit");
    QVERIFY(!commit);
    QVERIFY(!db->isInTransaction());
}

void PostgresqlSessionTest::readOnlyHolds()
{
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    Opened db(Dialect::PostgreSql, AccessMode::ReadOnly);
    VERIFY_OK(db.connection);
    for (const char* text : {"CREATE TABLE t (a int)",
             "DO $$ BEGIN SET default_transaction_read_only = off; "
             "COMMIT; CREATE TABLE t (a int); END $$"})
        QVERIFY(!script(*db, text));
    QVERIFY(!db->isInTransaction());
    QVERIFY(!db->executeOwn({"CREATE TABLE t (a int)"}));
    VERIFY_OK(db->checkSyntax("CREATE TABLE t (a int)"));
}

void PostgresqlSessionTest::ownStatements()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->executeOwn({}));
    VERIFY_OK(db->executeOwn(
        {"BEGIN", "CREATE TABLE t (v text) -- comment", "INSERT INTO t VALUES ('a;b')", "COMMIT"}));
    QVERIFY(!db->isInTransaction());
    VERIFY_OK(db->executeOwn({"BEGIN", "INSERT INTO t VALUES ('c')"}));
    QVERIFY(db->isInTransaction());
    VERIFY_OK(db->executeOwn({"SELECT 1", "COMMIT", "BEGIN"}));
    QVERIFY(db->isInTransaction());
    VERIFY_OK(db->executeOwn({"ROLLBACK"}));
    QCOMPARE(single(*db, "SELECT count(*) FROM t"), QStringLiteral("2"));
}

void PostgresqlSessionTest::ownStatementsNameTheFailure_data()
{
    QTest::addColumn<QList<QByteArray>>("statements");
    QTest::addColumn<int>("failing");
    QTest::addColumn<int>("line");
    QTest::addColumn<bool>("open");
    using List = QList<QByteArray>;
    QTest::newRow("at run time") << List {"BEGIN", "SELECT 1", "SELECT 1/0", "COMMIT"} << 3 << 0 << true;
    QTest::newRow("unknown table") << List {"BEGIN", "SELECT 'ä'", "SELECT 1\nFROM nowhere", "COMMIT"} << 3
                                   << 2 << true;
    QTest::newRow("syntax") << List {"BEGIN", "SELECT 'ä'", "COMMIT", "SELCT"} << 4 << 1 << false;
    QTest::newRow("without a transaction")
        << List {"CREATE TABLE x (a int)", "SELECT 1/0"} << 2 << 0 << false;
    QTest::newRow("at commit") << List {"BEGIN", "INSERT INTO d VALUES (1), (1)", "COMMIT", "SELECT 1"} << 3
                               << 0 << false;
}

void PostgresqlSessionTest::ownStatementsNameTheFailure()
{
    QFETCH(QList<QByteArray>, statements);
    QFETCH(int, failing);
    QFETCH(int, line);
    QFETCH(bool, open);
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->executeOwn({"CREATE TABLE d (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)"}));
    const auto done = db->executeOwn(statements);
    QVERIFY(!done);
    QCOMPARE(done.error().position.statement, failing);
    QCOMPARE(done.error().position.line, line);
    QCOMPARE(db->isInTransaction(), open);
    if (open)
        VERIFY_OK(db->executeOwn({"ROLLBACK"}));
    QCOMPARE(single(*db, "SELECT to_regclass('x')"), QString());
}

void PostgresqlSessionTest::ownCommitOfAFailedTransaction()
{
    OPENED(db, Dialect::PostgreSql);
    QVERIFY(!db->executeOwn({"BEGIN", "SELECT 1/0"}));
    const auto commit = db->executeOwn({"COMMIT", "CREATE TABLE x (a int)"});
    QVERIFY(!commit);
    QVERIFY(!db->isInTransaction());
    QCOMPARE(single(*db, "SELECT to_regclass('x')"), QString());
}

void PostgresqlSessionTest::parsesWithoutRunning_data()
{
    QTest::addColumn<QByteArray>("text");
    const char* texts[] = {"CREATE TABLE n (a int)", "CREATE TABLE n AS SELECT 1",
        "CREATE TEMP TABLE n (a int)", "ALTER TABLE t ADD COLUMN b int",
        "ALTER TABLE nowhere ADD COLUMN b int", "DROP TABLE t", "TRUNCATE t", "CREATE INDEX i ON t (id)",
        "CREATE INDEX CONCURRENTLY i ON t (id)", "DROP INDEX CONCURRENTLY i", "REINDEX TABLE CONCURRENTLY t",
        "VACUUM t", "VACUUM FULL", "ANALYZE", "CLUSTER", "CREATE DATABASE n", "DROP DATABASE n",
        "CREATE TABLESPACE n LOCATION '/nowhere'", "CREATE VIEW v AS SELECT * FROM t",
        "CREATE MATERIALIZED VIEW v AS SELECT 1", "REFRESH MATERIALIZED VIEW v", "CREATE SEQUENCE s",
        "CREATE TYPE n AS ENUM ('a')", "ALTER TYPE n ADD VALUE 'b'",
        "CREATE DOMAIN n AS int CHECK (VALUE > 0)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; END",
        "CREATE AGGREGATE g (int) (sfunc = int4pl, stype = int)",
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE EVENT TRIGGER e ON "
        "ddl_command_start EXECUTE FUNCTION f()",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", "CREATE SCHEMA n CREATE TABLE x (a int)",
        "CREATE EXTENSION hstore", "CREATE POLICY p ON t", "CREATE PUBLICATION p FOR TABLE t",
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", "CREATE STATISTICS s ON id, v FROM t",
        "CREATE ROLE n", "GRANT SELECT ON t TO PUBLIC", "REVOKE ALL ON t FROM PUBLIC",
        "COMMENT ON TABLE t IS 'x'", "SECURITY LABEL ON TABLE t IS 'x'", "INSERT INTO t VALUES (9)",
        "INSERT INTO nowhere VALUES (9)", "INSERT INTO t VALUES (1, 2, 3, 4, 5)", "UPDATE t SET id = 9",
        "UPDATE t SET missing = 9", "DELETE FROM t",
        "MERGE INTO t USING t u ON t.id = u.id WHEN MATCHED THEN DELETE", "SELECT nextval('q')",
        "SELECT id, missing FROM t", "SELECT 1 UNION SELECT 1, 2",
        "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "COPY t FROM STDIN",
        "COPY t TO PROGRAM 'true'", "DO $$ BEGIN DELETE FROM t; END $$", "DO $$ this is not looked into $$",
        "CALL p()", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT s", "PREPARE TRANSACTION 'x'",
        "SET lock_timeout = 77", "RESET ALL", "DISCARD ALL", "LOCK TABLE t", "NOTIFY n", "LISTEN n",
        "PREPARE x AS SELECT 1", "EXECUTE x", "DECLARE c CURSOR FOR SELECT 1",
        "EXPLAIN ANALYZE DELETE FROM t", "ALTER SYSTEM SET work_mem = '1MB'", "REASSIGN OWNED BY x TO y",
        "DROP OWNED BY x", "CHECKPOINT", "SELECT '2026-99-99'::date", "SELECT 'a' || 1 || $$b$$", "",
        "-- nothing", "CREATE CAST (int AS n) WITH INOUT",
        "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)"};
    for (const char* text : texts)
        QTest::newRow(text) << QByteArray(text);
}

void PostgresqlSessionTest::parsesWithoutRunning()
{
    QFETCH(QByteArray, text);
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    static Opened db(Dialect::PostgreSql);
    VERIFY_OK(db.connection);
    VERIFY_OK(db->execute(QStringLiteral("CREATE TABLE IF NOT EXISTS t (id int, v text)")));
    VERIFY_OK(db->execute(QStringLiteral("CREATE SEQUENCE IF NOT EXISTS q")));
    VERIFY_OK(db->execute(QStringLiteral("TRUNCATE t")));
    VERIFY_OK(db->execute(QStringLiteral("INSERT INTO t VALUES (1, 'x')")));
    const char* state =
        "SELECT (SELECT string_agg(relname || relkind || relfilenode || relacl::text, ',' ORDER BY oid) "
        "FROM pg_class WHERE oid > 16000)"
        " || (SELECT count(*) || '' FROM pg_proc) || (SELECT count(*) || '' FROM pg_type)"
        " || (SELECT string_agg(t::text, '|') FROM t) || (SELECT last_value || is_called::text FROM q)"
        " || (SELECT count(*) || '' FROM pg_namespace) || (SELECT count(*) || '' FROM pg_description)"
        " || current_setting('lock_timeout') || (SELECT count(*) || '' FROM pg_prepared_statements)";
    const QString before = single(*db, state);
    const auto parsed = db->checkSyntax(text);
    VERIFY_OK(parsed);
    QVERIFY(*parsed);
    QVERIFY(!db->isInTransaction());
    QCOMPARE(single(*db, state), before);
}

void PostgresqlSessionTest::refusesWhatIsNoSql_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::newRow("word") << QByteArray("SELCT 1") << 1 << 1;
    QTest::newRow("second line") << QByteArray("CREATE TABLE t (\n  ä int,\n  b int c\n)") << 3 << 9;
    QTest::newRow("string") << QByteArray("SELECT 'abc") << 1 << 8;
    QTest::newRow("end") << QByteArray("SELECT (1") << 1 << 10;
    QTest::newRow("two") << QByteArray("SELECT 1; SELECT 2") << 0 << 0;
    QTest::newRow("escape") << QByteArray("SELECT U&'\\zzzz'") << 1 << 11;
    QTest::newRow("bytes") << QByteArray("SELECT '\xff'") << 0 << 0;
    QTest::newRow("other dialect") << QByteArray("CREATE TABLE `t` (a int)") << 1 << 14;
    QTest::newRow("nul") << QByteArray("SELECT 1\0", 9) << 1 << 9;
}

void PostgresqlSessionTest::refusesWhatIsNoSql()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(int, column);
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    static Opened db(Dialect::PostgreSql, AccessMode::ReadOnly);
    VERIFY_OK(db.connection);
    const auto parsed = db->checkSyntax(text);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::Invalid);
    QCOMPARE(parsed.error().position.line, line);
    QCOMPARE(parsed.error().position.column, column);
    QVERIFY(!parsed.error().hint.isEmpty());
    QVERIFY(!db->isInTransaction());
}

void PostgresqlSessionTest::parsesManyStatements()
{
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    Opened db(Dialect::PostgreSql, AccessMode::ReadOnly);
    VERIFY_OK(db.connection);
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 10000; ++i)
        VERIFY_OK(db->checkSyntax("INSERT INTO some_table VALUES (" + QByteArray::number(i) + ")"));
    qInfo("10,000 statements parsed in %lld ms", static_cast<long long>(clock.elapsed()));
}

void PostgresqlSessionTest::parsingWaitsForNobody()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(script(*db, "CREATE TABLE t (id int)"));
    const auto other = db.live.open(AccessMode::ReadOnly);
    VERIFY_OK(other);
    VERIFY_OK(db->executeOwn({"BEGIN", "LOCK TABLE t"}));
    VERIFY_OK((*other)->checkSyntax("DELETE FROM t"));
    QVERIFY(!(*other)->checkSyntax("DELETE FROM t WHERE"));
    QCOMPARE(setting(**other, "lock_timeout"), QStringLiteral("0"));
    VERIFY_OK(db->executeOwn({"ROLLBACK"}));
}

void PostgresqlSessionTest::parsingKeepsATransaction()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->executeOwn({"BEGIN", "CREATE TABLE t (id int)"}));
    VERIFY_OK(db->checkSyntax("DELETE FROM t"));
    VERIFY_OK(db->checkSyntax("DELETE FROM nowhere"));
    QVERIFY(!db->checkSyntax("DELETE FRM t"));
    VERIFY_OK(script(*db, "INSERT INTO t VALUES (1)"));
    QVERIFY(!script(*db, "SELECT 1/0"));
    VERIFY_OK(db->checkSyntax("DELETE FROM nowhere"));
    QVERIFY(!db->checkSyntax("DELETE FRM t"));
    QVERIFY(db->isInTransaction());
    VERIFY_OK(db->executeOwn({"ROLLBACK"}));
    VERIFY_OK(script(*db, "SELECT 1"));
}

void PostgresqlSessionTest::limitsAreSentOnce()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->setLimits({1234, {}}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("1234ms"));
    QCOMPARE(setting(*db, "statement_timeout"), QStringLiteral("0"));
    VERIFY_OK(db->setLimits({{}, 60000}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("1234ms"));
    QCOMPARE(setting(*db, "statement_timeout"), QStringLiteral("1min"));
    // Changed where the session does not look: what is equal is not sent.
    VERIFY_OK(db->query(QStringLiteral("SELECT set_config('lock_timeout', '5', false)")));
    VERIFY_OK(db->setLimits({1234, 60000}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("5ms"));
    // A script's own SET holds until the limits are named again.
    VERIFY_OK(script(*db, "SET statement_timeout = 7"));
    QCOMPARE(setting(*db, "statement_timeout"), QStringLiteral("7ms"));
    VERIFY_OK(db->setLimits({1234, 0}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("1234ms"));
    QCOMPARE(setting(*db, "statement_timeout"), QStringLiteral("0"));
}

void PostgresqlSessionTest::limitsSurviveRollbacks()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->setLimits({1000, 0}));
    VERIFY_OK(db->executeOwn({"BEGIN"}));
    VERIFY_OK(db->setLimits({2000, 0}));
    VERIFY_OK(db->executeOwn({"ROLLBACK", "BEGIN"}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("1s"));
    VERIFY_OK(db->setLimits({2000, 0}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("2s"));
    VERIFY_OK(db->executeOwn({"COMMIT"}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("2s"));
    VERIFY_OK(db->executeOwn({"BEGIN", "SAVEPOINT s"}));
    VERIFY_OK(db->setLimits({3000, 0}));
    VERIFY_OK(script(*db, "ROLLBACK TO SAVEPOINT s"));
    VERIFY_OK(db->setLimits({3000, 0}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("3s"));
    VERIFY_OK(db->executeOwn({"ROLLBACK"}));
    VERIFY_OK(db->setLimits({3000, 0}));
    QCOMPARE(setting(*db, "lock_timeout"), QStringLiteral("3s"));
    VERIFY_OK(script(*db, "SELECT pg_sleep(0)"));
    VERIFY_OK(db->setLimits({{}, 1}));
    const auto slow = script(*db, "SELECT pg_sleep(5)");
    QVERIFY(!slow);
    QCOMPARE(slow.error().nativeCode, QStringLiteral("57014"));
    QCOMPARE(slow.error().code, ErrorCode::Sql);
}

void PostgresqlSessionTest::positions_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("position");
    QTest::addColumn<bool>("inBytes");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::newRow("none") << QByteArray("abc") << qint64(0) << false << 0 << 0;
    QTest::newRow("first") << QByteArray("abc") << qint64(1) << false << 1 << 1;
    QTest::newRow("behind the end") << QByteArray("abc") << qint64(4) << false << 1 << 4;
    QTest::newRow("too far") << QByteArray("abc") << qint64(5) << false << 0 << 0;
    QTest::newRow("wide") << QByteArray("ä😀c\nxy") << qint64(3) << false << 1 << 3;
    QTest::newRow("second line") << QByteArray("ä😀c\nxy") << qint64(6) << false << 2 << 2;
    QTest::newRow("bytes") << QByteArray("ä😀c\nxy") << qint64(9) << true << 2 << 1;
}

void PostgresqlSessionTest::positions()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, position);
    QFETCH(bool, inBytes);
    const auto at = engine::postgresql::positionInUtf8(text, position, inBytes);
    QTEST(at.line, "line");
    QTEST(at.column, "column");
}

QTEST_GUILESS_MAIN(PostgresqlSessionTest)
#include "tst_postgresql_session.moc"
