// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json.h"
#include "core/report/words.h"

#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace strandline;
using migration::MigrationFlag;
using migration::MigrationState;

class ReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasItsOwnWordAndSign();
    void durations_data();
    void durations();
    void sentences_data();
    void sentences();
    void errorAsJson();
    void entryAsJson();
};

namespace {

const QDateTime moment(QDate(2025, 11, 20), QTime(11, 20, 5, 250), Qt::UTC);

migration::TimelineEntry entryIn(MigrationState state)
{
    migration::TimelineEntry entry;
    entry.version = QStringLiteral("20251103131000");
    entry.name = QStringLiteral("backfill");
    entry.state = state;
    entry.at = moment;
    entry.by = QStringLiteral("anna");
    entry.durationMs = 800;
    return entry;
}

migration::TimelineEntry failedEntry(MigrationState state, int failedAt, int kept, int count)
{
    migration::TimelineEntry entry = entryIn(state);
    migration::RunSummary run;
    run.outcome = migration::EventKind::Failed;
    run.failedStatement = failedAt;
    run.statementsKept = kept;
    run.statementCount = count;
    run.error = QStringLiteral("no such table");
    entry.runs = {run};
    return entry;
}

} // namespace

void ReportTest::everyStateHasItsOwnWordAndSign()
{
    QSet<QString> words;
    QSet<QChar> signs;
    for (int state = int(MigrationState::Applied); state <= int(MigrationState::Baseline); ++state) {
        words << report::stateWord(MigrationState(state));
        signs << report::stateGlyph(MigrationState(state));
    }
    QCOMPARE(words.size(), 10);
    QCOMPARE(signs.size(), 10);
    QVERIFY(!words.contains(QString()));
    QSet<QString> badges;
    for (int flag = 1; flag <= int(MigrationFlag::Unsaved); flag *= 2)
        badges << report::flagWord(MigrationFlag(flag));
    QCOMPARE(badges.size(), 9);
    QVERIFY(!badges.contains(QString()));
}

void ReportTest::durations_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 ms, const char* text) {
        QTest::newRow(text) << ms << QString::fromLatin1(text);
    };
    QTest::newRow("unknown") << qint64(-1) << QString();
    row(0, "< 1 ms");
    row(1, "1 ms");
    row(99, "99 ms");
    row(100, "0.1 s");
    row(140, "0.1 s");
    row(9949, "9.9 s");
    row(9950, "10 s");
    row(41200, "41 s");
    row(59600, "1 min");
    row(363000, "6 min 3 s");
    row(7500000, "2 h 5 min");
}

void ReportTest::durations()
{
    QFETCH(qint64, milliseconds);
    QTEST(report::durationText(milliseconds), "text");
}

void ReportTest::sentences_data()
{
    QTest::addColumn<migration::TimelineEntry>("entry");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const migration::TimelineEntry& entry, const char* sentence) {
        QTest::newRow(name) << entry << QString::fromLatin1(sentence);
    };
    row("applied", entryIn(MigrationState::Applied), "Applied on 2025-11-20 11:20 UTC by anna in 0.8 s.");
    migration::TimelineEntry changed = entryIn(MigrationState::Applied);
    changed.flags = MigrationFlag::Changed;
    row("edited", changed, "Applied on 2025-11-20 11:20 UTC by anna in 0.8 s; the file was edited since.");
    row("pending", entryIn(MigrationState::Pending), "Has not run in this database.");
    row("failed", failedEntry(MigrationState::Failed, 3, 0, 6),
        "Failed on 2025-11-20 11:20 UTC at statement 3 of 6; nothing was kept.");
    row("one stayed", failedEntry(MigrationState::Partial, 2, 1, 3),
        "Stopped on 2025-11-20 11:20 UTC at statement 2 of 3; statement 1 stayed.");
    row("two stayed", failedEntry(MigrationState::Partial, 3, 2, 3),
        "Stopped on 2025-11-20 11:20 UTC at statement 3 of 3; statements 1 and 2 stayed.");
    row("rolled back", entryIn(MigrationState::RolledBack),
        "Was applied, then undone on 2025-11-20 11:20 UTC by anna.");
    row("missing", entryIn(MigrationState::Missing),
        "Ran on 2025-11-20 11:20 UTC by anna, but its file is not here.");
    row("skipped", entryIn(MigrationState::Skipped), "Marked not to be run on 2025-11-20 11:20 UTC by anna.");
}

void ReportTest::sentences()
{
    QFETCH(migration::TimelineEntry, entry);
    QTEST(report::stateSentence(entry), "sentence");
}

void ReportTest::errorAsJson()
{
    const base::Error error {base::ErrorCode::Sql, QStringLiteral("What"), {}, QStringLiteral("Do this."),
        QStringLiteral("42P01"), {QStringLiteral("a.sql"), 2, 7, 0}};
    const QByteArray json = QJsonDocument(report::toJson(error)).toJson(QJsonDocument::Compact);
    QCOMPARE(json,
        QByteArray(
            "{\"code\":\"sql\",\"detail\":null,\"hint\":\"Do this.\",\"nativeCode\":\"42P01\",\"position\":"
            "{\"column\":null,\"file\":\"a.sql\",\"line\":7,\"statement\":2},\"summary\":\"What\"}"));
}

void ReportTest::entryAsJson()
{
    migration::TimelineEntry entry = failedEntry(MigrationState::Partial, 3, 2, 3);
    entry.flags = MigrationFlag::NoTransaction | MigrationFlag::OutOfOrder;
    const QJsonObject json = report::toJson(entry);
    QCOMPARE(json[QStringLiteral("id")].toString(), QStringLiteral("20251103131000_backfill"));
    QCOMPARE(json[QStringLiteral("state")].toString(), QStringLiteral("partial"));
    QCOMPARE(json[QStringLiteral("at")].toString(), QStringLiteral("2025-11-20T11:20:05.250Z"));
    QCOMPARE(json[QStringLiteral("flags")].toArray().size(), 2);
    QVERIFY(json[QStringLiteral("up")].isNull());
    const QJsonObject run = json[QStringLiteral("runs")].toArray().at(0).toObject();
    QCOMPARE(run[QStringLiteral("statementsKept")].toInt(), 2);
    QCOMPARE(run[QStringLiteral("error")].toString(), QStringLiteral("no such table"));
}

QTEST_GUILESS_MAIN(ReportTest)
#include "tst_report.moc"
