// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/history/script_reader.h"
#include "tests/contract/runner_checks.h"

#include <QTemporaryDir>

using namespace strandline;
using migration::RunOutcome;
using migration::StepState;
using migration::UnchangedProof;
using runner::RunEventKind;
using test::RunBed;

namespace {

QStringList lines(const char* text)
{
    return QString::fromUtf8(text).split(QLatin1Char('|'), Qt::SkipEmptyParts);
}

const QString v1 = QStringLiteral("20260101000000");
const QString v2 = QStringLiteral("20260102000000");
const QString v3 = QStringLiteral("20260103000000");

} // namespace

/// What a run does to a database and what it leaves in our tables, on each engine.
class TestRunner : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { test::addEngineRows(); }
    void appliesAndRecords();
    void revertsAndRecords();
    void repeatableReplacesItsRow();
    void emptyPlanTouchesNothing();
    void emptyScriptCounts();
    void failureKeepsNothing();
    void failureOfSecondKeepsFirst();
    void halfAppliedTellsWhatStayed();
    void resumes_data();
    void resumes();
    void undoKeptSettles();
    void singleTransaction();
    void singleTransactionFailsAsOne();
    void scriptThatCommits();
    void scriptThatRollsBack();
    void sessionIsBroughtBack();
    void settingsDoNotBreakTheJournal();
    void everyCharacterIsKept();
    void manyStatementsInOneTransaction();
    void largeScript();
    void largeScriptThatChanged();
    void batchesGoOn();
    void hooksInOrder();
    void refusedByHook();
    void driftIsReported();
    void blockedPlanIsRefused();
};

void TestRunner::appliesAndRecords()
{
    RUN_BED(bed);
    const QByteArray up("CREATE TABLE t (a int);\nINSERT INTO t VALUES (1), (2);\n");
    const QByteArray down("DROP TABLE t;\n");
    const auto request = bed.request({bed.apply(v1, up, down), bed.apply(v2, "INSERT INTO t VALUES (3);")});
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(bed.value(QStringLiteral("SELECT sum(a) FROM t")), QStringLiteral("6"));
    const bool ddlCommits = dialect == sql::Dialect::MySql;
    QCOMPARE(bed.log(),
        lines(ddlCommits ? "started 20260101000000|statement-started 20260101000000 #1|statement-done "
                           "20260101000000 #1|"
                           "statement-done 20260101000000 #2 in transaction|applied 20260101000000|"
                           "started 20260102000000|statement-done 20260102000000 #1 in transaction|"
                           "applied 20260102000000"
                         : "started 20260101000000|statement-done 20260101000000 #1 in transaction|"
                           "statement-done 20260101000000 #2 in transaction|applied 20260101000000|"
                           "started 20260102000000|statement-done 20260102000000 #1 in transaction|"
                           "applied 20260102000000"));
    const auto history = bed.history();
    QCOMPARE(history.rows.size(), 2);
    const migration::HistoryRow& row = history.rows.first();
    QCOMPARE(row.version, v1);
    QCOMPARE(row.upSha256, base::sha256Hex(up));
    QCOMPARE(row.downSha256, base::sha256Hex(down));
    QVERIFY(!row.meaning.isEmpty());
    QCOMPARE(row.runId, request.identity.runId);
    QCOMPARE(row.appliedBy, QStringLiteral("Zoë@build;7"));
    const auto reader = bed.database().open(db::AccessMode::ReadOnly);
    QVERIFY(reader);
    const auto texts = history::readScripts(**reader, history.schema, {row.upSha256, row.downSha256});
    QVERIFY(texts);
    QCOMPARE(texts->bytes.value(row.upSha256), up);
    QCOMPARE(texts->bytes.value(row.downSha256), down);
    for (const migration::LogEvent& event : history.events) {
        if (event.kind != migration::EventKind::StatementDone || event.version != v1 || event.statement != 2)
            continue;
        QCOMPARE(event.rows, 2);
        QCOMPARE(event.statementCount, 2);
        QCOMPARE(event.sha256, base::sha256Hex("INSERT INTO t VALUES (1), (2)"));
    }
    QCOMPARE(report->steps.size(), 2);
    QCOMPARE(report->stepsDone(), 2);
    QCOMPARE(report->steps.first().statements.at(1).rows, 2);
    QCOMPARE(report->steps.first().statements.at(1).line, 2);
    QCOMPARE(bed.observer.count(RunEventKind::StatementFinished), 3);
    QCOMPARE(bed.observer.events.last().kind, RunEventKind::RunFinished);
}

void TestRunner::revertsAndRecords()
{
    RUN_BED(bed);
    RUN(applied,
        bed.run({bed.apply(v1, "CREATE TABLE t (a int);"), bed.apply(v2, "INSERT INTO t VALUES (1);")}));
    COMPARE_OUTCOME(applied, RunOutcome::Done);
    RUN(report, bed.run({bed.revert(v2, "DELETE FROM t;"), bed.revert(v1, "DROP TABLE t;")}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QVERIFY(!bed.hasTable(QStringLiteral("t")));
    QCOMPARE(bed.applied(), QStringList());
    const QStringList log = bed.log();
    QVERIFY(log.contains(QStringLiteral("reverted 20260102000000 down")));
    QCOMPARE(log.last(), QStringLiteral("reverted 20260101000000 down"));
}

void TestRunner::repeatableReplacesItsRow()
{
    RUN_BED(bed);
    const QString name = QStringLiteral("order");
    RUN(first,
        bed.run({bed.repeatable(name, "CREATE TABLE one (a int);"),
            bed.repeatable(QStringLiteral("z"), "SELECT 1;")}));
    COMPARE_OUTCOME(first, RunOutcome::Done);
    const qint64 sequence = bed.history().rows.last().sequence;
    auto again = bed.repeatable(name, "CREATE TABLE two (a int);");
    again.replacesRow = true;
    RUN(second, bed.run({again}));
    COMPARE_OUTCOME(second, RunOutcome::Done);
    const auto rows = bed.history().rows;
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows.last().name, name);
    QVERIFY(rows.last().sequence > sequence);
    QCOMPARE(rows.last().upSha256, again.script.sha256);
}

void TestRunner::emptyPlanTouchesNothing()
{
    RUN_BED(bed);
    RUN(report, bed.run(QList<migration::PlanStep> {}));
    COMPARE_OUTCOME(report, RunOutcome::NothingToDo);
    QVERIFY(bed.opened.isEmpty());
    QVERIFY(!bed.history().present);
}

void TestRunner::emptyScriptCounts()
{
    RUN_BED(bed);
    RUN(report, bed.run({bed.apply(v1, "-- nothing here\n")}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(bed.applied(), QStringList {v1});
}

void TestRunner::failureKeepsNothing()
{
    RUN_BED(bed);
    RUN(made, bed.run({bed.apply(v1, "CREATE TABLE t (a int);")}));
    COMPARE_OUTCOME(made, RunOutcome::Done);
    RUN(report, bed.run({bed.apply(v2, "INSERT INTO t VALUES (1);\n\nINSERT INTO\n  nowhere VALUES (1);")}));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(report->failedStep, 0);
    QCOMPARE(report->failedStatement, 2);
    QCOMPARE(report->error->position.file, QStringLiteral("migrations/20260102000000_step.sql"));
    QCOMPARE(report->error->position.statement, 2);
    QVERIFY(report->error->position.line >= 3);
    QCOMPARE(report->unchanged, UnchangedProof::Fingerprint);
    QCOMPARE(report->steps.first().state, StepState::Failed);
    QCOMPARE(report->steps.first().statementsDone, 1);
    QCOMPARE(report->steps.first().statementsKept, 0);
    QCOMPARE(report->versionAfter, v1);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    QCOMPARE(bed.applied(), QStringList {v1});
    QCOMPARE(
        bed.log().mid(bed.log().size() - 2), lines("started 20260102000000|failed 20260102000000 #2 kept 0"));
    const auto failed = bed.history().events.last();
    QVERIFY(!failed.error.isEmpty());
    QVERIFY(!failed.errorCode.isEmpty());
}

void TestRunner::failureOfSecondKeepsFirst()
{
    RUN_BED(bed);
    RUN(report,
        bed.run({bed.apply(v1, "CREATE TABLE t (a int);"), bed.apply(v2, "INSERT INTO nowhere VALUES (1);"),
            bed.apply(v3, "INSERT INTO t VALUES (1);")}));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(report->failedStep, 1);
    QCOMPARE(report->steps.at(0).state, StepState::Done);
    QCOMPARE(report->steps.at(1).state, StepState::Failed);
    QCOMPARE(report->steps.at(2).state, StepState::NotRun);
    QVERIFY(report->unchanged != UnchangedProof::None);
    QCOMPARE(bed.applied(), QStringList {v1});
    QCOMPARE(report->versionAfter, v1);
    QVERIFY(!bed.log().join(QLatin1Char('\n')).contains(v3));
}

void TestRunner::halfAppliedTellsWhatStayed()
{
    RUN_BED(bed);
    RUN(report,
        bed.run({bed.apply(v1,
            "-- strandline:no-transaction\nCREATE TABLE a (x int);\nCREATE TABLE b (x int);\n"
            "CREATE TABLE a (x int);\nCREATE TABLE c (x int);")}));
    COMPARE_OUTCOME(report, RunOutcome::HalfApplied);
    QCOMPARE(report->failedStatement, 3);
    QCOMPARE(report->steps.first().statementsKept, 2);
    QCOMPARE(report->steps.first().state, StepState::HalfApplied);
    QCOMPARE(report->unchanged, UnchangedProof::None);
    QVERIFY(bed.hasTable(QStringLiteral("b")));
    QVERIFY(!bed.hasTable(QStringLiteral("c")));
    QCOMPARE(bed.applied(), QStringList());
    // Statement and row are one transaction where the engine can; else the row before it says that it began.
    QCOMPARE(bed.log(),
        lines(dialect == sql::Dialect::MySql
                ? "started 20260101000000|statement-started 20260101000000 #1|statement-done 20260101000000 "
                  "#1|"
                  "statement-started 20260101000000 #2|statement-done 20260101000000 #2|"
                  "statement-started 20260101000000 #3|failed 20260101000000 #3 kept 2"
                : "started 20260101000000|statement-done 20260101000000 #1 in transaction|"
                  "statement-done 20260101000000 #2 in transaction|failed 20260101000000 #3 kept 2"));
}

void TestRunner::resumes_data()
{
    QTest::addColumn<int>("first");
    for (const int first : {1, 2, 3, 4})
        QTest::addRow("behind %d", first - 1) << first;
}

/// The boundaries: nothing had stayed, one, all but one, all.
void TestRunner::resumes()
{
    RUN_BED(bed);
    QFETCH(int, first);
    const QByteArray up("-- strandline:no-transaction\nCREATE TABLE a (x int);\nCREATE TABLE b (x int);\n"
                        "CREATE TABLE c (x int);\n");
    const QStringList names {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
    for (int i = 1; i < first; ++i)
        QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE %1 (x int)").arg(names.at(i - 1))}));
    RUN(report, bed.run({bed.resume(v1, up, first)}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    for (const QString& name : names)
        QVERIFY(bed.hasTable(name));
    QCOMPARE(bed.applied(), QStringList {v1});
    QCOMPARE(bed.log().first(), QStringLiteral("resumed 20260101000000 #%1").arg(first));
    QCOMPARE(bed.log().last(), QStringLiteral("applied 20260101000000"));
    QCOMPARE(report->steps.first().statementsDone, 4 - first);
    QCOMPARE(report->steps.first().statementsKept, 3);
}

void TestRunner::undoKeptSettles()
{
    RUN_BED(bed);
    RUN(half,
        bed.run({bed.apply(
            v1, "-- strandline:no-transaction\nCREATE TABLE a (x int);\nCREATE TABLE a (x int);")}));
    COMPARE_OUTCOME(half, RunOutcome::HalfApplied);
    auto undo = bed.revert(v1, "DROP TABLE a;");
    undo.action = migration::StepAction::UndoKept;
    RUN(report, bed.run({undo}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QVERIFY(!bed.hasTable(QStringLiteral("a")));
    QCOMPARE(bed.applied(), QStringList());
    QCOMPARE(bed.log().last(), QStringLiteral("repaired 20260101000000 down"));
}

void TestRunner::singleTransaction()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    auto request =
        bed.request({bed.apply(v1, "INSERT INTO t VALUES (1);"), bed.apply(v2, "INSERT INTO t VALUES (2);")});
    request.plan.singleTransaction = true;
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(bed.observer.count(RunEventKind::SegmentCommitted), 1);
    QCOMPARE(bed.applied(), (QStringList {v1, v2}));
    QCOMPARE(bed.value(QStringLiteral("SELECT sum(a) FROM t")), QStringLiteral("3"));
}

void TestRunner::singleTransactionFailsAsOne()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    auto request = bed.request({bed.apply(v1, "INSERT INTO t VALUES (1);"),
        bed.apply(v2, "INSERT INTO t VALUES (2);"), bed.apply(v3, "INSERT INTO nowhere VALUES (2);")});
    request.plan.singleTransaction = true;
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(report->failedStep, 2);
    QCOMPARE(report->steps.at(0).state, StepState::RolledBack);
    QCOMPARE(report->steps.at(1).state, StepState::RolledBack);
    QCOMPARE(report->unchanged, UnchangedProof::Fingerprint);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
    QCOMPARE(bed.applied(), QStringList());
    QCOMPARE(bed.log(),
        lines("started 20260101000000|failed 20260101000000 kept 0|failed 20260103000000 #1 kept 0"));
}

/// Planned as one transaction, as a large script is, of which nobody knew what it holds.
void TestRunner::scriptThatCommits()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    auto step = bed.apply(
        v1, "INSERT INTO t VALUES (1);\nCOMMIT;\nINSERT INTO t VALUES (2);\nINSERT INTO nowhere VALUES (3);");
    step.segments = {{migration::SegmentMode::Transaction, 1, 4, {}}};
    RUN(report, bed.run({step}));
    COMPARE_OUTCOME(report, RunOutcome::HalfApplied);
    QCOMPARE(report->steps.first().statementsKept, 2);
    QCOMPARE(report->failedStatement, 4);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("1"));
    QCOMPARE(bed.log().last(), QStringLiteral("failed 20260101000000 #4 kept 2"));
}

void TestRunner::scriptThatRollsBack()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    auto step = bed.apply(v1, "INSERT INTO t VALUES (1);\nROLLBACK;\nINSERT INTO t VALUES (2);");
    step.segments = {{migration::SegmentMode::Transaction, 1, 3, {}}};
    RUN(report, bed.run({step}));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(report->failedStatement, 2);
    QCOMPARE(report->error->code, base::ErrorCode::Precondition);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
}

void TestRunner::sessionIsBroughtBack()
{
    RUN_BED(bed);
    QByteArray change("PRAGMA foreign_keys = ON;");
    QByteArray probe("INSERT INTO probe SELECT foreign_keys FROM pragma_foreign_keys;");
    QString before = QStringLiteral("0");
    if (dialect == sql::Dialect::PostgreSql) {
        QVERIFY(bed.database().run({QStringLiteral("CREATE SCHEMA other")}));
        change = "SET search_path = other; SET lock_timeout = 77;";
        probe = "INSERT INTO public.probe SELECT current_setting('search_path') || "
                "current_setting('lock_timeout');";
        before = QStringLiteral("\"$user\", public5s");
    } else if (dialect == sql::Dialect::MySql) {
        change = "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', foreign_key_checks = 0;";
        probe = "INSERT INTO probe SELECT concat(@@foreign_key_checks, @@sql_mode LIKE '%ANSI_QUOTES%');";
        before = QStringLiteral("ON0");
    }
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE probe (a varchar(200))")}));
    RUN(report, bed.run({bed.apply(v1, change), bed.apply(v2, probe)}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(bed.value(QStringLiteral("SELECT a FROM probe")), before);
}

/// What a script does to its session must not change what we write.
void TestRunner::settingsDoNotBreakTheJournal()
{
    RUN_BED(bed);
    QByteArray up("PRAGMA foreign_keys = OFF; CREATE TABLE t (a int);");
    if (dialect == sql::Dialect::PostgreSql) {
        up = "CREATE SCHEMA other; SET search_path = other; SET standard_conforming_strings = off; "
             "SET client_encoding = 'LATIN1'; CREATE TABLE t (a int);";
    } else if (dialect == sql::Dialect::MySql) {
        up = "SET NAMES latin1; SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'; SET autocommit = 0; "
             "CREATE TABLE t (a int); SET autocommit = 1;";
    }
    const QByteArray down("-- ö “\\' \\\nSELECT 1;");
    RUN(report, bed.run({bed.apply(v1, up, down)}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    const auto history = bed.history();
    QCOMPARE(history.rows.size(), 1);
    QCOMPARE(history.rows.first().appliedBy, QStringLiteral("Zoë@build;7"));
    const auto reader = bed.database().open(db::AccessMode::ReadOnly);
    const auto texts = history::readScripts(**reader, history.schema, {base::sha256Hex(down)});
    QVERIFY(texts);
    QCOMPARE(texts->bytes.value(base::sha256Hex(down)), down);
}

void TestRunner::everyCharacterIsKept()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a varchar(200))")}));
    const QByteArray up("INSERT INTO t VALUES ('“ö” 🙂 '' %1 ? :x');\r\n-- \\ end\t\x01 '\n");
    auto request = bed.request({bed.apply(v1, up)});
    request.identity.actor = QStringLiteral("o'neil \\ “x” 🙂");
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    const auto history = bed.history();
    QCOMPARE(history.events.last().actor, request.identity.actor);
    QCOMPARE(bed.value(QStringLiteral("SELECT a FROM t")), QString::fromUtf8("“ö” 🙂 ' %1 ? :x"));
    const auto reader = bed.database().open(db::AccessMode::ReadOnly);
    const auto texts = history::readScripts(**reader, history.schema, {base::sha256Hex(up)});
    QVERIFY(texts);
    QCOMPARE(texts->bytes.value(base::sha256Hex(up)), up);
}

/// More rows than wait in memory.
void TestRunner::manyStatementsInOneTransaction()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    QByteArray up;
    for (int i = 1; i <= 1203; ++i)
        up += "INSERT INTO t VALUES (" + QByteArray::number(i) + ");\n";
    RUN(report, bed.run({bed.apply(v1, up)}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(report->steps.first().statementsDone, 1203);
    QCOMPARE(report->steps.first().statements.size(), 1000);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM strandline_log WHERE kind = 'statement-done'")),
        QStringLiteral("1203"));
}

void TestRunner::largeScript()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    QByteArray up;
    for (int i = 1; i <= 1203; ++i)
        up += "INSERT INTO t VALUES (" + QByteArray::number(i) + ");\n";
    QTemporaryDir folder;
    RUN(report, bed.run({bed.large(v1, up, folder.filePath(QStringLiteral("large.sql")))}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("1203"));
    QCOMPARE(report->steps.first().statementCount, 1203);
    const auto events = bed.history().events;
    QCOMPARE(events.last().kind, migration::EventKind::Applied);
    const migration::LogEvent& summary = events.at(events.size() - 2);
    QCOMPARE(summary.kind, migration::EventKind::StatementDone);
    QCOMPARE(summary.statement, 1203);
    QCOMPARE(summary.rows, 203);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM strandline_log WHERE kind = 'statement-done'")),
        QStringLiteral("1001"));
    QCOMPARE(bed.value(QStringLiteral("SELECT encoding FROM strandline_script WHERE sha256 = '%1'")
                           .arg(QString::fromLatin1(base::sha256Hex(up)))),
        QStringLiteral("none"));
}

void TestRunner::largeScriptThatChanged()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (a int)")}));
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("large.sql"));
    auto step = bed.large(v1, "INSERT INTO t VALUES (1);\n", path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    file.write("INSERT INTO t VALUES (2);\n");
    file.close();
    RUN(report, bed.run({step}));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QCOMPARE(report->error->code, base::ErrorCode::Conflict);
    QVERIFY(report->unchanged != UnchangedProof::None);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));
}

/// Stopped between two batches, and gone on with from the checkpoint in the journal.
void TestRunner::batchesGoOn()
{
    RUN_BED(bed);
    QVERIFY(bed.database().run({QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, a int)")}));
    for (int i = 1; i <= 10; ++i)
        QVERIFY(bed.database().run({QStringLiteral("INSERT INTO t VALUES (%1, 0)").arg(i)}));
    const QByteArray up("-- strandline:batch table=t key=id size=2\nUPDATE t SET a = a + 1 WHERE {batch};\n");
    auto step = bed.apply(v1, up);
    step.script.directives.batches = {{QStringLiteral("t"), {QStringLiteral("id")}, 2, 0, 1}};
    step.segments = {{migration::SegmentMode::Batch, 1, 1, {}}};
    auto request = bed.request({step});
    bed.observer.react = [&](const runner::RunEvent& event) {
        if (event.kind == RunEventKind::BatchProgress && event.rowsDone >= 4)
            request.stopAfterStatement.cancel();
    };
    RUN(stopped, bed.run(request));
    COMPARE_OUTCOME(stopped, RunOutcome::StoppedHalfApplied);
    const int done = bed.value(QStringLiteral("SELECT sum(a) FROM t")).toInt();
    QVERIFY(done >= 4 && done < 10);
    bed.observer.react = nullptr;
    QString detail;
    for (const migration::LogEvent& event : bed.history().events) {
        if (event.kind == migration::EventKind::BatchDone)
            detail = event.detail;
    }
    step.action = migration::StepAction::Resume;
    step.checkpoint = {1, detail};
    RUN(report, bed.run({step}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(bed.value(QStringLiteral("SELECT count(*) FROM t WHERE a = 1")), QStringLiteral("10"));
    QCOMPARE(bed.applied(), QStringList {v1});
    QVERIFY(!bed.log().filter(QStringLiteral("batch-done")).isEmpty());
}

void TestRunner::hooksInOrder()
{
    RUN_BED(bed);
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("order.txt"));
    auto request = bed.request(
        {bed.apply(v1, "CREATE TABLE t (a int);"), bed.apply(v2, "INSERT INTO nowhere VALUES (1);")});
    request.hooks.workingFolder = folder.path();
    for (const char* name :
        {"before_run", "before_migration", "after_migration", "after_run", "on_failure"}) {
        request.hooks.commands.insert(QString::fromLatin1(name),
            QStringLiteral("echo %1 $STRANDLINE_VERSION $STRANDLINE_OUTCOME >> order.txt")
                .arg(QString::fromLatin1(name)));
    }
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Failed);
    QFile order(file);
    QVERIFY(order.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(order.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts),
        lines("before_run done|before_migration 20260101000000 done|after_migration 20260101000000 done|"
              "before_migration 20260102000000 done|on_failure failed|after_run failed"));
    QCOMPARE(bed.log().filter(QStringLiteral("hook-done")).size(), 6);
}

void TestRunner::refusedByHook()
{
    RUN_BED(bed);
    auto request = bed.request({bed.apply(v1, "CREATE TABLE t (a int);")});
    request.hooks.commands.insert(QStringLiteral("before_run"), QStringLiteral("echo no; exit 3"));
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Refused);
    QVERIFY(!bed.history().present);
    request.hooks.commands = {{QStringLiteral("before_migration"), QStringLiteral("exit 3")}};
    RUN(second, bed.run(request));
    COMPARE_OUTCOME(second, RunOutcome::Failed);
    QCOMPARE(second->steps.first().state, StepState::NotRun);
    QVERIFY(!bed.log().join(QLatin1Char('|')).contains(QStringLiteral("started")));
    request.hooks.commands = {{QStringLiteral("after_migration"), QStringLiteral("exit 3")}};
    RUN(third, bed.run(request));
    COMPARE_OUTCOME(third, RunOutcome::Done);
    QCOMPARE(third->notes.size(), 1);
}

void TestRunner::driftIsReported()
{
    RUN_BED(bed);
    auto request = bed.request({bed.apply(v1, "CREATE TABLE t (a int);")});
    request.promisedFingerprint = "something else";
    RUN(report, bed.run(request));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QVERIFY(report->drifted);
    QCOMPARE(bed.log().last(), QStringLiteral("drift-found"));
    QVERIFY(report->fingerprintBefore != report->fingerprintAfter);
}

void TestRunner::blockedPlanIsRefused()
{
    RUN_BED(bed);
    auto request = bed.request({bed.apply(v1, "CREATE TABLE t (a int);")});
    request.plan.obstacles.append({QStringLiteral("order"), migration::ObstacleLevel::Block,
        {base::ErrorCode::Precondition, QStringLiteral("Out of order"), {}, {}, {}, {}}});
    const auto refused = bed.run(request);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::Precondition);
    QVERIFY(bed.opened.isEmpty());
    request.plan.obstacles.clear();
    request.planIsBound = true;
    request.plan.binding = {QStringLiteral("elsewhere"), "x", "y"};
    const auto outdated = bed.run(request);
    QVERIFY(!outdated);
    QCOMPARE(outdated.error().code, base::ErrorCode::Conflict);
    QVERIFY(!bed.history().present);
}

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
