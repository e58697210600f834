// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"
#include "tests/support/cli_program.h"
#include "tests/support/live_database.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

using namespace strandline;

/// What the command line says and does while another run of it is in the middle of a migration, of which the
/// first statement is there and the others are not.
class CliTogetherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void besideARunThatIsHalfWay_data() { test::addEngineRows(); }
    void besideARunThatIsHalfWay();
    void aBrokenHistoryIsNotWaitedFor_data() { test::addEngineRows(); }
    void aBrokenHistoryIsNotWaitedFor();
};

namespace {

/// Takes seconds and leaves nothing.
QByteArray slowStatement(sql::Dialect dialect)
{
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        return "SELECT pg_sleep(4)";
    case sql::Dialect::MySql:
        return "DO SLEEP(4)";
    case sql::Dialect::Sqlite:
        break;
    }
    return "CREATE TABLE slow AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < "
           "12000000) SELECT max(x) FROM c";
}

void writeMigration(const test::TempProject& project, const QByteArray& second)
{
    test::writeProjectFile(project, "lock_timeout = \"20s\"\n");
    project.write(QStringLiteral("migrations/20260101000001_two_halves.up.sql"),
        "-- strandline:no-transaction\nCREATE TABLE first_half (a int);\n" + second
            + ";\nCREATE TABLE second_half (a int);\n");
}

/// The first half is there.
bool isHalfWay(const test::LiveDatabase& database)
{
    const auto connection = database.open(db::AccessMode::ReadOnly);
    return connection && (*connection)->query(QStringLiteral("SELECT count(*) FROM first_half"));
}

QString blocksOf(const QJsonObject& answer)
{
    const QJsonObject error = answer[QStringLiteral("error")].toObject();
    QString text = error[QStringLiteral("summary")].toString() + error[QStringLiteral("detail")].toString();
    for (const QJsonValue& check : answer[QStringLiteral("checks")].toArray()) {
        if (check[QStringLiteral("level")].toString() == QLatin1String("block"))
            text += check[QStringLiteral("finding")].toString() + QLatin1Char('\n');
    }
    return text;
}

} // namespace

void CliTogetherTest::besideARunThatIsHalfWay()
{
    QFETCH(sql::Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const test::LiveDatabase database(dialect);
    const test::TempProject project;
    writeMigration(project, slowStatement(dialect));
    QProcess first;
    first.setProcessEnvironment(test::cliEnvironment(database.settings(), project));
    first.start(
        test::cliProgram(), test::cliArguments(project, {QStringLiteral("up"), QStringLiteral("--yes")}));
    QTRY_VERIFY_WITH_TIMEOUT(isHalfWay(database), 20000);

    const auto plain =
        test::callCli(database.settings(), project, {QStringLiteral("up"), QStringLiteral("--yes")});
    QVERIFY2(plain.exitCode == 4, qPrintable(plain.text()));
    QVERIFY2(blocksOf(plain.json()).contains(QLatin1Char('@')), qPrintable(plain.text()));
    QVERIFY2(first.state() == QProcess::Running, "it ended too early for this test to show anything");

    const auto patient = test::callCli(database.settings(), project,
        {QStringLiteral("up"), QStringLiteral("--if-needed"), QStringLiteral("--yes")});
    QVERIFY2(patient.exitCode == 0, qPrintable(patient.text()));
    QCOMPARE(patient.json()[QStringLiteral("outcome")].toString(), QStringLiteral("nothing-to-do"));
    QVERIFY(first.waitForFinished(60000));
    QVERIFY2(first.exitCode() == 0, first.readAllStandardOutput());
}

/// Nobody is at it: the half that a failed run left is told at once, and not after an hour.
void CliTogetherTest::aBrokenHistoryIsNotWaitedFor()
{
    QFETCH(sql::Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const test::LiveDatabase database(dialect);
    const test::TempProject project;
    writeMigration(project, "INSERT INTO nowhere VALUES (1)");
    const auto failed =
        test::callCli(database.settings(), project, {QStringLiteral("up"), QStringLiteral("--yes")});
    QVERIFY2(failed.exitCode == 6 || failed.exitCode == 4, qPrintable(failed.text()));
    if (failed.exitCode == 4)
        QSKIP("the statement was refused before anything ran");
    const auto again = test::callCli(database.settings(), project,
        {QStringLiteral("up"), QStringLiteral("--if-needed"), QStringLiteral("--yes")}, 60000);
    QVERIFY2(again.exitCode == 4, qPrintable(again.text()));
    QVERIFY2(blocksOf(again.json()).contains(QLatin1String("half applied")), qPrintable(again.text()));
}

QTEST_GUILESS_MAIN(CliTogetherTest)
#include "tst_cli_together.moc"
