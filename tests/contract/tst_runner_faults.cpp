// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "tests/contract/runner_checks.h"

#include <QThread>

using namespace strandline;
using migration::RunOutcome;
using migration::StepState;
using migration::UnchangedProof;
using runner::RunEventKind;
using test::FailingTap;
using test::RunBed;

namespace {

const QString v0 = QStringLiteral("20250101000000"); ///< makes our tables
const QString v1 = QStringLiteral("20260101000000");
const QString v2 = QStringLiteral("20260102000000");
const QString v3 = QStringLiteral("20260103000000");

base::Error lost()
{
    return {base::ErrorCode::Connection, QStringLiteral("The connection was lost"), {}, {}, {}, {}};
}

} // namespace

/// What goes wrong while a run is under way, and what it says about it.
class TestRunnerFaults : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { test::addEngineRows(); }
    void commitNotAnsweredButDone();
    void commitNotAnsweredAndNotDone();
    void commitUnknown();
    void connectionLostInTransaction();
    void connectionLostOutsideTransaction();
    void connectionLostInDoubt();
    void indexLeftBehind();
    void serverEndsTheSession();
    void lockTimeoutIsTriedAgain();
    void lockTimeoutInTransaction();
    void lockTimeoutGivesUp();
    void cancelKeepsNothing();
    void cancelOutsideTransaction();
    void stopsAfterStatement();
    void stopsBetweenMigrations();
    void journalCannotBeWritten_data();
    void journalCannotBeWritten();
};

void TestRunnerFaults::commitNotAnsweredButDone()
{
    RUN_BED(bed);
    RUN(ready, bed.run({bed.apply(v0, "CREATE TABLE t (a int);")}));
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = "COMMIT";
    tap->afterwards = lost();
    bed.tap = tap;
    auto request =
        bed.request({bed.apply(v1, "INSERT INTO t VALUES (1);"), bed.apply(v2, "INSERT INTO t VALUES (2);")});
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(bed.value(QStringLiteral("SELECT sum(a) FROM t")), QStringLiteral("3"));
    QCOMPARE(bed.applied(), (QStringList {v0, v1, v2}));
}

void TestRunnerFaults::commitNotAnsweredAndNotDone()
{
    RUN_BED(bed);
    RUN(ready, bed.run({bed.apply(v0, "CREATE TABLE t (a int);")}));
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = "COMMIT";
    tap->instead = lost(); // the server never got it
    bed.tap = tap;
    auto request = bed.request({bed.apply(v1, "INSERT INTO t VALUES (1);")});
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QVERIFY(report->unchanged != UnchangedProof::None);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    QCOMPARE(bed.applied(), QStringList {v0});
    QVERIFY(bed.log().last().startsWith(QStringLiteral("failed 20260101000000")));
    QVERIFY(bed.log().last().endsWith(QStringLiteral("kept 0")));
}

void TestRunnerFaults::commitUnknown()
{
    RUN_BED(bed);
    RUN(ready, bed.run({bed.apply(v0, "CREATE TABLE t (a int);")}));
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = "COMMIT";
    tap->afterwards = lost();
    tap->act = [&bed] { bed.refuseMore = true; };
    bed.tap = tap;
    auto request =
        bed.request({bed.apply(v1, "INSERT INTO t VALUES (1);"), bed.apply(v2, "INSERT INTO t VALUES (2);")});
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::CommitUnknown);
    QCOMPARE(report->steps.at(0).state, StepState::Unknown);
    QCOMPARE(report->steps.at(1).state, StepState::NotRun);
    QCOMPARE(report->unchanged, UnchangedProof::None);
}

void TestRunnerFaults::connectionLostInTransaction()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = "INSERT INTO t VALUES (2)";
    tap->afterwards = lost();
    bed.tap = tap;
    RUN(report, bed.run({bed.apply(v1, "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);")}));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(report->failedStatement, 2);
    QVERIFY(report->unchanged != UnchangedProof::None);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    QCOMPARE(bed.log().last(), QStringLiteral("failed 20260101000000 #2 kept 0"));
}

/// The connection is lost behind a statement that had been executed.
void TestRunnerFaults::connectionLostOutsideTransaction()
{
    RUN_BED(bed);
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = "CREATE TABLE b";
    tap->afterwards = lost();
    bed.tap = tap;
    RUN(report,
        bed.run({bed.apply(v1,
            "-- strandline:no-transaction\nCREATE TABLE a (x int);\nCREATE TABLE b (x int);\n"
            "CREATE TABLE c (x int);")}));
    COMPARE_OUTCOME(report, RunOutcome::HalfApplied);
    QCOMPARE(report->failedStatement, 2);
    // In a transaction with its row it was rolled back; alone, it is the schema that tells.
    const int kept = dialect == sql::Dialect::MySql ? 2 : 1;
    QCOMPARE(report->steps.first().statementsKept, kept);
    QCOMPARE(bed.hasTable(QStringLiteral("b")), kept == 2);
    QCOMPARE(bed.log().last(), QStringLiteral("failed 20260101000000 #2 kept %1").arg(kept));
}

/// Nothing can be concluded from the schema when the statement changes rows.
void TestRunnerFaults::connectionLostInDoubt()
{
    RUN_BED(bed);
    QByteArray call("PRAGMA user_version = 1;");
    if (dialect == sql::Dialect::PostgreSql)
        call = "DO $$ BEGIN INSERT INTO a VALUES (1); END $$;";
    else if (dialect == sql::Dialect::MySql)
        call = "SET @x = 1;";
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = call.chopped(1);
    tap->afterwards = lost();
    bed.tap = tap;
    RUN(report, bed.run({bed.apply(v1, "-- strandline:no-transaction\nCREATE TABLE a (x int);\n" + call)}));
    COMPARE_OUTCOME(report, RunOutcome::ConnectionLost);
    QCOMPARE(report->failedStatement, 2);
    QCOMPARE(report->steps.first().state, StepState::Unknown);
    QCOMPARE(report->steps.first().statementsKept, 1);
    // For everybody who reads the journal.
    QCOMPARE(bed.log().last(), QStringLiteral("statement-started 20260101000000 #2"));
}

void TestRunnerFaults::indexLeftBehind()
{
    RUN_BED(bed);
    if (dialect != sql::Dialect::PostgreSql)
        QSKIP("only PostgreSQL leaves an unusable index behind");
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE \"T t\" (a int)"),
        QStringLiteral("INSERT INTO \"T t\" VALUES (1), (1)")}));
    const QByteArray up("CREATE UNIQUE INDEX CONCURRENTLY \"i \"\"x\" ON public.\"T t\" (a);");
    const QString invalid = QStringLiteral("SELECT count(*) FROM pg_index WHERE NOT indisvalid");
    RUN(report, bed.run({bed.apply(v1, up)}));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(report->unchanged, UnchangedProof::Fingerprint);
    QCOMPARE(bed.value(invalid), QStringLiteral("0"));
    // As a program that was killed leaves it.
    QVERIFY(!bed.database().run({QString::fromUtf8(up).chopped(1)}));
    QCOMPARE(bed.value(invalid), QStringLiteral("1"));
    QVERIFY(bed.database().run({QStringLiteral("DELETE FROM \"T t\"")}));
    RUN(again, bed.run({bed.resume(v1, up, 2)}));
    COMPARE_OUTCOME(again, RunOutcome::Done);
    QCOMPARE(bed.value(invalid), QStringLiteral("0"));
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM pg_class WHERE relname = 'i \"x'")),
        QStringLiteral("1"));
}

/// As an administrator would.
void TestRunnerFaults::serverEndsTheSession()
{
    RUN_BED(bed);
    if (dialect == sql::Dialect::Sqlite)
        QSKIP("SQLite has no sessions");
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    const auto other = bed.database().open();
    QVERIFY(other);
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = "INSERT INTO t VALUES (2)";
    tap->act = [&] {
        const QString kill = dialect == sql::Dialect::PostgreSql
            ? QStringLiteral("SELECT pg_terminate_backend(%1)").arg(bed.workSession)
            : QStringLiteral("KILL %1").arg(bed.workSession);
        QVERIFY((*other)->query(kill));
        QThread::msleep(100);
    };
    bed.tap = tap;
    RUN(report, bed.run({bed.apply(v1, "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);")}));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(report->failedStatement, 2);
    QVERIFY(report->unchanged != UnchangedProof::None);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    QCOMPARE(bed.log().last(), QStringLiteral("failed 20260101000000 #2 kept 0"));
}

void TestRunnerFaults::lockTimeoutIsTriedAgain()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run(
        {QStringLiteral("CREATE TABLE t (a int)"), QStringLiteral("INSERT INTO t VALUES (1)")}));
    RUN(ready, bed.run({bed.apply(v1, "INSERT INTO t VALUES (2);")})); // our tables are there
    auto other = bed.database().open();
    QVERIFY(other);
    std::optional<db::Transaction> inTheWay;
    bed.observer.react = [&](const runner::RunEvent& event) {
        if (event.kind == RunEventKind::StepStarted) {
            inTheWay.emplace(std::move(*db::Transaction::begin(**other, db::TransactionKind::Immediate)));
            QVERIFY((*other)->execute(QStringLiteral("UPDATE t SET a = 7")));
        } else if (event.kind == RunEventKind::StatementRetried) {
            inTheWay.reset();
        }
    };
    auto request = bed.request({bed.apply(v2, "-- strandline:no-transaction\nUPDATE t SET a = a + 10;")});
    request.limits.lockTimeoutMs = 300;
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QVERIFY(bed.observer.count(RunEventKind::StatementRetried) >= 1);
    QCOMPARE(bed.value(QStringLiteral("SELECT sum(a) FROM t")), QStringLiteral("23"));
}

void TestRunnerFaults::lockTimeoutInTransaction()
{
    RUN_BED(bed);
    if (dialect == sql::Dialect::Sqlite)
        QSKIP("SQLite takes its only lock with BEGIN IMMEDIATE");
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)"),
        QStringLiteral("INSERT INTO t VALUES (1)"), QStringLiteral("CREATE TABLE u (a int)")}));
    auto other = bed.database().open();
    QVERIFY(other);
    std::optional<db::Transaction> inTheWay;
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = "UPDATE t";
    tap->act = [&] {
        inTheWay.emplace(std::move(*db::Transaction::begin(**other)));
        QVERIFY((*other)->execute(QStringLiteral("UPDATE t SET a = 7")));
    };
    bed.tap = tap;
    bed.observer.react = [&](const runner::RunEvent& event) {
        if (event.kind == RunEventKind::StatementRetried)
            inTheWay.reset();
    };
    auto request = bed.request({bed.apply(v2, "INSERT INTO u VALUES (1);\nUPDATE t SET a = a + 10;")});
    request.limits.lockTimeoutMs = 300;
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(bed.value(QStringLiteral("SELECT sum(a) FROM t")), QStringLiteral("11"));
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM u")), QStringLiteral("1"));
    QCOMPARE(report->steps.first().statements.size(), 2);
    QCOMPARE(report->steps.first().statements.last().attempts, 2);
}

void TestRunnerFaults::lockTimeoutGivesUp()
{
    RUN_BED(bed);
    if (dialect == sql::Dialect::Sqlite)
        QSKIP("who holds SQLite's only lock keeps the failure from being written as well");
    QVERIFY(bed.database().run(
        {QStringLiteral("CREATE TABLE t (a int)"), QStringLiteral("INSERT INTO t VALUES (1)")}));
    auto other = bed.database().open();
    QVERIFY(other);
    const auto inTheWay = db::Transaction::begin(**other);
    QVERIFY((*other)->execute(QStringLiteral("UPDATE t SET a = 7")));
    auto request = bed.request({bed.apply(v2, "UPDATE t SET a = a + 10;")});
    request.limits.lockTimeoutMs = 100;
    request.limits.lockRetries = 2;
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(bed.observer.count(RunEventKind::StatementRetried), 2);
    QCOMPARE(bed.observer.count(RunEventKind::StatementFinished), 3);
    QVERIFY(report->unchanged != UnchangedProof::None);
    QCOMPARE(bed.log().last(), QStringLiteral("failed 20260102000000 #1 kept 0"));
}

void TestRunnerFaults::cancelKeepsNothing()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    bed.observer.react = [&](const runner::RunEvent& event) {
        if (event.kind == RunEventKind::StatementStarted && event.statement.number == 2) {
            QVERIFY(event.keepsNothing);
            bed.cancelLater(200);
        }
    };
    RUN(report,
        bed.run({bed.apply(v1, "INSERT INTO t VALUES (1);\n" + bed.slowStatement()),
            bed.apply(v2, "SELECT 1;")}));
    COMPARE_OUTCOME(report, RunOutcome::Stopped);
    QCOMPARE(report->failedStatement, 2);
    QVERIFY(report->unchanged != UnchangedProof::None);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    QCOMPARE(bed.log().last(), QStringLiteral("failed 20260101000000 #2 kept 0"));
}

void TestRunnerFaults::cancelOutsideTransaction()
{
    RUN_BED(bed);
    bed.observer.react = [&](const runner::RunEvent& event) {
        if (event.kind == RunEventKind::StatementStarted && event.statement.number == 2) {
            QVERIFY(!event.keepsNothing);
            bed.cancelLater(200);
        }
    };
    RUN(report,
        bed.run({bed.apply(
            v1, "-- strandline:no-transaction\nCREATE TABLE t (a int);\n" + bed.slowStatement())}));
    COMPARE_OUTCOME(report, RunOutcome::StoppedHalfApplied);
    QCOMPARE(report->steps.first().statementsKept, 1);
    QVERIFY(bed.hasTable(QStringLiteral("t")));
    QCOMPARE(bed.log().last(), QStringLiteral("failed 20260101000000 #2 kept 1"));
}

void TestRunnerFaults::stopsAfterStatement()
{
    RUN_BED(bed);
    auto request = bed.request({bed.apply(v1,
        "-- strandline:no-transaction\nCREATE TABLE a (x int);\nCREATE TABLE b (x int);\nCREATE TABLE c (x "
        "int);")});
    bed.observer.react = [&](const runner::RunEvent& event) {
        if (event.kind == RunEventKind::StatementStarted && event.statement.number == 2)
            request.stopAfterStatement.cancel();
    };
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::StoppedHalfApplied);
    QCOMPARE(report->steps.first().statementsKept, 2);
    QVERIFY(bed.hasTable(QStringLiteral("b")));
    QVERIFY(!bed.hasTable(QStringLiteral("c")));
    QCOMPARE(bed.log().last(), QStringLiteral("failed 20260101000000 #3 kept 2"));
}

void TestRunnerFaults::stopsBetweenMigrations()
{
    RUN_BED(bed);
    auto request =
        bed.request({bed.apply(v1, "CREATE TABLE t (a int);"), bed.apply(v2, "INSERT INTO t VALUES (1);")});
    bed.observer.react = [&](const runner::RunEvent& event) {
        if (event.kind == RunEventKind::StepFinished && event.step == 0)
            request.stopAfterStatement.cancel();
    };
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Stopped);
    QCOMPARE(report->steps.at(0).state, StepState::Done);
    QCOMPARE(report->steps.at(1).state, StepState::NotRun);
    QCOMPARE(bed.applied(), QStringList {v1});
    QCOMPARE(report->versionAfter, v1);
    // A `started` that was written along with the end of the first must not look like a run that died.
    const QString log = bed.log().join(QLatin1Char('|'));
    QCOMPARE(log.count(QStringLiteral("started 20260102000000")),
        log.count(QStringLiteral("failed 20260102000000")));
}

void TestRunnerFaults::journalCannotBeWritten_data()
{
    QTest::addColumn<int>("skip");
    QTest::addColumn<bool>("afterwards");
    for (const int skip : {0, 1, 2, 3, 4, 5, 6, 7}) {
        QTest::addRow("%d before", skip) << skip << false;
        QTest::addRow("%d after", skip) << skip << true;
    }
}

/// One of our own rows fails, whichever: what the report says has to be what the database holds.
void TestRunnerFaults::journalCannotBeWritten()
{
    RUN_BED(bed);
    QFETCH(int, skip);
    QFETCH(bool, afterwards);
    RUN(ready, bed.run({bed.apply(v0, "CREATE TABLE t (a int);")}));
    auto tap = std::make_shared<FailingTap>();
    tap->beginning = "INSERT INTO";
    tap->skip = skip;
    const base::Error error {base::ErrorCode::Sql, QStringLiteral("The disk is full"), {}, {}, {}, {}};
    (afterwards ? tap->afterwards : tap->instead) = error;
    bed.tap = tap;
    const auto report = bed.run({bed.apply(v1, "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);"),
        bed.apply(v2, "-- strandline:no-transaction\nINSERT INTO t VALUES (3);\nINSERT INTO t VALUES (4);")});
    bed.tap.reset();
    const int rows = bed.value(QStringLiteral("SELECT count(*) FROM t")).toInt();
    const QStringList applied = bed.applied().mid(1);
    if (!report) {
        QCOMPARE(rows, 0);
        return;
    }
    int expected = 0;
    QStringList done;
    for (const migration::StepReport& step : report->steps) {
        expected += step.statementsKept;
        if (step.state == StepState::Done)
            done.append(step.version);
    }
    const bool isKnown =
        report->outcome != RunOutcome::ConnectionLost && report->outcome != RunOutcome::CommitUnknown;
    if (isKnown) {
        QCOMPARE(applied, done);
        // A statement of the script itself that failed after it had run, outside of a transaction, cannot be
        // known; only errors of the server are, and those mean that it did not.
        if (report->error && report->failedStep == 1 && afterwards)
            QVERIFY(rows == expected || rows == expected + 1);
        else
            QCOMPARE(rows, expected);
    }
}

QTEST_GUILESS_MAIN(TestRunnerFaults)
#include "tst_runner_faults.moc"
