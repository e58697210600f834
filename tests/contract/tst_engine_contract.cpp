// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/database_thread.h"
#include "core/db/interrupter.h"
#include "core/db/transaction.h"
#include "tests/contract/contract.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace strandline;
using db::AccessMode;
using sql::Dialect;
using test::LiveDatabase;
using test::Opened;
using test::PerEngine;

namespace {

QString endlessQuery(Dialect dialect)
{
    return PerEngine {QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                     "SELECT count(*) FROM n"),
        QStringLiteral("SELECT pg_sleep(60)"),
        QStringLiteral("SELECT count(*) FROM information_schema.columns a, information_schema.columns b, "
                       "information_schema.columns c, information_schema.columns d")}
        .of(dialect);
}

qint64 countRows(db::Connection& connection, const QString& table)
{
    const auto rows = connection.query(QStringLiteral("SELECT count(*) FROM ") + table);
    return rows ? rows->rows.first().first().toLongLong() : -1;
}

} // namespace

/// What must be quick is compared with what hangs, not with a stopwatch: the machine may be busy.
constexpr qint64 kHung = 10000;

class EngineContract : public QObject
{
    Q_OBJECT

private slots:
    void opensAndTellsFacts_data() { test::addEngineRows(); }
    void opensAndTellsFacts();
    void queriesBindParameters_data() { test::addEngineRows(); }
    void queriesBindParameters();
    void valuesSurvive_data();
    void valuesSurvive();
    void oddIdentifiers_data() { test::addEngineRows(); }
    void oddIdentifiers();
    void rowsOneByOne_data() { test::addEngineRows(); }
    void rowsOneByOne();
    void executeCounts_data();
    void executeCounts();
    void refusesASecondStatement_data() { test::addEngineRows(); }
    void refusesASecondStatement();
    void refusesNul_data() { test::addEngineRows(); }
    void refusesNul();
    void mapsErrors_data();
    void mapsErrors();
    void mapsPositions_data();
    void mapsPositions();
    void transactionRollsBack_data() { test::addEngineRows(); }
    void transactionRollsBack();
    void commitOfAFailedTransactionIsAnError();
    void interruptStopsAStatement_data() { test::addEngineRows(); }
    void interruptStopsAStatement();
    void tokenStopsAStatement_data() { test::addEngineRows(); }
    void tokenStopsAStatement();
    void cancelledTokenSendsNothing_data() { test::addEngineRows(); }
    void cancelledTokenSendsNothing();
    void rollbackWorksAfterCancel_data() { test::addEngineRows(); }
    void rollbackWorksAfterCancel();
    void waitForALockEnds_data() { test::addEngineRows(); }
    void waitForALockEnds();
    void otherThreadsAreRefused_data() { test::addEngineRows(); }
    void otherThreadsAreRefused();
    void endedSessionIsAConnectionError_data();
    void endedSessionIsAConnectionError();
    void databaseThreadStopsWhileRunning_data() { test::addEngineRows(); }
    void databaseThreadStopsWhileRunning();
};

void EngineContract::opensAndTellsFacts()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    const db::ServerInfo& info = opened->info();
    QCOMPARE(info.dialect, dialect);
    QVERIFY(!info.product.isEmpty());
    QVERIFY2(info.versionNumber > 30000, qPrintable(info.versionText));
    QCOMPARE(info.database, opened.live.settings().database.value);
    QVERIFY(!info.encoding.isEmpty());
    QVERIFY(!info.timeZone.isEmpty());
    QVERIFY(!info.superuser);
    QVERIFY(!info.inRecovery);
    QCOMPARE(info.sessionId > 0, dialect != Dialect::Sqlite);
    QCOMPARE(info.writeLock, db::WriteLock::None);
    QCOMPARE(opened->accessMode(), AccessMode::ReadWrite);
    if (dialect != Dialect::Sqlite)
        QVERIFY2(info.user.startsWith(opened.live.settings().user.value), qPrintable(info.user));
}

void EngineContract::queriesBindParameters()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, name varchar(50))")));
    const QString odd = QStringLiteral("O'Brien; -- \"?\" :x \\ ");
    VERIFY_OK(opened->query(QStringLiteral("INSERT INTO t VALUES (?, ?)"), {1, odd}));
    VERIFY_OK(opened->query(
        QStringLiteral("INSERT INTO t VALUES (?, ?)"), {2, QVariant(QMetaType(QMetaType::QString))}));
    const auto rows = opened->query(QStringLiteral("SELECT id, name FROM t WHERE id <= ? ORDER BY id"), {2});
    VERIFY_OK(rows);
    QCOMPARE(rows->columns, (QStringList {QStringLiteral("id"), QStringLiteral("name")}));
    QCOMPARE(rows->size(), 2);
    QCOMPARE(rows->rows.at(0).at(0).toInt(), 1);
    QCOMPARE(rows->rows.at(0).at(1).toString(), odd);
    QVERIFY(rows->rows.at(1).at(1).isNull());
    const auto none =
        opened->query(QStringLiteral("SELECT id FROM t WHERE name = ?"), {QStringLiteral("nobody")});
    VERIFY_OK(none);
    QVERIFY(none->isEmpty());
    QCOMPARE(none->columns.size(), 1);
}

void EngineContract::valuesSurvive_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QVariant>("value");
    const auto add = [](const char* name, const PerEngine& types, const QVariant& value) {
        for (const Dialect dialect : {Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql}) {
            if (!types.of(dialect).isEmpty())
                QTest::addRow("%s: %s", qPrintable(sql::dialectName(dialect)), name)
                    << dialect << types.of(dialect) << value;
        }
    };
    const PerEngine text {QStringLiteral("text"), QStringLiteral("text"), QStringLiteral("longtext")};
    const PerEngine big {QStringLiteral("integer"), QStringLiteral("bigint"), QStringLiteral("bigint")};
    const PerEngine bytes {QStringLiteral("blob"), QStringLiteral("bytea"), QStringLiteral("longblob")};
    add("four-byte UTF-8", text, QStringLiteral("🦀 日本語 é \u200f"));
    add("empty text", text, QStringLiteral(""));
    add("long text", text, QString(300000, QChar(0x00e9)));
    add("line ends", text, QStringLiteral("a\r\nb\tc\\n"));
    add("NUL in text", {QStringLiteral("text"), {}, QStringLiteral("longtext")},
        QString(QStringLiteral("a") + QChar(0) + QStringLiteral("b")));
    add("largest integer", big, QVariant(Q_INT64_C(9223372036854775807)));
    add("smallest integer", big, QVariant(Q_INT64_C(-9223372036854775807) - 1));
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all += char(i);
    add("all bytes", bytes, all);
    add("empty bytes", bytes, QByteArray(""));
}

void EngineContract::valuesSurvive()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, type);
    QFETCH(QVariant, value);
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (v %1)").arg(type)));
    VERIFY_OK(opened->query(QStringLiteral("INSERT INTO t VALUES (?)"), {value}));
    const auto rows = opened->query(QStringLiteral("SELECT v FROM t"));
    VERIFY_OK(rows);
    const QVariant back = rows->rows.first().first();
    if (value.typeId() == QMetaType::QByteArray)
        QCOMPARE(back.toByteArray(), value.toByteArray());
    else
        QCOMPARE(back.toString(), value.toString());
}

void EngineContract::oddIdentifiers()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    const QString table = PerEngine {QStringLiteral("\"or;der \"\"ü\"\" 🦀?\""),
        QStringLiteral("\"or;der \"\"ü\"\" 🦀?\""), QStringLiteral("`or;der \"ü\" ?:x`")}
                              .of(dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE %1 (v int)").arg(table)));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO %1 VALUES (7)").arg(table)));
    QCOMPARE(countRows(*opened, table), 1);
}

void EngineContract::rowsOneByOne()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int)")));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t VALUES (1), (2), (3), (4), (5)")));
    QList<int> seen;
    const auto count = opened->forEachRow(
        QStringLiteral("SELECT id FROM t WHERE id > ? ORDER BY id"), {1}, [&seen](const QVariantList& row) {
            seen << row.first().toInt();
            return seen.size() < 3;
        });
    VERIFY_OK(count);
    QCOMPARE(*count, 3);
    QCOMPARE(seen, (QList<int> {2, 3, 4}));
    // The rest of that answer is not in the way of the next statement.
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 5);
    VERIFY_OK(opened->execute(QStringLiteral("DELETE FROM t")));
}

void EngineContract::executeCounts_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("statement");
    QTest::addColumn<qint64>("count");
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql}) {
        const auto add = [dialect](const char* name, const char* statement, qint64 count) {
            QTest::addRow("%s: %s", qPrintable(sql::dialectName(dialect)), name)
                << dialect << QString::fromUtf8(statement) << count;
        };
        add("update", "UPDATE t SET v = 1 WHERE id < 3", 2);
        add("update of nothing", "UPDATE t SET v = 1 WHERE id = 99", 0);
        add("delete", "DELETE FROM t", 3);
        add("select", "SELECT * FROM t", -1);
        add("nothing", "", 0);
        add("blanks", " \n\t ", 0);
        add("comment only", "-- nothing here\n/* at 10:30, see :note ? */", 0);
        add("trailing comment", "DELETE FROM t WHERE id = 1; -- see :note at 10:30 ?", 1);
        add("leading comment", "/* :a ? */ DELETE FROM t WHERE id = 1", 1);
        add("colon words in comments", "DELETE -- at 10:30, see :note, who?\nFROM t /* :x ?*/ WHERE id = 1",
            1);
        add("placeholders in literals", "UPDATE t SET name = ':x ? $1' WHERE id = 1", 1);
    }
}

void EngineContract::executeCounts()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, statement);
    QFETCH(qint64, count);
    OPENED(opened, dialect);
    VERIFY_OK(
        opened->execute(QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v int, name varchar(20))")));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t VALUES (1, 0, ''), (2, 0, ''), (3, 0, '')")));
    const auto result = opened->execute(statement);
    VERIFY_OK(result);
    QCOMPARE(*result, count);
}

void EngineContract::refusesASecondStatement()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int)")));
    const auto both = opened->execute(QStringLiteral("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"));
    QVERIFY(!both);
    const auto dependent =
        opened->execute(QStringLiteral("CREATE TABLE u (id int); INSERT INTO u VALUES (2)"));
    QVERIFY(!dependent);
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 0);
    QVERIFY(!opened->query(QStringLiteral("SELECT * FROM u")));
    QVERIFY(!opened->isInTransaction());
}

void EngineContract::refusesNul()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    const auto result =
        opened->execute(QStringLiteral("CREATE TABLE t (id int);\n ") + QChar(0) + QStringLiteral(" DROP"));
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::ErrorCode::Invalid);
    QCOMPARE(result.error().position.line, 2);
    QCOMPARE(result.error().position.column, 2);
    QVERIFY(!opened->query(QStringLiteral("SELECT * FROM t")));
}

void EngineContract::mapsErrors_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("nativeCode");
    const auto add = [](const char* name, const char* statement, const PerEngine& codes) {
        for (const Dialect dialect : {Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql})
            QTest::addRow("%s: %s", qPrintable(sql::dialectName(dialect)), name)
                << dialect << QString::fromUtf8(statement) << codes.of(dialect);
    };
    const auto codes = [](const char* sqlite, const char* postgresql, const char* mariadb) {
        return PerEngine {
            QString::fromUtf8(sqlite), QString::fromUtf8(postgresql), QString::fromUtf8(mariadb)};
    };
    add("syntax", "SELEC 1", codes("SQLITE_ERROR", "42601", "1064 (42000)"));
    add("missing table", "DELETE FROM nowhere", codes("SQLITE_ERROR", "42P01", "1146 (42S02)"));
    add("duplicate table", "CREATE TABLE t (id int)", codes("SQLITE_ERROR", "42P07", "1050 (42S01)"));
    add("unique", "INSERT INTO t VALUES (1)", codes("SQLITE_CONSTRAINT_PRIMARYKEY", "23505", "1062 (23000)"));
    add("not null", "INSERT INTO t (id, v) VALUES (5, NULL)",
        codes("SQLITE_CONSTRAINT_NOTNULL", "23502", "1048 (23000)"));
}

void EngineContract::mapsErrors()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, statement);
    QFETCH(QString, nativeCode);
    OPENED(opened, dialect);
    VERIFY_OK(
        opened->execute(QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL DEFAULT 0)")));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t (id) VALUES (1)")));
    if (statement.startsWith(QLatin1String("INSERT INTO t VALUES (1)")))
        statement = QStringLiteral("INSERT INTO t (id) VALUES (1)");
    const auto result = opened->execute(statement);
    QVERIFY(!result);
    const base::Error& error = result.error();
    QCOMPARE(error.code, base::ErrorCode::Sql);
    QCOMPARE(error.nativeCode, nativeCode);
    QVERIFY2(error.summary.contains(statement), qPrintable(error.summary));
    QVERIFY(!error.detail.isEmpty());
    // Own queries are mapped alike; Qt does not tell their SQLSTATE for MariaDB.
    const auto query = opened->query(statement);
    QVERIFY(!query);
    QCOMPARE(query.error().code, base::ErrorCode::Sql);
    QCOMPARE(query.error().nativeCode, nativeCode.section(QLatin1Char(' '), 0, 0));
    VERIFY_OK(opened->query(QStringLiteral("SELECT 1")));
}

void EngineContract::mapsPositions_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("sqlite") << Dialect::Sqlite;
    QTest::newRow("postgresql") << Dialect::PostgreSql; // MariaDB tells the line in its text only
}

void EngineContract::mapsPositions()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    const auto result = opened->execute(QStringLiteral("SELECT 'é🦀',\n  nosuch\nFROM (SELECT 1 AS a) x"));
    QVERIFY(!result);
    QCOMPARE(result.error().position.line, 2);
    QCOMPARE(result.error().position.column, 3);
}

void EngineContract::transactionRollsBack()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int)")));
    {
        auto transaction = db::Transaction::begin(*opened);
        VERIFY_OK(transaction);
        QVERIFY(opened->isInTransaction());
        VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t VALUES (1)")));
    }
    QVERIFY(!opened->isInTransaction());
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 0);
    {
        auto transaction = db::Transaction::begin(*opened, db::TransactionKind::Immediate);
        VERIFY_OK(transaction);
        VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t VALUES (1)")));
        VERIFY_OK(transaction->commit());
        QVERIFY(!transaction->commit());
    }
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 1);
    auto moved = db::Transaction::begin(*opened);
    VERIFY_OK(moved);
    db::Transaction other = std::move(*moved);
    VERIFY_OK(opened->execute(QStringLiteral("DELETE FROM t")));
    VERIFY_OK(other.rollback());
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 1);
}

void EngineContract::commitOfAFailedTransactionIsAnError()
{
    OPENED(opened, Dialect::PostgreSql);
    auto transaction = db::Transaction::begin(*opened);
    VERIFY_OK(transaction);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int)")));
    QVERIFY(!opened->execute(QStringLiteral("SELECT 1 / 0")));
    const auto committed = transaction->commit();
    QVERIFY(!committed);
    QVERIFY(!opened->isInTransaction());
    QVERIFY(!opened->query(QStringLiteral("SELECT * FROM t")));
}

void EngineContract::interruptStopsAStatement()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    for (const bool ownQuery : {false, true}) {
        const db::Interrupter& interrupter = opened->interrupter();
        std::chrono::steady_clock::time_point asked;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            asked = std::chrono::steady_clock::now();
            interrupter.interrupt();
        });
        base::Error error;
        if (ownQuery) {
            const auto result = opened->query(endlessQuery(dialect));
            QVERIFY(!result);
            error = result.error();
        } else {
            const auto result = opened->execute(endlessQuery(dialect));
            QVERIFY(!result);
            error = result.error();
        }
        const auto took = std::chrono::steady_clock::now() - asked;
        other.join();
        QCOMPARE(error.code, base::ErrorCode::Cancelled);
        QVERIFY2(
            took < std::chrono::seconds(1), qPrintable(QString::number(took / std::chrono::milliseconds(1))));
        VERIFY_OK(opened->query(QStringLiteral("SELECT 1")));
        opened->interrupter().interrupt(); // nothing runs: nothing happens
        VERIFY_OK(opened->execute(QStringLiteral("SELECT 1")));
    }
}

void EngineContract::tokenStopsAStatement()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    base::CancelToken token;
    opened->setCancelToken(token);
    std::thread other([token] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        token.cancel();
    });
    QElapsedTimer timer;
    timer.start();
    const auto result = opened->execute(endlessQuery(dialect));
    other.join();
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::ErrorCode::Cancelled);
    QVERIFY2(timer.elapsed() < kHung, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!opened->query(QStringLiteral("SELECT 1")));
    opened->setCancelToken({});
    VERIFY_OK(opened->query(QStringLiteral("SELECT 1")));
}

void EngineContract::cancelledTokenSendsNothing()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    base::CancelToken token;
    opened->setCancelToken(token);
    token.cancel();
    const auto result = opened->execute(QStringLiteral("CREATE TABLE t (id int)"));
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::ErrorCode::Cancelled);
    opened->setCancelToken({});
    QVERIFY(!opened->query(QStringLiteral("SELECT * FROM t")));
}

void EngineContract::rollbackWorksAfterCancel()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int)")));
    base::CancelToken token;
    opened->setCancelToken(token);
    {
        auto transaction = db::Transaction::begin(*opened);
        VERIFY_OK(transaction);
        VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t VALUES (1)")));
        token.cancel();
        QVERIFY(!opened->execute(QStringLiteral("INSERT INTO t VALUES (2)")));
    }
    QVERIFY(!opened->isInTransaction());
    opened->setCancelToken({});
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 0);
}

void EngineContract::waitForALockEnds()
{
    QFETCH(Dialect, dialect);
    OPENED(holder, dialect);
    VERIFY_OK(holder->execute(QStringLiteral("CREATE TABLE t (id int)")));
    VERIFY_OK(holder->execute(QStringLiteral("INSERT INTO t VALUES (1)")));
    engine::OpenOptions options;
    options.access = AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    options.lockTimeoutMs = 1000;
    const auto waiter = holder.live.engines().open(holder.live.settings(), options, {});
    VERIFY_OK(waiter);
    const auto transaction = db::Transaction::begin(*holder, db::TransactionKind::Immediate);
    VERIFY_OK(transaction);
    VERIFY_OK(holder->execute(QStringLiteral("UPDATE t SET id = 2")));

    QElapsedTimer timer;
    timer.start();
    const auto timedOut = (*waiter)->execute(QStringLiteral("UPDATE t SET id = 3"));
    QVERIFY(!timedOut);
    QCOMPARE(timedOut.error().code, base::ErrorCode::Conflict);
    QVERIFY2(timer.elapsed() > 700 && timer.elapsed() < kHung, qPrintable(QString::number(timer.elapsed())));

    // A wait for a lock can be cancelled as well.
    base::CancelToken token;
    (*waiter)->setCancelToken(token);
    std::thread other([token] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        token.cancel();
    });
    timer.restart();
    const auto cancelled = (*waiter)->execute(QStringLiteral("UPDATE t SET id = 3"));
    other.join();
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, base::ErrorCode::Cancelled);
    QVERIFY2(timer.elapsed() < kHung, qPrintable(QString::number(timer.elapsed())));
}

void EngineContract::otherThreadsAreRefused()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    base::ErrorCode code = base::ErrorCode::Sql;
    std::thread other([&] {
        const auto result = opened->query(QStringLiteral("SELECT 1"));
        code = result ? base::ErrorCode::Sql : result.error().code;
    });
    other.join();
    QCOMPARE(code, base::ErrorCode::Internal);
    VERIFY_OK(opened->query(QStringLiteral("SELECT 1")));
}

void EngineContract::endedSessionIsAConnectionError_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgresql") << Dialect::PostgreSql;
    QTest::newRow("mariadb") << Dialect::MySql;
}

void EngineContract::endedSessionIsAConnectionError()
{
    QFETCH(Dialect, dialect);
    OPENED(victim, dialect);
    const qint64 session = victim->info().sessionId;
    db::DatabaseThread helper(QStringLiteral("killer"));
    const auto killed = helper.submit([&](db::DatabaseThread::Job&) -> base::Result<qint64> {
        const auto own = victim.live.open();
        if (!own)
            return base::forward(own);
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        return (*own)->execute(dialect == Dialect::PostgreSql
                ? QStringLiteral("SELECT pg_terminate_backend(%1)").arg(session)
                : QStringLiteral("KILL CONNECTION %1").arg(session));
    });
    const auto result = victim->execute(endlessQuery(dialect));
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::ErrorCode::Connection);
    VERIFY_OK(killed.result());
    const auto next = victim->query(QStringLiteral("SELECT 1"));
    QVERIFY(!next);
    QCOMPARE(next.error().code, base::ErrorCode::Connection);
}

void EngineContract::databaseThreadStopsWhileRunning()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    LiveDatabase live(dialect);
    QFuture<base::Result<qint64>> running;
    QFuture<base::Result<int>> waiting;
    QElapsedTimer timer;
    {
        db::DatabaseThread thread(QStringLiteral("contract"));
        const auto opened = thread.submit([&live](db::DatabaseThread::Job& job) -> base::Result<qint64> {
            auto connection = live.open();
            if (!connection)
                return base::forward(connection);
            job.connection = std::move(*connection);
            return job.connection->execute(QStringLiteral("CREATE TABLE t (id int)"));
        });
        VERIFY_OK(opened.result());
        running = thread.submit([dialect](db::DatabaseThread::Job& job) {
            job.connection->setCancelToken(job.cancel);
            return job.connection->execute(endlessQuery(dialect));
        });
        waiting = thread.submit([](db::DatabaseThread::Job&) -> base::Result<int> { return 1; });
        QTest::qWait(200);
        timer.start();
    }
    QVERIFY2(timer.elapsed() < kHung, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(running.result().error().code, base::ErrorCode::Cancelled);
    QCOMPARE(waiting.result().error().code, base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(EngineContract)
#include "tst_engine_contract.moc"
