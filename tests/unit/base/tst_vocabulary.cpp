// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/job_pool.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/base/secret.h"

#include <QDebug>
#include <QTest>

#include <atomic>

using namespace strandline::base;

class VocabularyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void positionText_data();
    void positionText();
    void contextKeepsTheCause();
    void errorTextHasAllParts();
    void digestVectors_data();
    void digestVectors();
    void progressIsThrottled();
    void secretsDoNotPrint();
    void redactionFindsEncodedForms();
    void poolRunsEverything();
    void clockCanBeFixed();
};

void VocabularyTest::positionText_data()
{
    QTest::addColumn<SourcePosition>("position");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << SourcePosition {} << QString();
    QTest::newRow("file") << SourcePosition {QStringLiteral("a.sql"), 0, 0, 0} << QStringLiteral("a.sql");
    QTest::newRow("line") << SourcePosition {QStringLiteral("a.sql"), 2, 12, 0} << QStringLiteral("a.sql:12");
    QTest::newRow("column") << SourcePosition {QStringLiteral("a.sql"), 2, 12, 4}
                            << QStringLiteral("a.sql:12:4");
    QTest::newRow("statement") << SourcePosition {QStringLiteral("a.sql"), 3, 0, 0}
                               << QStringLiteral("a.sql, statement 3");
    QTest::newRow("no file") << SourcePosition {{}, 0, 7, 1} << QStringLiteral("line 7:1");
}

void VocabularyTest::positionText()
{
    QFETCH(SourcePosition, position);
    QTEST(position.toString(), "text");
    QCOMPARE(position.isKnown(), !position.toString().isEmpty());
}

void VocabularyTest::contextKeepsTheCause()
{
    Error inner;
    inner.code = ErrorCode::Sql;
    inner.summary = QStringLiteral("Could not create the table");
    inner.detail = QStringLiteral("it exists");
    inner.nativeCode = QStringLiteral("42P07");
    const Error outer = inner.withContext(QStringLiteral("Could not apply “0001”"));
    QCOMPARE(outer.summary, QStringLiteral("Could not apply “0001”"));
    QCOMPARE(outer.detail, QStringLiteral("Could not create the table: it exists"));
    QCOMPARE(outer.nativeCode, inner.nativeCode);
    QCOMPARE(outer.code, ErrorCode::Sql);
}

void VocabularyTest::errorTextHasAllParts()
{
    const Error error {ErrorCode::Io, QStringLiteral("What"), QStringLiteral("why"),
        QStringLiteral("Do this."), QStringLiteral("errno 28"), {QStringLiteral("f.sql"), 0, 3, 0}};
    QCOMPARE(error.toText(), QStringLiteral("What (f.sql:3)\nwhy [errno 28]\nDo this."));
}

void VocabularyTest::digestVectors_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("empty") << QByteArray()
                           << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("abc") << QByteArray("abc")
                         << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

void VocabularyTest::digestVectors()
{
    QFETCH(QByteArray, bytes);
    QTEST(sha256Hex(bytes), "hex");
    Sha256 pieces;
    for (const char c : bytes)
        pieces.add(QByteArrayView(&c, 1));
    QTEST(pieces.hex(), "hex");
}

void VocabularyTest::progressIsThrottled()
{
    struct Sink final : ProgressSink
    {
        void report(const Progress& progress) override { seen << progress.done; }
        QList<qint64> seen;
    } sink;
    FixedClock clock(QDateTime::currentDateTimeUtc());
    ThrottledProgress throttled(sink, clock);
    for (qint64 step = 1; step <= 100; ++step) {
        throttled.report({QStringLiteral("read"), step, 100, {}});
        clock.advance(10);
    }
    QCOMPARE(sink.seen.first(), 1);
    QCOMPARE(sink.seen.last(), 100);
    QVERIFY2(sink.seen.size() <= 12, qPrintable(QString::number(sink.seen.size())));
    throttled.report({QStringLiteral("write"), 1, 100, {}});
    QCOMPARE(sink.seen.last(), 1);
}

void VocabularyTest::secretsDoNotPrint()
{
    const Secret secret(QStringLiteral("hunter2"));
    QString text;
    QDebug(&text) << secret;
    QVERIFY(!text.contains(QStringLiteral("hunter2")));
    QVERIFY(!text.isEmpty());
}

void VocabularyTest::redactionFindsEncodedForms()
{
    const Secret secret(QStringLiteral("p@ss w"));
    const QString told = redacted(QStringLiteral("no login for u:p%40ss%20w@h with p@ss w"), secret);
    QVERIFY(!told.contains(QStringLiteral("p@ss w")));
    QVERIFY(!told.contains(QStringLiteral("p%40ss%20w")));
    QCOMPARE(redacted(QStringLiteral("text"), Secret()), QStringLiteral("text"));
}

void VocabularyTest::poolRunsEverything()
{
    std::atomic<int> done {0};
    QFuture<int> last;
    {
        JobPool pool;
        for (int i = 0; i < 50; ++i)
            last = pool.submit([&done, i] {
                ++done;
                return i;
            });
    }
    QCOMPARE(done.load(), 50);
    QCOMPARE(last.result(), 49);
}

void VocabularyTest::clockCanBeFixed()
{
    qputenv("STRANDLINE_NOW", "2025-11-20T11:40:00+01:00");
    QCOMPARE(makeClock()->nowUtc(), QDateTime(QDate(2025, 11, 20), QTime(10, 40), Qt::UTC));
    qunsetenv("STRANDLINE_NOW");
    const auto system = makeClock();
    QVERIFY(qAbs(system->nowUtc().secsTo(QDateTime::currentDateTimeUtc())) < 5);
    const qint64 before = system->monotonicMs();
    QVERIFY(system->monotonicMs() >= before);
}

QTEST_GUILESS_MAIN(VocabularyTest)
#include "tst_vocabulary.moc"
