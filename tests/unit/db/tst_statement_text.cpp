// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/statement_text.h"

#include <QTest>

using namespace strandline;

class StatementText : public QObject
{
    Q_OBJECT

private slots:
    void countsCharacters_data();
    void countsCharacters();
    void excerptIsOneShortLine();
};

void StatementText::countsCharacters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("character");
    QTest::addColumn<int>("byte");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    const QString text = QStringLiteral("aé\n🦀b\r\nc");
    QTest::newRow("first") << text << 0 << 0 << 1 << 1;
    QTest::newRow("after a letter") << text << 1 << 1 << 1 << 2;
    QTest::newRow("line end") << text << 2 << 3 << 1 << 3;
    QTest::newRow("second line") << text << 3 << 4 << 2 << 1;
    QTest::newRow("after a surrogate pair") << text << 4 << 8 << 2 << 2;
    QTest::newRow("third line") << text << 7 << 11 << 3 << 1;
    QTest::newRow("end") << text << 8 << 12 << 3 << 2;
    QTest::newRow("behind") << text << 9 << 13 << 0 << 0;
    QTest::newRow("before") << text << -1 << -1 << 0 << 0;
    QTest::newRow("empty") << QString() << 0 << 0 << 1 << 1;
}

void StatementText::countsCharacters()
{
    QFETCH(QString, text);
    QFETCH(int, character);
    QFETCH(int, byte);
    const auto byCharacter = db::positionOfCharacter(text, character);
    QTEST(byCharacter.line, "line");
    QTEST(byCharacter.column, "column");
    const auto byByte = db::positionOfByte(text, byte);
    QTEST(byByte.line, "line");
    QTEST(byByte.column, "column");
}

void StatementText::excerptIsOneShortLine()
{
    QCOMPARE(db::statementExcerpt(QStringLiteral("  SELECT\n\t1 ")), QStringLiteral("SELECT 1"));
    const QString cut = db::statementExcerpt(QString(500, QLatin1Char('x')));
    QCOMPARE(cut.size(), 80);
    QVERIFY(cut.endsWith(QChar(0x2026)));
}

QTEST_GUILESS_MAIN(StatementText)
#include "tst_statement_text.moc"
