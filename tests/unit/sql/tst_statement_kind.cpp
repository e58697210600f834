// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/statement_kind.h"

#include <QTest>

using namespace strandline;

/// The lists were put to PostgreSQL 15 (SQLSTATE 25001) and MariaDB 10.11 (does ROLLBACK still undo the
/// INSERT before?).
class StatementKindTest : public QObject
{
    Q_OBJECT

    using Question = bool (*)(QByteArrayView, sql::Dialect);

    static void check(Question question, sql::Dialect dialect, std::initializer_list<const char*> yes,
        std::initializer_list<const char*> no)
    {
        for (const char* text : yes)
            QVERIFY2(question(text, dialect), text);
        for (const char* text : no)
            QVERIFY2(!question(text, dialect), text);
    }

private slots:
    void postgresOutsideOfTransactions()
    {
        check(sql::cannotRunInTransaction, sql::Dialect::PostgreSql,
            {"CREATE INDEX CONCURRENTLY i ON t (a)",
                "create /* x */ unique\nindex -- y\nconcurrently if not exists i on t(a)",
                "DROP INDEX CONCURRENTLY IF EXISTS i", "REINDEX INDEX CONCURRENTLY i",
                "REINDEX (VERBOSE, CONCURRENTLY) TABLE t", "REINDEX (CONCURRENTLY true) TABLE t",
                "REINDEX DATABASE d", "REINDEX SYSTEM d", "REINDEX SCHEMA s", "VACUUM", "VACUUM (FULL) t",
                "CREATE DATABASE d", "DROP DATABASE IF EXISTS d", "CREATE TABLESPACE t LOCATION '/x'",
                "DROP TABLESPACE t", "ALTER SYSTEM SET a = 1", "ALTER DATABASE d SET TABLESPACE t", "CLUSTER",
                "CLUSTER VERBOSE", "CLUSTER (VERBOSE)", "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
                "DISCARD ALL", "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", "DROP SUBSCRIPTION s",
                "COMMIT PREPARED 'x'", "ROLLBACK PREPARED 'x'", "ALTER SUBSCRIPTION s SET PUBLICATION p"},
            {"", "CREATE INDEX i ON t (a)", "CREATE INDEX \"concurrently\" ON t (a)", "SELECT 'VACUUM'",
                "-- VACUUM\nSELECT 1", "REINDEX TABLE t", "REINDEX (CONCURRENTLY false) TABLE t",
                "CREATE TABLE database (a int)", "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "CLUSTER t USING i", "CLUSTER (VERBOSE) t", "CLUSTER VERBOSE t",
                "ALTER DATABASE d SET timezone = 'UTC'", "ALTER TABLE t DETACH PARTITION p",
                "ALTER TABLE t DETACH PARTITION p FINALIZE", "DISCARD TEMP",
                "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
                "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = 'off')",
                "PREPARE TRANSACTION 'x'", "ALTER TYPE t ADD VALUE 'x'", "COMMIT", "ANALYZE",
                "ALTER SUBSCRIPTION s DISABLE"});
        check(sql::needsOwnTransaction, sql::Dialect::PostgreSql,
            {"ALTER TYPE t ADD VALUE 'x'", "alter type s.t add value if not exists 'x'",
                "ALTER TYPE \"a b\" ADD VALUE 'x'"},
            {"ALTER TYPE t RENAME VALUE 'a' TO 'b'", "ALTER TABLE t ADD value int"});
    }

    void sqliteOutsideOfTransactions()
    {
        check(sql::cannotRunInTransaction, sql::Dialect::Sqlite,
            {"VACUUM", "vacuum into 'x'", "PRAGMA foreign_keys=OFF", "PRAGMA main.journal_mode = WAL",
                "PRAGMA foreign_keys(0)", "DETACH DATABASE d"},
            {"PRAGMA foreign_keys", "PRAGMA foreign_key_check", "PRAGMA user_version = 3", "ATTACH 'x' AS y",
                "SELECT 1"});
        check(sql::cannotRunInTransaction, sql::Dialect::MySql, {}, {"VACUUM", "CREATE DATABASE d"});
    }

    void implicitCommits()
    {
        check(sql::implicitlyCommits, sql::Dialect::MySql,
            {"CREATE TABLE t (a int)", "alter table t add b int", "DROP VIEW v", "TRUNCATE t",
                "RENAME TABLE a TO b",
                "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH "
                "ROW SET @a=1 */",
                "CREATE INDEX i ON t (a)", "GRANT SELECT ON t TO u", "LOCK TABLES t WRITE", "UNLOCK TABLES",
                "ANALYZE TABLE t", "START TRANSACTION", "BEGIN", "SET autocommit = 1", "SET PASSWORD = 'x'",
                "CREATE OR REPLACE TABLE t (a int)", "FLUSH TABLES", "CREATE TEMPORARY SEQUENCE s",
                "BACKUP STAGE START", "CREATE USER u"},
            {"INSERT INTO t VALUES (1)", "CREATE TEMPORARY TABLE t (a int)", "DROP TEMPORARY TABLE t",
                "CREATE OR REPLACE TEMPORARY TABLE t (a int)", "SELECT 'CREATE'",
                "BEGIN NOT ATOMIC SELECT 1; END", "SET @a = 1", "COMMIT", "UPDATE t SET a = 1", "CALL p()",
                "ANALYZE FORMAT=JSON SELECT 1", ""});
        check(sql::implicitlyCommits, sql::Dialect::PostgreSql, {}, {"CREATE TABLE t (a int)"});
        check(sql::implicitlyCommits, sql::Dialect::Sqlite, {}, {"CREATE TABLE t (a int)"});
    }

    void transactionControl()
    {
        check(sql::controlsTransaction, sql::Dialect::PostgreSql,
            {"BEGIN", "begin isolation level serializable", "START TRANSACTION", "COMMIT AND CHAIN", "END",
                "ABORT", "ROLLBACK", "PREPARE TRANSACTION 'x'"},
            {"ROLLBACK TO s", "ROLLBACK WORK TO SAVEPOINT s", "SAVEPOINT s", "PREPARE p AS SELECT 1",
                "SELECT 1"});
        check(sql::controlsTransaction, sql::Dialect::MySql,
            {"BEGIN WORK", "SET autocommit=0", "XA START 'x'"},
            {"BEGIN NOT ATOMIC SELECT 1; END", "SET @a = 1"});
        check(sql::controlsTransaction, sql::Dialect::Sqlite, {"BEGIN IMMEDIATE", "END TRANSACTION"},
            {"CREATE TRIGGER t DELETE ON x BEGIN SELECT 1; END"});
    }
};

QTEST_APPLESS_MAIN(StatementKindTest)
#include "tst_statement_kind.moc"
