// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_splitter.h"
#include "tests/support/cpu_time.h"

#include <QTest>

#include <algorithm>

using namespace strandline;

/// Inputs made to be slow: eight times the text may take eight times as long, not sixty-four times.
class SplitterLimits : public QObject
{
    Q_OBJECT

private slots:
    void linear_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("pattern");
        const auto row = [](const char* name, QByteArray head, QByteArray pattern) {
            QTest::newRow(name) << head << pattern;
        };
        row("dollars", "", "$");
        row("comment opens", "", "/*");
        row("comment closes", "", "*/");
        row("quotes", "", "'");
        row("double quotes", "", "\"");
        row("backticks", "", "`");
        row("backslashes", "", "\\");
        row("backslashes on lines", "", "\\\n");
        row("begin", "", "BEGIN ");
        row("begin in a procedure", "CREATE PROCEDURE p() ", "BEGIN ");
        row("case in a procedure", "CREATE PROCEDURE p() BEGIN SELECT ", "CASE ");
        row("case in a begin atomic", "CREATE FUNCTION p() BEGIN ATOMIC SELECT ", "CASE ");
        row("dollar quote candidates", "", "$a");
        row("dollar quote tags", "", "$a$ $b$ ");
        row("one long tag", "$" + QByteArray(100'000, 'a') + "$",
            "$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        row("unterminated tags", "$q$", "$q ");
        row("semicolons", "", ";");
        row("semicolons on lines", "", ";\n");
        row("statements on one line", "", "SELECT 1;");
        row("parentheses", "", "(");
        row("plus signs", "", "+");
        row("minus signs", "", "- -");
        row("at signs", "", "@");
        row("escape string parts", "E'a' ", "\n-- c\n");
        row("escape strings", "", "E'a'\n");
        row("version comments", "", "/*! ");
        row("trigger", "CREATE TRIGGER t BEGIN ", "SELECT 1; ");
        row("delimiter lines", "", "DELIMITER aaaaaaaaaaaaaab\n");
        row("nearly the delimiter", "DELIMITER aaaaaaaaaaaaaab\n", "a");
        row("copy", "", "COPY t FROM stdin;\n\\.\n");
        row("copy without end", "COPY t FROM stdin;\n", "\\. \n");
        row("carriage returns", "", "\r");
        row("comments with lone CR", "", "--a\r\n--b\rc\n");
        row("directives", "", "-- strandline:x\n");
        row("nul bytes", "", QByteArray(1, '\0'));
        row("bad bytes", "", "\xFF\xFE");
        row("brackets", "", "[");
        row("numbers", "", "1e+");
        row("colons", "", "a:");
        row("psql quotes", "", "\\a '\n");
        row("client g", "", "\\g");
    }

    void linear()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, pattern);
        const auto make = [&](qsizetype bytes) { return head + pattern.repeated(bytes / pattern.size()); };
        const QByteArray small = make(1 << 17), large = make(1 << 20);
        for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite}) {
            double quick = 1e9, slow = 1e9;
            // Below 50 ms for 1 MB no growth can hurt, and the clock says little. The best of a few rounds,
            // since the machine may be doing other things.
            const auto isLinear = [&] { return slow < 0.05 || slow < quick * 24; };
            for (int round = 0; round == 0 || (round < 8 && !isLinear()); ++round) {
                // The digest splits, and then looks at every token again.
                quick = std::min(quick, test::cpuSecondsFor([&] { sql::meaningDigest(small, dialect); }));
                slow = std::min(slow, test::cpuSecondsFor([&] { sql::meaningDigest(large, dialect); }));
            }
            QVERIFY(sql::split(large, dialect).problems.size() <= sql::SplitResult::maxProblems + 3);
            QVERIFY2(isLinear(),
                qPrintable(QStringLiteral("%1: %2 s for 128 kB, %3 s for 1 MB")
                               .arg(sql::dialectName(dialect))
                               .arg(quick)
                               .arg(slow)));
        }
    }

    void problemsAreCounted()
    {
        const QByteArray script = QByteArray("\\i a\n").repeated(250);
        const sql::SplitResult result = sql::split(script, sql::Dialect::PostgreSql);
        QCOMPARE(result.statements.size(), size_t(250));
        QCOMPARE(result.problems.size(), sql::SplitResult::maxProblems);
        QCOMPARE(result.problems.last().summary, QStringLiteral("151 more problems are not listed"));
        QCOMPARE(result.problems[98].position.line, 99);
    }

    void lastProblemIsNotLost()
    {
        const QByteArray script = QByteArray("\\i a\n").repeated(250) + "SELECT 'x";
        const sql::SplitResult result = sql::split(script, sql::Dialect::PostgreSql);
        const bool found =
            std::any_of(result.problems.begin(), result.problems.end(), [](const base::Error& problem) {
                return problem.summary.startsWith(QLatin1String("String without"));
            });
        QVERIFY(found);
        QVERIFY(result.problems.size() <= sql::SplitResult::maxProblems + 3);
    }

    void hugeScriptOfEachDialect()
    {
        const QByteArray script =
            QByteArray("INSERT INTO t (a, b) VALUES (1, 'text; with '' quote');\n").repeated(50'000);
        for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite}) {
            const sql::SplitResult result = sql::split(script, dialect);
            QCOMPARE(result.statements.size(), size_t(50'000));
            QCOMPARE(result.statements.back().line, 50'000);
            QVERIFY(result.problems.isEmpty());
        }
    }
};

QTEST_APPLESS_MAIN(SplitterLimits)
#include "tst_splitter_limits.moc"
