// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "tests/support/bookkeeping/plan_case.h"

#include <QtTest>

using namespace strandline;
using migration::Plan;
using migration::PlanTarget;
using migration::TargetKind;

class TestPlanBuilder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_cases = test::readPlanCases(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/plan"));
    }

    void stepsAndObstacles_data()
    {
        QTest::addColumn<qsizetype>("index");
        for (qsizetype i = 0; i < m_cases.size(); ++i)
            QTest::newRow(qPrintable(m_cases.at(i).story.name)) << i;
    }

    void stepsAndObstacles()
    {
        QFETCH(qsizetype, index);
        const test::PlanCase& plan = m_cases.at(index);
        const auto built = planner::buildPlan(plan.question(), plan.target);
        QCOMPARE(test::renderPlan(built).join(QLatin1Char('\n')), plan.expected.join(QLatin1Char('\n')));
    }

    /// Whatever the story: segments cover the script from the first statement on, in order, without gaps.
    void segmentsHaveNoGaps()
    {
        for (const test::PlanCase& plan : std::as_const(m_cases)) {
            const auto built = planner::buildPlan(plan.question(), plan.target);
            if (!built)
                continue;
            for (const migration::PlanStep& step : built->steps) {
                int next = step.firstStatement;
                QVERIFY(!step.segments.isEmpty());
                for (const migration::Segment& segment : step.segments) {
                    QCOMPARE(segment.first, next);
                    next = segment.last + 1;
                }
                QCOMPARE(next, step.statementCount + 1);
            }
        }
    }

    /// A blocking obstacle that says neither why nor what to do helps nobody.
    void blocksSayWhatToDo()
    {
        int blocks = 0;
        for (const test::PlanCase& plan : std::as_const(m_cases)) {
            const auto built = planner::buildPlan(plan.question(), plan.target);
            if (!built)
                continue;
            auto lowest = migration::ObstacleLevel::Block;
            for (const migration::PlanObstacle& obstacle : built->obstacles) {
                QVERIFY2(obstacle.level <= lowest, qPrintable(plan.story.name));
                lowest = obstacle.level;
                if (obstacle.level != migration::ObstacleLevel::Block)
                    continue;
                ++blocks;
                const base::Error& error = obstacle.error;
                QVERIFY(!error.summary.isEmpty() && !error.summary.endsWith(QLatin1Char('.')));
                if (error.code != base::ErrorCode::Io) // the story's own
                    QVERIFY2(error.hint.endsWith(QLatin1Char('.')), qPrintable(error.summary));
            }
        }
        QVERIFY(blocks > 5);
    }

    void planKnowsWhatItWasMadeFor()
    {
        const test::PlanCase& plan = m_cases.first();
        const auto question = plan.question();
        const auto built = planner::buildPlan(question, plan.target);
        QVERIFY(built);
        QCOMPARE(built->environment, QStringLiteral("test"));
        QCOMPARE(built->binding.database, QStringLiteral("shop"));
        QCOMPARE(built->binding.schema, QByteArray("f1"));
        QCOMPARE(built->binding.history, planner::historyDigest(question.history));
        QCOMPARE(built->madeAt, question.now);
        QVERIFY(!planner::whyOutdated(*built, built->binding));
    }

    void outdatedPlansNameWhatMoved_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("word");
        QTest::newRow("database") << "database"
                                  << "another database";
        QTest::newRow("history") << "history"
                                 << "history changed";
        QTest::newRow("schema") << "schema"
                                << "schema changed";
        QTest::newRow("schema not asked") << "unknown" << QString();
    }

    void outdatedPlansNameWhatMoved()
    {
        QFETCH(QString, what);
        QFETCH(QString, word);
        Plan plan;
        plan.binding = {QStringLiteral("shop"), "h", "s"};
        migration::PlanBinding now = plan.binding;
        if (what == QLatin1String("database"))
            now = {QStringLiteral("other"), "x", "y"}; // the first difference explains the others
        else if (what == QLatin1String("history"))
            now.history = "h2";
        else if (what == QLatin1String("schema"))
            now.schema = "s2";
        else
            now.schema.clear();
        const auto why = planner::whyOutdated(plan, now);
        QCOMPARE(why.has_value(), !word.isEmpty());
        if (why) {
            QCOMPARE(why->code, base::ErrorCode::Conflict);
            QVERIFY(why->summary.contains(word));
            QVERIFY(!why->hint.isEmpty());
        }
    }

    void digestSeesWhatMatters()
    {
        const auto digestOf = [](const QStringList& lines) {
            test::TimelineCase story;
            for (const QString& line : lines)
                test::addStoryLine(story, line);
            return planner::historyDigest(story.history);
        };
        const QStringList base {QStringLiteral("row 1 a applied"), QStringLiteral("row 2 b applied")};
        const QByteArray digest = digestOf(base);
        QCOMPARE(digest.size(), 64);
        QCOMPARE(digestOf(base), digest);
        QSet<QByteArray> seen {digest};
        const QList<QStringList> others {
            {},
            {base.at(0)},
            {base.at(1), base.at(0)}, // another order of execution undoes in another order
            {base.at(0), QStringLiteral("row 2 b skipped")},
            {base.at(0), QStringLiteral("row 2 b applied text=other")},
            {base.at(0), QStringLiteral("row 2 b applied nodown")},
            {base.at(0), QStringLiteral("row 2 b applied run=r9")},
            base + QStringList {QStringLiteral("log started 3 c up run=r1")},
            base
                + QStringList {QStringLiteral("log started 3 c up run=r1"),
                    QStringLiteral("log failed 3 c up run=r1 statement=2 kept=1")},
            base
                + QStringList {QStringLiteral("log started 3 c up run=r1"),
                    QStringLiteral("log failed 3 c up run=r1 statement=3 kept=2")},
        };
        for (const QStringList& lines : others) {
            const QByteArray other = digestOf(lines);
            QVERIFY2(!seen.contains(other), qPrintable(lines.join(QLatin1String("; "))));
            seen.insert(other);
        }
    }

    /// The engines deal numbers differently, spell versions as files do, and may have the whole log in the
    /// snapshot or only its end.
    void digestIsTheSameForTheSameHistory()
    {
        test::TimelineCase story;
        test::addStoryLine(story, QStringLiteral("row 0042 a applied"));
        test::addStoryLine(story, QStringLiteral("row 43 b applied"));
        const QByteArray digest = planner::historyDigest(story.history);
        migration::HistorySnapshot other = story.history;
        other.rows[0].sequence = 70;
        other.rows[1].sequence = 75;
        other.rows[0].version = QStringLiteral("42");
        other.rows[0].appliedAt = QDateTime();
        other.format = 1;
        std::swap(other.rows[0], other.rows[1]);
        QCOMPARE(planner::historyDigest(other), digest);
        test::addStoryLine(story, QStringLiteral("log started 43 b up run=run-of-2"));
        test::addStoryLine(story, QStringLiteral("log statement-done 43 b up run=run-of-2 statement=1"));
        test::addStoryLine(story, QStringLiteral("log applied 43 b up run=run-of-2"));
        QCOMPARE(planner::historyDigest(story.history), digest);
    }

    void noPlanWithoutHistory()
    {
        planner::PlanQuestion question = m_cases.first().question();
        question.timeline.compared = false;
        const auto built = planner::buildPlan(question, {});
        QVERIFY(!built);
        QCOMPARE(built.error().code, base::ErrorCode::Precondition);
    }

    void largeScriptsAreNotRead()
    {
        migration::Script script;
        script.isLarge = true;
        auto segments = planner::segmentsOf(script, sql::Dialect::PostgreSql);
        QCOMPARE(segments.size(), 1);
        QCOMPARE(segments.first().mode, migration::SegmentMode::Transaction);
        script.cannotRunInTransaction = true;
        segments = planner::segmentsOf(script, sql::Dialect::PostgreSql);
        QCOMPARE(segments.first().mode, migration::SegmentMode::Autocommit);
        QVERIFY(!segments.first().reason.isEmpty());
    }

private:
    QList<test::PlanCase> m_cases;
};

QTEST_APPLESS_MAIN(TestPlanBuilder)
#include "tst_plan_builder.moc"
