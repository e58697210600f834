// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/plan_json.h"
#include "tests/support/bookkeeping/plan_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace strandline;

namespace {

QJsonObject throughText(const QJsonObject& json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson()).object();
}

} // namespace

class TestPlanJson : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_cases = test::readPlanCases(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/plan"));
    }

    /// Every plan of every story comes back as it was, with its texts, but for the kind that is not stored.
    void everyPlanComesBack()
    {
        int compared = 0;
        for (const test::PlanCase& story : std::as_const(m_cases)) {
            const auto plan = planner::buildPlan(story.question(), story.target);
            if (!plan)
                continue;
            if (!plan->isEmpty() && plan->steps.first().action == migration::StepAction::UndoKept) {
                const auto refused = planner::planFromJson(planner::planToJson(*plan), story.story.set, {});
                QVERIFY(!refused);
                QVERIFY(refused.error().summary.contains(QLatin1String("takes back")));
                continue;
            }
            const QJsonObject json = throughText(planner::planToJson(*plan));
            const auto back = planner::planFromJson(json, story.story.set, story.recordedScripts);
            QVERIFY2(back,
                qPrintable(
                    story.story.name + QLatin1Char('\n') + (back ? QString() : back.error().toText())));
            QCOMPARE(test::renderPlan(back), test::renderPlan(plan));
            QCOMPARE(back->binding, plan->binding);
            QCOMPARE(back->madeAt, plan->madeAt);
            QCOMPARE(back->target.kind, plan->target.kind);
            QCOMPARE(back->target.version, plan->target.version);
            QCOMPARE(back->target.resumeAt, plan->target.resumeAt);
            QCOMPARE(back->target.onlyThis, plan->target.onlyThis);
            QCOMPARE(planner::planToJson(*back), planner::planToJson(*plan));
            for (qsizetype i = 0; i < plan->steps.size(); ++i) {
                QCOMPARE(back->steps.at(i).script.bytes, plan->steps.at(i).script.bytes);
                QCOMPARE(back->steps.at(i).down.has_value(), plan->steps.at(i).down.has_value());
            }
            ++compared;
        }
        QVERIFY(compared > 60);
    }

    void noSqlIsStored()
    {
        for (const test::PlanCase& story : std::as_const(m_cases)) {
            const auto plan = planner::buildPlan(story.question(), story.target);
            if (plan && !plan->isEmpty() && plan->obstacles.isEmpty())
                QVERIFY(!QJsonDocument(planner::planToJson(*plan)).toJson().contains("SELECT"));
        }
    }

    void changedFilesAreRefused_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("word");
        QTest::newRow("up edited") << "up"
                                   << "was changed";
        QTest::newRow("down edited") << "down"
                                     << "was changed";
        QTest::newRow("down gone") << "no down"
                                   << "was changed";
        QTest::newRow("gone") << "gone"
                              << "not here";
    }

    void changedFilesAreRefused()
    {
        QFETCH(QString, change);
        QFETCH(QString, word);
        const test::PlanCase& story = m_cases.at(placeOf(QStringLiteral("empty database")));
        const auto plan = planner::buildPlan(story.question(), story.target);
        QVERIFY(plan);
        migration::MigrationSet set = story.story.set;
        if (change == QLatin1String("up"))
            set.migrations[0].up->sha256 = "other";
        else if (change == QLatin1String("down"))
            set.migrations[0].down->sha256 = "other";
        else if (change == QLatin1String("no down"))
            set.migrations[0].down.reset();
        else
            set.migrations.clear();
        const auto back = planner::planFromJson(planner::planToJson(*plan), set, {});
        QVERIFY(!back);
        QCOMPARE(back.error().code, base::ErrorCode::Conflict);
        QVERIFY2(back.error().summary.contains(word), qPrintable(back.error().summary));
        QVERIFY(back.error().position.file.startsWith(QLatin1String("1_a.")));
    }

    void recordedTextMustBeThere()
    {
        const test::PlanCase& story =
            m_cases.at(placeOf(QStringLiteral("the file is gone: the recorded way back")));
        const auto plan = planner::buildPlan(story.question(), story.target);
        QVERIFY(plan);
        const QJsonObject json = planner::planToJson(*plan);
        QVERIFY(planner::planFromJson(json, story.story.set, story.recordedScripts));
        const auto back = planner::planFromJson(json, story.story.set, {});
        QVERIFY(!back);
        QCOMPARE(back.error().code, base::ErrorCode::Conflict);
    }

    void brokenFiles_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("word");
        const QJsonValue gone(QJsonValue::Undefined);
        QTest::newRow("another file") << "format" << QJsonValue(QStringLiteral("x")) << "not a plan";
        QTest::newRow("newer") << "formatVersion" << QJsonValue(2) << "newer";
        QTest::newRow("no steps") << "steps" << gone << "steps";
        QTest::newRow("steps as text") << "steps" << QJsonValue(QStringLiteral("x")) << "steps";
        QTest::newRow("a step without anything")
            << "steps" << QJsonValue(QJsonArray {QJsonObject()}) << "action";
        QTest::newRow("dialect") << "dialect" << QJsonValue(QStringLiteral("oracle")) << "dialect";
        QTest::newRow("no binding") << "binding" << gone << "binding";
        QTest::newRow("empty binding") << "binding" << QJsonValue(QJsonObject()) << "database";
    }

    void brokenFiles()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QFETCH(QString, word);
        const test::PlanCase& story = m_cases.at(placeOf(QStringLiteral("empty database")));
        const auto plan = planner::buildPlan(story.question(), story.target);
        QVERIFY(plan);
        QJsonObject json = planner::planToJson(*plan);
        if (value.isUndefined())
            json.remove(key);
        else
            json[key] = value;
        const auto back = planner::planFromJson(json, story.story.set, {});
        QVERIFY(!back);
        QVERIFY2(back.error().summary.contains(word), qPrintable(back.error().summary));
        QVERIFY(!back.error().hint.isEmpty());
    }

    /// A file that was made to leave the transaction out, or to begin later, is no plan of ours.
    void editedSegmentsAreRefused()
    {
        const test::PlanCase& story = m_cases.at(placeOf(QStringLiteral("empty database")));
        const auto plan = planner::buildPlan(story.question(), story.target);
        QVERIFY(plan);
        migration::Plan edited = *plan;
        edited.steps[0].segments[0].mode = migration::SegmentMode::Autocommit;
        auto back = planner::planFromJson(planner::planToJson(edited), story.story.set, {});
        QVERIFY(!back);
        edited = *plan;
        edited.steps[0].statementCount = 7;
        back = planner::planFromJson(planner::planToJson(edited), story.story.set, {});
        QVERIFY(!back);
    }

private:
    qsizetype placeOf(const QString& name) const
    {
        for (qsizetype i = 0; i < m_cases.size(); ++i) {
            if (m_cases.at(i).story.name == name)
                return i;
        }
        qFatal("no case %s", qPrintable(name));
    }

    QList<test::PlanCase> m_cases;
};

QTEST_APPLESS_MAIN(TestPlanJson)
#include "tst_plan_json.moc"
