// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exit_code.h"
#include "app/cli/terminal.h"

#include <QTest>

#include <clocale>

using namespace strandline;

class TerminalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(std::setlocale(LC_CTYPE, "C.UTF-8")); }
    void widths_data();
    void widths();
    void cutsToColumns();
    void controlCharactersAreHarmless();
    void pipedOutputIsPlain();
    void errorsGoToTheErrorStream();
    void exitCodes();
};

void TerminalTest::widths_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("width");
    QTest::newRow("ascii") << QStringLiteral("abc") << 3;
    QTest::newRow("umlaut") << QStringLiteral("äöü") << 3;
    QTest::newRow("combining") << QStringLiteral("a\u0308") << 1;
    QTest::newRow("wide") << QStringLiteral("戴安") << 4;
    QTest::newRow("beyond the first plane") << QStringLiteral("😀") << 2;
}

void TerminalTest::widths()
{
    QFETCH(QString, text);
    QTEST(cli::displayWidth(text), "width");
    QFETCH(int, width);
    QCOMPARE(cli::displayWidth(cli::padded(text, 10)), qMax(10, width));
}

void TerminalTest::cutsToColumns()
{
    QCOMPARE(cli::elided(QStringLiteral("abcdef"), 6), QStringLiteral("abcdef"));
    QCOMPARE(cli::elided(QStringLiteral("abcdefg"), 6), QStringLiteral("abcde…"));
    QCOMPARE(cli::elided(QStringLiteral("戴安娜"), 5), QStringLiteral("戴安…"));
    QCOMPARE(cli::elided(QStringLiteral("abc"), 0), QStringLiteral("abc"));
}

void TerminalTest::controlCharactersAreHarmless()
{
    const QString evil = QStringLiteral("name\x1b]0;title\x07\nnext\u202e");
    const QString safe = cli::oneLine(evil);
    QVERIFY(!safe.contains(QChar(0x1b)));
    QVERIFY(!safe.contains(QChar(0x07)));
    QVERIFY(!safe.contains(QLatin1Char('\n')));
    QVERIFY(!safe.contains(QChar(0x202e)));
    QVERIFY(safe.contains(QStringLiteral("next")));
}

namespace {
/// What was written to a file that stands for a redirected stream.
QByteArray written(std::FILE* file)
{
    std::rewind(file);
    QByteArray bytes(4096, '\0');
    bytes.resize(qsizetype(std::fread(bytes.data(), 1, size_t(bytes.size()), file)));
    return bytes;
}
} // namespace

void TerminalTest::pipedOutputIsPlain()
{
    std::FILE* out = std::tmpfile();
    std::FILE* err = std::tmpfile();
    cli::Terminal terminal(out, err);
    QVERIFY(!terminal.isTerminal());
    QVERIFY(!terminal.hasGlyphs());
    QCOMPARE(terminal.width(), 0);
    terminal.line(terminal.styled(QStringLiteral("Applied"), cli::Style::Good));
    QCOMPARE(written(out), QByteArray("Applied\n"));
    std::fclose(out);
    std::fclose(err);
}

void TerminalTest::errorsGoToTheErrorStream()
{
    std::FILE* out = std::tmpfile();
    std::FILE* err = std::tmpfile();
    cli::Terminal terminal(out, err);
    terminal.error({base::ErrorCode::Io, QStringLiteral("What\x1b[31m"), QStringLiteral("two\nlines"),
        QStringLiteral("Do this."), QStringLiteral("errno 28"), {QStringLiteral("a.sql"), 0, 3, 1}});
    QCOMPARE(written(out), QByteArray());
    QCOMPARE(written(err),
        QByteArray("error: What\xef\xbf\xbd[31m\n   at: a.sql:3:1\n  why: two\n       lines [errno 28]\n  "
                   "fix: Do this.\n"));
    std::fclose(out);
    std::fclose(err);
}

void TerminalTest::exitCodes()
{
    const auto codeFor = [](base::ErrorCode code) {
        return int(cli::exitCodeFor({code, {}, {}, {}, {}, {}}));
    };
    QCOMPARE(codeFor(base::ErrorCode::Connection), 7);
    QCOMPARE(codeFor(base::ErrorCode::Cancelled), 130);
    QCOMPARE(codeFor(base::ErrorCode::Precondition), 4);
    QCOMPARE(codeFor(base::ErrorCode::Io), 1);
    QCOMPARE(codeFor(base::ErrorCode::Internal), 1);
}

QTEST_GUILESS_MAIN(TerminalTest)
#include "tst_terminal.moc"
