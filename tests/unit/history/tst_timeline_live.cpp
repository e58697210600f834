// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history_reader.h"
#include "core/planner/timeline_builder.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/live_database.h"

#include <QtTest>

#include <map>

using namespace strandline;

/// The stories of tests/cases/timeline in real databases: written by the product's writer into tables made
/// by its own scripts, read by a login that may only read.
class TestTimelineLive : public QObject
{
    Q_OBJECT

private slots:
    void storyOnEngine_data()
    {
        QTest::addColumn<sql::Dialect>("dialect");
        QTest::addColumn<qsizetype>("index");
        m_cases = test::readTimelineCases(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/timeline"));
        for (const auto dialect : {sql::Dialect::Sqlite, sql::Dialect::PostgreSql, sql::Dialect::MySql}) {
            for (qsizetype i = 0; i < m_cases.size(); ++i) {
                QTest::addRow("%s: %s", qPrintable(sql::dialectName(dialect)), qPrintable(m_cases.at(i).name))
                    << dialect << i;
            }
        }
    }

    void storyOnEngine()
    {
        QFETCH(sql::Dialect, dialect);
        QFETCH(qsizetype, index);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::TimelineCase& story = m_cases.at(index);
        test::LiveDatabase* live = database(dialect);
        QVERIFY2(live->problem().isEmpty(), qPrintable(live->problem()));
        {
            auto owner = live->open();
            QVERIFY2(owner, owner ? "" : qPrintable(owner.error().toText()));
            if (m_hasTables[dialect]) {
                const auto dropped = test::dropBookkeeping(**owner);
                QVERIFY2(dropped, dropped ? "" : qPrintable(dropped.error().toText()));
            }
            const auto made = test::createBookkeeping(**owner);
            QVERIFY2(made, made ? "" : qPrintable(made.error().toText()));
            m_hasTables[dialect] = true;
            const auto written = test::writeStory(**owner, story);
            if (hasVersionTwice(story)) {
                QVERIFY2(!written, "the table must refuse a version that is there already");
                return;
            }
            QVERIFY2(written, written ? "" : qPrintable(written.error().toText()));
        }
        auto reader = live->engines().open(live->readerSettings(), {}, {});
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().toText()));
        for (const bool everyEvent : {false, true}) {
            const auto history = history::readHistory(**reader, {{}, everyEvent});
            QVERIFY2(history, history ? "" : qPrintable(history.error().toText()));
            QVERIFY(history->present);
            QVERIFY2(history->problems.isEmpty(),
                history->problems.isEmpty() ? "" : qPrintable(history->problems.first().toText()));
            const auto timeline = planner::buildTimeline(story.set, *history, {story.liveRuns});
            QCOMPARE(test::renderTimeline(timeline).join(QLatin1Char('\n')),
                story.expected.join(QLatin1Char('\n')));
            if (everyEvent)
                compareEverything(*history, story.history);
            if (QTest::currentTestFailed())
                return;
        }
    }

private:
    static bool hasVersionTwice(const test::TimelineCase& story)
    {
        QSet<QString> seen;
        for (const auto& row : story.history.rows) {
            if (row.kind == migration::Kind::Versioned && seen.contains(row.version))
                return true;
            seen.insert(row.version);
        }
        return false;
    }

    static void compareEverything(
        const migration::HistorySnapshot& read, const migration::HistorySnapshot& written)
    {
        QCOMPARE(read.rows.size(), written.rows.size());
        for (qsizetype i = 0; i < read.rows.size(); ++i) {
            const auto& a = read.rows.at(i);
            const auto& b = written.rows.at(i);
            QCOMPARE(a.kind, b.kind);
            QCOMPARE(a.version, b.version);
            QCOMPARE(a.name, b.name);
            QCOMPARE(a.status, b.status);
            QCOMPARE(a.meaning, b.meaning);
            QCOMPARE(a.upSha256, b.upSha256);
            QCOMPARE(a.downSha256, b.downSha256);
            QCOMPARE(a.appliedAt, b.appliedAt);
            QCOMPARE(a.appliedAt.timeSpec(), Qt::UTC);
            QCOMPARE(a.appliedBy, b.appliedBy);
            QCOMPARE(a.durationMs, b.durationMs);
            QCOMPARE(a.runId, b.runId);
            QCOMPARE(a.programVersion, b.programVersion);
        }
        QCOMPARE(read.events.size(), written.events.size());
        for (qsizetype i = 0; i < read.events.size(); ++i) {
            const auto& a = read.events.at(i);
            const auto& b = written.events.at(i);
            QCOMPARE(a.at, b.at);
            QCOMPARE(a.kind, b.kind);
            QCOMPARE(a.runId, b.runId);
            QCOMPARE(a.version, b.version);
            QCOMPARE(a.name, b.name);
            QCOMPARE(a.direction, b.direction);
            QCOMPARE(a.statement, b.statement);
            QCOMPARE(a.statementCount, b.statementCount);
            QCOMPARE(a.statementsKept, b.statementsKept);
            QCOMPARE(a.inTransaction, b.inTransaction);
            QCOMPARE(a.actor, b.actor);
            QCOMPARE(a.host, b.host);
            QCOMPARE(a.rows, b.rows);
            QCOMPARE(a.errorCode, b.errorCode);
            QCOMPARE(a.error, b.error);
        }
    }

    test::LiveDatabase* database(sql::Dialect dialect)
    {
        auto& live = m_live[dialect];
        if (!live)
            live = std::make_unique<test::LiveDatabase>(dialect);
        return live.get();
    }

    QList<test::TimelineCase> m_cases;
    std::map<sql::Dialect, std::unique_ptr<test::LiveDatabase>> m_live;
    std::map<sql::Dialect, bool> m_hasTables;
};

QTEST_GUILESS_MAIN(TestTimelineLive)
#include "tst_timeline_live.moc"
