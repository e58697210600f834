// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/line_diff.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace strandline::base;

namespace {

/// One letter per line.
QList<QByteArrayView> letters(QByteArrayView text)
{
    QList<QByteArrayView> lines;
    for (qsizetype i = 0; i < text.size(); ++i)
        lines.append(text.sliced(i, 1));
    return lines;
}

/// "=ab-c+d": what a reader of the test wants to see.
QByteArray written(
    const QList<DiffRun>& runs, const QList<QByteArrayView>& before, const QList<QByteArrayView>& after)
{
    QByteArray out;
    for (const DiffRun& run : runs) {
        out += run.op == DiffOp::Equal ? '=' : run.op == DiffOp::Removed ? '-' : '+';
        for (qsizetype i = 0; i < run.count; ++i)
            out += run.op == DiffOp::Added ? after.at(run.newLine + i) : before.at(run.oldLine + i);
    }
    return out;
}

bool turnsIntoEachOther(
    const QList<DiffRun>& runs, const QList<QByteArrayView>& before, const QList<QByteArrayView>& after)
{
    qsizetype a = 0;
    qsizetype b = 0;
    for (const DiffRun& run : runs) {
        if (run.oldLine != a || run.newLine != b || run.count <= 0)
            return false;
        for (qsizetype i = 0; i < run.count && run.op == DiffOp::Equal; ++i) {
            if (before.at(a + i) != after.at(b + i))
                return false;
        }
        a += run.op == DiffOp::Added ? 0 : run.count;
        b += run.op == DiffOp::Removed ? 0 : run.count;
    }
    return a == before.size() && b == after.size();
}

qsizetype edits(const QList<DiffRun>& runs)
{
    qsizetype total = 0;
    for (const DiffRun& run : runs)
        total += run.op == DiffOp::Equal ? 0 : run.count;
    return total;
}

/// The textbook table, as oracle.
qsizetype shortestEdits(QByteArrayView a, QByteArrayView b)
{
    QList<QList<qsizetype>> table(a.size() + 1, QList<qsizetype>(b.size() + 1, 0));
    for (qsizetype i = 1; i <= a.size(); ++i) {
        for (qsizetype j = 1; j <= b.size(); ++j)
            table[i][j] =
                a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
    }
    return a.size() + b.size() - 2 * table[a.size()][b.size()];
}

/// Is a letter unique on both sides once the common ends are gone? Then reading well goes before shortness.
bool hasAnchor(QByteArrayView a, QByteArrayView b)
{
    while (!a.isEmpty() && !b.isEmpty() && a.front() == b.front())
        a = a.sliced(1), b = b.sliced(1);
    while (!a.isEmpty() && !b.isEmpty() && a.back() == b.back())
        a.chop(1), b.chop(1);
    for (const char letter : {'a', 'b'}) {
        if (std::count(a.begin(), a.end(), letter) == 1 && std::count(b.begin(), b.end(), letter) == 1)
            return true;
    }
    return false;
}

} // namespace

class TestLineDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreSplit_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::newRow("empty") << QByteArray() << QByteArrayList();
        QTest::newRow("LF") << QByteArray("a\nb\n") << QByteArrayList {"a", "b"};
        QTest::newRow("no end") << QByteArray("a\nb") << QByteArrayList {"a", "b"};
        QTest::newRow("CRLF") << QByteArray("a\r\nb\r\n") << QByteArrayList {"a", "b"};
        QTest::newRow("CR") << QByteArray("a\rb") << QByteArrayList {"a", "b"};
        QTest::newRow("empty lines") << QByteArray("\n\n") << QByteArrayList {"", ""};
        QTest::newRow("NUL") << QByteArray("a\0b\n", 4) << QByteArrayList {QByteArray("a\0b", 3)};
    }

    void linesAreSplit()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, lines);
        QByteArrayList actual;
        for (const QByteArrayView line : splitLines(text))
            actual.append(line.toByteArray());
        QCOMPARE(actual, lines);
    }

    void differencesReadWell_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* before, const char* after, const char* expected) {
            QTest::addRow("%s to %s", before, after)
                << QByteArray(before) << QByteArray(after) << QByteArray(expected);
        };
        row("", "", "");
        row("abc", "abc", "=abc");
        row("", "ab", "+ab");
        row("ab", "", "-ab");
        row("abc", "axc", "=a-b+x=c");
        row("abc", "xabc", "+x=abc");
        row("abc", "abcx", "=abc+x");
        row("abc", "bc", "-a=bc");
        row("abcd", "dabc", "+d=abc-d");
        row("abc", "xyz", "-abc+xyz");
        row("aaaa", "aa", "=aa-aa");
        row("abab", "baba", "-a=bab+a");
    }

    void differencesReadWell()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QByteArray, expected);
        const auto a = letters(before);
        const auto b = letters(after);
        const auto runs = diffLines(a, b);
        QVERIFY(turnsIntoEachOther(runs, a, b));
        QCOMPARE(edits(runs), shortestEdits(before, after));
        if (before.size() != 4 || after.size() != 4 || before != "abab")
            QCOMPARE(written(runs, a, b), expected);
    }

    void everyDifferenceIsTrue()
    {
        QRandomGenerator random(4711);
        for (int round = 0; round < 3000; ++round) {
            QByteArray before;
            QByteArray after;
            const int alphabet = 1 + int(random.bounded(6));
            for (quint32 i = random.bounded(12U); i > 0; --i)
                before += char('a' + random.bounded(alphabet));
            for (quint32 i = random.bounded(12U); i > 0; --i)
                after += char('a' + random.bounded(alphabet));
            const auto a = letters(before);
            const auto b = letters(after);
            QVERIFY2(turnsIntoEachOther(diffLines(a, b), a, b), (before + " / " + after).constData());
        }
    }

    void withoutAnchorsTheShortestIsFound()
    {
        QRandomGenerator random(42);
        int compared = 0;
        for (int round = 0; round < 2000; ++round) {
            QByteArray before("aabb");
            QByteArray after("abab");
            for (quint32 i = random.bounded(20U); i > 0; --i)
                before.insert(random.bounded(int(before.size())), char('a' + random.bounded(2)));
            for (quint32 i = random.bounded(20U); i > 0; --i)
                after.insert(random.bounded(int(after.size())), char('a' + random.bounded(2)));
            if (hasAnchor(before, after))
                continue;
            ++compared;
            const auto runs = diffLines(letters(before), letters(after));
            QCOMPARE(edits(runs), shortestEdits(before, after));
        }
        QVERIFY(compared > 500);
    }

    void bigTextsAreNotQuadratic_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QByteArray numbered;
        QByteArray edited;
        QByteArray reversed;
        QByteArray few;
        QByteArray fewOther;
        QRandomGenerator random(1);
        for (int i = 0; i < 50'000; ++i) {
            const QByteArray line = "INSERT INTO t VALUES (" + QByteArray::number(i) + ");\n";
            numbered += line;
            edited += i % 7 == 0 ? "-- changed " + line : line;
            reversed.prepend(line);
            few += char('a' + random.bounded(5)) + QByteArray("\n");
            fewOther += char('a' + random.bounded(5)) + QByteArray("\n");
        }
        QTest::newRow("every seventh changed") << numbered << edited;
        QTest::newRow("reversed") << numbered << reversed;
        QTest::newRow("five different lines, shuffled") << few << fewOther;
        QTest::newRow("nothing in common") << numbered << few;
    }

    void bigTextsAreNotQuadratic()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QElapsedTimer watch;
        watch.start();
        const auto a = splitLines(before);
        const auto b = splitLines(after);
        const auto runs = diffLines(a, b);
        qInfo("%lld ms, %lld lines differ", watch.elapsed(), static_cast<long long>(edits(runs)));
        QVERIFY(turnsIntoEachOther(runs, a, b));
        QVERIFY(watch.elapsed() < 3000);
    }
};

QTEST_GUILESS_MAIN(TestLineDiff)

#include "tst_line_diff.moc"
