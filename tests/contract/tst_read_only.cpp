// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/db/transaction.h"
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <map>
#include <unistd.h>

using namespace strandline;
using base::ErrorCode;
using db::AccessMode;
using sql::Dialect;
using test::LiveDatabase;
using test::Opened;

class ReadOnlySessions : public QObject
{
    Q_OBJECT

private:
    Opened* prepared(Dialect dialect);
    std::map<Dialect, std::unique_ptr<Opened>> m_prepared;

private slots:
    void cleanupTestCase() { m_prepared.clear(); }
    void refusesWrites_data();
    void refusesWrites();
    void allowsReading_data();
    void allowsReading();
    void cannotBeSwitchedOff_data();
    void cannotBeSwitchedOff();
    void transactionsAreReadOnly_data() { test::addEngineRows(); }
    void transactionsAreReadOnly();
    void worksWithoutWriteRights_data() { test::addEngineRows(); }
    void worksWithoutWriteRights();
    void sqliteLeavesNothingBehind_data();
    void sqliteLeavesNothingBehind();
    void sqliteHotJournalIsExplained();
    void sqliteWalInAFolderThatCannotBeWritten_data();
    void sqliteWalInAFolderThatCannotBeWritten();
    void sqliteEmptyFileIsAnEmptyDatabase();
};

namespace {

void prepare(Opened& opened, Dialect dialect)
{
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v varchar(20))")));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t VALUES (1, 'one')")));
    VERIFY_OK(opened->execute(QStringLiteral("CREATE VIEW w AS SELECT id FROM t")));
    if (dialect == Dialect::PostgreSql) {
        VERIFY_OK(opened->execute(QStringLiteral("CREATE FUNCTION writes() RETURNS int LANGUAGE sql VOLATILE "
                                                 "AS 'INSERT INTO t VALUES (9, NULL) RETURNING id'")));
        VERIFY_OK(opened->execute(QStringLiteral("CREATE PROCEDURE proc() LANGUAGE plpgsql AS 'BEGIN COMMIT; "
                                                 "INSERT INTO t VALUES (8, NULL); END'")));
        VERIFY_OK(opened->execute(QStringLiteral("CREATE SEQUENCE seq")));
    } else if (dialect == Dialect::MySql) {
        VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE m (id int) ENGINE=MyISAM")));
        VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE a (id int) ENGINE=Aria")));
    }
}

/// Everything the tests could have changed.
QString fingerprint(const LiveDatabase& live)
{
    const auto connection = live.open();
    if (!connection)
        return connection.error().toText();
    QString text;
    QStringList queries {QStringLiteral("SELECT * FROM t ORDER BY id")};
    if (live.dialect() == Dialect::Sqlite)
        queries << QStringLiteral("SELECT sql FROM sqlite_master ORDER BY name")
                << QStringLiteral("PRAGMA user_version") << QStringLiteral("PRAGMA journal_mode");
    else
        queries << QStringLiteral(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %1 "
            "ORDER BY table_name, column_name")
                       .arg(live.dialect() == Dialect::PostgreSql ? QStringLiteral("'public'")
                                                                  : QStringLiteral("database()"));
    if (live.dialect() == Dialect::MySql)
        queries << QStringLiteral("SELECT * FROM m") << QStringLiteral("SELECT * FROM a");
    for (const QString& query : queries) {
        const auto rows = (*connection)->query(query);
        if (!rows)
            return rows.error().toText();
        for (const QVariantList& row : rows->rows) {
            for (const QVariant& value : row)
                text += value.toString() + QLatin1Char('|');
        }
    }
    return text;
}

} // namespace

/// One database for all rows that must not change it; null when it could not be made.
Opened* ReadOnlySessions::prepared(Dialect dialect)
{
    auto& shared = m_prepared[dialect];
    if (!shared) {
        shared = std::make_unique<Opened>(dialect);
        if (shared->connection)
            prepare(*shared, dialect);
    }
    return shared->connection ? shared.get() : nullptr;
}

void ReadOnlySessions::refusesWrites_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("statement");
    const auto add = [](Dialect dialect, const char* statement) {
        QTest::addRow("%s: %.60s", qPrintable(sql::dialectName(dialect)), statement)
            << dialect << QString::fromUtf8(statement);
    };
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql}) {
        for (const char* statement : {"INSERT INTO t VALUES (2, 'two')", "UPDATE t SET v = 'x'",
                 "DELETE FROM t", "CREATE TABLE u (id int)", "DROP TABLE t", "ALTER TABLE t ADD COLUMN x int",
                 "CREATE INDEX i ON t (v)", "CREATE VIEW x AS SELECT 1", "DROP VIEW w",
                 "/* SELECT */ DELETE FROM t", "-- SELECT\nDELETE FROM t",
                 "WITH x AS (SELECT 1 AS a) DELETE FROM t WHERE id IN (SELECT a FROM x)"})
            add(dialect, statement);
    }
    for (const char* statement : {"REPLACE INTO t VALUES (1, 'x')", "CREATE TEMP TABLE u (id int)",
             "PRAGMA user_version = 5", "PRAGMA journal_mode = WAL", "PRAGMA query_only = OFF",
             "PRAGMA writable_schema = ON", "VACUUM", "VACUUM INTO '/tmp/strandline-must-not-exist.db'",
             "ATTACH '/tmp/strandline-must-not-exist.db' AS other", "REINDEX", "ANALYZE",
             "PRAGMA wal_checkpoint", "PRAGMA incremental_vacuum",
             "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END"})
        add(Dialect::Sqlite, statement);
    for (const char* statement :
        {"SELECT writes()", "CALL proc()", "DO 'BEGIN INSERT INTO t VALUES (7, NULL); END'",
            "DO 'BEGIN COMMIT; INSERT INTO t VALUES (7, NULL); END'", "SELECT nextval('seq')", "TRUNCATE t",
            "GRANT SELECT ON t TO PUBLIC", "COMMENT ON TABLE t IS 'x'", "CREATE SCHEMA s",
            "REFRESH MATERIALIZED VIEW w", "SELECT * INTO u FROM t", "CREATE TABLE u AS SELECT 1",
            "SELECT id FROM t FOR UPDATE",
            "WITH x AS (INSERT INTO t VALUES (6, NULL) RETURNING id) SELECT * FROM x",
            "EXPLAIN ANALYZE DELETE FROM t", "COPY t FROM STDIN", "SET TRANSACTION READ WRITE", "VACUUM",
            "CREATE INDEX CONCURRENTLY i ON t (v)", "PREPARE TRANSACTION 'x'"})
        add(Dialect::PostgreSql, statement);
    for (const char* statement :
        {"REPLACE INTO t VALUES (1, 'x')", "CREATE TEMPORARY TABLE u (id int)", "TRUNCATE TABLE t",
            "INSERT INTO m VALUES (1)", "INSERT INTO a VALUES (1)", "SET GLOBAL max_connections = 61",
            "FLUSH TABLES", "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t",
            "CREATE PROCEDURE q() SELECT 1", "RENAME TABLE t TO u",
            "BEGIN NOT ATOMIC START TRANSACTION READ WRITE; INSERT INTO t VALUES (5, NULL); COMMIT; END",
            "SET STATEMENT tx_read_only=0 FOR INSERT INTO t VALUES (5, NULL)", "LOCK TABLES t WRITE",
            "ANALYZE TABLE t", "OPTIMIZE TABLE t", "ANALYZE DELETE FROM t", "/*!50000 DELETE FROM t */",
            "/*M! DELETE FROM t */", "CREATE SEQUENCE s", "GRANT SELECT ON t TO nobody",
            "EXECUTE IMMEDIATE 'DELETE FROM t'", "PREPARE p FROM 'DELETE FROM t'",
            "SELECT 1 INTO OUTFILE '/tmp/strandline-must-not-exist.txt'", "START TRANSACTION READ WRITE",
            "XA START 'x'", "KILL 1", "DO SLEEP(0)"})
        add(Dialect::MySql, statement);
}

void ReadOnlySessions::refusesWrites()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, statement);
    STRANDLINE_NEEDS_ENGINE(dialect);
    Opened* const shared = prepared(dialect);
    QVERIFY(shared);
    Opened& writer = *shared;
    const QString before = fingerprint(writer.live);
    {
        const auto reader = writer.live.open(AccessMode::ReadOnly);
        VERIFY_OK(reader);
        const auto refused = (*reader)->execute(statement);
        QVERIFY2(!refused, qPrintable(statement));
        QVERIFY2(refused.error().code != ErrorCode::Internal, qPrintable(refused.error().toText()));
        QVERIFY(!(*reader)->isInTransaction());
        VERIFY_OK((*reader)->query(QStringLiteral("SELECT count(*) FROM t")));
    }
    QCOMPARE(fingerprint(writer.live), before);
    QVERIFY(!QFile::exists(QStringLiteral("/tmp/strandline-must-not-exist.db")));
}

void ReadOnlySessions::allowsReading_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("statement");
    const auto add = [](Dialect dialect, const char* statement) {
        QTest::addRow("%s: %.60s", qPrintable(sql::dialectName(dialect)), statement)
            << dialect << QString::fromUtf8(statement);
    };
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql}) {
        for (const char* statement : {"SELECT * FROM t", "WITH x AS (SELECT 1 AS a) SELECT * FROM x, w",
                 "/* comment */ SELECT 1", "EXPLAIN SELECT * FROM t", "-- nothing"})
            add(dialect, statement);
    }
    for (const char* statement :
        {"PRAGMA table_info(t)", "SELECT * FROM pragma_table_xinfo('t')", "PRAGMA integrity_check",
            "PRAGMA user_version", "PRAGMA foreign_key_check(t)", "SELECT sql FROM sqlite_master"})
        add(Dialect::Sqlite, statement);
    for (const char* statement :
        {"SHOW server_version", "TABLE t", "VALUES (1)", "SELECT pg_size_pretty(1::bigint)"})
        add(Dialect::PostgreSql, statement);
    for (const char* statement :
        {"SHOW TABLES", "SHOW CREATE TABLE t", "DESCRIBE t", "(SELECT 1)", "VALUES (1)"})
        add(Dialect::MySql, statement);
}

void ReadOnlySessions::allowsReading()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, statement);
    STRANDLINE_NEEDS_ENGINE(dialect);
    Opened* const shared = prepared(dialect);
    QVERIFY(shared);
    Opened& writer = *shared;
    const auto reader = writer.live.open(AccessMode::ReadOnly);
    VERIFY_OK(reader);
    QCOMPARE((*reader)->info().writeLock, db::WriteLock::Engine);
    VERIFY_OK((*reader)->execute(statement));
    VERIFY_OK(
        (*reader)->query(statement.startsWith(QLatin1String("--")) ? QStringLiteral("SELECT 1") : statement));
}

void ReadOnlySessions::cannotBeSwitchedOff_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("attempt");
    QTest::newRow("postgresql: SET") << Dialect::PostgreSql
                                     << QStringLiteral("SET default_transaction_read_only = off");
    QTest::newRow("postgresql: set_config")
        << Dialect::PostgreSql
        << QStringLiteral("SELECT set_config('default_transaction_read_only', 'off', false)");
    QTest::newRow("postgresql: characteristics")
        << Dialect::PostgreSql << QStringLiteral("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE");
    QTest::newRow("postgresql: BEGIN") << Dialect::PostgreSql << QStringLiteral("BEGIN READ WRITE");
    QTest::newRow("postgresql: COMMIT") << Dialect::PostgreSql << QStringLiteral("COMMIT");
    QTest::newRow("postgresql: COMMIT AND CHAIN")
        << Dialect::PostgreSql << QStringLiteral("COMMIT AND CHAIN");
    QTest::newRow("postgresql: RESET ALL") << Dialect::PostgreSql << QStringLiteral("RESET ALL");
    QTest::newRow("postgresql: DISCARD") << Dialect::PostgreSql << QStringLiteral("DISCARD ALL");
    QTest::newRow("mariadb: SET") << Dialect::MySql << QStringLiteral("SET SESSION TRANSACTION READ WRITE");
    QTest::newRow("mariadb: variable") << Dialect::MySql << QStringLiteral("SET tx_read_only = 0");
    QTest::newRow("mariadb: COMMIT") << Dialect::MySql << QStringLiteral("COMMIT");
    QTest::newRow("sqlite: pragma") << Dialect::Sqlite << QStringLiteral("PRAGMA query_only = 0");
    QTest::newRow("sqlite: function")
        << Dialect::Sqlite << QStringLiteral("SELECT * FROM pragma_query_only(0)");
}

void ReadOnlySessions::cannotBeSwitchedOff()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, attempt);
    OPENED(writer, dialect);
    prepare(writer, dialect);
    const auto reader = writer.live.open(AccessMode::ReadOnly);
    VERIFY_OK(reader);
    static_cast<void>((*reader)->execute(attempt)); // whether it is refused or of no use does not matter
    const auto written = (*reader)->execute(QStringLiteral("INSERT INTO t VALUES (2, 'two')"));
    QVERIFY(!written);
    QVERIFY2(written.error().code == ErrorCode::Precondition, qPrintable(written.error().toText()));
    const auto rows = writer->query(QStringLiteral("SELECT count(*) FROM t"));
    VERIFY_OK(rows);
    QCOMPARE(rows->rows.first().first().toInt(), 1);
}

void ReadOnlySessions::transactionsAreReadOnly()
{
    QFETCH(Dialect, dialect);
    OPENED(writer, dialect);
    prepare(writer, dialect);
    const auto reader = writer.live.open(AccessMode::ReadOnly);
    VERIFY_OK(reader);
    auto transaction = db::Transaction::begin(**reader);
    VERIFY_OK(transaction);
    VERIFY_OK((*reader)->execute(QStringLiteral("SELECT * FROM t")));
    const auto refused = (*reader)->execute(QStringLiteral("INSERT INTO t VALUES (2, 'two')"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Precondition);
    VERIFY_OK(transaction->rollback());
    VERIFY_OK((*reader)->query(QStringLiteral("SELECT * FROM t")));
}

void ReadOnlySessions::worksWithoutWriteRights()
{
    QFETCH(Dialect, dialect);
    OPENED(writer, dialect);
    prepare(writer, dialect);
    const auto reader = writer.live.engines().open(writer.live.readerSettings(), {}, {});
    VERIFY_OK(reader);
    const auto rows = (*reader)->query(QStringLiteral("SELECT v FROM t"));
    VERIFY_OK(rows);
    QCOMPARE(rows->rows.first().first().toString(), QStringLiteral("one"));
    if (dialect == Dialect::Sqlite)
        return;
    engine::OpenOptions options;
    options.access = AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    const auto pretender = writer.live.engines().open(writer.live.readerSettings(), options, {});
    VERIFY_OK(pretender);
    const auto refused = (*pretender)->execute(QStringLiteral("DELETE FROM t"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Precondition);
}

void ReadOnlySessions::sqliteLeavesNothingBehind_data()
{
    QTest::addColumn<QString>("journalMode");
    QTest::addColumn<bool>("otherHasItOpen");
    QTest::newRow("rollback journal") << QStringLiteral("DELETE") << false;
    QTest::newRow("WAL") << QStringLiteral("WAL") << false;
    QTest::newRow("WAL, in use") << QStringLiteral("WAL") << true;
}

void ReadOnlySessions::sqliteLeavesNothingBehind()
{
    QFETCH(QString, journalMode);
    QFETCH(bool, otherHasItOpen);
    LiveDatabase live(Dialect::Sqlite);
    VERIFY_OK(live.run({QStringLiteral("PRAGMA journal_mode = ") + journalMode,
        QStringLiteral("CREATE TABLE t (a)"), QStringLiteral("INSERT INTO t VALUES (1)")}));
    const auto other = live.open();
    VERIFY_OK(other);
    if (otherHasItOpen)
        VERIFY_OK((*other)->execute(QStringLiteral("INSERT INTO t VALUES (2)")));
    else
        const_cast<std::unique_ptr<db::Connection>&>(*other).reset();

    const QString path = live.settings().database.value;
    const QDir folder(QFileInfo(path).absolutePath());
    const QStringList before = folder.entryList(QDir::Files);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = base::sha256Hex(file.readAll());
    const QDateTime changed = QFileInfo(path).lastModified();
    {
        const auto reader = live.open(AccessMode::ReadOnly);
        VERIFY_OK(reader);
        const auto rows = (*reader)->query(QStringLiteral("SELECT count(*) FROM t"));
        VERIFY_OK(rows);
        QCOMPARE(rows->rows.first().first().toInt(), otherHasItOpen ? 2 : 1);
        QVERIFY(!(*reader)->execute(QStringLiteral("INSERT INTO t VALUES (3)")));
    }
    QCOMPARE(folder.entryList(QDir::Files), before);
    QVERIFY(file.seek(0));
    QCOMPARE(base::sha256Hex(file.readAll()), bytes);
    QCOMPARE(QFileInfo(path).lastModified(), changed);
}

void ReadOnlySessions::sqliteHotJournalIsExplained()
{
    LiveDatabase live(Dialect::Sqlite);
    VERIFY_OK(live.run({QStringLiteral("CREATE TABLE t (a text)"),
        QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                       "INSERT INTO t SELECT 'some text that fills pages' FROM n")}));
    const QString path = live.settings().database.value;
    const QString copy = path + QStringLiteral(".copy");
    {
        const auto writer = live.open();
        VERIFY_OK(writer);
        VERIFY_OK((*writer)->query(QStringLiteral("PRAGMA cache_size = 5")));
        VERIFY_OK((*writer)->execute(QStringLiteral("BEGIN IMMEDIATE")));
        VERIFY_OK((*writer)->execute(QStringLiteral("UPDATE t SET a = a || 'x'")));
        // What a crash now would leave behind.
        QVERIFY(QFile::copy(path, copy));
        QVERIFY(QFile::copy(path + QStringLiteral("-journal"), copy + QStringLiteral("-journal")));
        VERIFY_OK((*writer)->execute(QStringLiteral("ROLLBACK")));
    }
    connection::ConnectionSettings settings = live.settings();
    settings.database.value = copy;
    const auto reader = live.engines().open(settings, {}, {});
    QVERIFY(!reader);
    QCOMPARE(reader.error().code, ErrorCode::Precondition);
    QVERIFY2(reader.error().summary.contains(QStringLiteral("middle of a write")),
        qPrintable(reader.error().toText()));
    QVERIFY(QFile::exists(copy + QStringLiteral("-journal")));
}

void ReadOnlySessions::sqliteWalInAFolderThatCannotBeWritten_data()
{
    QTest::addColumn<bool>("leftWal");
    QTest::newRow("closed properly") << false;
    QTest::newRow("left by a crash") << true;
}

void ReadOnlySessions::sqliteWalInAFolderThatCannotBeWritten()
{
    QFETCH(bool, leftWal);
    LiveDatabase live(Dialect::Sqlite);
    VERIFY_OK(live.run({QStringLiteral("PRAGMA journal_mode = WAL"), QStringLiteral("CREATE TABLE t (a)"),
        QStringLiteral("INSERT INTO t VALUES (1)")}));
    const QString path = live.settings().database.value;
    QTemporaryDir other;
    const QString copy = other.filePath(QStringLiteral("copy.db"));
    if (leftWal) {
        const auto writer = live.open();
        VERIFY_OK(writer);
        VERIFY_OK((*writer)->execute(QStringLiteral("INSERT INTO t VALUES (2)")));
        QVERIFY(QFile::copy(path, copy)); // what a crash now would leave behind, without -shm
        QVERIFY(QFile::copy(path + QStringLiteral("-wal"), copy + QStringLiteral("-wal")));
    } else {
        QVERIFY(QFile::copy(path, copy));
    }
    QFile::setPermissions(other.path(),
        QFile::ReadOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::ExeOther);
    QFile::setPermissions(copy, QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther);
    // Rights do not bind root, so root steps aside for a moment.
    const bool isRoot = ::geteuid() == 0;
    if (isRoot)
        QCOMPARE(::setresuid(65534, 65534, 0), 0);
    connection::ConnectionSettings settings = live.settings();
    settings.database.value = copy;
    const auto reader = live.engines().open(settings, {}, {});
    const auto rows = reader ? (*reader)->query(QStringLiteral("SELECT count(*) FROM t"))
                             : base::Result<db::Rows>(base::forward(reader));
    if (isRoot)
        QCOMPARE(::setresuid(0, 0, 0), 0);
    QFile::setPermissions(other.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (leftWal) {
        QVERIFY(!rows);
        QVERIFY2(rows.error().hint.contains(QStringLiteral("folder")), qPrintable(rows.error().toText()));
        return;
    }
    VERIFY_OK(rows);
    QCOMPARE(rows->rows.first().first().toInt(), 1);
}

void ReadOnlySessions::sqliteEmptyFileIsAnEmptyDatabase()
{
    LiveDatabase live(Dialect::Sqlite);
    const auto reader = live.open(AccessMode::ReadOnly);
    VERIFY_OK(reader);
    const auto rows = (*reader)->query(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    VERIFY_OK(rows);
    QCOMPARE(rows->rows.first().first().toInt(), 0);
    QCOMPARE(QFileInfo(live.settings().database.value).size(), 0);
}

QTEST_GUILESS_MAIN(ReadOnlySessions)
#include "tst_read_only.moc"
