// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exit_codes.h"
#include "core/report/run_json.h"
#include "core/report/run_text.h"

#include <QJsonArray>
#include <QTest>

using namespace strandline;
using migration::RunOutcome;
using migration::RunReport;
using migration::StepAction;
using migration::StepReport;
using migration::StepState;

namespace {

constexpr RunOutcome kOutcomes[] {RunOutcome::Done, RunOutcome::NothingToDo, RunOutcome::Refused,
    RunOutcome::Failed, RunOutcome::HalfApplied, RunOutcome::Stopped, RunOutcome::StoppedHalfApplied,
    RunOutcome::ConnectionLost, RunOutcome::CommitUnknown, RunOutcome::Restored};

StepReport step(const QString& version, StepState state, bool up = true)
{
    StepReport report;
    report.version = version;
    report.name = QStringLiteral("m");
    report.id = version + QStringLiteral("_m");
    report.direction = up ? QStringLiteral("up") : QStringLiteral("down");
    report.action = up ? StepAction::Apply : StepAction::Revert;
    report.state = state;
    report.statementCount = 5;
    return report;
}

RunReport reportOf(RunOutcome outcome, const QList<StepReport>& steps = {})
{
    RunReport report;
    report.outcome = outcome;
    report.environment = QStringLiteral("prod");
    report.versionBefore = QStringLiteral("0042");
    report.versionAfter = QStringLiteral("0042");
    report.durationMs = 43000;
    report.steps = steps;
    return report;
}

/// The second of two migrations went wrong at statement 3.
RunReport wentWrong(RunOutcome outcome, int kept, bool up = true)
{
    RunReport report = reportOf(outcome,
        {step(QStringLiteral("0042"), StepState::Done, up),
            step(QStringLiteral("0043"), StepState::HalfApplied, up)});
    report.failedStep = 1;
    report.failedStatement = 3;
    report.steps[1].statementsKept = kept;
    report.error = base::Error {base::ErrorCode::Sql, QStringLiteral("No such table"), {}, {}, {},
        {QStringLiteral("0043_m.up.sql"), 3, 12, 1}};
    return report;
}

QStringList idsOf(const RunReport& report)
{
    QStringList ids;
    for (const report::RunChoice& choice : report::runChoices(report))
        ids.append(choice.id);
    return ids;
}

} // namespace

class TestRunText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exitCodes_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("code");
        const auto row = [](RunOutcome outcome, int code) {
            QTest::newRow(qPrintable(migration::runOutcomeName(outcome))) << int(outcome) << code;
        };
        row(RunOutcome::Done, 0);
        row(RunOutcome::NothingToDo, 0);
        row(RunOutcome::Failed, 1);
        row(RunOutcome::Refused, 4);
        row(RunOutcome::Restored, 5);
        row(RunOutcome::HalfApplied, 6);
        row(RunOutcome::StoppedHalfApplied, 6);
        row(RunOutcome::ConnectionLost, 6);
        row(RunOutcome::CommitUnknown, 6);
        row(RunOutcome::Stopped, 130);
    }

    void exitCodes()
    {
        QFETCH(int, outcome);
        QFETCH(int, code);
        const RunReport report = reportOf(RunOutcome(outcome));
        QCOMPARE(report::exitCodeOf(report), code);
        QCOMPARE(report::toJson(report).value(QStringLiteral("exitCode")).toInt(), code);
        QCOMPARE(report.isSuccess(), code == 0);
    }

    void headlines_data()
    {
        QTest::addColumn<RunReport>("report");
        QTest::addColumn<QString>("headline");
        const QString one = QStringLiteral("0043");
        QTest::newRow("applied") << reportOf(
            RunOutcome::Done, {step(one, StepState::Done), step(one, StepState::Done)})
                                 << QStringLiteral("2 migrations applied on prod in 43 s.");
        QTest::newRow("rolled back") << reportOf(RunOutcome::Done, {step(one, StepState::Done, false)})
                                     << QStringLiteral("1 migration rolled back on prod in 43 s.");
        QTest::newRow("both ways") << reportOf(
            RunOutcome::Done, {step(one, StepState::Done, false), step(one, StepState::Done)})
                                   << QStringLiteral("1 migration rolled back, 1 applied on prod in 43 s.");
        RunReport undone = reportOf(RunOutcome::Done, {step(one, StepState::Done, false)});
        undone.steps[0].action = StepAction::UndoKept;
        QTest::newRow("undone") << undone
                                << QStringLiteral("What stayed of 0043 is taken back on prod in 43 s.");
        QTest::newRow("nothing") << reportOf(RunOutcome::NothingToDo)
                                 << QStringLiteral("Nothing to do: prod is at 0042.");
        RunReport empty = reportOf(RunOutcome::NothingToDo);
        empty.versionAfter.clear();
        QTest::newRow("nothing, empty")
            << empty << QStringLiteral("Nothing to do: prod has no migration applied.");
        QTest::newRow("refused") << reportOf(RunOutcome::Refused)
                                 << QStringLiteral("Nothing was run; prod is at 0042.");
        QTest::newRow("failed") << wentWrong(RunOutcome::Failed,
            0) << QStringLiteral("0043 failed at statement 3. Nothing of it was kept; prod is at 0042.");
        QTest::newRow("half, 1") << wentWrong(RunOutcome::HalfApplied, 1)
                                 << QStringLiteral("0043 stopped at statement 3. Statement 1 stayed.");
        QTest::newRow("half, 2") << wentWrong(RunOutcome::HalfApplied, 2)
                                 << QStringLiteral("0043 stopped at statement 3. Statements 1 and 2 stayed.");
        QTest::newRow("half, many") << wentWrong(RunOutcome::StoppedHalfApplied,
            4) << QStringLiteral("0043 stopped at statement 3. Statements 1 to 4 stayed.");
        QTest::newRow("half, batches") << wentWrong(RunOutcome::HalfApplied,
            0) << QStringLiteral("0043 stopped at statement 3. A part of what it did stayed.");
        QTest::newRow("lost")
            << wentWrong(RunOutcome::ConnectionLost, 0)
            << QStringLiteral(
                   "The connection was lost during statement 3 of 0043. The server may still be running it.");
        QTest::newRow("commit") << wentWrong(RunOutcome::CommitUnknown, 0)
                                << QStringLiteral("The final commit was sent but not answered.");
        QTest::newRow("stopped between two")
            << reportOf(RunOutcome::Stopped) << QStringLiteral("Stopped; prod is at 0042.");
        QTest::newRow("stopped inside") << wentWrong(RunOutcome::Stopped,
            0) << QStringLiteral("Stopped in 0043. Nothing of it was kept; prod is at 0042.");
    }

    void headlines()
    {
        QFETCH(RunReport, report);
        QFETCH(QString, headline);
        QCOMPARE(report::runHeadline(report), headline);
        QString elsewhere = headline;
        QCOMPARE(report::runHeadline(report, QStringLiteral("Production shop")),
            elsewhere.replace(QLatin1String("prod "), QLatin1String("Production shop ")));
    }

    void choices()
    {
        const QStringList half {QStringLiteral("open"), QStringLiteral("resume"), QStringLiteral("undo"),
            QStringLiteral("resolve-applied"), QStringLiteral("resolve-pending")};
        QCOMPARE(idsOf(wentWrong(RunOutcome::HalfApplied, 2)), half);
        QCOMPARE(idsOf(wentWrong(RunOutcome::StoppedHalfApplied, 2)), half);
        QStringList withoutUndo = half;
        withoutUndo.removeAll(QStringLiteral("undo"));
        QCOMPARE(idsOf(wentWrong(RunOutcome::HalfApplied, 2, false)), withoutUndo); // half way back
        QCOMPARE(idsOf(wentWrong(RunOutcome::HalfApplied, 0)), withoutUndo); // batches have no inverse
        QCOMPARE(idsOf(wentWrong(RunOutcome::Failed, 0)),
            (QStringList {QStringLiteral("open"), QStringLiteral("again")}));
        QCOMPARE(idsOf(wentWrong(RunOutcome::ConnectionLost, 0)), QStringList {QStringLiteral("check")});
        QCOMPARE(idsOf(wentWrong(RunOutcome::CommitUnknown, 0)), QStringList {QStringLiteral("check")});
        QCOMPARE(idsOf(reportOf(RunOutcome::Stopped)), QStringList {QStringLiteral("plan")});
        QCOMPARE(idsOf(reportOf(RunOutcome::NothingToDo)), QStringList());
        const auto done = reportOf(RunOutcome::Done,
            {step(QStringLiteral("1"), StepState::Done), step(QStringLiteral("2"), StepState::Done)});
        QCOMPARE(report::runChoices(done).first().command, QStringLiteral("down --count 2"));
        const auto choices = report::runChoices(wentWrong(RunOutcome::HalfApplied, 2));
        QCOMPARE(choices.at(1).text, QStringLiteral("Go on from statement 3"));
        QCOMPARE(choices.at(1).command, QStringLiteral("resume 0043"));
        QCOMPARE(choices.at(2).command, QStringLiteral("repair 0043 --undo"));
    }

    /// The name of a repeatable, or of a row without a file, may be anything; a command is copied to a shell.
    void oddNamesAreQuoted()
    {
        RunReport report = wentWrong(RunOutcome::HalfApplied, 1);
        report.steps[1].version.clear();
        report.steps[1].name = QStringLiteral("we;ird\" it's");
        QCOMPARE(report::runChoices(report).at(1).command, QStringLiteral("resume 'we;ird\" it'\\''s'"));
    }

    void everyOutcomeHasWords()
    {
        for (const RunOutcome outcome : kOutcomes) {
            for (const RunReport& report :
                {reportOf(outcome), wentWrong(outcome, 1), wentWrong(outcome, 1, false)}) {
                const QString headline = report::runHeadline(report);
                QVERIFY2(headline.endsWith(QLatin1Char('.')) && !headline.contains(QLatin1Char('%')),
                    qPrintable(headline));
                for (const report::RunChoice& choice : report::runChoices(report)) {
                    QVERIFY(!choice.text.isEmpty() && !choice.text.endsWith(QLatin1Char('.')));
                    QVERIFY(choice.consequence.endsWith(QLatin1Char('.')));
                }
            }
        }
    }

    /// "Unchanged" is only said with its proof.
    void explanations()
    {
        RunReport report = wentWrong(RunOutcome::Failed, 0);
        QCOMPARE(
            report::runExplanation(report), QStringLiteral("1 migration before it is done and stays so."));
        report.unchanged = migration::UnchangedProof::RolledBack;
        QVERIFY(
            report::runExplanation(report).startsWith(QLatin1String("The server confirmed the rollback.")));
        report.unchanged = migration::UnchangedProof::Fingerprint;
        QVERIFY(report::runExplanation(report).contains(QLatin1String("same as before")));
        RunReport done = reportOf(RunOutcome::Done);
        done.drifted = true;
        QVERIFY(report::runExplanation(done).contains(QLatin1String("promised")));
    }

    void json()
    {
        RunReport report = wentWrong(RunOutcome::HalfApplied, 2);
        migration::StatementReport statement;
        statement.number = 1;
        statement.excerpt = QStringLiteral("CREATE TABLE t");
        statement.notices << QStringLiteral("NOTICE: hello");
        report.steps[1].statements.append(statement);
        report.unchanged = migration::UnchangedProof::None;
        const QJsonObject json = report::toJson(report);
        QCOMPARE(json[QStringLiteral("outcome")].toString(), QStringLiteral("half-applied"));
        QCOMPARE(json[QStringLiteral("failedMigration")].toString(), QStringLiteral("0043_m"));
        QCOMPARE(json[QStringLiteral("failedStatement")].toInt(), 3);
        QVERIFY(json[QStringLiteral("unchanged")].isNull());
        const QJsonObject failed = json[QStringLiteral("steps")].toArray().at(1).toObject();
        QCOMPARE(failed[QStringLiteral("state")].toString(), QStringLiteral("half-applied"));
        QCOMPARE(failed[QStringLiteral("statementsKept")].toInt(), 2);
        const QJsonObject first = failed[QStringLiteral("statements")].toArray().at(0).toObject();
        QVERIFY(first[QStringLiteral("rows")].isNull()); // unknown is null, not -1
        QCOMPARE(first[QStringLiteral("notices")].toArray().size(), 1);
        QCOMPARE(json[QStringLiteral("error")]
                     .toObject()[QStringLiteral("position")]
                     .toObject()[QStringLiteral("line")]
                     .toInt(),
            12);
        QCOMPARE(json[QStringLiteral("choices")].toArray().size(), 5);
    }
};

QTEST_APPLESS_MAIN(TestRunText)
#include "tst_run_text.moc"
