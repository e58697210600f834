// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/contract.h"

#include <QTest>

using namespace strandline;
using sql::Dialect;
using test::LiveDatabase;
using test::Opened;

/// Errors that migrations meet, provoked on the engine itself: the code is the one that is expected, and the
/// hint says something that belongs to it and not to its neighbours.
class ErrorCatalogue : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void mariadb_data();
    void mariadb();
    void sqlite_data();
    void sqlite();

private:
    void provoke(Opened& opened);
    std::unique_ptr<Opened> m_mariadb;
    std::unique_ptr<Opened> m_sqlite;
};

namespace {

void addColumns()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("hint");
}

void add(const char* code, const char* statement, const char* hint)
{
    QTest::addRow("%s: %.60s", code, statement)
        << QString::fromUtf8(statement) << QString::fromUtf8(code) << QString::fromUtf8(hint);
}

void prepare(Opened& opened, const QStringList& statements)
{
    for (const QString& statement : statements)
        VERIFY_OK(opened->execute(statement));
}

} // namespace

void ErrorCatalogue::initTestCase()
{
    m_sqlite = std::make_unique<Opened>(Dialect::Sqlite);
    VERIFY_OK(m_sqlite->connection);
    prepare(*m_sqlite,
        {QStringLiteral("PRAGMA foreign_keys = ON"),
            QStringLiteral("CREATE TABLE p (id INTEGER PRIMARY KEY, u int UNIQUE, nn int NOT NULL DEFAULT 0, "
                           "x int, CHECK (x > 0))"),
            QStringLiteral("CREATE TABLE c (id INTEGER PRIMARY KEY, p int REFERENCES p (id))"),
            QStringLiteral("CREATE TABLE g (id int, twice int AS (id * 2))"),
            QStringLiteral("CREATE TABLE s (id int) STRICT"),
            QStringLiteral("CREATE TABLE orphan (id int REFERENCES gone (id))"),
            QStringLiteral("CREATE TABLE noKey (x int)"),
            QStringLiteral("CREATE TABLE odd (id int REFERENCES noKey (x))"),
            QStringLiteral("CREATE VIEW v AS SELECT id, x FROM p"), QStringLiteral("CREATE INDEX i ON p (x)"),
            QStringLiteral("CREATE TABLE w (k int PRIMARY KEY, b int) WITHOUT ROWID"),
            QStringLiteral(
                "CREATE TRIGGER never BEFORE DELETE ON g BEGIN SELECT RAISE(ABORT, 'not here'); END"),
            QStringLiteral("INSERT INTO p VALUES (1, 1, 1, 1), (2, 2, 2, 1)"),
            QStringLiteral("INSERT INTO c VALUES (1, 1)"), QStringLiteral("INSERT INTO g (id) VALUES (1)")});
    if (!test::engineIsHere(Dialect::MySql))
        return;
    m_mariadb = std::make_unique<Opened>(Dialect::MySql);
    VERIFY_OK(m_mariadb->connection);
    prepare(*m_mariadb,
        {QStringLiteral("SET sql_mode = 'TRADITIONAL,ONLY_FULL_GROUP_BY'"),
            QStringLiteral("CREATE TABLE p (id int PRIMARY KEY, u int UNIQUE, name varchar(5), t text) "
                           "CHARACTER SET utf8mb4"),
            QStringLiteral(
                "CREATE TABLE c (id int PRIMARY KEY, p int, nn int NOT NULL DEFAULT 0, e enum('a', 'b'), "
                "CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id), CONSTRAINT pos CHECK (nn >= 0))"),
            QStringLiteral("CREATE TABLE g (id int, twice int AS (id * 2), must int NOT NULL)"),
            QStringLiteral("CREATE TABLE latin (a varchar(20) CHARACTER SET latin1)"),
            QStringLiteral("CREATE TABLE parts (id int) PARTITION BY RANGE (id) "
                           "(PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20))"),
            QStringLiteral("CREATE TABLE past (id int) WITH SYSTEM VERSIONING"),
            QStringLiteral("CREATE VIEW v AS SELECT id FROM p"),
            QStringLiteral("CREATE VIEW many AS SELECT count(*) AS n FROM p"),
            QStringLiteral("CREATE TABLE dates (a date)"),
            QStringLiteral("CREATE TRIGGER trg BEFORE INSERT ON g FOR EACH ROW SET NEW.must = 1"),
            QStringLiteral("CREATE PROCEDURE proc() SELECT 1"),
            QStringLiteral("INSERT INTO p VALUES (1, 1, 'a', 'a'), (2, NULL, 'abc', 'b')"),
            QStringLiteral("INSERT INTO c VALUES (1, 1, 0, 'a'), (2, NULL, 0, NULL)")});
}

void ErrorCatalogue::provoke(Opened& opened)
{
    QFETCH(QString, statement);
    QFETCH(QString, code);
    QFETCH(QString, hint);
    const QByteArray utf8 = statement.toUtf8();
    const auto outcome = opened->executeScript({utf8, {}});
    QVERIFY2(!outcome, "the engine did not refuse it");
    const base::Error& error = outcome.error();
    const QString text = error.toText();
    QVERIFY2(
        error.nativeCode == code || error.nativeCode.startsWith(code + QLatin1Char(' ')), qPrintable(text));
    QVERIFY2(error.hint.contains(hint), qPrintable(text));
    QVERIFY2(error.hint.endsWith(QLatin1Char('.')), qPrintable(text));
    QVERIFY(!error.detail.isEmpty());
    QVERIFY(!error.summary.endsWith(QLatin1Char('.')));
}

void ErrorCatalogue::mariadb_data()
{
    addColumns();
    add("1050", "CREATE TABLE p (a int)", "is there already");
    add("1060", "ALTER TABLE p ADD COLUMN u int", "is there already");
    add("1061", "CREATE INDEX u ON p (id)", "index of that name");
    add("1146", "INSERT INTO gone VALUES (1)", "no such table");
    add("1051", "DROP TABLE gone", "IF EXISTS");
    add("4092", "DROP VIEW gone", "no view");
    add("4091", "DROP SEQUENCE gone", "no sequence");
    add("1054", "UPDATE p SET gone = 1", "single quotes");
    add("1091", "ALTER TABLE p DROP COLUMN gone", "SHOW CREATE TABLE");
    add("1305", "CALL gone()", "procedure, function or savepoint");
    add("1062", "INSERT INTO p (id) VALUES (1)", "ON DUPLICATE KEY");
    add("1452", "INSERT INTO c (id, p) VALUES (9, 99)", "NOT EXISTS");
    add("1451", "DELETE FROM p WHERE id = 1", "refer to this one");
    add("1451", "DROP TABLE p", "keeps the table");
    add("4025", "INSERT INTO c (id, nn) VALUES (9, -1)", "WHERE NOT (rule)");
    add("1048", "INSERT INTO c (id, nn) VALUES (9, NULL)", "no NULL");
    add("1364", "INSERT INTO c (p) VALUES (1)", "DEFAULT");
    add("1265", "UPDATE c SET e = 'z'", "ENUM");
    add("1265", "ALTER TABLE c MODIFY p int NOT NULL, DROP FOREIGN KEY c_p", "NULL");
    add("1406", "INSERT INTO p (id, name) VALUES (9, 'toolong')", "longer than the column");
    add("1264", "INSERT INTO p (id) VALUES (99999999999)", "wider type");
    add("1366", "INSERT INTO p (id) VALUES ('x')", "no number");
    add("1366", "INSERT INTO latin VALUES ('\xf0\x9f\x98\x80')", "utf8mb4");
    add("1292", "INSERT INTO dates VALUES ('2020-13-13')", "real value");
    add("1067", "CREATE TABLE d (a int DEFAULT 'x')", "default does not fit");
    add("1005", "CREATE TABLE d (a bigint, FOREIGN KEY (a) REFERENCES p (id))", "same type");
    add("1833", "ALTER TABLE p MODIFY id bigint", "foreign key uses it");
    add("1553", "ALTER TABLE c DROP INDEX c_p", "foreign key uses it");
    add("1701", "TRUNCATE p", "TRUNCATE");
    add("1068", "ALTER TABLE p ADD PRIMARY KEY (u)", "DROP PRIMARY KEY");
    add("1075", "CREATE TABLE d (a int AUTO_INCREMENT)", "AUTO_INCREMENT");
    add("1071", "CREATE TABLE d (a varchar(2000), PRIMARY KEY (a)) CHARACTER SET utf8mb4", "3072");
    add("1118", "CREATE TABLE d (a varchar(9000), b varchar(9000)) CHARACTER SET utf8mb4", "65,535");
    add("1072", "CREATE INDEX d ON p (gone)", "does not have");
    add("1059",
        "CREATE INDEX aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ON p (id)",
        "64 characters");
    add("1103", "CREATE TABLE `a ` (a int)", "blank");
    add("1064", "CREATE TABEL d (a int)", "cannot read");
    add("1846", "ALTER TABLE p MODIFY name int, ALGORITHM=INPLACE", "ALGORITHM");
    add("1136", "INSERT INTO p VALUES (1)", "List the columns");
    add("1110", "INSERT INTO p (id, id) VALUES (1, 1)", "twice");
    add("1052", "SELECT id FROM p, c", "alias");
    add("1055", "SELECT name, count(*) FROM p GROUP BY u", "GROUP BY");
    add("1526", "INSERT INTO parts VALUES (50)", "No partition");
    add("1503", "CREATE TABLE d (a int PRIMARY KEY, b int) PARTITION BY HASH (b) PARTITIONS 2",
        "partitioned");
    add("1906", "INSERT INTO g (id, twice) VALUES (1, 9)", "generated column");
    add("1115", "CREATE TABLE d (a int) CHARACTER SET klingon", "character set");
    add("1273", "CREATE TABLE d (a int) COLLATE utf8mb4_0900_ai_ci", "collation");
    add("1286", "CREATE TABLE d (a int) ENGINE=Falcon", "InnoDB");
    add("1267", "SELECT 'a' COLLATE utf8mb4_bin = 'b' COLLATE utf8mb4_general_ci", "COLLATE");
    add("4119", "ALTER TABLE past ADD COLUMN b int", "KEEP");
    add("1359", "CREATE TRIGGER trg BEFORE UPDATE ON g FOR EACH ROW SET NEW.must = 1",
        "trigger of that name");
    add("1360", "DROP TRIGGER gone", "no trigger");
    add("1304", "CREATE PROCEDURE proc() SELECT 2", "CREATE OR REPLACE");
    add("1113", "CREATE TABLE d", "one column");
    add("1090", "ALTER TABLE latin DROP COLUMN a", "Drop the table");
    add("1227", "SET GLOBAL max_connections = 100", "right");
    add("1044", "USE mysql", "rights on that database");
    add("1142", "SELECT * FROM mysql.user", "right");
    add("1347", "ALTER VIEW p AS SELECT 1", "view");
    add("1288", "UPDATE many SET n = 1", "Change the table");
    add("1222", "SELECT 1 UNION SELECT 1, 2", "UNION");
    add("1318", "CALL proc(1)", "arguments");
    add("1231", "SET SESSION sql_mode = 'NONSENSE'", "value");
    add("1690", "SELECT CAST(1 AS unsigned) - 2", "UNSIGNED");
    add("1363", "CREATE TRIGGER d BEFORE DELETE ON p FOR EACH ROW SET @a = NEW.id", "OLD");
    add("1239", "CREATE TABLE d (a int, FOREIGN KEY (a) REFERENCES p (id, u))", "same type");
    add("1826", "CREATE TABLE d (a int, CONSTRAINT x CHECK (a > 0), CONSTRAINT x CHECK (a > 1))", "");
    add("1176", "SELECT * FROM p FORCE INDEX (gone)", "SHOW INDEX");
    add("1191", "SELECT * FROM p WHERE MATCH (t) AGAINST ('a')", "FULLTEXT");
    add("1074", "CREATE TABLE d (a char(500))", "TEXT");
    add("1170", "CREATE TABLE d (a text, PRIMARY KEY (a))", "prefix");
    add("1505", "ALTER TABLE p DROP PARTITION p0", "not partitioned");
    add("1507", "ALTER TABLE parts DROP PARTITION p9", "no partition");
    add("1493", "ALTER TABLE parts ADD PARTITION (PARTITION p2 VALUES LESS THAN (5))", "must grow");
    add("1415", "CREATE FUNCTION d() RETURNS int BEGIN SELECT 1; RETURN 1; END", "variables");
    add("1422", "CREATE FUNCTION d() RETURNS int BEGIN COMMIT; RETURN 1; END", "commit");
}

void ErrorCatalogue::mariadb()
{
    STRANDLINE_NEEDS_ENGINE(Dialect::MySql);
    provoke(*m_mariadb);
}

void ErrorCatalogue::sqlite_data()
{
    addColumns();
    add("SQLITE_ERROR", "CREATE TABLE p (a)", "there already");
    add("SQLITE_ERROR", "CREATE VIEW v AS SELECT 1", "Drop the view");
    add("SQLITE_ERROR", "CREATE INDEX i ON c (p)", "unique in the whole database");
    add("SQLITE_ERROR", "CREATE TRIGGER never AFTER INSERT ON p BEGIN SELECT 1; END", "Drop the trigger");
    add("SQLITE_ERROR", "ALTER TABLE c RENAME TO p", "share their names");
    add("SQLITE_ERROR", "ALTER TABLE p ADD COLUMN x int", "ADD COLUMN IF NOT EXISTS");
    add("SQLITE_ERROR", "CREATE TABLE sqlite_x (a)", "belong to SQLite");
    add("SQLITE_ERROR", "SELECT * FROM gone", "path of the database");
    add("SQLITE_ERROR", "INSERT INTO orphan VALUES (1)", "foreign key");
    add("SQLITE_ERROR", "SELECT gone FROM p", "single quotes");
    add("SQLITE_ERROR", "DROP INDEX gone", "IF EXISTS");
    add("SQLITE_ERROR", "DROP VIEW gone", "IF EXISTS");
    add("SQLITE_ERROR", "DROP TRIGGER gone", "IF EXISTS");
    add("SQLITE_ERROR", "SELECT now()", "no such function");
    add("SQLITE_ERROR", "CREATE VIRTUAL TABLE z USING gone", "module");
    add("SQLITE_ERROR", "SELECT * FROM p ORDER BY x COLLATE german", "NOCASE");
    add("SQLITE_ERROR", "ROLLBACK TO gone", "never made");
    add("SQLITE_ERROR", "SELECT id FROM p, c", "alias");
    add("SQLITE_ERROR", "DROP VIEW p", "DROP TABLE");
    add("SQLITE_ERROR", "DROP TABLE v", "DROP VIEW");
    add("SQLITE_ERROR", "DROP TABLE sqlite_master", "Leave it alone");
    add("SQLITE_ERROR", "CREATE INDEX z ON v (id)", "tables that the view reads");
    add("SQLITE_ERROR", "ALTER TABLE p ADD COLUMN z int NOT NULL", "DEFAULT");
    add("SQLITE_ERROR", "ALTER TABLE p ADD COLUMN z int UNIQUE", "CREATE UNIQUE INDEX");
    add("SQLITE_ERROR", "ALTER TABLE p ADD COLUMN z int PRIMARY KEY", "rename the new one");
    add("SQLITE_ERROR", "ALTER TABLE p ADD COLUMN z DEFAULT CURRENT_TIMESTAMP", "constant");
    add("SQLITE_ERROR", "ALTER TABLE p ADD COLUMN z AS (x + 1) STORED", "VIRTUAL");
    add("SQLITE_ERROR", "ALTER TABLE p ADD COLUMN z int DEFAULT 1 REFERENCES p (id)", "has to be NULL");
    add("SQLITE_ERROR", "ALTER TABLE v ADD COLUMN z int", "create it anew");
    add("SQLITE_ERROR", "ALTER TABLE p DROP COLUMN id", "rename the new one");
    add("SQLITE_ERROR", "ALTER TABLE p DROP COLUMN u", "rename the new one");
    add("SQLITE_ERROR", "ALTER TABLE p DROP COLUMN x", "still uses");
    add("SQLITE_ERROR", "ALTER TABLE s DROP COLUMN id", "one column");
    add("SQLITE_ERROR", "ALTER TABLE p ALTER COLUMN x TYPE bigint", "rename the new one");
    add("SQLITE_ERROR", "ALTER TABLE p MODIFY x bigint", "rename the new one");
    add("SQLITE_ERROR", "ALTER TABLE p ADD CONSTRAINT z CHECK (x > 1)", "constraints");
    add("SQLITE_ERROR", "ALTER TABLE p ADD COLUMN y int, ADD COLUMN z int", "takes one each");
    add("SQLITE_ERROR", "SELEC 1", "reserved word");
    add("SQLITE_ERROR", "CREATE TABLE z (a int", "too early");
    add("SQLITE_ERROR", "SELECT 'a", "never ends");
    add("SQLITE_ERROR", "CREATE TABLE z (a PRIMARY KEY, b PRIMARY KEY)", "PRIMARY KEY (a, b)");
    add("SQLITE_ERROR", "CREATE TABLE z (a INT PRIMARY KEY AUTOINCREMENT)", "word INTEGER");
    add("SQLITE_ERROR", "CREATE TABLE z (a) WITHOUT ROWID", "needs a primary key");
    add("SQLITE_ERROR", "CREATE TABLE z (a VARCHAR(5)) STRICT", "STRICT table knows");
    add("SQLITE_ERROR", "CREATE TABLE z (a) STRICT", "needs a type");
    add("SQLITE_ERROR", "CREATE TABLE z (a int) ENGINE=InnoDB", "");
    add("SQLITE_ERROR", "INSERT INTO odd VALUES (1)", "unique index");
    add("SQLITE_ERROR", "CREATE TABLE z (a int, FOREIGN KEY (a) REFERENCES p (id, x))", "both sides");
    add("SQLITE_ERROR", "CREATE INDEX z ON p (random())", "same answer");
    add("SQLITE_ERROR", "CREATE TABLE z (a, CHECK (a IN (SELECT 1)))", "trigger");
    add("SQLITE_ERROR", "INSERT INTO g (id, twice) VALUES (1, 2)", "generated column");
    add("SQLITE_ERROR", "UPDATE g SET twice = 2", "generated column");
    add("SQLITE_ERROR", "INSERT INTO c VALUES (1)", "List the columns");
    add("SQLITE_ERROR", "INSERT INTO c (id, p) VALUES (1)", "as many values");
    add("SQLITE_ERROR", "INSERT INTO c (gone) VALUES (1)", "single quotes");
    add("SQLITE_ERROR", "SELECT 1 UNION SELECT 1, 2", "numbers of columns");
    add("SQLITE_ERROR", "DELETE FROM v", "INSTEAD OF");
    add("SQLITE_ERROR", "INSERT INTO p (id) VALUES (1) ON CONFLICT (x) DO NOTHING", "unique index");
    add("SQLITE_ERROR", "SELECT abs(1, 2)", "documentation");
    add("SQLITE_ERROR", "SELECT json('{')", "json_valid");
    add("SQLITE_ERROR", "SELECT abs(-9223372036854775807 - 1)", "64 bits");
    add("SQLITE_ERROR", "CREATE TRIGGER z BEFORE INSERT ON v BEGIN SELECT 1; END", "INSTEAD OF");
    add("SQLITE_ERROR", "COMMIT", "one COMMIT too many");
    add("SQLITE_ERROR", "ROLLBACK", "one ROLLBACK too many");
    add("SQLITE_CONSTRAINT_PRIMARYKEY", "INSERT INTO p (id) VALUES (1)", "ON CONFLICT");
    add("SQLITE_CONSTRAINT_UNIQUE", "INSERT INTO p (u) VALUES (1)", "GROUP BY");
    add("SQLITE_CONSTRAINT_UNIQUE", "CREATE UNIQUE INDEX z ON p (x)", "GROUP BY");
    add("SQLITE_CONSTRAINT_NOTNULL", "INSERT INTO p (nn) VALUES (NULL)", "no NULL");
    add("SQLITE_CONSTRAINT_CHECK", "UPDATE p SET x = -1", "WHERE NOT (rule)");
    add("SQLITE_CONSTRAINT_FOREIGNKEY", "INSERT INTO c VALUES (9, 99)", "foreign_key_check");
    add("SQLITE_CONSTRAINT_FOREIGNKEY", "DROP TABLE p", "DROP TABLE removes all");
    add("SQLITE_CONSTRAINT_TRIGGER", "DELETE FROM g", "trigger of the database");
    add("SQLITE_CONSTRAINT_DATATYPE", "INSERT INTO s VALUES ('x')", "CAST");
    add("SQLITE_MISMATCH", "INSERT INTO p (id) VALUES ('x')", "whole numbers");
    add("SQLITE_TOOBIG", "SELECT zeroblob(2000000000)", "limit");
    add("SQLITE_CANTOPEN", "ATTACH '/nowhere/x.db' AS z", "rights");
}

void ErrorCatalogue::sqlite()
{
    provoke(*m_sqlite);
}

QTEST_GUILESS_MAIN(ErrorCatalogue)
#include "tst_error_catalogue.moc"
