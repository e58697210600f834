// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>

using namespace strandline;
using db::AccessMode;
using sql::Dialect;
using test::Opened;

namespace {

/// Something of every kind, made once.
const QStringList scenery {
    QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v varchar(20) DEFAULT 'x', n numeric NOT NULL)"),
    QStringLiteral("CREATE TABLE child (id int REFERENCES t, note text)"),
    QStringLiteral("CREATE TABLE part (k int, v text) PARTITION BY RANGE (k)"),
    QStringLiteral("CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (10)"),
    QStringLiteral("CREATE TABLE loose (k int, v text)"),
    QStringLiteral("CREATE VIEW w AS SELECT id, v FROM t"),
    QStringLiteral("CREATE MATERIALIZED VIEW mat AS SELECT id FROM t"),
    QStringLiteral("CREATE INDEX t_v ON t (v)"),
    QStringLiteral("CREATE SEQUENCE q"),
    QStringLiteral("CREATE TYPE mood AS ENUM ('good', 'bad')"),
    QStringLiteral("CREATE TYPE pair AS (a int, b text)"),
    QStringLiteral("CREATE DOMAIN positive AS int CONSTRAINT above CHECK (VALUE > 0)"),
    QStringLiteral("CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    QStringLiteral("CREATE FUNCTION trig() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"),
    QStringLiteral("CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trig()"),
    QStringLiteral("CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int, initcond = '0')"),
    QStringLiteral("CREATE POLICY pol ON t USING (id > 0)"),
    QStringLiteral("CREATE RULE ru AS ON DELETE TO loose DO INSTEAD NOTHING"),
    QStringLiteral("CREATE STATISTICS st ON id, v FROM t"),
    QStringLiteral("CREATE SCHEMA other"),
    QStringLiteral("CREATE TABLE other.\"we;ird \"\"tä\" (\"order\" int)"),
    QStringLiteral("CREATE TABLE strandline_history (id int PRIMARY KEY)"),
    QStringLiteral("INSERT INTO t SELECT g, 'v', g FROM generate_series(1, 100) g"),
};

base::Result<QByteArray> fingerprint(Opened& db, const QString& schema = {})
{
    return db.live.engines().find(Dialect::PostgreSql)->runServices().schemaFingerprint(*db, schema);
}

} // namespace

class PostgresqlFingerprint : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Opened> m_db;
    QByteArray m_before;

private slots:
    void init();
    void cleanupTestCase() { m_db.reset(); }
    void changes_data();
    void changes();
    void stays_data();
    void stays();
    void seesTheOpenTransaction();
    void doesNotDependOnTheSession();
    void doesNotDependOnOrder();
    void worksReadOnly();
    void leavesOurTablesOut();
    void isMuchQuickerThanADump();
};

void PostgresqlFingerprint::init()
{
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    if (m_db)
        return;
    m_db = std::make_unique<Opened>(Dialect::PostgreSql);
    VERIFY_OK(m_db->connection);
    for (const QString& sql : scenery)
        VERIFY_OK((*m_db)->execute(sql));
    const auto before = fingerprint(*m_db);
    VERIFY_OK(before);
    m_before = *before;
    QCOMPARE(m_before.size(), 64);
}

void PostgresqlFingerprint::changes_data()
{
    QTest::addColumn<QByteArray>("change");
    const char* rows[] = {"CREATE TABLE x (a int)", "DROP TABLE child", "ALTER TABLE t RENAME TO t2",
        "ALTER TABLE t SET SCHEMA other", "ALTER TABLE child SET UNLOGGED",
        "ALTER TABLE t SET (fillfactor = 50)", "ALTER TABLE t SET (toast.autovacuum_enabled = off)",
        "ALTER TABLE t REPLICA IDENTITY FULL", "ALTER TABLE t CLUSTER ON t_pkey",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "ALTER TABLE t FORCE ROW LEVEL SECURITY",
        "ALTER TABLE t ADD COLUMN c int", "ALTER TABLE t DROP COLUMN v CASCADE",
        "ALTER TABLE t RENAME COLUMN n TO m", "ALTER TABLE child ALTER note TYPE varchar(9)",
        "ALTER TABLE t ALTER v SET DEFAULT 'y'", "ALTER TABLE t ALTER v DROP DEFAULT",
        "ALTER TABLE t ALTER v SET NOT NULL", "ALTER TABLE t ALTER n DROP NOT NULL",
        "ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY",
        "ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (id * 2) STORED",
        "ALTER TABLE child ALTER note TYPE text COLLATE \"C\"",
        "ALTER TABLE child ALTER note SET STORAGE EXTERNAL",
        "ALTER TABLE child ALTER note SET STATISTICS 500",
        "ALTER TABLE child ALTER note SET (n_distinct = 5)", "ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0)",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0) NOT VALID", "ALTER TABLE t ADD UNIQUE (v, id)",
        "ALTER TABLE child DROP CONSTRAINT child_id_fkey",
        "ALTER TABLE child ALTER CONSTRAINT child_id_fkey DEFERRABLE",
        "ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk", "CREATE INDEX y ON t (n)",
        "CREATE UNIQUE INDEX y ON t (id) "
        "WHERE id > 5",
        "DROP INDEX t_v", "ALTER INDEX t_v SET (fillfactor = 50)",
        "CREATE OR REPLACE VIEW w AS SELECT id, v FROM t WHERE id > 1",
        "ALTER VIEW w SET (security_barrier = true)", "ALTER TABLE w ALTER id SET DEFAULT 1",
        "DROP MATERIALIZED VIEW mat", "ALTER SEQUENCE q INCREMENT 2", "ALTER SEQUENCE q OWNED BY t.id",
        "ALTER SEQUENCE q AS smallint MAXVALUE 100", "ALTER TYPE mood RENAME VALUE 'bad' TO 'sad'",
        "ALTER TYPE mood ADD VALUE 'so so' AFTER 'good'", "ALTER TYPE pair ADD ATTRIBUTE c int",
        "CREATE TYPE r AS RANGE (subtype = int)", "ALTER DOMAIN positive SET DEFAULT 3",
        "ALTER DOMAIN positive SET NOT NULL", "ALTER DOMAIN positive ADD CONSTRAINT z CHECK (VALUE < 9)",
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 2'",
        "ALTER FUNCTION f STRICT", "ALTER FUNCTION f SECURITY DEFINER",
        "ALTER FUNCTION f SET work_mem = '1MB'", "ALTER FUNCTION f COST 7",
        "CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE PROCEDURE p() LANGUAGE sql AS ''", "DROP AGGREGATE total (int)",
        "CREATE OR REPLACE AGGREGATE total (int) (sfunc = int4pl, stype = int, initcond = '5')",
        "ALTER TABLE t DISABLE TRIGGER tr", "ALTER TRIGGER tr ON t RENAME TO tr2", "DROP TRIGGER tr ON t",
        "ALTER POLICY pol ON t USING (id > 1)", "ALTER POLICY pol ON t TO CURRENT_USER",
        "DROP POLICY pol ON t", "DROP RULE ru ON loose", "ALTER TABLE loose DISABLE RULE ru",
        "DROP STATISTICS st", "ALTER STATISTICS st SET STATISTICS 7",
        "ALTER TABLE part DETACH PARTITION part1",
        "ALTER TABLE part ATTACH PARTITION loose FOR VALUES FROM (10) TO (20)",
        "CREATE TABLE heir () INHERITS (loose)", "CREATE EXTENSION pg_trgm", "GRANT SELECT ON t TO PUBLIC",
        "GRANT SELECT (v) ON t TO PUBLIC", "GRANT USAGE ON SEQUENCE q TO PUBLIC",
        "REVOKE EXECUTE ON FUNCTION f FROM PUBLIC", "GRANT USAGE ON SCHEMA other TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO PUBLIC", "COMMENT ON TABLE t IS 'c'",
        "COMMENT ON COLUMN t.v IS 'c'", "COMMENT ON FUNCTION f IS 'c'",
        "COMMENT ON CONSTRAINT t_pkey ON t IS 'c'", "COMMENT ON SCHEMA other IS 'c'", "CREATE SCHEMA more",
        "DROP TABLE other.\"we;ird \"\"tä\"", "CREATE PUBLICATION pub FOR TABLE t",
        "CREATE COLLATION co FROM \"C\"",
        "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)",
        "CREATE CAST (mood AS pair) WITH INOUT",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t (v DESC); END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t (v text_pattern_ops); END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t (v COLLATE \"C\"); END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t (id) INCLUDE (v); END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t (n); END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE UNIQUE INDEX t_v ON t (v, id); END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t USING hash (v); END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t (v) WHERE id > 0; END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t (lower(v)); END $$",
        "DO $$ BEGIN DROP INDEX t_v; CREATE INDEX t_v ON t (v NULLS FIRST); END $$",
        "DO $$ BEGIN ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE; ALTER TABLE t ADD PRIMARY KEY (n); END $$",
        "CREATE TEXT SEARCH CONFIGURATION ts (copy = simple)"};
    for (const char* row : rows)
        QTest::newRow(row) << QByteArray(row);
}

void PostgresqlFingerprint::changes()
{
    QFETCH(QByteArray, change);
    VERIFY_OK((*m_db)->executeOwn({"BEGIN"}));
    // ADD VALUE and the like are fine in a transaction as long as nobody uses them.
    const auto made = (*m_db)->executeScript({change, {}}, {});
    const auto after = made ? fingerprint(*m_db) : base::Result<QByteArray>(base::forward(made));
    VERIFY_OK((*m_db)->executeOwn({"ROLLBACK"}));
    VERIFY_OK(after);
    QVERIFY(*after != m_before);
    const auto back = fingerprint(*m_db);
    VERIFY_OK(back);
    QCOMPARE(*back, m_before);
}

void PostgresqlFingerprint::stays_data()
{
    QTest::addColumn<QList<QByteArray>>("work");
    using List = QList<QByteArray>;
    QTest::newRow("rows") << List {"INSERT INTO t VALUES (1000, 'a', 1)", "DELETE FROM t WHERE id = 1000"};
    QTest::newRow("analyze") << List {"ANALYZE"};
    QTest::newRow("vacuum") << List {"VACUUM t"};
    QTest::newRow("vacuum full") << List {"VACUUM FULL t"};
    QTest::newRow("reindex") << List {"REINDEX TABLE t"};
    QTest::newRow("reindex concurrently") << List {"REINDEX TABLE CONCURRENTLY t"};
    QTest::newRow("nextval") << List {"SELECT nextval('q')"};
    QTest::newRow("create and drop") << List {"CREATE TABLE x (a int)", "DROP TABLE x"};
    QTest::newRow("add and drop column")
        << List {"ALTER TABLE t ADD COLUMN c int", "ALTER TABLE t DROP COLUMN c"};
    QTest::newRow("made anew") << List {"DROP VIEW w", "CREATE VIEW w AS SELECT id, v FROM t",
        "DROP INDEX t_v", "CREATE INDEX t_v ON t (v)", "DROP TABLE child",
        "CREATE TABLE child (id int REFERENCES t, note text)"};
    QTest::newRow("grant and revoke")
        << List {"GRANT SELECT ON t TO PUBLIC", "REVOKE SELECT ON t FROM PUBLIC"};
    QTest::newRow("refresh") << List {"REFRESH MATERIALIZED VIEW mat"};
    QTest::newRow("temporary") << List {"CREATE TEMP TABLE tmp (a int)", "CREATE TEMP VIEW tv AS SELECT 1"};
    QTest::newRow("comment and none") << List {"COMMENT ON TABLE t IS 'x'", "COMMENT ON TABLE t IS NULL"};
    QTest::newRow("ours") << List {"CREATE TABLE strandline_log (id serial PRIMARY KEY)",
        "CREATE FUNCTION strandline_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER strandline_log_append_only BEFORE DELETE ON strandline_log EXECUTE FUNCTION "
        "strandline_refuse()",
        "CREATE INDEX strandline_log_run ON strandline_log (id)", "COMMENT ON TABLE strandline_log IS 'log'"};
    QTest::newRow("setting") << List {"SET search_path = other, public", "RESET search_path"};
}

void PostgresqlFingerprint::stays()
{
    QFETCH(QList<QByteArray>, work);
    for (const QByteArray& sql : work)
        VERIFY_OK((*m_db)->executeScript({sql, {}}, {}));
    const auto after = fingerprint(*m_db);
    VERIFY_OK(after);
    QCOMPARE(*after, m_before);
    QVERIFY(!(*m_db)->isInTransaction());
}

void PostgresqlFingerprint::seesTheOpenTransaction()
{
    VERIFY_OK(
        (*m_db)->executeOwn({"BEGIN", "SET LOCAL search_path = other, public", "CREATE TABLE x (a int)"}));
    const auto inside = fingerprint(*m_db, QStringLiteral("public"));
    VERIFY_OK(inside);
    QVERIFY(*inside != m_before);
    QVERIFY((*m_db)->isInTransaction());
    const auto path = (*m_db)->query(QStringLiteral("SELECT current_setting('search_path')"));
    VERIFY_OK(path);
    QCOMPARE(path->rows.first().first().toString(), QStringLiteral("other, public"));
    VERIFY_OK((*m_db)->executeOwn({"ROLLBACK"}));
}

void PostgresqlFingerprint::doesNotDependOnTheSession()
{
    const auto other = m_db->live.open(AccessMode::ReadWrite);
    VERIFY_OK(other);
    for (const char* sql : {"SET search_path = other", "SET DateStyle = 'SQL, DMY'",
             "SET TimeZone = 'Asia/Tokyo'", "SET quote_all_identifiers = on", "SET extra_float_digits = -5",
             "SET bytea_output = 'escape'", "SET IntervalStyle = 'iso_8601'"})
        VERIFY_OK((*other)->executeScript({sql, {}}, {}));
    const auto there = m_db->live.engines()
                           .find(Dialect::PostgreSql)
                           ->runServices()
                           .schemaFingerprint(**other, QStringLiteral("public"));
    VERIFY_OK(there);
    QCOMPARE(*there, m_before);
}

void PostgresqlFingerprint::doesNotDependOnOrder()
{
    // The owners have other names there, so that only what does not name them is compared.
    QByteArray first;
    for (const bool reversed : {false, true}) {
        QStringList sql {QStringLiteral("CREATE TABLE a (x int)"), QStringLiteral("CREATE TABLE b (x int)"),
            QStringLiteral("CREATE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
            QStringLiteral("CREATE SCHEMA d")};
        if (reversed)
            std::reverse(sql.begin(), sql.end());
        VERIFY_OK((*m_db)->executeOwn({"BEGIN"}));
        for (const QString& each : std::as_const(sql))
            VERIFY_OK((*m_db)->execute(each));
        const auto made = fingerprint(*m_db);
        VERIFY_OK(made);
        VERIFY_OK((*m_db)->executeOwn({"ROLLBACK"}));
        if (!reversed)
            first = *made;
        QCOMPARE(*made, first);
    }
}

void PostgresqlFingerprint::worksReadOnly()
{
    const auto other = m_db->live.open(AccessMode::ReadOnly);
    VERIFY_OK(other);
    const auto there =
        m_db->live.engines().find(Dialect::PostgreSql)->runServices().schemaFingerprint(**other, {});
    VERIFY_OK(there);
    QCOMPARE(*there, m_before);
}

void PostgresqlFingerprint::leavesOurTablesOut()
{
    VERIFY_OK((*m_db)->executeOwn({"BEGIN", "ALTER TABLE strandline_history ADD COLUMN more int"}));
    const auto same = fingerprint(*m_db);
    VERIFY_OK(same);
    QCOMPARE(*same, m_before);
    // The same name elsewhere is somebody's table.
    VERIFY_OK((*m_db)->executeOwn({"CREATE TABLE other.strandline_history (a int)"}));
    const auto other = fingerprint(*m_db);
    VERIFY_OK(other);
    QVERIFY(*other != m_before);
    VERIFY_OK((*m_db)->executeOwn({"ROLLBACK"}));
}

void PostgresqlFingerprint::isMuchQuickerThanADump()
{
    const QString dump = QStandardPaths::findExecutable(QStringLiteral("pg_dump"));
    if (dump.isEmpty())
        QSKIP("pg_dump is not installed");
    OPENED(db, Dialect::PostgreSql);
    for (int i = 0; i < 1000; ++i) {
        const QByteArray n = QByteArray::number(i);
        VERIFY_OK(db->executeOwn({"CREATE TABLE t" + n
                + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL DEFAULT 'x', "
                  "amount numeric(12,2) CHECK (amount >= 0), made timestamptz DEFAULT now(), parent bigint)",
            "CREATE INDEX t" + n + "_name ON t" + n + " (name, made)",
            "ALTER TABLE t" + n + " ADD FOREIGN KEY (parent) REFERENCES t" + n}));
    }
    VERIFY_OK(db->executeScript({"ANALYZE", {}}, {}));
    QElapsedTimer clock;
    qint64 ours = 0;
    for (int round = 0; round < 3; ++round) {
        clock.start();
        VERIFY_OK(fingerprint(db));
        ours = round == 0 ? clock.elapsed() : qMin(ours, clock.elapsed());
    }
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const auto& settings = db.live.settings();
    environment.insert(QStringLiteral("PGPASSWORD"), settings.password.reveal());
    environment.insert(QStringLiteral("PGDATABASE"), settings.database.value);
    environment.insert(QStringLiteral("PGUSER"), settings.user.value);
    environment.insert(QStringLiteral("PGHOST"), settings.host.value);
    environment.insert(QStringLiteral("PGPORT"), settings.port.value);
    process.setProcessEnvironment(environment);
    process.setStandardOutputFile(QProcess::nullDevice());
    qint64 dumped = 0;
    for (int round = 0; round < 3; ++round) {
        clock.start();
        process.start(dump, {QStringLiteral("--schema-only")});
        QVERIFY(process.waitForFinished(120000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        dumped = round == 0 ? clock.elapsed() : qMin(dumped, clock.elapsed());
    }
    qInfo("1,000 tables: fingerprint %lld ms, pg_dump %lld ms, ratio %.3f", static_cast<long long>(ours),
        static_cast<long long>(dumped), double(ours) / double(dumped));
    QVERIFY(ours < dumped); // the exact ratio depends on how busy the machine is
}

QTEST_GUILESS_MAIN(PostgresqlFingerprint)
#include "tst_postgresql_fingerprint.moc"
