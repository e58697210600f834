// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "core/sql/identifier.h"
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <QThread>

#include <atomic>
#include <thread>
#include <unistd.h>

using namespace strandline;
using db::AccessMode;
using db::ScriptStatement;
using sql::Dialect;
using test::LiveDatabase;
using test::Opened;
using test::PerEngine;

namespace {

const engine::RunServices& servicesOf(const Opened& opened)
{
    return opened.live.engines().find(opened.live.dialect())->runServices();
}

/// Services of an engine that are not there yet answer with nothing at all.
bool isBuilt(Opened& opened)
{
    const auto digest = servicesOf(opened).schemaFingerprint(*opened, {});
    return digest && !digest->isEmpty();
}

/// The same for what is asked about other sessions: its own one lives for sure.
bool seesSessions(Opened& opened)
{
    const auto alive = servicesOf(opened).sessionIsAlive(*opened, opened->info().sessionId);
    return opened.live.dialect() == Dialect::Sqlite || (alive && *alive);
}

#define SEES_SESSIONS(opened)                                                                                \
    do {                                                                                                     \
        if (!seesSessions(opened))                                                                           \
            QSKIP("this engine does not look at sessions yet");                                              \
    } while (false)

#define BUILT(opened)                                                                                        \
    do {                                                                                                     \
        if (!isBuilt(opened))                                                                                \
            QSKIP("this engine has no run services yet");                                                    \
    } while (false)

const QString runId = QStringLiteral("0b9b1bd5-4a5c-4f0e-9d5e-6d5b0a2f7c11");

engine::LockRequest request(const QString& historySchema = {})
{
    return {QStringLiteral("anna@büro-7"), runId, QDateTime(QDate(2026, 11, 20), QTime(10, 30, 15), Qt::UTC),
        historySchema};
}

base::Result<engine::LockAttempt> tryLock(Opened& opened, const engine::LockRequest& wanted)
{
    auto own = opened.live.open();
    if (!own)
        return base::forward(own);
    return servicesOf(opened).tryLock(std::move(*own), *opened, wanted);
}

qint64 countRows(db::Connection& connection, const QString& table)
{
    const auto rows = connection.query(QStringLiteral("SELECT count(*) FROM ") + table);
    return rows ? rows->rows.first().first().toLongLong() : -1;
}

QString endlessQuery(Dialect dialect)
{
    return PerEngine {QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                     "SELECT count(*) FROM n"),
        QStringLiteral("SELECT pg_sleep(60)"),
        QStringLiteral("SELECT count(*) FROM information_schema.columns a, information_schema.columns b, "
                       "information_schema.columns c, information_schema.columns d")}
        .of(dialect);
}

} // namespace

class RunServicesContract : public QObject
{
    Q_OBJECT

private slots:
    void scriptCountsRows_data() { test::addEngineRows(); }
    void scriptCountsRows();
    void scriptTellsPositions_data() { test::addEngineRows(); }
    void scriptTellsPositions();
    void scriptRefusesWhatIsNotOneStatement_data() { test::addEngineRows(); }
    void scriptRefusesWhatIsNotOneStatement();
    void scriptTellsWarnings();
    void ownRunsInOrder_data() { test::addEngineRows(); }
    void ownRunsInOrder();
    void ownStopsAtTheFirstFailure_data() { test::addEngineRows(); }
    void ownStopsAtTheFirstFailure();
    void ownLeavesTheLastIdOfTheScript_data() { test::addEngineRows(); }
    void ownLeavesTheLastIdOfTheScript();
    void ownDoesNotOpenTheDoor();
    void ownIsRefusedOnReadOnly_data() { test::addEngineRows(); }
    void ownIsRefusedOnReadOnly();
    void syntaxIsChecked_data();
    void syntaxIsChecked();
    void statementLimitStops_data() { test::addEngineRows(); }
    void statementLimitStops();
    void lockLimitStops_data() { test::addEngineRows(); }
    void lockLimitStops();
    void limitsHoldAfterTheScriptChangedThem();
    void lockIsForOne_data() { test::addEngineRows(); }
    void lockIsForOne();
    void lockIsPerHistorySchema_data() { test::addEngineRows(); }
    void lockIsPerHistorySchema();
    void lostLockIsSeen_data() { test::addEngineRows(); }
    void lostLockIsSeen();
    void lockIsRaced_data() { test::addEngineRows(); }
    void lockIsRaced();
    void everythingIsDropped_data() { test::addEngineRows(); }
    void everythingIsDropped();
    void rowLockIsExplained_data() { test::addEngineRows(); }
    void rowLockIsExplained();
    void tableLockIsExplained_data() { test::addEngineRows(); }
    void tableLockIsExplained();
    void sessionsLiveAndEnd_data() { test::addEngineRows(); }
    void sessionsLiveAndEnd();
    void missingRightsAreFound_data() { test::addEngineRows(); }
    void missingRightsAreFound();
};

void RunServicesContract::scriptCountsRows()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    const auto run = [&opened](const char* text) { return opened->executeScript({text, {}}); };
    VERIFY_OK(run("CREATE TABLE t (id int PRIMARY KEY, name varchar(20))"));
    QCOMPARE(run("INSERT INTO t VALUES (1, 'a?'), (2, ':x'), (3, '$1')").value(), 3);
    QCOMPARE(run("UPDATE t SET name = 'z' WHERE id > 1").value(), 2);
    QCOMPARE(run("DELETE FROM t WHERE id = 1;").value(), 1);
    QCOMPARE(run("SELECT * FROM t").value(), -1);
    QCOMPARE(run("-- nothing\n/* at all */").value(), 0);
    // The view need not end where the buffer ends.
    const QByteArray two = "DELETE FROM t WHERE id = 2; DELETE FROM t";
    QCOMPARE(opened->executeScript({QByteArrayView(two).first(26), {}}).value(), 1);
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 1);
}

void RunServicesContract::scriptTellsPositions()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    BUILT(opened);
    const QByteArray text = "\n-- größe\nCREATE TABLE t (\n  ä int,\n  /* ü */ b int,, c int\n)";
    const auto failed = opened->executeScript({text, {}});
    QVERIFY(!failed);
    QCOMPARE(failed.error().position.line, 5);
    // MariaDB points behind a comma that is too many.
    QCOMPARE(failed.error().position.column, dialect == Dialect::MySql ? 18 : 17);
    const auto unfinished = opened->executeScript({"CREATE TABLE t (\n  a int", {}});
    QVERIFY(!unfinished);
    QVERIFY(!unfinished.error().nativeCode.isEmpty());
}

void RunServicesContract::scriptRefusesWhatIsNotOneStatement()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    VERIFY_OK(opened->executeScript({"CREATE TABLE t (id int)", {}}));
    const auto two = opened->executeScript({"INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", {}});
    QVERIFY(!two);
    const auto nul = opened->executeScript({QByteArray("INSERT INTO t VALUES (1)\0 -- x", 30), {}});
    QVERIFY(!nul);
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 0);
}

void RunServicesContract::scriptTellsWarnings()
{
    OPENED(opened, Dialect::MySql);
    QStringList heard;
    const db::NoticeSink sink = [&heard](const db::ServerNotice& notice) {
        heard << notice.severity + QLatin1Char(' ') + notice.code + QLatin1Char(' ') + notice.text;
    };
    VERIFY_OK(opened->executeScript({"DROP TABLE IF EXISTS nothing_here", {}}, sink));
    QCOMPARE(heard.size(), 1);
    QVERIFY2(heard.first().startsWith(QLatin1String("Note 1051 ")), qPrintable(heard.first()));
    heard.clear();
    VERIFY_OK(opened->executeScript({"SET sql_mode = ''", {}}, sink));
    VERIFY_OK(opened->executeScript({"CREATE TABLE t (a tinyint)", {}}, sink));
    QVERIFY2(heard.isEmpty(), qPrintable(heard.join(QLatin1Char('\n'))));
    QCOMPARE(opened->executeScript({"INSERT INTO t VALUES (1000), (2), ('x')", {}}, sink).value(), 3);
    QCOMPARE(heard.size(), 2);
    heard.clear();
    // A failure keeps its own error; what else was said is told beside it.
    VERIFY_OK(opened->executeScript({"SET sql_mode = 'TRADITIONAL'", {}}, sink));
    const auto failed = opened->executeScript({"INSERT INTO t SELECT 5000", {}}, sink);
    QVERIFY(!failed);
    QVERIFY2(
        failed.error().nativeCode.startsWith(QLatin1String("1264")), qPrintable(failed.error().toText()));
    QVERIFY2(heard.isEmpty(), qPrintable(heard.join(QLatin1Char('\n'))));
    // Several results, the last of which fails.
    VERIFY_OK(opened->execute(QStringLiteral(
        "CREATE PROCEDURE p() BEGIN SELECT 1; INSERT INTO t VALUES (3); SELECT * FROM gone; END")));
    const auto called = opened->executeScript({"CALL p()", {}}, sink);
    QVERIFY(!called);
    QVERIFY2(
        called.error().nativeCode.startsWith(QLatin1String("1146")), qPrintable(called.error().toText()));
    VERIFY_OK(opened->executeScript({"SELECT 1", {}}));
}

void RunServicesContract::ownRunsInOrder()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    QList<QByteArray> statements {
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(300)) -- the table", "BEGIN;"};
    for (int i = 0; i < 500; ++i) {
        statements << "INSERT INTO t VALUES (" + QByteArray::number(i) + ", '" + QByteArray(i % 250, 'x')
                + "; -- \xc3\xa4') -- " + QByteArray::number(i);
    }
    statements << "UPDATE t SET name = 'last' WHERE id = 499"
               << "COMMIT";
    VERIFY_OK(opened->executeOwn(statements));
    QVERIFY(!opened->isInTransaction());
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 500);
    QCOMPARE(countRows(*opened, QStringLiteral("t WHERE name = 'last'")), 1);
    VERIFY_OK(opened->executeOwn({}));
}

void RunServicesContract::ownStopsAtTheFirstFailure()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    VERIFY_OK(opened->executeOwn({"CREATE TABLE t (id int PRIMARY KEY)"}));
    const auto failed = opened->executeOwn({"BEGIN", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)",
        "INSERT INTO gone VALUES (77)", "INSERT INTO t VALUES (3)", "COMMIT"});
    QVERIFY(!failed);
    QVERIFY2(failed.error().summary.contains(QLatin1String("gone")), qPrintable(failed.error().toText()));
    // The COMMIT was not reached.
    QVERIFY(opened->isInTransaction());
    VERIFY_OK(opened->executeOwn({"ROLLBACK"}));
    QVERIFY(!opened->isInTransaction());
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 0);
    VERIFY_OK(opened->executeOwn({"BEGIN", "INSERT INTO t VALUES (1)", "COMMIT"}));
    QCOMPARE(countRows(*opened, QStringLiteral("t")), 1);
}

/// Scripts insert a parent and then children with its id; our rows come between them.
void RunServicesContract::ownLeavesTheLastIdOfTheScript()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    BUILT(opened);
    if (dialect == Dialect::PostgreSql)
        QSKIP("scripts use RETURNING or currval() with a name there");
    const char* table = dialect == Dialect::Sqlite
        ? "CREATE TABLE %1 (id INTEGER PRIMARY KEY AUTOINCREMENT, x int)"
        : "CREATE TABLE %1 (id int AUTO_INCREMENT PRIMARY KEY, x int)";
    for (const char* name : {"parent", "journal"})
        VERIFY_OK(opened->execute(QString::fromLatin1(table).arg(QLatin1String(name))));
    VERIFY_OK(opened->executeOwn({"INSERT INTO journal (x) VALUES (1)", "INSERT INTO journal (x) VALUES (1)",
        "INSERT INTO journal (x) VALUES (1)"}));
    VERIFY_OK(opened->executeScript({"INSERT INTO parent (x) VALUES (7)", {}}));
    VERIFY_OK(opened->executeOwn({"INSERT INTO journal (x) VALUES (2)"}));
    VERIFY_OK(opened->executeOwn({"INSERT INTO journal (x) VALUES (2)", "INSERT INTO journal (x) VALUES (2)",
        "INSERT INTO journal (x) VALUES (2)", "INSERT INTO journal (x) VALUES (2)"}));
    const auto last = opened->query(PerEngine {
        QStringLiteral("SELECT last_insert_rowid()"), {}, QStringLiteral("SELECT LAST_INSERT_ID()")}
                                        .of(dialect));
    VERIFY_OK(last);
    QCOMPARE(last->rows.first().first().toInt(), 1);
}

/// Several statements in one message are for our own texts; a second one hidden in a script stays refused.
void RunServicesContract::ownDoesNotOpenTheDoor()
{
    OPENED(opened, Dialect::MySql);
    const QList<QByteArray> four {"DO 1", "DO 2", "DO 3", "DO 4"};
    const QList<QByteArray> failing {"DO 1", "DO 2", "NONSENSE", "DO 4"};
    VERIFY_OK(opened->executeOwn(four));
    QVERIFY(!opened->executeScript({"DO 1; DO 2", {}}));
    QVERIFY(!opened->executeOwn(failing));
    QVERIFY(!opened->executeScript({"DO 1; DO 2", {}}));
    QVERIFY(!opened->execute(QStringLiteral("DO 1; DO 2")));
}

void RunServicesContract::ownIsRefusedOnReadOnly()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    LiveDatabase live(dialect);
    VERIFY_OK(live.run({QStringLiteral("CREATE TABLE t (id int)")}));
    const auto reader = live.open(AccessMode::ReadOnly);
    VERIFY_OK(reader);
    QVERIFY(!(*reader)->executeOwn({"INSERT INTO t VALUES (1)"}));
    QVERIFY(!(*reader)->executeOwn(
        {"SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "COMMIT", "INSERT INTO t VALUES (1)"}));
    QVERIFY(!(*reader)->executeScript({"INSERT INTO t VALUES (1)", {}}));
    const auto writer = live.open();
    VERIFY_OK(writer);
    QCOMPARE(countRows(**writer, QStringLiteral("t")), 0);
}

void RunServicesContract::syntaxIsChecked_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("where"); ///< "line:column" of the error; empty: none
    const auto add = [](const char* name, Dialect dialect, const char* text, const char* where = "") {
        QTest::addRow("%s: %s", qPrintable(sql::dialectName(dialect)), name)
            << dialect << QString::fromUtf8(text) << QString::fromLatin1(where);
    };
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::MySql, Dialect::PostgreSql}) {
        add("table", dialect, "CREATE TABLE t (a int, b varchar(20))");
        add("missing table", dialect, "INSERT INTO gone VALUES (1)");
        add("missing table in a view", dialect, "CREATE VIEW v AS SELECT x FROM gone");
        add("alter of a missing table", dialect, "ALTER TABLE gone ADD COLUMN c int");
        add("drop", dialect, "DROP TABLE gone");
        add("comment", dialect, "-- nothing");
        add("error in the middle", dialect, "SELECT 1\nFROM\n  t WHERE WHERE", "3:11");
        add("error in an alter", dialect, "ALTER TABLE gone\n ADD COLUMN c int )", "2:19");
        add("first word", dialect, "CREAT TABLE t (a int)", "1:1");
        add("behind umlauts", dialect, "INSERT INTO t VALUES ('äöü', ) ", "1:30");
    }
    add("trigger on a missing table", Dialect::Sqlite,
        "CREATE TRIGGER g AFTER INSERT ON \"od d\" BEGIN DELETE FROM u; END");
    add("trigger with an error", Dialect::Sqlite,
        "CREATE TRIGGER g AFTER INSERT ON gone BEGIN\n DELETE DELETE; END", "2:9");
    add("instead of", Dialect::Sqlite, "CREATE TRIGGER g INSTEAD OF INSERT ON gone BEGIN SELECT 1; END");
    add("instead of with an error", Dialect::Sqlite,
        "CREATE TRIGGER g INSTEAD OF INSERT ON gone BEGIN SELECT 1 1; END", "1:59");
    add("missing function", Dialect::Sqlite, "SELECT no_such_function(1)");
    add("missing module", Dialect::Sqlite, "CREATE VIRTUAL TABLE v USING gone(a, b)");
    add("pragma", Dialect::Sqlite, "PRAGMA main.user_version = 7");
    add("acting pragma", Dialect::Sqlite, "PRAGMA soft_heap_limit = 1000");
    add("vacuum", Dialect::Sqlite, "VACUUM");
    add("attach", Dialect::Sqlite, "ATTACH 'x.db' AS y");
    add("transaction", Dialect::Sqlite, "BEGIN IMMEDIATE");
    add("rename column", Dialect::Sqlite, "ALTER TABLE gone RENAME COLUMN a TO b");
    add("not its dialect", Dialect::Sqlite, "ALTER TABLE gone MODIFY a int", "1:18");
    add("unfinished", Dialect::Sqlite, "CREATE TABLE t (\n a int", "2:7");
    add("bad token", Dialect::Sqlite, "SELECT 'abc", "1:8");
    add("procedure", Dialect::MySql, "CREATE PROCEDURE p() BEGIN SELECT 1; END");
    add("trigger", Dialect::MySql, "CREATE TRIGGER g BEFORE INSERT ON gone FOR EACH ROW SET NEW.a = 1");
    add("unfinished", Dialect::MySql, "CREATE TABLE t (\n a int", "2:7");
    add("not its dialect", Dialect::MySql, "ALTER TABLE gone ALTER COLUMN a TYPE bigint", "1:33");
    add("long rest", Dialect::MySql,
        "\n\n  INSERT INTO t\nVALUESS (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, "
        "20, "
        "21, 22, 23, 24, 25, 26)",
        "4:1");
}

void RunServicesContract::syntaxIsChecked()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, text);
    QFETCH(QString, where);
    STRANDLINE_NEEDS_ENGINE(dialect);
    Opened probe(dialect);
    VERIFY_OK(probe.connection);
    BUILT(probe);
    for (const AccessMode access : {AccessMode::ReadOnly, AccessMode::ReadWrite}) {
        const auto connection = probe.live.open(access);
        VERIFY_OK(connection);
        // Of the same database: owners and grants are part of it on PostgreSQL.
        const auto none = servicesOf(probe).schemaFingerprint(**connection, {});
        VERIFY_OK(none);
        const auto checked = (*connection)->checkSyntax(text.toUtf8());
        if (where.isEmpty()) {
            VERIFY_OK(checked);
            QVERIFY(!(*connection)->isInTransaction());
            const auto tables = servicesOf(probe).schemaFingerprint(**connection, {});
            VERIFY_OK(tables);
            QCOMPARE(*tables, *none); // nothing was executed
            continue;
        }
        QVERIFY2(!checked, "no error was found");
        QCOMPARE(checked.error().code, base::ErrorCode::Invalid);
        const base::SourcePosition at = checked.error().position;
        QCOMPARE(QStringLiteral("%1:%2").arg(at.line).arg(at.column), where);
    }
}

void RunServicesContract::statementLimitStops()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    BUILT(opened);
    VERIFY_OK(opened->setLimits({std::nullopt, 300}));
    QElapsedTimer timer;
    timer.start();
    const QByteArray endless = endlessQuery(dialect).toUtf8();
    const auto stopped = opened->executeScript({endless, {}});
    QVERIFY(!stopped);
    QVERIFY(stopped.error().code != base::ErrorCode::Cancelled);
    QVERIFY2(timer.elapsed() >= 300, qPrintable(QString::number(timer.elapsed())));
    const QString told = stopped.error().toText().remove(QLatin1Char('-'));
    QVERIFY2(told.contains(QLatin1String("timeout")), qPrintable(told));
    QVERIFY(!servicesOf(opened).isLockTimeout(stopped.error()));
    VERIFY_OK(opened->executeScript({"SELECT 1", {}}));
    VERIFY_OK(opened->setLimits({std::nullopt, 0}));
    // Without a limit it goes on until somebody stops it.
    base::CancelToken token;
    opened->setCancelToken(token);
    std::thread canceller([token]() mutable {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        token.cancel();
    });
    timer.restart();
    const auto cancelled = opened->executeScript({endless, {}});
    canceller.join();
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, base::ErrorCode::Cancelled);
    QVERIFY(timer.elapsed() >= 600);
}

void RunServicesContract::lockLimitStops()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    BUILT(opened);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int PRIMARY KEY)")));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t VALUES (1)")));
    const auto other = opened.live.open();
    VERIFY_OK(other);
    auto transaction = db::Transaction::begin(**other, db::TransactionKind::Immediate);
    VERIFY_OK(transaction);
    VERIFY_OK((*other)->execute(QStringLiteral("UPDATE t SET id = 2 WHERE id = 1")));
    VERIFY_OK(opened->setLimits({1000, std::nullopt}));
    for (const char* text : {"DELETE FROM t WHERE id = 1", "DROP TABLE t"}) {
        QElapsedTimer timer;
        timer.start();
        const auto refused = opened->executeScript({text, {}});
        QVERIFY(!refused);
        QVERIFY2(servicesOf(opened).isLockTimeout(refused.error()), qPrintable(refused.error().toText()));
        QVERIFY2(timer.elapsed() >= 950, qPrintable(QString::number(timer.elapsed())));
    }
    VERIFY_OK(transaction->rollback());
    VERIFY_OK(opened->executeScript({"DROP TABLE t", {}}));
    const auto gone = opened->executeScript({"DROP TABLE t", {}});
    QVERIFY(!gone);
    QVERIFY(!servicesOf(opened).isLockTimeout(gone.error()));
}

void RunServicesContract::limitsHoldAfterTheScriptChangedThem()
{
    OPENED(opened, Dialect::MySql);
    const auto value = [&opened] {
        return opened->query(QStringLiteral("SELECT @@lock_wait_timeout"))->rows.first().first().toInt();
    };
    VERIFY_OK(opened->setLimits({2500, 60000}));
    QCOMPARE(value(), 3);
    VERIFY_OK(opened->executeScript({"/*!50000 SET*/ SESSION lock_wait_timeout = 77", {}}));
    QCOMPARE(value(), 77);
    VERIFY_OK(opened->setLimits({2500, 60000}));
    QCOMPARE(value(), 3);
    VERIFY_OK(opened->setLimits({0, 0}));
    QVERIFY(value() > 1000000);
}

void RunServicesContract::lockIsForOne()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    BUILT(opened);
    const auto& services = servicesOf(opened);
    const auto reader = opened.live.open(AccessMode::ReadOnly);
    VERIFY_OK(reader);
    auto nobody = services.lockHolder(**reader, {});
    VERIFY_OK(nobody);
    QVERIFY(!nobody->has_value());

    auto first = tryLock(opened, request());
    VERIFY_OK(first);
    QVERIFY(first->lock);
    QVERIFY(!first->holder);
    VERIFY_OK(first->lock->check());
    const auto second = tryLock(opened, request());
    VERIFY_OK(second);
    QVERIFY(!second->lock);
    QVERIFY(second->holder);
    const auto asked = services.lockHolder(**reader, {});
    VERIFY_OK(asked);
    QVERIFY(asked->has_value());
    for (const engine::LockHolder& holder : {*second->holder, **asked}) {
        QCOMPARE(holder.who, request().who);
        QCOMPARE(holder.runId, runId);
        QCOMPARE(holder.since, request().now);
        QVERIFY(holder.sessionId > 0);
        QVERIFY2(holder.session.contains(QString::number(holder.sessionId)), qPrintable(holder.session));
    }
    VERIFY_OK(first->lock->check());
    first->lock.reset();
    nobody = services.lockHolder(**reader, {});
    VERIFY_OK(nobody);
    QVERIFY(!nobody->has_value());
    const auto third = tryLock(opened, request());
    VERIFY_OK(third);
    QVERIFY(third->lock);
    VERIFY_OK(third->lock->check());
}

void RunServicesContract::lockIsPerHistorySchema()
{
    QFETCH(Dialect, dialect);
    if (dialect == Dialect::Sqlite)
        QSKIP("a file has no schemas");
    OPENED(opened, dialect);
    BUILT(opened);
    const auto first = tryLock(opened, request(QStringLiteral("team_a")));
    VERIFY_OK(first);
    QVERIFY(first->lock);
    const auto second = tryLock(opened, request(QStringLiteral("team_b")));
    VERIFY_OK(second);
    QVERIFY(second->lock);
    const auto again = tryLock(opened, request(QStringLiteral("team_a")));
    VERIFY_OK(again);
    QVERIFY(!again->lock);
    // Another database of the same server is another matter.
    Opened elsewhere(dialect);
    VERIFY_OK(elsewhere.connection);
    const auto free = tryLock(elsewhere, request(QStringLiteral("team_a")));
    VERIFY_OK(free);
    QVERIFY(free->lock);
}

void RunServicesContract::lostLockIsSeen()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    BUILT(opened);
    const auto attempt = tryLock(opened, request());
    VERIFY_OK(attempt);
    QVERIFY(attempt->lock);
    const auto holder = servicesOf(opened).lockHolder(*opened, {});
    VERIFY_OK(holder);
    QVERIFY(holder->has_value());
    if (dialect == Dialect::Sqlite) {
        QVERIFY(QFile::remove(opened->info().database + QStringLiteral("-strandline-lock")));
    } else {
        const QString kill =
            PerEngine {{}, QStringLiteral("SELECT pg_terminate_backend(%1)"), QStringLiteral("KILL %1")}
                .of(dialect)
                .arg((*holder)->sessionId);
        VERIFY_OK(opened->execute(kill));
    }
    const auto checked = attempt->lock->check();
    QVERIFY(!checked);
    QVERIFY2(checked.error().code == base::ErrorCode::Conflict
            || checked.error().code == base::ErrorCode::Connection,
        qPrintable(checked.error().toText()));
    const auto next = tryLock(opened, request());
    VERIFY_OK(next);
    QVERIFY(next->lock);
}

/// Many take it again and again, from threads with connections of their own; two never have it at once.
void RunServicesContract::lockIsRaced()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    BUILT(opened);
    constexpr int threads = 6;
    constexpr int rounds = 25;
    std::atomic<int> holders {0};
    std::atomic<int> taken {0};
    std::atomic<bool> failed {false};
    QStringList problems(threads);
    std::vector<std::thread> all;
    const auto race = [&](int number) {
        LiveDatabase const* live = &opened.live;
        const engine::Engines engines = test::allEngines();
        const auto open = [&] {
            engine::OpenOptions options;
            options.access = AccessMode::ReadWrite;
            options.writeToken = test::writeToken();
            return engines.open(live->settings(), options, {});
        };
        const auto second = open();
        for (int round = 0; round < rounds && second; ++round) {
            auto own = open();
            if (!own) {
                problems[number] = own.error().toText();
                return;
            }
            auto attempt = servicesOf(opened).tryLock(std::move(*own), **second, request());
            if (!attempt) {
                problems[number] = attempt.error().toText();
                return;
            }
            if (!attempt->lock)
                continue;
            if (++holders != 1)
                failed = true;
            ++taken;
            if (!attempt->lock->check())
                failed = true;
            --holders;
        }
    };
    for (int number = 0; number < threads; ++number)
        all.emplace_back(race, number);
    for (std::thread& thread : all)
        thread.join();
    QVERIFY2(problems.join(QString()).isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    QVERIFY(!failed);
    QVERIFY(taken > 0);
}

void RunServicesContract::everythingIsDropped()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    BUILT(opened);
    const auto before = servicesOf(opened).schemaFingerprint(*opened, {});
    VERIFY_OK(before);
    const auto q = [dialect](
                       const char* name) { return sql::quoteIdentifier(QString::fromUtf8(name), dialect); };
    QStringList statements {
        QStringLiteral("CREATE TABLE %1 (id int PRIMARY KEY)").arg(q("we;ird\"`' ä")),
        QStringLiteral("CREATE TABLE %1 (id int PRIMARY KEY, r int REFERENCES %2 (id))")
            .arg(q("select"), q("we;ird\"`' ä")),
        QStringLiteral("CREATE VIEW %1 AS SELECT * FROM %2").arg(q("order"), q("select")),
        QStringLiteral("CREATE TABLE strandline_history (a int)"),
        QStringLiteral("INSERT INTO %1 VALUES (1)").arg(q("we;ird\"`' ä")),
        QStringLiteral("INSERT INTO %1 VALUES (1, 1)").arg(q("select")),
    };
    if (dialect == Dialect::Sqlite) {
        statements << QStringLiteral("CREATE TABLE auto (id INTEGER PRIMARY KEY AUTOINCREMENT)")
                   << QStringLiteral("INSERT INTO auto VALUES (7)")
                   << QStringLiteral("CREATE VIRTUAL TABLE search USING fts5(body)")
                   << QStringLiteral("CREATE TRIGGER g AFTER INSERT ON auto BEGIN SELECT 1; END")
                   << QStringLiteral("ANALYZE") << QStringLiteral("PRAGMA user_version = 12")
                   << QStringLiteral("PRAGMA foreign_keys = ON");
    } else if (dialect == Dialect::MySql) {
        statements << QStringLiteral("CREATE SEQUENCE s1")
                   << QStringLiteral("CREATE TABLE uses_it (a bigint DEFAULT nextval(s1))")
                   << QStringLiteral("CREATE TABLE a1 (id int PRIMARY KEY, b int)")
                   << QStringLiteral(
                          "CREATE TABLE b1 (id int PRIMARY KEY, a int, FOREIGN KEY (a) REFERENCES a1 (id))")
                   << QStringLiteral("ALTER TABLE a1 ADD FOREIGN KEY (b) REFERENCES b1 (id)")
                   << QStringLiteral("CREATE TABLE v1 (a int) WITH SYSTEM VERSIONING")
                   << QStringLiteral("CREATE PROCEDURE p1() SELECT 1")
                   << QStringLiteral("CREATE FUNCTION f1() RETURNS int RETURN 1")
                   << QStringLiteral("CREATE EVENT e1 ON SCHEDULE EVERY 1 DAY DO SELECT 1")
                   << QStringLiteral("CREATE TRIGGER g1 BEFORE INSERT ON a1 FOR EACH ROW SET NEW.b = 1");
    }
    for (const QString& statement : statements)
        VERIFY_OK(opened->execute(statement));
    const auto drops = servicesOf(opened).dropEverything(*opened);
    if (!drops && drops.error().code == base::ErrorCode::Unsupported)
        QSKIP("this engine cannot drop everything yet");
    VERIFY_OK(drops);
    const auto full = servicesOf(opened).schemaFingerprint(*opened, {});
    VERIFY_OK(full);
    QVERIFY(*full != *before); // asking alone has dropped nothing
    VERIFY_OK(opened->executeOwn(*drops));
    const auto after = servicesOf(opened).schemaFingerprint(*opened, {});
    VERIFY_OK(after);
    QCOMPARE(*after, *before);
    QVERIFY(!opened->query(QStringLiteral("SELECT * FROM strandline_history")));
    for (const QString& statement : statements)
        VERIFY_OK(opened->execute(statement)); // nothing is left that would be in the way
}

namespace {

/// Runs one statement on a connection of its own, in a thread of its own, until somebody lets it go.
class Waiting
{
public:
    Waiting(const LiveDatabase& live, const QByteArray& sql)
    {
        m_thread = std::thread([this, &live, sql] {
            const engine::Engines engines = test::allEngines();
            engine::OpenOptions options;
            options.access = AccessMode::ReadWrite;
            options.writeToken = test::writeToken();
            options.lockTimeoutMs = 30000;
            const auto connection = engines.open(live.settings(), options, {});
            if (!connection)
                return;
            m_session = (*connection)->info().sessionId;
            m_succeeded = (*connection)->executeScript({sql, {}}).has_value();
        });
        while (m_session == 0)
            QThread::msleep(5);
    }
    ~Waiting() { finish(); }
    void finish()
    {
        if (m_thread.joinable())
            m_thread.join();
    }
    qint64 session() const { return m_session; }
    bool succeeded() const { return m_succeeded; }

private:
    std::thread m_thread;
    std::atomic<qint64> m_session {0};
    std::atomic<bool> m_succeeded {false};
};

/// A login that may see other sessions.
base::Result<std::unique_ptr<db::Connection>> openWatcher(const LiveDatabase& live)
{
    connection::ConnectionSettings admin = test::serverFacts(live.dialect()).admin;
    admin.database = live.settings().database;
    return live.engines().open(admin, {}, {});
}

/// Asks until the session is found in that role; what there is at the end, if it never is.
std::optional<engine::LockWait> findWait(
    Opened& opened, db::Connection& watcher, qint64 watched, qint64 other, engine::LockWait::Role role)
{
    // InnoDB renews its picture only when nobody has looked for 100 ms.
    for (const QDeadlineTimer limit(20000); !limit.hasExpired(); QThread::msleep(300)) {
        const auto waits = servicesOf(opened).lockWaits(watcher, watched);
        if (!waits) {
            qWarning("%s", qPrintable(waits.error().toText()));
            return {};
        }
        for (const engine::LockWait& wait : *waits) {
            if (wait.sessionId == other && wait.role == role)
                return wait;
        }
    }
    return {};
}

} // namespace

void RunServicesContract::rowLockIsExplained()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    SEES_SESSIONS(opened);
    if (dialect == Dialect::Sqlite) {
        const auto none = servicesOf(opened).lockWaits(*opened, 0);
        VERIFY_OK(none);
        QVERIFY(none->isEmpty());
        return;
    }
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE invoice (id int PRIMARY KEY, x int)")));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO invoice VALUES (1, 1)")));
    const auto watcher = openWatcher(opened.live);
    VERIFY_OK(watcher);
    auto transaction = db::Transaction::begin(*opened);
    VERIFY_OK(transaction);
    VERIFY_OK(opened->execute(QStringLiteral("UPDATE invoice SET x = 2")));
    const qint64 blocker = opened->info().sessionId;
    Waiting waiting(opened.live, "UPDATE invoice SET x = 3");
    const auto blocks =
        findWait(opened, **watcher, waiting.session(), blocker, engine::LockWait::Role::BlocksUs);
    const auto behind =
        findWait(opened, **watcher, blocker, waiting.session(), engine::LockWait::Role::WaitsBehindUs);
    const auto users =
        servicesOf(opened).tableUsers(**watcher, {sql::quoteIdentifier(QStringLiteral("invoice"), dialect)});
    VERIFY_OK(transaction->rollback());
    waiting.finish();
    QVERIFY(waiting.succeeded());
    QVERIFY(blocks);
    QVERIFY(behind);
    QVERIFY(blocks->object.isEmpty() || blocks->object.contains(QLatin1String("invoice")));
    QVERIFY2(blocks->session.contains(QString::number(blocker)), qPrintable(blocks->session));
    QVERIFY2(blocks->user.startsWith(opened.live.settings().user.value), qPrintable(blocks->user));
    QVERIFY(!blocks->state.isEmpty());
    QVERIFY(blocks->sinceMs >= 0);
    QVERIFY2(behind->statement.contains(QLatin1String("x = 3")), qPrintable(behind->statement));
    VERIFY_OK(users);
    QVERIFY(std::any_of(users->cbegin(), users->cend(),
        [blocker](const engine::TableUser& user) { return user.sessionId == blocker; }));
}

/// A reader's open transaction keeps ALTER TABLE waiting, and all who come later wait behind that.
void RunServicesContract::tableLockIsExplained()
{
    QFETCH(Dialect, dialect);
    if (dialect == Dialect::Sqlite)
        QSKIP("file locks have no owner that could be asked for");
    OPENED(opened, dialect);
    SEES_SESSIONS(opened);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE invoice (id int PRIMARY KEY, x int)")));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO invoice VALUES (1, 1)")));
    const auto watcher = openWatcher(opened.live);
    VERIFY_OK(watcher);
    auto transaction = db::Transaction::begin(*opened, db::TransactionKind::Snapshot);
    VERIFY_OK(transaction);
    VERIFY_OK(opened->query(QStringLiteral("SELECT * FROM invoice")));
    const qint64 blocker = opened->info().sessionId;
    QThread::msleep(20); // the transaction is older than the wait, also by a clock of milliseconds
    Waiting altering(opened.live, "ALTER TABLE invoice ADD COLUMN y int");
    const auto blocks =
        findWait(opened, **watcher, altering.session(), blocker, engine::LockWait::Role::BlocksUs);
    Waiting reading(opened.live, "SELECT count(*) FROM invoice");
    const auto behind = findWait(
        opened, **watcher, altering.session(), reading.session(), engine::LockWait::Role::WaitsBehindUs);
    VERIFY_OK(transaction->rollback());
    altering.finish();
    reading.finish();
    QVERIFY(altering.succeeded());
    QVERIFY(reading.succeeded());
    QVERIFY(blocks);
    QVERIFY(behind);
    const auto nobody = servicesOf(opened).lockWaits(**watcher, opened->info().sessionId);
    VERIFY_OK(nobody);
    QVERIFY(nobody->isEmpty());
}

/// A lost connection's statement may go on at the server; until it is over nobody knows how it ended.
void RunServicesContract::sessionsLiveAndEnd()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    SEES_SESSIONS(opened);
    if (dialect == Dialect::Sqlite) {
        QCOMPARE(servicesOf(opened).sessionIsAlive(*opened, 0).value(), false);
        return;
    }
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int PRIMARY KEY)")));
    VERIFY_OK(opened->execute(QStringLiteral("INSERT INTO t VALUES (1)")));
    auto transaction = db::Transaction::begin(*opened);
    VERIFY_OK(transaction);
    VERIFY_OK(opened->execute(QStringLiteral("UPDATE t SET id = 2")));
    const auto isAlive = [&](qint64 session) {
        return servicesOf(opened).sessionIsAlive(*opened, session).value();
    };
    Waiting waiting(opened.live, "UPDATE t SET id = 3");
    bool alive = false;
    for (const QDeadlineTimer limit(20000); !alive && !limit.hasExpired(); QThread::msleep(20))
        alive = isAlive(waiting.session());
    VERIFY_OK(transaction->rollback());
    waiting.finish();
    QVERIFY(alive);
    for (const QDeadlineTimer limit(20000); alive && !limit.hasExpired(); QThread::msleep(20))
        alive = isAlive(waiting.session());
    QVERIFY(!alive);
}

void RunServicesContract::missingRightsAreFound()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    SEES_SESSIONS(opened);
    const auto none = servicesOf(opened).missingRights(*opened, {});
    VERIFY_OK(none);
    QVERIFY2(none->isEmpty(), qPrintable(none->isEmpty() ? QString() : none->first().toText()));
    if (dialect == Dialect::Sqlite) {
        QVERIFY(QFile::link(opened->info().database, opened->info().database + QStringLiteral(".lnk")));
        QVERIFY(servicesOf(opened).missingRights(*opened, {})->isEmpty()); // a symbolic link does no harm
        QCOMPARE(::link(QFile::encodeName(opened->info().database).constData(),
                     QFile::encodeName(opened->info().database + QStringLiteral("2")).constData()),
            0);
        const auto linked = servicesOf(opened).missingRights(*opened, {});
        VERIFY_OK(linked);
        QCOMPARE(linked->size(), 1);
        return;
    }
    const auto reader = opened.live.engines().open(opened.live.readerSettings(), {}, {});
    VERIFY_OK(reader);
    const auto some = servicesOf(opened).missingRights(**reader, {});
    VERIFY_OK(some);
    QVERIFY(!some->isEmpty());
    for (const base::Error& finding : *some) {
        QVERIFY(!finding.summary.isEmpty());
        QVERIFY2(finding.hint.endsWith(QLatin1Char('.')), qPrintable(finding.toText()));
    }
}

QTEST_GUILESS_MAIN(RunServicesContract)
#include "tst_run_services.moc"
