// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/script_analysis.h"

#include <QTest>

using namespace strandline;
using namespace strandline::ui;

namespace {

QList<StatementOutline> outlines(const QByteArrayList& statements)
{
    QList<StatementOutline> result;
    for (const QByteArray& statement : statements)
        result.append(outlineOf(statement, sql::Dialect::PostgreSql));
    return result;
}

} // namespace

class TestStatementOutline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kindIsToldFromTheHead_data()
    {
        QTest::addColumn<QByteArray>("statement");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("key");
        const auto row = [](const char* statement, const char* kind, const char* key) {
            QTest::newRow(statement) << QByteArray(statement) << QString::fromUtf8(kind)
                                     << QString::fromUtf8(key);
        };
        row("create table if not exists app.\"Invoice \"\"x\"\"\" (id int)", "CREATE TABLE",
            "table invoice \"x\"");
        row("CREATE UNIQUE INDEX CONCURRENTLY i ON s.t (a)", "CREATE INDEX", "index i");
        row("CREATE OR REPLACE VIEW v AS SELECT 1", "CREATE VIEW", "view v");
        row("/* c */ DROP TABLE IF EXISTS a.b", "DROP TABLE", "table b");
        row("ALTER TABLE ONLY t ADD COLUMN IF NOT EXISTS c int", "ALTER TABLE ADD", "column t.c");
        row("ALTER TABLE t DROP c", "ALTER TABLE DROP", "column t.c");
        row("ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)", "ALTER TABLE ADD", "constraint t.u");
        row("ALTER TABLE t ALTER COLUMN c TYPE text", "ALTER TABLE", "definition t");
        row("ALTER TABLE t RENAME TO u", "ALTER TABLE", "rename t>u");
        row("INSERT INTO s.t VALUES (1)", "INSERT", "rows t");
        row("delete from t", "DELETE", "rows t");
        row("UPDATE t SET a = 1", "UPDATE", "values t");
        row("PRAGMA foreign_keys = ON", "PRAGMA", "");
        row("SELECT 1", "SELECT", "");
        row("", "", "");
        row("CREATE", "CREATE", "");
        row("\"quoted\"", "", "");
        row("ALTER TABLE t ADD", "ALTER TABLE ADD", "column t.");
    }

    void kindIsToldFromTheHead()
    {
        QFETCH(QByteArray, statement);
        QFETCH(QString, kind);
        QFETCH(QString, key);
        const StatementOutline outline = outlineOf(statement, sql::Dialect::PostgreSql);
        QCOMPARE(outline.kind, kind);
        QCOMPARE(outline.key, key);
    }

    void pairsAreFoundByName_data()
    {
        QTest::addColumn<QByteArrayList>("up");
        QTest::addColumn<QByteArrayList>("down");
        QTest::addColumn<QList<qsizetype>>("pairs");
        using Pairs = QList<qsizetype>;
        QTest::newRow("nothing") << QByteArrayList() << QByteArrayList() << Pairs();
        QTest::newRow("create and drop")
            << QByteArrayList {"CREATE TABLE a (x int)", "CREATE TABLE b (x int)"}
            << QByteArrayList {"DROP TABLE b", "DROP TABLE a"} << Pairs {1, 0};
        QTest::newRow("no counterpart") << QByteArrayList {"CREATE TABLE a (x int)", "UPDATE t SET a = 1"}
                                        << QByteArrayList {"DROP TABLE a"} << Pairs {0, -1};
        QTest::newRow("schema on one side") << QByteArrayList {"CREATE TABLE public.a (x int)"}
                                            << QByteArrayList {"DROP TABLE a"} << Pairs {0};
        QTest::newRow("column there and back")
            << QByteArrayList {"ALTER TABLE t ADD c int", "ALTER TABLE t DROP COLUMN d"}
            << QByteArrayList {"ALTER TABLE t ADD COLUMN d int", "ALTER TABLE t DROP COLUMN c"}
            << Pairs {1, 0};
        QTest::newRow("rename") << QByteArrayList {"ALTER TABLE a RENAME TO b"}
                                << QByteArrayList {"ALTER TABLE b RENAME TO a"} << Pairs {0};
        QTest::newRow("rename again is no way back")
            << QByteArrayList {"ALTER TABLE a RENAME TO b"} << QByteArrayList {"ALTER TABLE a RENAME TO b"}
            << Pairs {-1};
        QTest::newRow("create twice is no way back")
            << QByteArrayList {"CREATE TABLE a (x int)"} << QByteArrayList {"CREATE TABLE a (x int)"}
            << Pairs {-1};
        QTest::newRow("index goes with its table") << QByteArrayList {"CREATE TABLE a (x int)",
            "CREATE INDEX i ON a (x)", "INSERT INTO a VALUES (1)"}
                                                   << QByteArrayList {"DROP TABLE a"} << Pairs {0, 0, 0};
        QTest::newRow("same name twice")
            << QByteArrayList {"UPDATE t SET a = 1", "UPDATE t SET a = 2"}
            << QByteArrayList {"UPDATE t SET a = 1", "UPDATE t SET a = 0"} << Pairs {1, 0};
        QTest::newRow("selects do not pair")
            << QByteArrayList {"SELECT 1"} << QByteArrayList {"SELECT 1"} << Pairs {-1};
    }

    void pairsAreFoundByName()
    {
        QFETCH(QByteArrayList, up);
        QFETCH(QByteArrayList, down);
        QFETCH(QList<qsizetype>, pairs);
        QCOMPARE(pairStatements(outlines(up), outlines(down)), pairs);
    }

    void textsAreJudged_data()
    {
        QTest::addColumn<QByteArray>("applied");
        QTest::addColumn<QByteArray>("present");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char* name, const char* applied, const char* present, TextVerdict verdict) {
            QTest::newRow(name) << QByteArray(applied) << QByteArray(present) << int(verdict);
        };
        row("same", "SELECT 1;\n", "SELECT 1;\n", TextVerdict::Same);
        row("line ends", "SELECT 1;\nSELECT 2;\n", "SELECT 1;\r\nSELECT 2;\r\n",
            TextVerdict::LineEndingsOnly);
        row("last line end", "SELECT 1;\n", "SELECT 1;", TextVerdict::LineEndingsOnly);
        row("comment", "SELECT 1;\n", "-- new\nSELECT  1;\n", TextVerdict::CosmeticOnly);
        row("statement", "SELECT 1;\n", "SELECT 2;\n", TextVerdict::StatementsDiffer);
        row("comment in a string", "SELECT '-- a';\n", "SELECT '-- b';\n", TextVerdict::StatementsDiffer);
    }

    void textsAreJudged()
    {
        QFETCH(QByteArray, applied);
        QFETCH(QByteArray, present);
        QFETCH(int, verdict);
        QCOMPARE(int(compareTexts(applied, present, sql::Dialect::PostgreSql)), verdict);
    }

    void analysisKeepsStep()
    {
        const QByteArray script = "-- head\nCREATE TABLE a (\n  x int\n);\nCREATE INDEX CONCURRENTLY i ON a "
                                  "(x);\nINSERT INTO a VALUES ('"
            + QByteArray(100'000, 'x') + "');\nSELECT 'open";
        const ScriptAnalysis analysis = analyseScript(script, sql::Dialect::PostgreSql);
        QCOMPARE(analysis.marks.size(), 4);
        QCOMPARE(analysis.outlines.size(), 4);
        QCOMPARE(analysis.firstLines.size(), 4);
        QCOMPARE(analysis.transactionNotes.size(), 4);
        QCOMPARE(analysis.firstLines.at(0), QStringLiteral("CREATE TABLE a ( …"));
        QCOMPARE(analysis.marks.at(0).line, 2);
        QVERIFY(!analysis.transactionNotes.at(1).isEmpty());
        QVERIFY(analysis.firstLines.at(2).size() < 250);
        QVERIFY(!analysis.problems.isEmpty());
        QCOMPARE(analysis.problems.first().position.line, 7);
    }
};

QTEST_GUILESS_MAIN(TestStatementOutline)

#include "tst_statement_outline.moc"
