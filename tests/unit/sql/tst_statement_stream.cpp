// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_splitter.h"
#include "core/sql/statement_stream.h"
#include "tests/fuzz/splitter_checks.h"
#include "tests/support/cpu_time.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace strandline;

namespace {

constexpr sql::Dialect kDialects[] = {sql::Dialect::PostgreSql, sql::Dialect::MySql, sql::Dialect::Sqlite};

/// Peak of the memory of this process, in KiB.
// AddressSanitizer keeps what was freed, so that the peak says nothing about the program.
#ifdef __SANITIZE_ADDRESS__
constexpr bool memoryIsReal = false;
#else
constexpr bool memoryIsReal = true;
#endif

qint64 peakKiB()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    }
    return -1;
}

QByteArray typicalBlock(int block)
{
    QByteArray text = "-- block " + QByteArray::number(block) + "\n";
    for (int row = 0; row < 200; ++row) {
        const QByteArray id = QByteArray::number(block * 200 + row);
        text += "INSERT INTO invoice (id, customer, note) VALUES (" + id + ", 'Müller; & Söhne " + id
            + "', \"x\" /* " + id + " */);\n";
    }
    text += "UPDATE invoice SET total = (SELECT sum(amount) FROM item WHERE item.invoice = invoice.id)\n"
            " WHERE total IS NULL; -- done\n";
    return text;
}

} // namespace

class StatementStreamTest : public QObject
{
    Q_OBJECT

private slots:
    void memory();
    void sameAsSplit_data();
    void sameAsSplit();
    void limitOfProblems();
    void cutAnywhere_data();
    void cutAnywhere();
    void randomScripts();
    void failingSource();
    void largeCopy();
    void largeStatement();
    void speed();
    void longStatement();
};

/// First of all: the peak never falls again.
void StatementStreamTest::memory()
{
    constexpr qint64 total = 200 << 20;
    qint64 sent = 0;
    int block = 0;
    QByteArray left;
    sql::StatementStream stream(
        [&](qint64 wanted) -> base::Result<QByteArray> {
            while (left.size() < wanted && sent < total) {
                const QByteArray text = typicalBlock(block++);
                left += text;
                sent += text.size();
            }
            QByteArray piece = left.left(qsizetype(wanted));
            left.remove(0, piece.size());
            return piece;
        },
        sql::Dialect::PostgreSql);
    const qint64 before = peakKiB();
    if (before < 0)
        QSKIP("This system does not tell the memory of a process.");
    sql::MeaningHasher hasher(sql::Dialect::PostgreSql);
    int count = 0;
    for (;;) {
        const auto next = stream.next();
        QVERIFY2(next, next ? "" : qPrintable(next.error().toText()));
        if (!*next)
            break;
        ++count;
    }
    QVERIFY(sent >= total);
    QCOMPARE(count, block * 201);
    const qint64 grown = peakKiB() - before;
    QVERIFY2(!memoryIsReal || grown < 40 * 1024, qPrintable(QStringLiteral("grew by %1 KiB").arg(grown)));
}

void StatementStreamTest::sameAsSplit_data()
{
    QTest::addColumn<QString>("path");
    int count = 0;
    for (const char* parent : {"tests/fuzz/corpus", "tests/cases/sql"}) {
        for (const sql::Dialect dialect : kDialects) {
            const QDir folder(QStringLiteral(STRANDLINE_SOURCE_DIR "/%1/%2")
                                  .arg(QString::fromLatin1(parent), sql::dialectName(dialect)));
            for (const QString& name : folder.entryList(QDir::Files, QDir::Name)) {
                if (name.endsWith(QLatin1String(".expected")))
                    continue;
                QTest::addRow("%s/%s/%s", parent, qPrintable(sql::dialectName(dialect)), qPrintable(name))
                    << folder.filePath(name);
                ++count;
            }
        }
    }
    QVERIFY2(count > 90, "the corpus is not there");
}

void StatementStreamTest::sameAsSplit()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray script = file.readAll();
    for (const sql::Dialect dialect : kDialects) {
        for (const qint64 window : {1, 7, 64, 1000, 1 << 20}) {
            const QString broken = fuzz::checkStream(script, dialect, window);
            QVERIFY2(broken.isEmpty(),
                qPrintable(QStringLiteral("%1, window %2: %3")
                               .arg(sql::dialectName(dialect))
                               .arg(window)
                               .arg(broken)));
        }
    }
}

/// More problems than are listed, and bad bytes that count for the limit, at the end of the script.
void StatementStreamTest::limitOfProblems()
{
    for (const int count : {97, 98, 99, 100, 101, 130}) {
        for (const QByteArray& tail : {QByteArray(), QByteArray("SELECT '\xFF';"),
                 QByteArray("SELECT '\xFF", 9), QByteArray("SELECT \0 \xFE;", 11)}) {
            const QByteArray script = QByteArray("\\echo a\nSELECT 1;\n").repeated(count) + tail;
            for (const qint64 window : {64, 1000, 1 << 20}) {
                const QString broken = fuzz::checkStream(script, sql::Dialect::PostgreSql, window);
                QVERIFY2(broken.isEmpty(), qPrintable(QStringLiteral("%1: %2").arg(count).arg(broken)));
            }
        }
    }
}

void StatementStreamTest::cutAnywhere_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("mark, CRLF") << QByteArray(
        "\xEF\xBB\xBFSELECT 1;\r\nSELECT 'ä\r\n';\r\n\r\n-- x\r\nSELECT 2");
    QTest::newRow("mark in the middle")
        << QByteArray("SELECT 1;\n\xEF\xBB\xBFSELECT 2;\xEF\xBB\xBF SELECT 3;");
    QTest::newRow("only comments") << QByteArray("-- strandline:no-transaction\n/* a */ -- b\n# c\n");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("only semicolons") << QByteArray(";;;\n;");
    QTest::newRow("delimiter") << QByteArray(
        "SELECT 1;\nDELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; "
        "END//\n/*!50100 SELECT 5*/ //\nDELIMITER ;\nSELECT 6;\nSELECT 7\\G");
    QTest::newRow("delimiter of quarters of a character") << QByteArray(
        "DELIMITER \xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\n"
        "SELECT 1 \xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC SELECT 2");
    QTest::newRow("copy") << QByteArray(
        "COPY t FROM stdin;\n1\tä;\n\\.x\n2\t'\n\\.\n-- strandline:allow a b\nCOPY u FROM "
        "STDIN -- c\n;\r\n3\r\n\\.\r\nSELECT 1;\nCOPY v FROM stdin;\n4\n");
    QTest::newRow("psql") << QByteArray(
        "\\set x 'a b'\nSELECT 1 \\g\nSELECT :x;\\\\ SELECT 2;\n\\i file.sql  \n");
    QTest::newRow("dots") << QByteArray(".mode csv  \nSELECT 1;\n.read x.sql\n--y\nSELECT 2");
    QTest::newRow("escape string") << QByteArray("SELECT E'a\\'' -- b;\n\n 'c\\';' ; SELECT 1;");
    QTest::newRow("dollars") << QByteArray("CREATE FUNCTION f() AS $x$ ; $$ ; $x$; SELECT $$;$$;");
    QTest::newRow("bodies") << QByteArray(
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END;\n"
        "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; SELECT 2; END;SELECT 3;");
    QTest::newRow("unterminated") << QByteArray("SELECT 1;\nSELECT 'abc; SELECT 2;\n");
    QTest::newRow("bad bytes") << QByteArray("SELECT 1;\xC3;\nSELECT '\xFF\xFE\0';\xE2\x82", 27);
    QTest::newRow("lone CR") << QByteArray("SELECT 1;\rSELECT 2; --a\rSELECT 3;\r\n--b\r\n\rSELECT 4;");
}

void StatementStreamTest::cutAnywhere()
{
    QFETCH(QByteArray, script);
    for (const sql::Dialect dialect : kDialects) {
        for (qint64 window = 1; window < script.size() + 40; ++window) {
            const QString broken = fuzz::checkStream(script, dialect, window);
            QVERIFY2(broken.isEmpty(),
                qPrintable(QStringLiteral("%1, window %2: %3")
                               .arg(sql::dialectName(dialect))
                               .arg(window)
                               .arg(broken)));
        }
    }
}

/// Scripts put together from what is difficult to cut.
void StatementStreamTest::randomScripts()
{
    const QList<QByteArray> pieces {";", ";", ";", "\n", "\n", "\r\n", "\r", " ", "SELECT 1", "a", "'",
        "'x;y'", "\"", "`", "[", "]", "--", "-- c;", "#", "/*", "*/", "/*!50100 ", "/*M!", "$$", "$t$", "$",
        "E'", "\\", "\\g", "\\i f", "DELIMITER //\n", "DELIMITER ;\n", "\nDELIMITER $$\n", "//",
        "COPY t FROM stdin;", "\n\\.\n", "1\t2\n", "BEGIN ", "BEGIN ATOMIC ", "END", "CREATE TRIGGER t ",
        "CREATE FUNCTION f() ", "CREATE PROCEDURE p() ", "CASE ", "(", ")", ".read x", "source f",
        "\xEF\xBB\xBF", "\xC3\xA4", "\xC3", QByteArray("\0", 1), "-- strandline:no-transaction\n",
        "\n-- strandline:batch table=t key=k\n", "--x\n", "1e+5", ".", "@a", ":b"};
    quint32 seed = 20260101;
    const auto random = [&](qsizetype below) {
        seed = seed * 1664525u + 1013904223u;
        return qsizetype((seed >> 8) % quint32(below));
    };
    for (int round = 0; round < 3000; ++round) {
        QByteArray script;
        for (qsizetype left = random(60); left >= 0; --left)
            script += pieces[random(pieces.size())];
        const sql::Dialect dialect = kDialects[round % 3];
        const qint64 window = 1 + random(80);
        const QString broken = fuzz::checkStream(script, dialect, window);
        QVERIFY2(broken.isEmpty(),
            qPrintable(
                QStringLiteral("%1, window %2: %3\n").arg(sql::dialectName(dialect)).arg(window).arg(broken)
                + QString::fromUtf8(script.toPercentEncoding(" ;'\"\n"))));
    }
}

void StatementStreamTest::failingSource()
{
    int calls = 0;
    sql::StatementStream stream(
        [&](qint64) -> base::Result<QByteArray> {
            if (++calls == 1)
                return QByteArray("SELECT 1; SELECT 2; SELECT 3");
            return base::fail(base::ErrorCode::Io, QStringLiteral("The disk is gone"));
        },
        sql::Dialect::Sqlite);
    stream.setWindow(20);
    stream.collectProblems();
    const auto first = stream.next();
    QVERIFY(first && *first);
    QCOMPARE((*first)->text, QByteArray("SELECT 1"));
    for (int again = 0; again < 3; ++again) {
        const auto failed = stream.next();
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, base::ErrorCode::Io);
    }
    QCOMPARE(calls, 2);
}

void StatementStreamTest::largeCopy()
{
    // One line below the limit and one above it.
    const QByteArray line = QByteArray(1023, 'x') + '\n';
    const qint64 lines = sql::StatementStream::maxCopyBytes / 1024;
    for (const qint64 extra : {0, 1}) {
        qint64 sent = -1;
        sql::StatementStream stream(
            [&](qint64 wanted) -> base::Result<QByteArray> {
                if (sent < 0) {
                    sent = 0;
                    return QByteArray("SELECT 1;\n  COPY t FROM stdin;\n");
                }
                const qint64 count = std::min(std::max<qint64>(wanted / 1024, 1), lines + extra - sent);
                sent += count;
                if (count > 0)
                    return line.repeated(qsizetype(count));
                return std::exchange(sent, lines + extra + 1) == lines + extra ? QByteArray("\\.\nSELECT 2;")
                                                                               : QByteArray();
            },
            sql::Dialect::PostgreSql);
        QVERIFY(stream.next());
        const auto copy = stream.next();
        if (extra == 0) {
            QVERIFY2(copy, copy ? "" : qPrintable(copy.error().toText()));
            QCOMPARE((*copy)->copyData->size(), qsizetype(lines * 1024));
            const auto last = stream.next();
            QVERIFY(last && *last);
            QCOMPARE((*last)->line, int(lines) + 4);
        } else {
            QVERIFY(!copy);
            QCOMPARE(copy.error().position.line, 2);
            QCOMPARE(copy.error().position.column, 3);
            QVERIFY(!copy.error().hint.isEmpty());
        }
    }
}

/// A quote that is not closed must not gather a file of any size.
void StatementStreamTest::largeStatement()
{
    qint64 sent = 0;
    sql::StatementStream stream(
        [&](qint64 wanted) -> base::Result<QByteArray> {
            if (std::exchange(sent, sent + wanted) == 0)
                return QByteArray("SELECT 1;\n  SELECT '");
            return QByteArray(qsizetype(wanted), 'x');
        },
        sql::Dialect::Sqlite);
    QVERIFY(stream.next());
    const auto endless = stream.next();
    QVERIFY(!endless);
    QCOMPARE(endless.error().code, base::ErrorCode::Unsupported);
    QCOMPARE(endless.error().position.line, 2);
    QVERIFY(sent <= 3 * sql::StatementStream::maxStatementBytes);
}

/// 50 MB in at most one and a half times what split() needs, and some room for a loaded machine.
void StatementStreamTest::speed()
{
    QByteArray script;
    for (int block = 0; script.size() < 50'000'000; ++block)
        script += typicalBlock(block);
    double ratio = 1e9, best = 0, whole = 0;
    for (int round = 0; round < 5 && ratio > 1.5; ++round) {
        size_t expected = 0, count = 0;
        whole = test::cpuSecondsFor(
            [&] { expected = sql::split(script, sql::Dialect::PostgreSql).statements.size(); });
        best = test::cpuSecondsFor([&] {
            sql::StatementStream stream(script, sql::Dialect::PostgreSql);
            for (auto next = stream.next(); next && *next; next = stream.next())
                ++count;
        });
        QCOMPARE(count, expected);
        ratio = std::min(ratio, best / whole);
    }
    qInfo("split %.0f ms, stream %.0f ms, ratio %.2f", whole * 1000, best * 1000, ratio);
    QVERIFY2(ratio < 2.0, qPrintable(QStringLiteral("%1 times as long").arg(ratio)));
}

/// Statements longer than the window, beside short ones: no more than a few times the work.
void StatementStreamTest::longStatement()
{
    const QByteArray longOne = "INSERT INTO t VALUES ('" + QByteArray(3 << 20, 'x') + "');\n";
    QByteArray script;
    for (int i = 0; i < 5; ++i)
        script += "SELECT 1;\n" + longOne;
    QString broken;
    const double seconds =
        test::cpuSecondsFor([&] { broken = fuzz::checkStream(script, sql::Dialect::MySql, 10'000); });
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
    qInfo("%.0f ms", seconds * 1000);
}

QTEST_APPLESS_MAIN(StatementStreamTest)
#include "tst_statement_stream.moc"
