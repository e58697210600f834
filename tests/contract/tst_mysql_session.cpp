// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "core/sql/identifier.h"
#include "tests/contract/contract.h"

#include <QTest>

using namespace strandline;
using sql::Dialect;
using test::Opened;

/// What only MariaDB and MySQL have.
class MysqlSession : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void syntaxCheckLeavesNoTrace_data();
    void syntaxCheckLeavesNoTrace();
    void ownTextWithAndWithoutBackslashes();
    void largeOwnTexts();
    void aTableThatChangedBehindTheSnapshot();

private:
    std::unique_ptr<Opened> m_opened;
};

void MysqlSession::initTestCase()
{
    STRANDLINE_NEEDS_ENGINE(Dialect::MySql);
    m_opened = std::make_unique<Opened>(Dialect::MySql);
    VERIFY_OK(m_opened->connection);
    for (const char* sql : {"CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(20))",
             "CREATE TABLE journal (id int AUTO_INCREMENT PRIMARY KEY)", "CREATE VIEW v AS SELECT id FROM t",
             "CREATE PROCEDURE p() SELECT 1", "CREATE SEQUENCE s"})
        VERIFY_OK((*m_opened)->execute(QString::fromLatin1(sql)));
}

void MysqlSession::syntaxCheckLeavesNoTrace_data()
{
    QTest::addColumn<QByteArray>("statement");
    for (const char* sql :
        {"CREATE TABLE n (a int)", "CREATE TABLE t (a int)", "CREATE TEMPORARY TABLE n (a int)",
            "CREATE TABLE n AS SELECT * FROM t", "CREATE TABLE n LIKE t", "CREATE OR REPLACE TABLE t (a int)",
            "ALTER TABLE t ADD COLUMN c int", "ALTER TABLE t DROP COLUMN a", "ALTER TABLE t RENAME TO t2",
            "RENAME TABLE t TO t2", "DROP TABLE t", "DROP TABLE IF EXISTS t", "TRUNCATE t",
            "TRUNCATE TABLE t", "CREATE INDEX i ON t (a)", "DROP INDEX i ON t", "CREATE VIEW w AS SELECT 1",
            "ALTER VIEW v AS SELECT 1", "CREATE OR REPLACE VIEW v AS SELECT 1", "DROP VIEW v",
            "CREATE SEQUENCE s2", "ALTER SEQUENCE s MAXVALUE 9", "DROP SEQUENCE s", "SELECT NEXTVAL(s)",
            "CREATE DATABASE n", "DROP DATABASE n", "ALTER DATABASE COMMENT 'x'",
            "CREATE PROCEDURE q() SELECT 1", "DROP PROCEDURE p", "CREATE FUNCTION f() RETURNS int RETURN 1",
            "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1", "DROP TRIGGER g",
            "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", "INSERT INTO t (id) VALUES (7)",
            "REPLACE INTO t (id) VALUES (7)", "INSERT INTO t SELECT id + 10, 1, 'x' FROM t",
            "UPDATE t SET a = 5", "DELETE FROM t", "INSERT INTO journal VALUES ()", "COMMIT", "ROLLBACK",
            "BEGIN", "START TRANSACTION", "SAVEPOINT x", "ROLLBACK TO SAVEPOINT x", "SET autocommit = 1",
            "SET @x = 1", "SET SESSION sql_mode = ''", "LOCK TABLES t WRITE", "UNLOCK TABLES", "CALL p()",
            "DO RELEASE_ALL_LOCKS()", "SELECT GET_LOCK('x', 0)", "GRANT SELECT ON t TO nobody",
            "ANALYZE TABLE t", "OPTIMIZE TABLE t", "CHECK TABLE t", "FLUSH TABLES", "XA START 'x'",
            "PREPARE z FROM 'SELECT 1'", "EXECUTE z", "USE mysql", "KILL QUERY 1",
            "BEGIN NOT ATOMIC INSERT INTO t (id) VALUES (8); COMMIT; END", "SELECT * FROM t FOR UPDATE",
            "SELECT 1 INTO @y", "HANDLER t OPEN", "SHOW TABLES", "EXPLAIN UPDATE t SET a = 6"})
        QTest::newRow(sql) << QByteArray(sql);
}

/// Inside of a transaction: it is still open afterwards, still holds its row, and nothing has been done.
void MysqlSession::syntaxCheckLeavesNoTrace()
{
    QFETCH(QByteArray, statement);
    STRANDLINE_NEEDS_ENGINE(Dialect::MySql);
    db::Connection& connection = **m_opened;
    const auto& services = m_opened->live.engines().find(Dialect::MySql)->runServices();
    const auto state = [&]() -> QVariantList {
        const auto rows = connection.query(QStringLiteral(
            "SELECT (SELECT COUNT(*) FROM t), (SELECT COALESCE(MAX(a), 0) FROM t), (SELECT COUNT(*) FROM "
            "journal),"
            " @@autocommit, @@sql_mode, DATABASE(), @x IS NULL, @y IS NULL, @@in_transaction, "
            "IS_USED_LOCK('x')"));
        return rows ? rows->rows.value(0) : QVariantList {rows.error().toText()};
    };
    const auto schema = services.schemaFingerprint(connection, {});
    VERIFY_OK(schema);
    {
        auto transaction = db::Transaction::begin(connection);
        VERIFY_OK(transaction);
        VERIFY_OK(connection.execute(QStringLiteral("INSERT INTO t VALUES (1, 1, 'x')")));
        const QVariantList before = state();
        QCOMPARE(before.value(0).toInt(), 1);
        const auto checked = connection.checkSyntax(statement);
        VERIFY_OK(checked);
        QVERIFY(connection.isInTransaction());
        QCOMPARE(state(), before);
        VERIFY_OK(transaction->rollback());
    }
    QCOMPARE(state().value(0).toInt(), 0); // an implicit commit would have kept the row
    const auto after = services.schemaFingerprint(connection, {});
    VERIFY_OK(after);
    QCOMPARE(*after, *schema);
}

/// Our own texts are quoted with backslashes; a server that takes them for ordinary characters must not store
/// something else, nor see the end of a text elsewhere. The script's mode is back afterwards.
void MysqlSession::ownTextWithAndWithoutBackslashes()
{
    STRANDLINE_NEEDS_ENGINE(Dialect::MySql);
    db::Connection& connection = **m_opened;
    const QString odd = QStringLiteral("a\\'b'; -- \\ \"c\" ä\n\\");
    const QByteArray insert =
        QStringLiteral("INSERT INTO odd VALUES (%1)").arg(sql::quoteLiteral(odd, Dialect::MySql)).toUtf8();
    VERIFY_OK(connection.execute(QStringLiteral("CREATE TABLE odd (a varchar(100))")));
    for (const char* mode : {"", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"}) {
        VERIFY_OK(connection.execute(QStringLiteral("SET sql_mode = '%1'").arg(QLatin1String(mode))));
        VERIFY_OK(connection.executeOwn({insert}));
        VERIFY_OK(connection.executeOwn({insert, insert, insert, insert, insert}));
        QVERIFY(!connection.executeOwn({insert, "NONSENSE"}));
        const auto rows = connection.query(QStringLiteral("SELECT a, @@sql_mode FROM odd"));
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), 7);
        for (const QVariantList& row : rows->rows) {
            QCOMPARE(row.at(0).toString(), odd);
            QCOMPARE(row.at(1).toString(), QLatin1String(mode));
        }
        VERIFY_OK(connection.execute(QStringLiteral("DELETE FROM odd")));
    }
    VERIFY_OK(connection.execute(QStringLiteral("SET sql_mode = DEFAULT")));
    VERIFY_OK(connection.execute(QStringLiteral("DROP TABLE odd")));
}

/// Texts of scripts go through here, up to 4 MiB each; together they would be more than a packet may be.
void MysqlSession::largeOwnTexts()
{
    STRANDLINE_NEEDS_ENGINE(Dialect::MySql);
    db::Connection& connection = **m_opened;
    VERIFY_OK(connection.execute(QStringLiteral("CREATE TABLE large (a longtext)")));
    const QByteArray insert = "INSERT INTO large VALUES ('" + QByteArray(4 * 1024 * 1024, 'x') + "')";
    VERIFY_OK(
        connection.executeOwn({"BEGIN", insert, insert, insert, insert, insert, "DO 1", "DO 2", "COMMIT"}));
    const auto rows = connection.query(QStringLiteral("SELECT COUNT(*), SUM(LENGTH(a)) FROM large"));
    VERIFY_OK(rows);
    QCOMPARE(rows->rows.first().at(1).toLongLong(), 5 * 4 * 1024 * 1024);
    VERIFY_OK(connection.execute(QStringLiteral("DROP TABLE large")));
}

/// Who reads the history while another run makes or upgrades its tables may look again.
void MysqlSession::aTableThatChangedBehindTheSnapshot()
{
    if (!m_opened)
        QSKIP("no server");
    db::Connection& reader = **m_opened;
    const auto writer = m_opened->live.open();
    VERIFY_OK(writer);
    VERIFY_OK((*writer)->execute(QStringLiteral("CREATE TABLE changing (a int)")));
    VERIFY_OK(reader.execute(QStringLiteral("START TRANSACTION WITH CONSISTENT SNAPSHOT")));
    VERIFY_OK((*writer)->execute(QStringLiteral("ALTER TABLE changing ADD COLUMN b int, FORCE")));
    const auto read = reader.query(QStringLiteral("SELECT * FROM changing"));
    VERIFY_OK(reader.execute(QStringLiteral("ROLLBACK")));
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::ErrorCode::Conflict);
    VERIFY_OK(reader.query(QStringLiteral("SELECT * FROM changing")));
}

QTEST_GUILESS_MAIN(MysqlSession)
#include "tst_mysql_session.moc"
