// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/script_writer.h"
#include "core/sql/statement_splitter.h"

#include <QTest>

using namespace strandline;
using sql::Dialect;

/// Statements as a script that the engines' own clients and our runner read back as the same statements.
class ScriptWriterTest : public QObject
{
    Q_OBJECT

private slots:
    void writes_data();
    void writes();
    void comesBackAsItWas_data();
    void comesBackAsItWas();
    void notesAndWhatCannotBeWrittenAreComments();
};

void ScriptWriterTest::writes_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("script");
    const auto row = [](const char* name, Dialect dialect, const char* text, const char* script) {
        QTest::newRow(name) << dialect << QString::fromUtf8(text) << QByteArray(script);
    };
    row("plain", Dialect::PostgreSql, "SELECT 1", "SELECT 1;\n");
    row("ends in a comment", Dialect::PostgreSql, "SELECT 1 -- one", "SELECT 1 -- one\n;\n");
    row("semicolon in a string", Dialect::MySql, "SELECT ';'", "SELECT ';';\n");
    row("body for the mariadb client", Dialect::MySql, "CREATE PROCEDURE p() BEGIN SELECT 1; END",
        "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\n");
    row("body that holds the delimiter", Dialect::MySql, "CREATE PROCEDURE p() BEGIN SELECT '//'; END",
        "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT '//'; END$$\nDELIMITER ;\n");
    row("body for sqlite3", Dialect::Sqlite, "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END",
        "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;\n");
    row("body for psql", Dialect::PostgreSql, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;\n");
}

void ScriptWriterTest::writes()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, text);
    dialect::RenderedStatement statement;
    statement.text = text;
    QTEST(dialect::writeScript(QList {statement}, dialect), "script");
}

void ScriptWriterTest::comesBackAsItWas_data()
{
    writes_data();
}

void ScriptWriterTest::comesBackAsItWas()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, text);
    dialect::RenderedStatement statement;
    statement.text = text;
    statement.note = QStringLiteral("two; lines\nof 'note'");
    const QByteArray script = dialect::writeScript({statement, statement, statement}, dialect);
    const sql::SplitResult split = sql::split(script, dialect);
    QVERIFY(split.problems.isEmpty());
    QCOMPARE(split.statements.size(), 3u);
    const QString plain = QString(text).remove(QStringLiteral(" -- one"));
    for (const sql::Statement& read : split.statements)
        QCOMPARE(QString::fromUtf8(read.textIn(script)), plain);
}

void ScriptWriterTest::notesAndWhatCannotBeWrittenAreComments()
{
    dialect::Rendered rendered;
    rendered.statements = {{QStringLiteral("DROP TABLE t"), {}, false, QStringLiteral("Deletes t."), true}};
    rendered.impossible = {{base::ErrorCode::Unsupported, QStringLiteral("No way"), {}, {}, {}, {}}};
    QCOMPARE(dialect::writeScript(rendered, Dialect::Sqlite),
        QByteArray("-- Deletes t.\nDROP TABLE t;\n\n-- NOT WRITTEN:\n-- No way\n"));
    QCOMPARE(dialect::writeScript(dialect::Rendered(), Dialect::Sqlite), QByteArray());
}

QTEST_GUILESS_MAIN(ScriptWriterTest)
#include "tst_script_writer.moc"
