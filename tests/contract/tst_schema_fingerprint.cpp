// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/contract.h"

#include <QTest>

using namespace strandline;
using sql::Dialect;
using test::Opened;

/// Each row changes one thing in the same small database: the digest must see what is part of the schema, and
/// nothing else. PostgreSQL has a test of its own.
class SchemaFingerprint : public QObject
{
    Q_OBJECT

private slots:
    void sees_data();
    void sees();
    void isTheSameInAnotherDatabase_data();
    void isTheSameInAnotherDatabase();
    void seesTheOpenTransaction();
};

namespace {

enum class Expect { Changed, Same };

const QStringList& schemaOf(Dialect dialect)
{
    static const QStringList sqlite {
        QStringLiteral("CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x int DEFAULT 1, n text)"),
        QStringLiteral("CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a (id))"),
        QStringLiteral("CREATE INDEX ix ON a (x)"), QStringLiteral("CREATE VIEW v AS SELECT id FROM a"),
        QStringLiteral("CREATE TRIGGER g AFTER INSERT ON b BEGIN SELECT 1; END"),
        QStringLiteral("CREATE TABLE strandline_history (a int)")};
    static const QStringList mariadb {
        QStringLiteral("CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, x int DEFAULT 1 COMMENT 'c', "
                       "n varchar(20), KEY ix (x), CONSTRAINT pos CHECK (x > 0)) COMMENT 'table a'"),
        QStringLiteral("CREATE TABLE b (id int PRIMARY KEY, a int, g int AS (id + 1), m int, "
                       "CONSTRAINT b_a FOREIGN KEY (a) REFERENCES a (id))"),
        QStringLiteral(
            "CREATE TABLE parts (id int) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))"),
        QStringLiteral("CREATE VIEW v AS SELECT id, x FROM a"),
        QStringLiteral("CREATE TRIGGER tg BEFORE INSERT ON b FOR EACH ROW SET NEW.m = 1"),
        QStringLiteral("CREATE PROCEDURE p(IN i int) SELECT i"),
        QStringLiteral("CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1"),
        QStringLiteral("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1"),
        QStringLiteral("CREATE SEQUENCE s"),
        QStringLiteral("CREATE TABLE past (id int) WITH SYSTEM VERSIONING"),
        QStringLiteral("CREATE TABLE strandline_history (a int)")};
    return dialect == Dialect::Sqlite ? sqlite : mariadb;
}

base::Result<QByteArray> digestOf(Opened& opened)
{
    return opened.live.engines().find(opened.live.dialect())->runServices().schemaFingerprint(*opened, {});
}

void add(Dialect dialect, Expect expect, const char* statements)
{
    QTest::addRow("%s: %s", dialect == Dialect::Sqlite ? "sqlite" : "mariadb", statements)
        << dialect << expect << QString::fromUtf8(statements).split(QLatin1String(" ;; "));
}

void addSqlite()
{
    const auto changed = [](const char* text) { add(Dialect::Sqlite, Expect::Changed, text); };
    const auto same = [](const char* text) { add(Dialect::Sqlite, Expect::Same, text); };
    changed("CREATE TABLE c (a int)");
    changed("CREATE TABLE \"strandline_other\" (a int)");
    changed("DROP TABLE b");
    changed("ALTER TABLE b RENAME TO b2");
    changed("ALTER TABLE a ADD COLUMN y int");
    changed("ALTER TABLE a DROP COLUMN n");
    changed("ALTER TABLE a RENAME COLUMN n TO m");
    changed("CREATE INDEX i2 ON a (n)");
    changed("CREATE UNIQUE INDEX i2 ON a (n)");
    changed("DROP INDEX ix");
    changed("DROP INDEX ix ;; CREATE INDEX ix ON a (x DESC)");
    changed("DROP INDEX ix ;; CREATE INDEX ix ON a (x) WHERE x > 0");
    changed("DROP VIEW v");
    changed("DROP VIEW v ;; CREATE VIEW v AS SELECT x FROM a");
    changed("DROP TRIGGER g");
    changed("DROP TRIGGER g ;; CREATE TRIGGER g AFTER INSERT ON b BEGIN SELECT 2; END");
    changed("DROP TABLE b ;; CREATE TABLE b (id int PRIMARY KEY, a int)");
    changed("DROP TABLE b ;; CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a (id) ON DELETE CASCADE)");
    changed("DROP TABLE b ;; CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a (id)) STRICT");
    changed("DROP TABLE b ;; CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a (id)) WITHOUT ROWID");
    changed("CREATE VIRTUAL TABLE f USING fts5(body)");
    changed("PRAGMA user_version = 4");
    changed("PRAGMA application_id = 7");
    same("INSERT INTO a (x) VALUES (1), (2)");
    same("ANALYZE");
    same("VACUUM");
    same("CREATE TABLE c (a int) ;; DROP TABLE c");
    same("CREATE TEMP TABLE c (a int)");
    same("ATTACH ':memory:' AS m ;; CREATE TABLE m.c (a int)");
    same("ALTER TABLE strandline_history ADD COLUMN b int");
    same("CREATE TABLE strandline_log (a int UNIQUE) ;; CREATE INDEX li ON strandline_log (a)");
    same("DROP TABLE b ;; CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a (id)) ;; "
         "CREATE TRIGGER g AFTER INSERT ON b BEGIN SELECT 1; END");
    same("PRAGMA journal_mode = WAL");
    same("DROP INDEX ix ;; CREATE INDEX ix ON a (x)");
}

void addMariadb()
{
    const auto changed = [](const char* text) { add(Dialect::MySql, Expect::Changed, text); };
    const auto same = [](const char* text) { add(Dialect::MySql, Expect::Same, text); };
    changed("CREATE TABLE c (a int)");
    changed("CREATE TABLE strandline_other (a int)");
    changed("DROP TABLE b");
    changed("RENAME TABLE b TO b2");
    changed("ALTER TABLE a ADD COLUMN y int");
    changed("ALTER TABLE a DROP COLUMN n");
    changed("ALTER TABLE a CHANGE n m varchar(20)");
    changed("ALTER TABLE a MODIFY n varchar(21)");
    changed("ALTER TABLE a MODIFY n varchar(20) NOT NULL");
    changed("ALTER TABLE a MODIFY n varchar(20) DEFAULT 'x'");
    changed("ALTER TABLE a MODIFY n varchar(20) COLLATE utf8mb4_bin");
    changed("ALTER TABLE a MODIFY n varchar(20) CHARACTER SET latin1");
    changed("ALTER TABLE a MODIFY n varchar(20) COMMENT 'new'");
    changed("ALTER TABLE a MODIFY n varchar(20) FIRST");
    changed("ALTER TABLE a MODIFY n varchar(20) INVISIBLE");
    changed("ALTER TABLE a MODIFY x int unsigned DEFAULT 1 COMMENT 'c'");
    changed("ALTER TABLE a ALTER x SET DEFAULT 2");
    changed("ALTER TABLE b MODIFY m bigint");
    changed("ALTER TABLE b MODIFY g int AS (id + 2)");
    changed("ALTER TABLE b DROP g, ADD g int AS (id + 1) STORED AFTER a");
    changed("ALTER TABLE a COMMENT 'other'");
    changed("ALTER TABLE a ROW_FORMAT = COMPRESSED");
    changed("ALTER TABLE parts ENGINE = MyISAM");
    changed("ALTER TABLE a CONVERT TO CHARACTER SET latin1");
    changed("CREATE INDEX i2 ON a (n)");
    changed("DROP INDEX ix ON a");
    changed("ALTER TABLE a RENAME INDEX ix TO ix2");
    changed("ALTER TABLE a DROP INDEX ix, ADD UNIQUE INDEX ix (x)");
    changed("ALTER TABLE a DROP INDEX ix, ADD INDEX ix (x, n)");
    changed("ALTER TABLE a DROP INDEX ix, ADD INDEX ix (x) COMMENT 'fast'");
    changed("ALTER TABLE a ADD INDEX np (n(5))");
    changed("ALTER TABLE a ALTER INDEX ix IGNORED");
    changed("ALTER TABLE a ADD FULLTEXT INDEX ft (n)");
    changed("ALTER TABLE a DROP CONSTRAINT pos");
    changed("ALTER TABLE a DROP CONSTRAINT pos, ADD CONSTRAINT pos CHECK (x > 1)");
    changed("ALTER TABLE b DROP FOREIGN KEY b_a");
    changed("ALTER TABLE b DROP FOREIGN KEY b_a ;; ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (a) "
            "REFERENCES a (id) ON DELETE CASCADE");
    changed("ALTER TABLE parts ADD PARTITION (PARTITION p1 VALUES LESS THAN (20))");
    changed("ALTER TABLE parts REMOVE PARTITIONING");
    changed("ALTER TABLE past DROP SYSTEM VERSIONING");
    changed("CREATE OR REPLACE VIEW v AS SELECT x, id FROM a");
    changed("ALTER SQL SECURITY INVOKER VIEW v AS SELECT id, x FROM a");
    changed("DROP VIEW v");
    changed("DROP TRIGGER tg");
    changed("CREATE OR REPLACE TRIGGER tg BEFORE INSERT ON b FOR EACH ROW SET NEW.m = 2");
    changed("CREATE OR REPLACE TRIGGER tg BEFORE UPDATE ON b FOR EACH ROW SET NEW.m = 1");
    changed("CREATE OR REPLACE PROCEDURE p(IN i int) SELECT i + 1");
    changed("CREATE OR REPLACE PROCEDURE p(IN i bigint) SELECT i");
    changed("CREATE OR REPLACE FUNCTION f() RETURNS int DETERMINISTIC RETURN 2");
    changed("ALTER PROCEDURE p COMMENT 'x'");
    changed("ALTER EVENT e ON SCHEDULE EVERY 2 DAY");
    changed("ALTER EVENT e DO SELECT 2");
    changed("DROP EVENT e");
    changed("ALTER SEQUENCE s MAXVALUE 100");
    changed("DROP SEQUENCE s");
    changed("ALTER DATABASE CHARACTER SET latin1");
    same("INSERT INTO a (x) VALUES (1), (2), (3)");
    same("INSERT INTO a (x) VALUES (1) ;; DELETE FROM a");
    same("ALTER TABLE a AUTO_INCREMENT = 5000");
    same("ANALYZE TABLE a");
    same("OPTIMIZE TABLE a");
    same("CREATE TABLE c (a int) ;; DROP TABLE c");
    same("CREATE TEMPORARY TABLE c (a int)");
    same("SELECT NEXTVAL(s)");
    same("ALTER TABLE strandline_history ADD COLUMN b int");
    same("CREATE TABLE strandline_log (a int, UNIQUE (a))");
    same("DROP INDEX ix ON a ;; CREATE INDEX ix ON a (x)");
    same("CREATE OR REPLACE PROCEDURE p(IN i int) SELECT i");
    same("CALL p(1)");
    same("SET SESSION group_concat_max_len = 4");
}

} // namespace

void SchemaFingerprint::sees_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<Expect>("expect");
    QTest::addColumn<QStringList>("statements");
    addSqlite();
    addMariadb();
}

void SchemaFingerprint::sees()
{
    QFETCH(Dialect, dialect);
    QFETCH(Expect, expect);
    QFETCH(QStringList, statements);
    OPENED(opened, dialect);
    for (const QString& statement : schemaOf(dialect))
        VERIFY_OK(opened->execute(statement));
    const auto before = digestOf(opened);
    VERIFY_OK(before);
    QCOMPARE(before->size(), 64);
    for (const QString& statement : statements)
        VERIFY_OK(opened->execute(statement));
    const auto after = digestOf(opened);
    VERIFY_OK(after);
    if (expect == Expect::Same)
        QCOMPARE(*after, *before);
    else
        QVERIFY(*after != *before);
}

void SchemaFingerprint::isTheSameInAnotherDatabase_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("sqlite") << Dialect::Sqlite;
    QTest::newRow("mariadb") << Dialect::MySql;
}

/// What a rehearsal promises in a database of another name and owner is compared with the real one.
void SchemaFingerprint::isTheSameInAnotherDatabase()
{
    QFETCH(Dialect, dialect);
    OPENED(one, dialect);
    OPENED(other, dialect);
    for (const QString& statement : schemaOf(dialect)) {
        VERIFY_OK(one->execute(statement));
        VERIFY_OK(other->execute(statement));
    }
    const auto first = digestOf(one);
    const auto second = digestOf(other);
    VERIFY_OK(first);
    VERIFY_OK(second);
    QCOMPARE(*first, *second);
}

void SchemaFingerprint::seesTheOpenTransaction()
{
    OPENED(opened, Dialect::Sqlite);
    const auto before = digestOf(opened);
    VERIFY_OK(opened->execute(QStringLiteral("BEGIN")));
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (a int)")));
    const auto within = digestOf(opened);
    VERIFY_OK(opened->execute(QStringLiteral("ROLLBACK")));
    const auto after = digestOf(opened);
    QVERIFY(*within != *before);
    QCOMPARE(*after, *before);
}

QTEST_GUILESS_MAIN(SchemaFingerprint)
#include "tst_schema_fingerprint.moc"
