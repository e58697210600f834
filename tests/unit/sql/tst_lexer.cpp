// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/lexer.h"

#include <QTest>

using namespace strandline;

namespace {

/// "Word(a) Operator(+)": what a test expects can be read aloud.
QByteArray tokensOf(const QByteArray& text, sql::Dialect dialect, const QByteArray& delimiter = {})
{
    static constexpr const char* names[] = {"End", "Space", "Line", "Block", "VOpen", "VClose", "Word",
        "Quoted", "String", "Dollar", "Number", "Param", "Op", "Dot", "Comma", "Open", "Close", "Semi",
        "Delim", "Back", "Other"};
    sql::Lexer lexer(text, dialect);
    lexer.setDelimiter(delimiter);
    QByteArray out;
    qsizetype covered = 0;
    for (sql::Token token = lexer.next(); token.kind != sql::TokenKind::End; token = lexer.next()) {
        if (token.begin != covered || token.end <= token.begin)
            return "tokens do not cover the text";
        covered = token.end;
        if (token.isSpace())
            continue;
        out += (out.isEmpty() ? "" : " ") + QByteArray(names[int(token.kind)])
            + (token.unterminated ? "!" : "") + '(' + lexer.textOf(token).toByteArray() + ')';
    }
    return covered == text.size() ? out : QByteArray("the end is missing");
}

} // namespace

class LexerTest : public QObject
{
    Q_OBJECT

private slots:
    void tokens_data()
    {
        QTest::addColumn<int>("dialect");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto pg = [](QByteArray text, QByteArray expected) {
            QTest::addRow("pg %s", text.constData()) << int(sql::Dialect::PostgreSql) << text << expected;
        };
        const auto my = [](QByteArray text, QByteArray expected) {
            QTest::addRow("my %s", text.constData()) << int(sql::Dialect::MySql) << text << expected;
        };
        const auto lite = [](QByteArray text, QByteArray expected) {
            QTest::addRow("lite %s", text.constData()) << int(sql::Dialect::Sqlite) << text << expected;
        };
        pg("a=-1", "Word(a) Op(=) Op(-) Number(1)");
        pg("a @- b", "Word(a) Op(@-) Word(b)");
        pg("a->>'b'", "Word(a) Op(->>) String('b')");
        pg("a::int[1:2]", "Word(a) Op(::) Word(int) Op([) Number(1) Op(:) Number(2) Op(])");
        pg("x := 1", "Word(x) Op(:=) Number(1)");
        pg("1.5e-3 .5 1..2", "Number(1.5e-3) Dot(.) Number(5) Number(1) Dot(.) Dot(.) Number(2)");
        pg("$1$2", "Param($1) Param($2)");
        pg("$$;$$", "Dollar($$;$$)");
        pg("$a$ $b$", "Dollar!($a$ $b$)");
        pg("a$b$c$b$", "Word(a$b$c$b$)");
        pg("/*/**/", "Block!(/*/**/)");
        pg("/*/**/*/a", "Block(/*/**/*/) Word(a)");
        pg("*/*x*/1", "Op(*) Block(/*x*/) Number(1)");
        pg("+--c", "Op(+) Line(--c)");
        pg("E'\\''e", "String(E'\\'') Word(e)");
        pg("te'a'", "Word(te) String('a')");
        pg("U&\"a\" u & 'b'", "Quoted(U&\"a\") Word(u) Op(&) String('b')");
        pg("'a", "String!('a)");
        pg("\"a", "Quoted!(\"a)");
        pg("ünï", "Word(ünï)");
        my("a--1", "Word(a) Op(-) Op(-) Number(1)");
        my("a-- 1", "Word(a) Line(-- 1)");
        my("a--", "Word(a) Line(--)");
        my("a#b", "Word(a) Line(#b)");
        my("'a\\'b' \"c\\\"d\" `e\\`", "String('a\\'b') String(\"c\\\"d\") Quoted(`e\\`)");
        my("/*!50001 a*/*/", "VOpen(/*!50001) Word(a) VClose(*/) Op(*) Op(/)");
        my("/*!1 a*/", "VOpen(/*!) Number(1) Word(a) VClose(*/)");
        my("/*M!100100 a /* b */*/", "VOpen(/*M!100100) Word(a) Block(/* b */) VClose(*/)");
        my("@a @@b l:begin c:=1", "Param(@a) Param(@@b) Word(l) Op(:) Word(begin) Word(c) Op(:=) Number(1)");
        my("a<=>b!=c", "Word(a) Op(<=>) Word(b) Op(!=) Word(c)");
        my("1st 0x1F 1e+5", "Number(1st) Number(0x1F) Number(1e+5)");
        my("$$", "Word($$)");
        my("a\\g", "Word(a) Back(\\) Word(g)");
        lite("[a;b]c", "Quoted([a;b]) Word(c)");
        lite("[a", "Quoted!([a)");
        lite("?1 ? :a $b @c", "Param(?1) Param(?) Param(:a) Param($b) Param(@c)");
        lite("x'00' e'a'", "String(x'00') Word(e) String('a')");
        lite("a--b", "Word(a) Line(--b)");
        lite("'a\\'", "String('a\\')");
    }
    void tokens()
    {
        QFETCH(int, dialect);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(tokensOf(text, sql::Dialect(dialect)), expected);
    }

    void delimiterWins()
    {
        QCOMPARE(tokensOf("END$$a", sql::Dialect::MySql, "$$"), QByteArray("Word(END) Delim($$) Word(a)"));
        QCOMPARE(tokensOf("1//2;'//'", sql::Dialect::MySql, "//"),
            QByteArray("Number(1) Delim(//) Number(2) Semi(;) String('//')"));
        QCOMPARE(tokensOf("a-- b", sql::Dialect::MySql, "--"), QByteArray("Word(a) Delim(--) Word(b)"));
        QCOMPARE(tokensOf("a;b", sql::Dialect::MySql, ";"), QByteArray("Word(a) Semi(;) Word(b)"));
        QCOMPARE(tokensOf("@a|@b", sql::Dialect::MySql, "a"), QByteArray("Op(@) Delim(a) Op(|) Param(@b)"));
    }

    void moveToAndSignificant()
    {
        sql::Lexer lexer("a /* b */ -- c\n d", sql::Dialect::Sqlite);
        QCOMPARE(lexer.textOf(lexer.nextSignificant()).toByteArray(), QByteArray("a"));
        QCOMPARE(lexer.textOf(lexer.nextSignificant()).toByteArray(), QByteArray("d"));
        QVERIFY(lexer.nextSignificant().kind == sql::TokenKind::End);
        lexer.moveTo(0);
        QVERIFY(lexer.next().kind == sql::TokenKind::Word);
    }
};

QTEST_APPLESS_MAIN(LexerTest)
#include "tst_lexer.moc"
