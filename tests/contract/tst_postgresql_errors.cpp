// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/error_catalogue.h"
#include "core/engine/postgresql/postgresql_errors.h"
#include "core/sql/identifier.h"
#include "tests/contract/contract.h"

#include <QSet>

using namespace strandline;
using base::ErrorCode;
using engine::postgresql::catalogueEntry;
using engine::postgresql::errorCatalogue;
using engine::postgresql::ServerError;
using sql::Dialect;
using test::Opened;

class PostgresqlErrors : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Opened> m_db;

private slots:
    void cleanupTestCase() { m_db.reset(); }
    void provoked_data();
    void provoked();
    void catalogueIsWellFormed();
    void everyEntryIsReached();
    void lostConnections_data();
    void lostConnections();
};

namespace {

struct Case
{
    const char* name;
    const char* state;
    const char* summary; ///< a part of it
    const char* sql;
    int line = 0;
    int column = 0;
};

const Case cases[] = {
    {"syntax", "42601", "is not SQL", "SELECT 1\nFORM t", 2, 6},
    {"unknown table", "42P01", "table or view", "SELECT *\nFROM nowhere", 2, 6},
    {"unknown column", "42703", "column that does not exist", "SELECT missing FROM t", 1, 8},
    {"unknown function", "42883", "function that does not exist", "SELECT missing(1)", 1, 8},
    {"unknown operator", "42883", "operator", "SELECT '{}'::json = '{}'::json", 1, 19},
    {"unknown type", "42704", "object that does not exist", "CREATE TABLE x (a missing)", 1, 19},
    {"unknown index", "42704", "object that does not exist", "DROP INDEX missing"},
    {"unknown schema", "3F000", "schema", "CREATE TABLE missing.x (a int)", 1, 14},
    {"unknown database", "3D000", "database", "DROP DATABASE \"not there\""},
    {"unknown prepared statement", "26000", "prepared", "EXECUTE missing"},
    {"unknown cursor", "34000", "cursor", "CLOSE missing"},
    {"unknown savepoint", "3B001", "savepoint", "ROLLBACK TO missing"},
    {"parameter", "08P01", "did not understand", "SELECT $1::int"},
    {"table exists", "42P07", "name is taken", "CREATE TABLE t (a int)"},
    {"index exists", "42P07", "name is taken", "CREATE INDEX t_pkey ON t (v)"},
    {"column exists", "42701", "column twice", "ALTER TABLE t ADD COLUMN v text"},
    {"constraint exists", "42710", "exists already", "ALTER TABLE t ADD CONSTRAINT positive CHECK (n > 0)"},
    {"type exists", "42710", "exists already", "CREATE TYPE mood AS ENUM ()"},
    {"schema exists", "42P06", "schema that exists", "CREATE SCHEMA public"},
    {"function exists", "42723", "function that exists",
        "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS ''"},
    {"alias twice", "42712", "table name twice", "SELECT * FROM t, t", 0, 0},
    {"prepared twice", "42P05", "name is taken",
        "DO $$ BEGIN EXECUTE 'PREPARE x AS SELECT 1'; EXECUTE 'PREPARE x AS SELECT 1'; END $$"},
    {"unique", "23505", "second row", "INSERT INTO t VALUES (1, 'b', 2)"},
    {"unique index", "23505", "have to be unique", "CREATE UNIQUE INDEX u ON t (v)"},
    {"foreign key", "23503", "points to nothing", "INSERT INTO child VALUES (99)"},
    {"still referenced", "23503", "would leave rows", "DELETE FROM t WHERE id = 1"},
    {"new foreign key", "23503", "points to nothing", "ALTER TABLE orphan ADD FOREIGN KEY (id) REFERENCES t"},
    {"check", "23514", "check constraint forbids", "INSERT INTO t VALUES (9, 'b', -1)"},
    {"new check", "23514", "break the new rule", "ALTER TABLE t ADD CHECK (id > 1)"},
    {"no partition", "23514", "no partition", "INSERT INTO part VALUES (99)"},
    {"not null", "23502", "required column", "INSERT INTO t (v) VALUES ('a')"},
    {"new not null", "23502", "empty values", "ALTER TABLE orphan ALTER v SET NOT NULL"},
    {"exclusion", "23P01", "overlaps", "INSERT INTO booked VALUES ('[2,4]')"},
    {"check option", "44000", "check option", "INSERT INTO w VALUES (50, 'x', 1)"},
    {"several rows", "21000", "several rows", "SELECT (SELECT id FROM t)"},
    {"too long", "22001", "longer than its column", "INSERT INTO t VALUES (9, 'much too long', 1)"},
    {"range", "22003", "does not fit", "SELECT 99999999999::int"},
    {"literal", "22P02", "cannot read", "SELECT 'x'::int", 1, 8},
    {"label", "22P02", "cannot read", "SELECT 'x'::mood", 1, 8},
    {"date", "22007", "no date", "SELECT 'x'::date", 1, 8},
    {"day", "22008", "does not exist", "SELECT '2026-13-40'::date", 1, 8},
    {"bytes", "22021", "no text in the database", "SELECT 'a\xff'"},
    {"zero", "22012", "divides by zero", "SELECT 1 / 0"},
    {"setting", "22023", "wrong value", "SET work_mem = 'much'"},
    {"bits", "22026", "bit string", "INSERT INTO bits VALUES (B'10101')"},
    {"substring", "22011", "negative length", "SELECT substring('a', 1, -1)"},
    {"json", "22P02", "cannot read", "SELECT '{'::jsonb", 1, 8},
    {"generated", "428C9", "fills in itself", "INSERT INTO child VALUES (1, 7)"},
    {"cast", "42804", "without a way to convert", "ALTER TABLE t ALTER v TYPE int"},
    {"key types", "42804", "different types", "ALTER TABLE orphan ADD FOREIGN KEY (v) REFERENCES t"},
    {"types", "42804", "types that do not fit", "INSERT INTO t VALUES (now(), 'a', 1)", 1, 23},
    {"no conversion", "42846", "no conversion", "SELECT now()::int", 1, 13},
    {"no unique", "42830", "not unique", "ALTER TABLE orphan ADD FOREIGN KEY (v) REFERENCES t (v)"},
    {"two keys", "42P16", "second primary key", "ALTER TABLE t ADD PRIMARY KEY (v)"},
    {"view", "42P16", "view in a way", "CREATE OR REPLACE VIEW w AS SELECT id FROM t"},
    {"immutable", "42P17", "result may change", "CREATE INDEX i ON t ((now()))"},
    {"replaced result", "42P13", "function in a way",
        "CREATE OR REPLACE FUNCTION f(int) RETURNS text LANGUAGE sql AS ''"},
    {"on conflict", "42P10", "fits no index", "INSERT INTO t VALUES (9, 'a', 1) ON CONFLICT (v) DO NOTHING"},
    {"group", "42803", "grouped and single", "SELECT id, count(*) FROM orphan", 1, 8},
    {"window", "42P20", "window function", "SELECT 1 FROM t WHERE row_number() OVER () = 1", 1, 23},
    {"collations", "42P21", "two collations", "SELECT 'a' COLLATE \"C\" < 'b' COLLATE \"POSIX\"", 1, 30},
    {"wrong object", "42809", "another kind", "DROP VIEW t"},
    {"ambiguous column", "42702", "several tables", "SELECT id FROM t, orphan", 1, 8},
    {"ambiguous function", "42725", "exists several times", "DROP FUNCTION twice"},
    {"reserved", "42939", "reserved", "CREATE SCHEMA pg_mine"},
    {"depends", "2BP01", "other objects need", "DROP TABLE t"},
    {"in transaction", "25001", "inside of a transaction", "VACUUM"},
    {"savepoint alone", "25P01", "needs a transaction", "SAVEPOINT s"},
    {"ends transaction", "2D000", "ends a transaction", "DO $$ BEGIN COMMIT; END $$"},
    {"never filled", "55000", "present state", "SELECT * FROM empty_view"},
    {"sequence unused", "55000", "present state", "SELECT currval('q')"},
    {"extension", "0A000", "extension", "CREATE EXTENSION not_there"},
    {"column of a view", "0A000", "built on", "ALTER TABLE t ALTER v TYPE text"},
    {"truncate", "0A000", "others refer to", "TRUNCATE t"},
    {"key of partitions", "0A000", "partitioned table", "ALTER TABLE part ADD UNIQUE (v)"},
    {"unsupported", "0A000", "does not support", "SELECT count(*) FROM t FOR UPDATE"},
    {"in use", "55006", "in use", "DROP DATABASE %database"},
    {"limit", "54011", "too large or too complex", "%columns"},
    {"right", "42501", "lacks a right", "CREATE ROLE someone"},
    {"owner", "42501", "owner of the object", "ALTER TABLE theirs ADD COLUMN a int"},
    {"raised", "P0001", "code in the database", "DO $$ BEGIN RAISE EXCEPTION 'no'; END $$"},
    {"no row", "P0002", "found no row",
        "DO $$ DECLARE i int; BEGIN SELECT id INTO STRICT i FROM t WHERE id = 77; END $$"},
    {"rows", "P0003", "several rows", "DO $$ DECLARE i int; BEGIN SELECT id INTO STRICT i FROM t; END $$"},
    {"assert", "P0004", "ASSERT", "DO $$ BEGIN ASSERT false; END $$"},
    {"timeout", "57014", "stopped by the server", "%timeout"},
    {"lock", "55P03", "waited for a lock", "LOCK TABLE held NOWAIT"},
    {"new label", "55P04", "before it is committed", "%label", 1, 8},
    {"failed before", "25P02", "had failed before", "%aborted"},
};

} // namespace

void PostgresqlErrors::provoked_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(std::size(cases)); ++i)
        QTest::newRow(cases[i].name) << i;
}

void PostgresqlErrors::provoked()
{
    QFETCH(int, index);
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    const Case& wanted = cases[index];
    if (!m_db) {
        m_db = std::make_unique<Opened>(Dialect::PostgreSql);
        VERIFY_OK(m_db->connection);
        for (const char* sql : {"CREATE TYPE mood AS ENUM ('good')",
                 "CREATE TABLE t (id int PRIMARY KEY, v varchar(5), n int NOT NULL CONSTRAINT positive CHECK "
                 "(n > 0))",
                 "INSERT INTO t VALUES (1, 'a', 1), (2, 'a', 1)",
                 "CREATE TABLE child (id int REFERENCES t, g int GENERATED ALWAYS AS (1) STORED)",
                 "INSERT INTO child VALUES (1)", "CREATE TABLE orphan (id int, v text)",
                 "INSERT INTO orphan VALUES (77, NULL)",
                 "CREATE TABLE part (k int, v int) PARTITION BY LIST (k)",
                 "CREATE TABLE booked (during int4range, EXCLUDE USING gist (during WITH &&))",
                 "INSERT INTO booked VALUES ('[1,3]')", "CREATE TABLE bits (b bit(3))",
                 "CREATE VIEW w AS SELECT id, v, n FROM t WHERE id < 10 WITH CHECK OPTION",
                 "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                 "CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                 "CREATE FUNCTION twice(text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                 "CREATE MATERIALIZED VIEW empty_view AS SELECT 1 AS a WITH NO DATA", "CREATE SEQUENCE q",
                 "CREATE TABLE held (a int)"})
            VERIFY_OK((*m_db)->executeScript({sql, {}}, {}));
    }
    db::Connection& db = **m_db;
    QByteArray text = wanted.sql;
    std::unique_ptr<db::Connection> holder;
    const QByteArray state = wanted.state;
    const bool inside =
        state == "25001" || state == "3B001" || state == "2D000" || text.startsWith('%') || state == "55P03";
    if (state == "55P03") {
        auto other = m_db->live.open();
        VERIFY_OK(other);
        VERIFY_OK((*other)->executeOwn({"BEGIN", "LOCK TABLE held"}));
        holder = std::move(*other);
    }
    if (text.contains("%database"))
        text.replace("%database",
            sql::quoteIdentifier(m_db->live.settings().database.value, Dialect::PostgreSql).toUtf8());
    if (text.contains("theirs"))
        text = "ALTER TABLE pg_catalog.pg_class RENAME TO x";
    if (text == "%columns") {
        text = "CREATE TABLE wide (";
        for (int i = 0; i < 1700; ++i)
            text += (i ? ", c" : "c") + QByteArray::number(i) + " int";
        text += ')';
    }
    if (inside)
        VERIFY_OK(db.executeOwn({"BEGIN"}));
    if (text == "%label") {
        VERIFY_OK(db.executeOwn({"ALTER TYPE mood ADD VALUE 'new'"}));
        text = "SELECT 'new'::mood";
    } else if (text == "%timeout") {
        VERIFY_OK(db.executeOwn({"SET LOCAL statement_timeout = 1"}));
        text = "SELECT pg_sleep(5)";
    } else if (text == "%aborted") {
        QVERIFY(!db.executeScript({"SELECT 1/0", {}}, {}));
        text = "SELECT 1";
    }
    const auto done = db.executeScript({text, {}}, {});
    if (db.isInTransaction())
        VERIFY_OK(db.executeOwn({"ROLLBACK"}));
    QVERIFY2(!done, "it should have failed");
    const base::Error& error = done.error();
    const QByteArray shown = error.toText().toUtf8();
    QVERIFY2(error.nativeCode == QLatin1String(wanted.state), shown.constData());
    QVERIFY2(error.summary.contains(QLatin1String(wanted.summary)), shown.constData());
    QVERIFY2(!error.detail.isEmpty(), shown.constData());
    QVERIFY2(error.hint.endsWith(QLatin1Char('.')), shown.constData());
    QVERIFY2(error.code != ErrorCode::Internal, shown.constData());
    QVERIFY2(error.position.line == wanted.line && error.position.column == wanted.column, shown.constData());
}

void PostgresqlErrors::catalogueIsWellFormed()
{
    QSet<QByteArray> seen;
    for (const auto& entry : errorCatalogue()) {
        const QByteArray state(entry.state);
        QVERIFY2(state.isEmpty() || state.size() == 2 || state.size() == 5, entry.state);
        QVERIFY2(QByteArray(entry.summary).contains("%1") || entry.code == ErrorCode::Invalid, entry.summary);
        QVERIFY2(!QByteArray(entry.summary).endsWith('.'), entry.summary);
        QVERIFY2(QByteArray(entry.hint).endsWith('.'), entry.hint);
        const QByteArray key = state + '/' + entry.needle;
        QVERIFY2(!seen.contains(key), key.constData());
        seen.insert(key);
    }
    QVERIFY(seen.size() >= 100);
}

void PostgresqlErrors::everyEntryIsReached()
{
    for (const auto& entry : errorCatalogue()) {
        ServerError server;
        server.sqlState = QString::fromLatin1(entry.state);
        if (server.sqlState.size() == 2)
            server.sqlState += QLatin1String("ZZZ");
        server.message = QString::fromLatin1(entry.needle);
        QVERIFY2(&catalogueEntry(server) == &entry, entry.summary);
    }
}

void PostgresqlErrors::lostConnections_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("summary");
    QTest::newRow("nothing said") << QString() << QStringLiteral("The connection was lost during “SELECT 1”");
    QTest::newRow("stopped") << QStringLiteral("57P01")
                             << QStringLiteral("The server ended the connection during “SELECT 1”");
    QTest::newRow("crashed") << QStringLiteral("57P02")
                             << QStringLiteral("The server crashed during “SELECT 1”");
    QTest::newRow("idle") << QStringLiteral("25P03")
                          << QStringLiteral("The server closed the connection before “SELECT 1”");
}

void PostgresqlErrors::lostConnections()
{
    QFETCH(QString, state);
    QFETCH(QString, summary);
    ServerError server;
    server.sqlState = state;
    server.message = QStringLiteral("gone");
    server.connectionLost = true;
    const auto error = engine::postgresql::statementError(server, QStringLiteral("SELECT 1"));
    QCOMPARE(error.code, ErrorCode::Connection);
    QCOMPARE(error.summary, summary);
}

QTEST_GUILESS_MAIN(PostgresqlErrors)
#include "tst_postgresql_errors.moc"
