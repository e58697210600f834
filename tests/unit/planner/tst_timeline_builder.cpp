// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/timeline_builder.h"
#include "tests/support/bookkeeping/timeline_case.h"
#include "tests/support/cpu_time.h"

#include <QtTest>

using namespace strandline;

class TestTimelineBuilder : public QObject
{
    Q_OBJECT

private slots:
    void statesFlagsAndCounts_data()
    {
        QTest::addColumn<qsizetype>("index");
        m_cases = test::readTimelineCases(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/timeline"));
        for (qsizetype i = 0; i < m_cases.size(); ++i)
            QTest::newRow(qPrintable(m_cases.at(i).name)) << i;
    }

    void statesFlagsAndCounts()
    {
        QFETCH(qsizetype, index);
        const test::TimelineCase& story = m_cases.at(index);
        const auto timeline = planner::buildTimeline(story.set, story.history, {story.liveRuns});
        QVERIFY(timeline.compared);
        QCOMPARE(
            test::renderTimeline(timeline).join(QLatin1Char('\n')), story.expected.join(QLatin1Char('\n')));
    }

    /// Without a database nothing may look decided, and nothing of the database may show.
    void filesAloneAreNotCompared()
    {
        for (const test::TimelineCase& story : std::as_const(m_cases)) {
            const auto timeline = planner::buildTimeline(story.set, std::nullopt);
            QVERIFY(!timeline.compared);
            QCOMPARE(timeline.entries.size(), story.set.migrations.size());
            QVERIFY(timeline.headVersion.isEmpty());
            for (const auto& entry : timeline.entries) {
                QCOMPARE(entry.state, migration::MigrationState::Pending);
                QVERIFY(!entry.history && entry.runs.isEmpty() && !entry.at.isValid());
            }
        }
    }

    void databaseWithoutTablesIsComparedAndAllPending()
    {
        test::TimelineCase story = m_cases.first();
        story.history = {};
        const auto timeline = planner::buildTimeline(story.set, story.history);
        QVERIFY(timeline.compared);
        for (const auto& entry : timeline.entries)
            QCOMPARE(entry.state, migration::MigrationState::Pending);
    }

    void everyStateAndFlagHasACase()
    {
        QStringList seen;
        for (const test::TimelineCase& story : std::as_const(m_cases))
            seen += story.expected;
        const QString all = seen.join(QLatin1Char('\n')) + QLatin1Char('\n');
        for (const char* state : {"applied", "pending", "running", "failed", "partial", "rolledBack",
                 "missing", "future", "skipped", "baseline"}) {
            QVERIFY2(all.contains(QRegularExpression(QStringLiteral(" %1[ \n]").arg(QLatin1String(state)))),
                state);
        }
        for (const char* flag :
            {"changed", "changedCosmetic", "outOfOrder", "irreversible", "noTransaction", "repeatable"}) {
            QVERIFY2(all.contains(QRegularExpression(QStringLiteral(" \\+%1[ \n]").arg(QLatin1String(flag)))),
                flag);
        }
    }

    void timeActorAndDurationFollowTheState()
    {
        const QDateTime begin = QDateTime::fromString(QStringLiteral("2026-02-03T04:05:06Z"), Qt::ISODate);
        migration::MigrationSet set;
        migration::HistorySnapshot history;
        history.present = true;
        for (int i = 1; i <= 3; ++i) {
            migration::Migration file;
            file.version = QString::number(i);
            file.name = QStringLiteral("m");
            file.up = migration::Script();
            set.migrations.append(file);
        }
        migration::HistoryRow row;
        row.version = QStringLiteral("1");
        row.appliedAt = begin;
        row.appliedBy = QStringLiteral("anna");
        row.durationMs = 41;
        history.rows.append(row);
        migration::LogEvent event;
        event.kind = migration::EventKind::Failed;
        event.version = QStringLiteral("2");
        event.direction = QStringLiteral("up");
        event.at = begin.addSecs(5);
        event.actor = QStringLiteral("ben");
        event.durationMs = 7;
        event.statement = 3;
        event.statementCount = 6;
        event.error = QStringLiteral("relation missing");
        history.events.append(event);

        const auto timeline = planner::buildTimeline(set, history);
        QCOMPARE(timeline.entries.at(0).at, begin);
        QCOMPARE(timeline.entries.at(0).by, QStringLiteral("anna"));
        QCOMPARE(timeline.entries.at(0).durationMs, 41);
        QCOMPARE(timeline.entries.at(1).at, begin.addSecs(5));
        QCOMPARE(timeline.entries.at(1).by, QStringLiteral("ben"));
        QCOMPARE(timeline.entries.at(1).durationMs, 7);
        QCOMPARE(timeline.entries.at(1).runs.size(), 1);
        QCOMPARE(timeline.entries.at(1).runs.first().failedStatement, 3);
        QCOMPARE(timeline.entries.at(1).runs.first().statementCount, 6);
        QCOMPARE(timeline.entries.at(1).runs.first().error, QStringLiteral("relation missing"));
        QVERIFY(!timeline.entries.at(2).at.isValid());
        QCOMPARE(timeline.entries.at(2).durationMs, -1);
    }

    /// Eight times the input may take about eight times the time; a square would take sixty-four. The limit
    /// leaves room for sorting and caches; the best of a few rounds counts.
    void timeGrowsWithTheInput()
    {
        double small = 1e9;
        double large = 1e9;
        const auto isLinear = [&] { return large < 28 * small; };
        for (int round = 0; round == 0 || (round < 8 && !isLinear()); ++round) {
            small = std::min(small, secondsFor(2500));
            large = std::min(large, secondsFor(20000));
        }
        qInfo("2500: %.1f ms, 20000: %.1f ms", small * 1e3, large * 1e3);
        QVERIFY2(large < 1e8, "an entry is missing");
        QVERIFY2(isLinear(), "more than linear");
    }

private:
    static double secondsFor(int count)
    {
        migration::MigrationSet set;
        migration::HistorySnapshot history;
        history.present = true;
        for (int i = 0; i < count; ++i) {
            migration::Migration file;
            // Scattered, so that sorting has work to do and many run out of order.
            file.version = QString::number(20260101000000 + (qint64(i) * 7919) % count);
            file.name = QStringLiteral("m%1").arg(i);
            file.up = migration::Script();
            file.up->sha256 = QByteArray::number(i);
            migration::HistoryRow row;
            row.version = file.version;
            row.name = file.name;
            row.upSha256 = file.up->sha256;
            row.sequence = i + 1;
            row.runId = QString::number(i);
            history.rows.append(row);
            set.migrations.append(file);
            for (const auto kind : {migration::EventKind::Started, migration::EventKind::Applied}) {
                migration::LogEvent event;
                event.kind = kind;
                event.version = file.version;
                event.name = file.name;
                event.direction = QStringLiteral("up");
                event.runId = row.runId;
                history.events.append(event);
            }
        }
        int applied = 0;
        const double seconds =
            test::cpuSecondsFor([&] { applied = planner::buildTimeline(set, history).counts.applied; });
        return applied == count ? seconds : 1e9;
    }

    QList<test::TimelineCase> m_cases;
};

QTEST_APPLESS_MAIN(TestTimelineBuilder)
#include "tst_timeline_builder.moc"
