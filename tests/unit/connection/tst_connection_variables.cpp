// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_url.h"
#include "core/connection/dotenv.h"
#include "core/connection/environment_variables.h"

#include <QElapsedTimer>
#include <QTest>

using namespace strandline;
using connection::Substitution;
using connection::VariableLookup;
using connection::Variables;

namespace {

Variables environment()
{
    Variables variables(QStringLiteral("the environment"));
    variables.insert(QStringLiteral("USER_NAME"), QStringLiteral("ann"));
    variables.insert(QStringLiteral("EMPTY"), QString());
    variables.insert(QStringLiteral("ODD"), QStringLiteral("p@ss:w/o%rd;\"'"));
    variables.insert(QStringLiteral("SERVERS"), QStringLiteral("a:1,b:2"));
    variables.insert(QStringLiteral("PARAMS"), QStringLiteral("sslmode=require&application_name=x"));
    variables.insert(QStringLiteral("WHOLE"), QStringLiteral("postgres://h/d?sslmode=disable"));
    variables.insert(QStringLiteral("BOTH"), QStringLiteral("from the environment"));
    return variables;
}

} // namespace

class TestConnectionVariables : public QObject
{
    Q_OBJECT

private slots:
    void dotenv_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* name, const QByteArray& text, const char* value) {
            QTest::newRow(name) << text << QString::fromUtf8(value);
        };
        row("plain", "A=b", "b");
        row("blanks around", "  A =  b c  ", "b c");
        row("export", "export A=b", "b");
        row("export with tab", "export\tA=b", "b");
        row("empty", "A=", "");
        row("empty with comment", "A= # nothing", "");
        row("comment", "A=b # c", "b");
        row("hash inside", "A=b#c", "b#c");
        row("comment lines", "# x\n\n  # y\nA=b", "b");
        row("equals inside", "A=b=c", "b=c");
        row("single quotes", "A='b # ${USER_NAME} \\n'", "b # ${USER_NAME} \\n");
        row("double quotes", "A=\"b # c\"", "b # c");
        row("quote and comment", "A=\"b\" # c", "b");
        row("escapes", "A=\"a\\nb\\tc\\\"d\\\\e\\$f\\q\"", "a\nb\tc\"d\\e$f\\q");
        row("several lines", "A=\"one\ntwo\"\nB=c", "one\ntwo");
        row("several lines, single", "A='one\ntwo'\nB=c", "one\ntwo");
        row("CRLF", "B=x\r\nA=b\r\n", "b");
        row("CRLF inside quotes", "A=\"b\r\nc\"\r\n", "b\nc");
        row("byte order mark",
            "\xEF\xBB\xBF"
            "A=b",
            "b");
        row("last one counts", "A=b\nA=c", "c");
        row("variable of the environment", "A=x-${USER_NAME}-y", "x-ann-y");
        row("variable in double quotes", "A=\"${USER_NAME}\"", "ann");
        row("variable from above", "B=c\nA=${B}${B}", "cc");
        row("environment wins inside too", "BOTH=file\nA=${BOTH}", "from the environment");
        row("default", "A=${NOPE:-d e}", "d e");
        row("default of an empty one", "A=${EMPTY:-d}", "d");
        row("empty one", "A=${EMPTY-d}", "");
        row("nested default", "A=${NOPE:-${USER_NAME}}", "ann");
        row("dollars alone", "A=p$ss$$w$", "p$ss$$w$");
        row("unicode", "A=pässwörd-🔑", "pässwörd-🔑");
        row("backslash unquoted", "A=a\\nb", "a\\nb");
        row("unclosed reference", "A=a${USER_NAME", "a${USER_NAME");
    }
    void dotenv()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, value);
        const auto read = connection::parseDotenv(text, QStringLiteral(".env"), environment());
        QVERIFY2(read, read ? "" : qPrintable(read.error().toText()));
        const auto found = read->value(QStringLiteral("A"));
        QVERIFY(found);
        QCOMPARE(*found, value);
    }

    void dotenvErrors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("no name") << QByteArray("A=b\n=secret") << 2;
        QTest::newRow("no equals") << QByteArray("A=b\n\nsecret") << 3;
        QTest::newRow("digit first") << QByteArray("1A=secret") << 1;
        QTest::newRow("quote never closed") << QByteArray("X=y\nA=\"secret\n\nB=c\n") << 2;
        QTest::newRow("single quote never closed") << QByteArray("A='secret\n") << 1;
        QTest::newRow("text behind the quote") << QByteArray("A=\"one\ntwo\" secret\n") << 2;
        QTest::newRow("line after several lines") << QByteArray("A=\"1\n2\n3\"\nsecret\n") << 4;
        QTest::newRow("not UTF-8") << QByteArray("A=b\nB=\xFFsecret\n") << 2;
        QTest::newRow("zero byte") << QByteArray("A=b\nB=c\nD=\0secret", 16) << 3;
    }
    void dotenvErrors()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const int, line);
        const auto read = connection::parseDotenv(text, QStringLiteral("/p/.env"), environment());
        QVERIFY(!read);
        QCOMPARE(read.error().position.line, line);
        QCOMPARE(read.error().position.file, QStringLiteral("/p/.env"));
        QVERIFY2(
            !read.error().toText().contains(QStringLiteral("secret")), qPrintable(read.error().toText()));
    }

    /// One line that cannot be filled in does not make the others useless.
    void missingVariableBreaksOnlyItsLine()
    {
        const auto read =
            connection::parseDotenv("A=${NOPE}\nB=c\nDATABASE_URL=postgres://u:${ALSO_NOT:}@h/d",
                QStringLiteral(".env"), environment());
        QVERIFY(read);
        QCOMPARE(read->value(QStringLiteral("B")).value_or(QString()), QStringLiteral("c"));
        QVERIFY(!read->value(QStringLiteral("A")));
        const VariableLookup lookup({environment(), *read});
        const auto needed = lookup.require(QStringLiteral("A"), QStringLiteral("test"));
        QVERIFY(!needed);
        QVERIFY2(needed.error().summary.contains(QStringLiteral("“NOPE” is not set")),
            qPrintable(needed.error().toText()));
        QCOMPARE(needed.error().position.line, 1);
    }

    void noFile()
    {
        const auto read = connection::readDotenv(QStringLiteral("/nonexistent"), environment());
        QVERIFY(read);
        QVERIFY(read->isEmpty());
        QVERIFY(read->place().contains(QStringLiteral("no such file")));
    }

    void substitutes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("result");
        const auto row = [](const char* text, const char* result) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(result);
        };
        row("postgres://${USER_NAME}@h/d", "postgres://ann@h/d");
        row("postgres://u:${ODD}@h/d", "postgres://u:p%40ss%3Aw%2Fo%25rd%3B%22%27@h/d");
        row("postgres://${USER_NAME}:x${ODD}y@${SERVERS}/d",
            "postgres://ann:xp%40ss%3Aw%2Fo%25rd%3B%22%27y@a:1,b:2/d");
        row("postgres://h/${ODD}", "postgres://h/p%40ss%3Aw%2Fo%25rd%3B%22%27");
        row("postgres://h/d?${PARAMS}", "postgres://h/d?sslmode=require&application_name=x");
        row("postgres://h/d?options=${PARAMS}",
            "postgres://h/d?options=sslmode%3Drequire%26application_name%3Dx");
        row("${WHOLE}", "postgres://h/d?sslmode=disable");
        row("${WHOLE}&connect_timeout=3", "postgres://h/d?sslmode=disable&connect_timeout=3");
        row("sqlite:${ODD}.db", "sqlite:p%40ss:w/o%25rd%3B%22%27.db");
        row("postgres://${NOPE:-me}@${EMPTY:-h}/d", "postgres://me@h/d");
        row("postgres://${NOPE:-a@b}@h/d", "postgres://a%40b@h/d");
        row("postgres://${NOPE-}h/d", "postgres://h/d");
        row("postgres://u:p$$w$x$@h/d", "postgres://u:p$w$x$@h/d");
        row("postgres://u:$${ODD}@h/d", "postgres://u:${ODD}@h/d");
        row("mysql://h/d?ssl-ca=${NOPE:-${USER_NAME:-x}}.pem", "mysql://h/d?ssl-ca=ann.pem");
    }
    void substitutes()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, result);
        const auto done = connection::substitute(
            text, QStringLiteral("url"), VariableLookup({environment()}), Substitution::Url);
        QVERIFY2(done, done ? "" : qPrintable(done.error().toText()));
        QCOMPARE(*done, result);
    }

    void passwordOfVariableArrivesWhole()
    {
        const auto url = connection::substitute(QStringLiteral("postgres://u:${ODD}@h/d"),
            QStringLiteral("url"), VariableLookup({environment()}), Substitution::Url);
        QVERIFY(url);
        QCOMPARE(connection::parseUrl(*url, QStringLiteral("x"))->password.reveal(),
            *environment().value(QStringLiteral("ODD")));
    }

    void substitutionErrors_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("missing") << QStringLiteral("postgres://${DB_USER}@h/d")
                                 << QStringList {QStringLiteral("“DB_USER” is not set"),
                                        QStringLiteral("url of dev"),
                                        QStringLiteral("the environment, /p/.env (no such file)")};
        QTest::newRow("missing inside a default")
            << QStringLiteral("postgres://${A:-${B}}@h") << QStringList {QStringLiteral("“B” is not set")};
        QTest::newRow("no brace") << QStringLiteral("postgres://${DB_USER@h")
                                  << QStringList {QStringLiteral("at character 12 has no “}”")};
        QTest::newRow("no name") << QStringLiteral("postgres://${}@h")
                                 << QStringList {QStringLiteral("at character 12 is not followed by a name")};
        QTest::newRow("operator unknown") << QStringLiteral("postgres://${A:+x}@h")
                                          << QStringList {QStringLiteral("not followed by a name")};
        QTest::newRow("too deep") << QStringLiteral("${A:-").repeated(20) + QStringLiteral("x")
                + QStringLiteral("}").repeated(20)
                                  << QStringList {QStringLiteral("nested too deeply")};
    }
    void substitutionErrors()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, parts);
        const VariableLookup lookup({environment(), Variables(QStringLiteral("/p/.env (no such file)"))});
        const auto done =
            connection::substitute(text, QStringLiteral("url of dev"), lookup, Substitution::Url);
        QVERIFY(!done);
        for (const QString& part : parts)
            QVERIFY2(done.error().toText().contains(part), qPrintable(done.error().toText()));
    }

    void manyBracesAreQuick()
    {
        QElapsedTimer timer;
        timer.start();
        const QByteArray line = "A=" + QByteArray("${").repeated(100000) + "\n";
        const auto read = connection::parseDotenv(line, QStringLiteral(".env"), environment());
        QVERIFY(read);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestConnectionVariables)
#include "tst_connection_variables.moc"
