// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/scenario.h"

#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace strandline::tests;

/// The command line as people use it: every file under cases/ is a session in an empty folder.
class ScenarioTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void session_data();
    void session();
    void aWrongExpectationIsNoticed_data();
    void aWrongExpectationIsNoticed();

private:
    static QProcessEnvironment environmentFor(const QString& home);
};

QProcessEnvironment ScenarioTest::environmentFor(const QString& home)
{
    QProcessEnvironment environment;
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"),
        QStringLiteral(STRANDLINE_BIN_DIR ":") + system.value(QStringLiteral("PATH")));
    environment.insert(QStringLiteral("HOME"), home);
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("TZ"), QStringLiteral("UTC"));
    environment.insert(QStringLiteral("STRANDLINE_NOW"), QStringLiteral("2025-11-24T09:30:00Z"));
    environment.insert(QStringLiteral("SOURCE"), QStringLiteral(STRANDLINE_SOURCE_DIR));
    for (const char* sanitizer : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"}) {
        if (qEnvironmentVariableIsSet(sanitizer))
            environment.insert(QString::fromLatin1(sanitizer), qEnvironmentVariable(sanitizer));
    }
    return environment;
}

void ScenarioTest::session_data()
{
    QTest::addColumn<QString>("file");
    QDirIterator files(
        QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/scenario/cases"), {QStringLiteral("*.scenario")});
    while (files.hasNext()) {
        const QString file = files.next();
        QTest::newRow(qUtf8Printable(files.fileInfo().completeBaseName())) << file;
    }
}

void ScenarioTest::session()
{
    QFETCH(QString, file);
    QFile source(file);
    QVERIFY(source.open(QIODevice::ReadOnly));
    const QList<ScenarioStep> steps = parseScenario(QString::fromUtf8(source.readAll()));
    QVERIFY2(!steps.isEmpty(), "the scenario holds no command");

    QTemporaryDir folder;
    const QString home = folder.filePath(QStringLiteral("home"));
    const QString work = folder.filePath(QStringLiteral("my shop"));
    QVERIFY(QDir().mkpath(home) && QDir().mkpath(work));
    for (const ScenarioStep& step : steps) {
        QProcess shell;
        shell.setWorkingDirectory(work);
        shell.setProcessEnvironment(environmentFor(home));
        shell.setProcessChannelMode(QProcess::MergedChannels);
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), step.command});
        QVERIFY2(shell.waitForFinished(60000), qUtf8Printable(step.command));
        QString output = QString::fromUtf8(shell.readAll());
        output.replace(work, QStringLiteral("<work>"));
        if (output.endsWith(QLatin1Char('\n')))
            output.chop(1);
        const QStringList actual = output.isEmpty() ? QStringList() : output.split(QLatin1Char('\n'));
        const QString problem = mismatch(step.expected, actual);
        QVERIFY2(problem.isEmpty(),
            qUtf8Printable(QStringLiteral("line %1: %2\n%3").arg(step.line).arg(step.command, problem)));
        QCOMPARE(shell.exitCode(), step.exitCode);
    }
}

void ScenarioTest::aWrongExpectationIsNoticed_data()
{
    QTest::addColumn<QStringList>("expected");
    QTest::addColumn<QStringList>("actual");
    QTest::addColumn<bool>("fits");
    const auto lines = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char('|')); };
    QTest::newRow("equal") << lines("a|b") << lines("a|b") << true;
    QTest::newRow("other text") << lines("a|b") << lines("a|c") << false;
    QTest::newRow("line too few") << lines("a|b") << lines("a") << false;
    QTest::newRow("line too many") << lines("a") << lines("a|b") << false;
    QTest::newRow("wildcard in a line") << lines("took [..] s") << lines("took 1.5 s") << true;
    QTest::newRow("wildcard elsewhere") << lines("took [..] s") << lines("took 1.5 min") << false;
    QTest::newRow("any lines") << lines("a|[...]|z") << lines("a|b|c|z") << true;
    QTest::newRow("any lines, end differs") << lines("a|[...]|z") << lines("a|b|c|y") << false;
}

void ScenarioTest::aWrongExpectationIsNoticed()
{
    QFETCH(QStringList, expected);
    QFETCH(QStringList, actual);
    QFETCH(bool, fits);
    QCOMPARE(mismatch(expected, actual).isEmpty(), fits);
}

QTEST_GUILESS_MAIN(ScenarioTest)
#include "tst_scenarios.moc"
