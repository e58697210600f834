// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/identifier.h"
#include "core/sql/lexer.h"
#include "core/sql/line_index.h"
#include "core/sql/reserved_words.h"

#include <QTest>

#include <algorithm>

using namespace strandline;

class IdentifierTest : public QObject
{
    Q_OBJECT

private slots:
    void quoting()
    {
        const QString odd = QStringLiteral("we;ird\"`na\\me");
        QCOMPARE(
            sql::quoteIdentifier(odd, sql::Dialect::PostgreSql), QStringLiteral("\"we;ird\"\"`na\\me\""));
        QCOMPARE(sql::quoteIdentifier(odd, sql::Dialect::Sqlite), QStringLiteral("\"we;ird\"\"`na\\me\""));
        QCOMPARE(sql::quoteIdentifier(odd, sql::Dialect::MySql), QStringLiteral("`we;ird\"``na\\me`"));
        QCOMPARE(sql::quoteIdentifier(sql::Identifier(QStringLiteral("a\0b").left(1)), sql::Dialect::Sqlite),
            QStringLiteral("\"a\""));
        const QString nul = QStringLiteral("a") + QChar(0) + QStringLiteral("b");
        QCOMPARE(sql::quoteIdentifier(nul, sql::Dialect::Sqlite), QStringLiteral("\"a\uFFFDb\""));
        QCOMPARE(sql::quoteQualified(sql::Identifier(QStringLiteral("s")),
                     sql::Identifier(QStringLiteral("t.u")), sql::Dialect::PostgreSql),
            QStringLiteral("\"s\".\"t.u\""));
        QCOMPARE(sql::quoteQualified({}, sql::Identifier(QStringLiteral("t")), sql::Dialect::MySql),
            QStringLiteral("`t`"));
    }

    void literals()
    {
        const QString odd = QStringLiteral("it's \\ \"q\"");
        QCOMPARE(sql::quoteLiteral(odd, sql::Dialect::PostgreSql), QStringLiteral(" E'it''s \\\\ \"q\"'"));
        QCOMPARE(sql::quoteLiteral(odd, sql::Dialect::MySql), QStringLiteral("'it''s \\\\ \"q\"'"));
        QCOMPARE(sql::quoteLiteral(odd, sql::Dialect::Sqlite), QStringLiteral("'it''s \\ \"q\"'"));
        QCOMPARE(sql::quoteLiteral(QString(), sql::Dialect::PostgreSql), QStringLiteral("''"));
        QCOMPARE(sql::quoteLiteral(QString(QChar(0)), sql::Dialect::MySql), QStringLiteral("'\\0'"));
    }

    /// Whatever the name or text, the lexer of the same dialect reads one token back.
    void quotedIsOneToken()
    {
        const QStringList odd {QString(), QStringLiteral("'"), QStringLiteral("\""), QStringLiteral("`"),
            QStringLiteral("\\"), QStringLiteral("\\'"), QStringLiteral("]["), QStringLiteral("a\nb"),
            QStringLiteral("/*"), QStringLiteral("--"), QStringLiteral(";"), QStringLiteral("$$"),
            QStringLiteral("😀")};
        for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite}) {
            for (const QString& text : odd) {
                for (const QString& quoted :
                    {sql::quoteIdentifier(text, dialect), sql::quoteLiteral(text, dialect)}) {
                    const QByteArray bytes = quoted.toUtf8();
                    sql::Lexer lexer(bytes, dialect);
                    const sql::Token token = lexer.nextSignificant();
                    QVERIFY2(!token.unterminated && token.end == bytes.size(), bytes.constData());
                }
            }
        }
    }

    void plainNames()
    {
        QVERIFY(sql::isPlainName(u"loyalty_points"));
        QVERIFY(sql::isPlainName(u"_a1"));
        for (const QStringView name :
            {u"", u"Users", u"1a", u"a b", u"select", u"user", u"order", u"ä", u"a$", u"rank"})
            QVERIFY2(!sql::isPlainName(name), qPrintable(name.toString()));
        QVERIFY(std::is_sorted(sql::reservedWords.begin(), sql::reservedWords.end()));
    }

    void dialectNames()
    {
        for (const auto dialect : {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite})
            QVERIFY(sql::dialectFromName(sql::dialectName(dialect)) == dialect);
        QVERIFY(!sql::dialectFromName(u"oracle"));
    }

    void lines()
    {
        const QByteArray text("\xEF\xBB\xBF"
                              "a\r\n\xC3\xA4x\rb\n\nc");
        const sql::LineIndex index(text);
        QCOMPARE(index.lineCount(), 5);
        QCOMPARE(index.at(0), (sql::LineColumn {1, 1}));
        QCOMPARE(index.at(3), (sql::LineColumn {1, 1}));
        QCOMPARE(index.at(6), (sql::LineColumn {2, 1}));
        QCOMPARE(index.at(8), (sql::LineColumn {2, 2}));
        QCOMPARE(index.at(text.size()), (sql::LineColumn {5, 2}));
        QCOMPARE(index.offsetOfLine(3), qsizetype(10));
        QCOMPARE(index.offsetOfLine(99), text.size());
        sql::LineCursor cursor(text);
        for (qsizetype i = 0; i <= text.size(); ++i)
            QCOMPARE(cursor.advanceTo(i), index.at(i));
    }
};

QTEST_APPLESS_MAIN(IdentifierTest)
#include "tst_identifier.moc"
