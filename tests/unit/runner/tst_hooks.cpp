// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/hooks.h"
#include "tests/support/live_database.h"
#include "tests/support/temp_project.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

using namespace strandline;
using base::ErrorCode;
using runner::HookOutcome;
using runner::Hooks;
using runner::HookSettings;

namespace {

const QString kName = QStringLiteral("before_run");

/// A time-out that only a hook that really hangs reaches, also on a busy machine.
constexpr int kLongMs = 120000;

} // namespace

class TestHooks : public QObject
{
    Q_OBJECT

private slots:
    void tellsHowItEnded_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("summary");
        const QString none;
        QTest::newRow("nothing to say") << QStringLiteral("true") << true << 0 << none << none;
        QTest::newRow("both outputs in order") << QStringLiteral("echo one; echo two >&2; echo three") << true
                                               << 0 << QStringLiteral("one\ntwo\nthree\n") << none;
        QTest::newRow("exit code") << QStringLiteral("echo no; exit 3") << false << 3
                                   << QStringLiteral("no\n")
                                   << QStringLiteral("The hook before_run ended with exit code 3");
        QTest::newRow("signal") << QStringLiteral("kill -9 $$") << false << -1 << none
                                << QStringLiteral("The hook before_run was ended by signal 9");
        QTest::newRow("shell syntax is the shell's")
            << QStringLiteral("a='x y'; test -n \"$a\" && echo \"$a\"") << true << 0
            << QStringLiteral("x y\n") << none;
        QTest::newRow("not a switch of the shell")
            << QStringLiteral("-c; true") << true << 0 << QStringLiteral("*") << none;
        QTest::newRow("Unicode") << QStringLiteral("echo 'grüße 🚀'") << true << 0
                                 << QStringLiteral("grüße 🚀\n") << none;
        QTest::newRow("not UTF-8, and NUL") << QStringLiteral("printf 'a\\377b\\000c'") << true << 0
                                            << QStringLiteral("a\uFFFDb\uFFFDc") << none;
        QTest::newRow("standard input is empty")
            << QStringLiteral("cat; echo end") << true << 0 << QStringLiteral("end\n") << none;
        QTest::newRow("closed outputs")
            << QStringLiteral("exec >&- 2>&-; sleep 0.2; exit 4") << false << 4 << none
            << QStringLiteral("The hook before_run ended with exit code 4");
    }
    void tellsHowItEnded()
    {
        QFETCH(QString, line);
        QFETCH(QString, output);
        const HookOutcome outcome = run(line, kLongMs);
        QVERIFY(outcome.ran);
        QTEST(outcome.ok, "ok");
        QTEST(outcome.exitCode, "exitCode");
        if (output != QLatin1String("*"))
            QCOMPARE(outcome.output, output);
        QCOMPARE(outcome.error.has_value(), !outcome.ok);
        QTEST(outcome.error.value_or(base::Error {}).summary, "summary");
        QVERIFY(outcome.durationMs >= 0);
    }

    void programThatIsMissingIsExplained()
    {
        const HookOutcome outcome = run(QStringLiteral("./does-not-exist --now"), kLongMs);
        QVERIFY(outcome.ran);
        QCOMPARE(outcome.exitCode, 127);
        QVERIFY2(outcome.error->hint.contains(QStringLiteral("executable")), qPrintable(outcome.error->hint));
        QVERIFY2(outcome.error->detail.contains(QStringLiteral("does-not-exist")),
            qPrintable(outcome.error->detail));
    }

    void noHookIsNoFailure()
    {
        HookSettings settings;
        settings.commands[QStringLiteral("after_run")] = QStringLiteral("  ");
        const Hooks hooks(settings, {});
        for (const QString& name : {kName, QStringLiteral("after_run")}) {
            QVERIFY(!hooks.has(name));
            const HookOutcome outcome = hooks.run(name, {});
            QVERIFY(!outcome.ran);
            QVERIFY(outcome.ok);
            QVERIFY(!outcome.error);
        }
    }

    void runsInTheFolderOfTheProject()
    {
        const test::TempProject project;
        project.write(QStringLiteral("scripts/hook.sh"), "pwd -P\n");
        const HookOutcome outcome = run(QStringLiteral("sh scripts/hook.sh"), kLongMs, project.path());
        QVERIFY2(outcome.ok, qPrintable(outcome.output));
        QCOMPARE(outcome.output.trimmed(), QFileInfo(project.path()).canonicalFilePath());
        const HookOutcome nowhere =
            run(QStringLiteral("true"), kLongMs, project.filePath(QStringLiteral("gone")));
        QVERIFY(!nowhere.ran);
        QVERIFY(!nowhere.ok);
        QCOMPARE(nowhere.error->code, ErrorCode::Io);
        QVERIFY2(nowhere.error->detail.contains(QStringLiteral("gone")), qPrintable(nowhere.error->toText()));
    }

    void environmentHasWhatWasGivenAndNothingStale()
    {
        qputenv("STRANDLINE_MIGRATION", "of an outer run");
        qputenv("STRANDLINE_ERROR", "of an outer run");
        qputenv("SOMETHING_ELSE", "kept");
        HookSettings settings;
        settings.commands[kName] = QStringLiteral("env");
        settings.environment[QStringLiteral("STRANDLINE_TIER")] = QStringLiteral("production");
        settings.environment[QStringLiteral("STRANDLINE_DATABASE")] = QStringLiteral("outer");
        const HookOutcome outcome =
            Hooks(settings, {})
                .run(kName,
                    {{QStringLiteral("STRANDLINE_DATABASE"), QStringLiteral("we;ird \"n\u00e4me\" $(x) `y`")},
                        {QStringLiteral("RUN_ID"), QStringLiteral("r-1")},
                        {QStringLiteral("STRANDLINE_OUTCOME"), QString(QChar(0))}});
        qunsetenv("STRANDLINE_MIGRATION");
        qunsetenv("STRANDLINE_ERROR");
        qunsetenv("SOMETHING_ELSE");
        const QStringList lines = outcome.output.split(QLatin1Char('\n'));
        QVERIFY(lines.contains(QStringLiteral("STRANDLINE_HOOK=before_run")));
        QVERIFY(lines.contains(QStringLiteral("STRANDLINE_TIER=production")));
        QVERIFY(lines.contains(QStringLiteral("STRANDLINE_DATABASE=we;ird \"n\u00e4me\" $(x) `y`")));
        QVERIFY(lines.contains(QStringLiteral("STRANDLINE_RUN_ID=r-1")));
        QVERIFY(lines.contains(QStringLiteral("STRANDLINE_OUTCOME=\uFFFD")));
        QVERIFY(lines.contains(QStringLiteral("SOMETHING_ELSE=kept")));
        QVERIFY2(!outcome.output.contains(QStringLiteral("outer run")), qPrintable(outcome.output));
    }

    void hugeValuesDoNotKeepItFromStarting()
    {
        HookSettings settings;
        settings.commands[kName] = QStringLiteral("printf %s \"$STRANDLINE_ERROR\" | wc -c");
        const HookOutcome outcome =
            Hooks(settings, {})
                .run(kName,
                    {{QStringLiteral("STRANDLINE_ERROR"), QString(4 * 1024 * 1024, QLatin1Char('x'))}});
        QVERIFY2(outcome.ok, qPrintable(outcome.output));
        QVERIFY(outcome.output.trimmed().toInt() > 30000);
    }

    void longOutputKeepsBeginningAndEnd()
    {
        const HookOutcome outcome =
            run(QStringLiteral(
                    "echo first; i=0; while [ $i -lt 3000 ]; do echo "
                    "'ääääääääääääääääääääääääääääääääääääääääääääääääää'; i=$((i+1)); done; echo last"),
                kLongMs);
        QVERIFY(outcome.ok);
        QVERIFY(outcome.output.startsWith(QStringLiteral("first\n")));
        QVERIFY(outcome.output.endsWith(QStringLiteral("last\n")));
        const QByteArray bytes = outcome.output.toUtf8();
        QVERIFY2(
            bytes.size() > 60 * 1024 && bytes.size() < 70 * 1024, qPrintable(QString::number(bytes.size())));
        const auto note =
            QRegularExpression(QStringLiteral("\\[(\\d+) bytes left out\\]")).match(outcome.output);
        QVERIFY(note.hasMatch());
        QVERIFY(note.captured(1).toInt() > 200000);
        QVERIFY2(!outcome.output.contains(QChar(QChar::ReplacementCharacter)), "a character was cut in two");
    }

    void timeOutEndsTheWholeGroup()
    {
        const test::TempProject project;
        // The child of the shell ignores SIGTERM and would write on.
        const HookOutcome outcome =
            run(QStringLiteral(
                    "echo begun; sh -c 'trap \"\" TERM; while true; do echo $$ > child; sleep 0.05; done'; "
                    "echo not reached"),
                600, project.path());
        QVERIFY(outcome.ran);
        QVERIFY(!outcome.ok);
        QCOMPARE(outcome.error->summary,
            QStringLiteral("The hook before_run took longer than 0.6 s and was ended"));
        QCOMPARE(outcome.error->code, ErrorCode::Precondition);
        QCOMPARE(outcome.output, QStringLiteral("begun\n"));
        const int child = project.read(QStringLiteral("child")).trimmed().toInt();
        QVERIFY(child > 0);
        QTRY_VERIFY(!isAlive(child));
    }

    void termComesBeforeKill()
    {
        const HookOutcome outcome =
            run(QStringLiteral("trap 'echo tidied up; exit 0' TERM; while true; do sleep 0.05; done"), 300);
        QVERIFY(!outcome.ok);
        // The shell may say of its sleep that it was ended.
        QVERIFY2(outcome.output.endsWith(QStringLiteral("tidied up\n")), qPrintable(outcome.output));
    }

    void cancellingEndsIt()
    {
        HookSettings settings;
        settings.commands[kName] = QStringLiteral("echo begun; sleep 600");
        settings.timeoutMs = 0;
        const base::CancelToken cancel;
        const Hooks hooks(settings, cancel);
        std::thread canceller([&cancel] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            cancel.cancel();
        });
        const HookOutcome outcome = hooks.run(kName, {});
        canceller.join();
        QVERIFY(!outcome.ok);
        QCOMPARE(outcome.error->code, ErrorCode::Cancelled);
        QVERIFY(outcome.durationMs < kLongMs);
        const HookOutcome second = hooks.run(kName, {}); // none starts any more
        QVERIFY(!second.ran);
        QCOMPARE(second.error->code, ErrorCode::Cancelled);
    }

    void backgroundProgramKeepsNobodyWaiting()
    {
        const test::TempProject project;
        QElapsedTimer timer;
        timer.start();
        const HookOutcome outcome = run(
            QStringLiteral("echo before; sleep 300 & echo $! > child; echo after"), kLongMs, project.path());
        QVERIFY2(outcome.ok, qPrintable(outcome.output));
        QCOMPARE(outcome.output, QStringLiteral("before\nafter\n"));
        QVERIFY(timer.elapsed() < 120000);
        const int child = project.read(QStringLiteral("child")).trimmed().toInt();
        QVERIFY2(isAlive(child), "a program in the background is the hook's own business");
        ::kill(child, SIGKILL);
    }

    void inheritsNoDescriptors()
    {
        const test::LiveDatabase live(sql::Dialect::Sqlite);
        const auto connection = live.open();
        QVERIFY(connection);
        QVERIFY((*connection)->execute(QStringLiteral("CREATE TABLE t (a)")));
        const test::TempProject project;
        const QByteArray lockFile = project.write(QStringLiteral("lock"), {}).toUtf8();
        // Opened the careless way, as a library may.
        const int careless = ::open(lockFile.constData(), O_RDWR);
        QVERIFY(careless >= 0);
        QCOMPARE(::flock(careless, LOCK_EX), 0);
        const HookOutcome listed = run(QStringLiteral("ls /proc/self/fd | sort -n | tr '\\n' ' '"), kLongMs);
        // 3 is the folder that ls itself reads.
        QCOMPARE(listed.output.trimmed(), QStringLiteral("0 1 2 3"));
        const HookOutcome outcome =
            run(QStringLiteral("sleep 300 >/dev/null 2>&1 & echo $! > child"), kLongMs, project.path());
        QVERIFY(outcome.ok);
        const int child = project.read(QStringLiteral("child")).trimmed().toInt();
        QVERIFY(isAlive(child));
        ::close(careless);
        const int other = ::open(lockFile.constData(), O_RDWR | O_CLOEXEC);
        QCOMPARE(::flock(other, LOCK_EX | LOCK_NB), 0); // would fail if the child still held it
        ::close(other);
        ::kill(child, SIGKILL);
    }

private:
    static bool isAlive(int process)
    {
        QFile status(QStringLiteral("/proc/%1/stat").arg(process));
        if (!status.open(QIODevice::ReadOnly))
            return false;
        const QByteArray text = status.readAll();
        return text.mid(text.lastIndexOf(')') + 2, 1) != "Z";
    }

    static HookOutcome run(const QString& line, int timeoutMs, const QString& folder = {})
    {
        HookSettings settings;
        settings.commands[kName] = line;
        settings.workingFolder = folder;
        settings.timeoutMs = timeoutMs;
        return Hooks(settings, {}).run(kName, {});
    }
};

QTEST_GUILESS_MAIN(TestHooks)
#include "tst_hooks.moc"
