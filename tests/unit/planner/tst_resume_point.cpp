// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/planner/resume_point.h"
#include "core/planner/undo_script.h"
#include "core/sql/statement_splitter.h"

#include <QtTest>

using namespace strandline;
using planner::ResumePoint;

namespace {

migration::Script scriptOf(const QByteArray& bytes)
{
    migration::Script script;
    script.path = QStringLiteral("1_a.up.sql");
    script.bytes = bytes;
    script.sha256 = base::sha256Hex(bytes);
    return script;
}

/// What the journal knows after the first `kept` statements of this text stayed.
ResumePoint pointOf(const QByteArray& ran, int kept)
{
    ResumePoint point;
    point.kept = kept;
    const sql::SplitResult split = sql::split(ran, sql::Dialect::Sqlite);
    point.statementCount = int(split.statements.size());
    for (int i = 0; i < kept; ++i)
        point.keptDigests.append(base::sha256Hex(split.statements[size_t(i)].textIn(ran)));
    point.scriptSha256 = base::sha256Hex(ran);
    if (kept < point.statementCount)
        point.openDigest = base::sha256Hex(split.statements[size_t(kept)].textIn(ran));
    return point;
}

} // namespace

class TestResumePoint : public QObject
{
    Q_OBJECT

private slots:
    void boundaries_data()
    {
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<int>("kept");
        QTest::addColumn<bool>("batch");
        QTest::addColumn<int>("refusedAt"); // 0: safe
        const QByteArray same = "SELECT 1; SELECT 2; SELECT 3; SELECT 4;";
        for (const int kept : {0, 1, 3, 4})
            QTest::addRow("unchanged, %d stayed", kept) << same << kept << false << 0;
        QTest::newRow("grew") << same + " SELECT 5;" << 4 << false << 0;
        QTest::newRow("grew in front") << QByteArray("SELECT 0; ") + same << 1 << false << 1;
        QTest::newRow("shrank behind") << QByteArray("SELECT 1; SELECT 2;") << 2 << false << 0;
        QTest::newRow("shrank into it") << QByteArray("SELECT 1; SELECT 2;") << 3 << false << 3;
        QTest::newRow("became empty") << QByteArray("-- nothing") << 1 << false << 1;
        QTest::newRow("became empty, nothing stayed") << QByteArray("-- nothing") << 0 << false << 0;
        QTest::newRow("first edited")
            << QByteArray("SELECT 9; SELECT 2; SELECT 3; SELECT 4;") << 2 << false << 1;
        QTest::newRow("last kept edited")
            << QByteArray("SELECT 1; SELECT 9; SELECT 3; SELECT 4;") << 2 << false << 2;
        QTest::newRow("next edited") << QByteArray("SELECT 1; SELECT 2; SELECT 9; SELECT 4;") << 2 << false
                                     << 0;
        QTest::newRow("next edited, in batches")
            << QByteArray("SELECT 1; SELECT 2; SELECT 9; SELECT 4;") << 2 << true << 3;
        QTest::newRow("behind the batches edited")
            << QByteArray("SELECT 1; SELECT 2; SELECT 3; SELECT 9;") << 2 << true << 0;
        QTest::newRow("two swapped") << QByteArray("SELECT 2; SELECT 1; SELECT 3; SELECT 4;") << 2 << false
                                     << 1;
        QTest::newRow("layout around statements")
            << QByteArray("-- hello\n\nSELECT 1;\n\n\nSELECT 2;\r\nSELECT 3;") << 2 << false << 0;
    }

    void boundaries()
    {
        QFETCH(QByteArray, now);
        QFETCH(int, kept);
        QFETCH(bool, batch);
        QFETCH(int, refusedAt);
        ResumePoint point = pointOf("SELECT 1; SELECT 2; SELECT 3; SELECT 4;", kept);
        if (batch)
            point.checkpoint = migration::BatchCheckpoint {kept + 1, QStringLiteral("{}")};
        const auto safe = planner::checkResume(point, scriptOf(now), sql::Dialect::Sqlite);
        QCOMPARE(safe.has_value(), refusedAt == 0);
        if (!safe) {
            QCOMPARE(safe.error().code, base::ErrorCode::Conflict);
            QCOMPARE(safe.error().position.statement, refusedAt);
            QVERIFY(safe.error().summary.contains(QString::number(refusedAt)));
            QVERIFY(!safe.error().hint.isEmpty());
        }
    }

    /// The digest of the whole file proves all of its statements, also those that the log does not list.
    void sameFileNeedsNoDigests()
    {
        ResumePoint point = pointOf("SELECT 1; SELECT 2;", 2);
        point.keptDigests = {{}, {}};
        QVERIFY(planner::checkResume(point, scriptOf("SELECT 1; SELECT 2;"), sql::Dialect::Sqlite));
        QVERIFY(!planner::checkResume(point, scriptOf("SELECT 1; SELECT 2; "), sql::Dialect::Sqlite));
    }

    void largeFileMustBeTheSame()
    {
        ResumePoint point = pointOf("SELECT 1; SELECT 2;", 1);
        migration::Script large = scriptOf("SELECT 1; SELECT 2;");
        large.isLarge = true;
        large.bytes.clear();
        QVERIFY(planner::checkResume(point, large, sql::Dialect::Sqlite));
        large.sha256 = "other";
        QVERIFY(!planner::checkResume(point, large, sql::Dialect::Sqlite));
    }

    void pointFollowsTheJournal()
    {
        migration::TimelineEntry entry;
        entry.version = QStringLiteral("0042");
        entry.state = migration::MigrationState::Partial;
        migration::RunSummary run;
        run.runId = QStringLiteral("r2");
        run.direction = QStringLiteral("up");
        run.statementsKept = 2;
        run.doubtfulStatement = 3;
        run.statementCount = 5;
        entry.runs.append(run);
        migration::HistorySnapshot history;
        const auto log = [&](migration::EventKind kind, int statement, const char* sha, qint64 rows = -1) {
            migration::LogEvent event;
            event.kind = kind;
            event.version = QStringLiteral("42"); // the same migration in another spelling
            event.direction = QStringLiteral("up");
            event.statement = statement;
            event.sha256 = sha;
            event.rows = rows;
            history.events.append(event);
        };
        using Kind = migration::EventKind;
        log(Kind::Started, 0, "old script");
        log(Kind::StatementDone, 1, "of a run before", 99);
        log(Kind::Failed, 1, "");
        log(Kind::Started, 0, "script");
        log(Kind::StatementDone, 1, "one", 7);
        log(Kind::Failed, 2, "");
        log(Kind::Resumed, 2, "edited script");
        log(Kind::StatementDone, 2, "two", 0);
        log(Kind::StatementStarted, 3, "three");
        migration::LogEvent other = history.events.last();
        other.version = QStringLiteral("43");
        other.kind = Kind::StatementDone;
        history.events.append(other);

        const auto point = planner::resumePointOf(entry, history);
        QVERIFY(point);
        QCOMPARE(point->runId, QStringLiteral("r2"));
        QCOMPARE(point->kept, 2);
        QCOMPARE(point->doubtful, 3);
        QCOMPARE(point->statementCount, 5);
        QCOMPARE(point->keptDigests, (QList<QByteArray> {"one", "two"}));
        QCOMPARE(point->keptRows, (QList<qint64> {7, 0}));
        QCOMPARE(point->scriptSha256, QByteArray("edited script"));
        QCOMPARE(point->openDigest, QByteArray("three"));
        QVERIFY(!point->checkpoint);

        entry.state = migration::MigrationState::Failed;
        QVERIFY(!planner::resumePointOf(entry, history));
    }

    void undoRunsBackwards()
    {
        const auto inverse = [](QByteArrayView statement, sql::Dialect) -> std::optional<analysis::Inverse> {
            if (statement.startsWith(QByteArrayView("CREATE TABLE ")))
                return analysis::Inverse {
                    QStringLiteral("DROP TABLE ") + QString::fromUtf8(statement.sliced(13, 1)),
                    QStringLiteral("rows are lost")};
            return std::nullopt;
        };
        const migration::Script script = scriptOf("CREATE TABLE a (x); CREATE TABLE b (x); SELECT 1;");
        const auto undo =
            planner::makeUndoScript(script, 2, QStringLiteral("1_a"), sql::Dialect::Sqlite, inverse);
        QVERIFY(undo.missing.isEmpty());
        QCOMPARE(undo.warnings.size(), 2);
        QVERIFY(undo.script.bytes.startsWith("-- Takes back what stayed of 1_a"));
        QStringList statements;
        const sql::SplitResult split = sql::split(undo.script.bytes, sql::Dialect::Sqlite);
        for (const auto& statement : split.statements)
            statements.append(QString::fromUtf8(statement.textIn(undo.script.bytes)));
        QCOMPARE(statements, (QStringList {QStringLiteral("DROP TABLE b"), QStringLiteral("DROP TABLE a")}));
        QCOMPARE(undo.script.sha256, base::sha256Hex(undo.script.bytes));

        const auto impossible =
            planner::makeUndoScript(script, 3, QStringLiteral("1_a"), sql::Dialect::Sqlite, inverse);
        QCOMPARE(impossible.missing.size(), 1);
        QCOMPARE(impossible.missing.first().position.statement, 3);
        QVERIFY(impossible.script.bytes.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestResumePoint)
#include "tst_resume_point.moc"
