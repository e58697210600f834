// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/plan_builder.h"
#include "core/report/plan_json.h"
#include "core/report/plan_text.h"
#include "core/sql/statement_splitter.h"

#include <QJsonArray>
#include <QTest>

using namespace strandline;
using migration::Plan;
using migration::PlanStep;
using migration::StepAction;

namespace {

PlanStep step(const QByteArray& sql, sql::Dialect dialect, const QString& version = QStringLiteral("0043"))
{
    PlanStep step;
    step.version = version;
    step.name = QStringLiteral("points");
    step.script.path = step.id() + QStringLiteral(".up.sql");
    step.script.bytes = sql;
    step.statementCount = int(sql::split(sql, dialect).statements.size());
    step.segments = planner::segmentsOf(step.script, dialect);
    return step;
}

Plan planOf(const QList<QByteArray>& scripts, sql::Dialect dialect = sql::Dialect::PostgreSql)
{
    Plan plan;
    plan.dialect = dialect;
    int version = 43;
    for (const QByteArray& script : scripts)
        plan.steps.append(step(script, dialect, QStringLiteral("00%1").arg(version++)));
    return plan;
}

} // namespace

class TestPlanText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentences()
    {
        QCOMPARE(report::planSentence({}), QStringLiteral("Nothing to do."));
        Plan blocked;
        blocked.obstacles.append({QStringLiteral("history"), migration::ObstacleLevel::Block, {}});
        QCOMPARE(report::planSentence(blocked), QStringLiteral("Nothing can run."));
        QCOMPARE(report::planSentence(planOf({"SELECT 1;"})),
            QStringLiteral("1 migration will run, in 1 transaction."));
        QCOMPARE(
            report::planSentence(planOf({"SELECT 1;", "SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a);"})),
            QStringLiteral(
                "2 migrations will run, in 2 transactions. 1 statement cannot be taken back by the server."));
        Plan down = planOf({"SELECT 1;", "SELECT 2;"});
        for (PlanStep& each : down.steps)
            each.direction = QStringLiteral("down");
        QCOMPARE(report::planSentence(down),
            QStringLiteral("2 migrations will be rolled back, in 2 transactions."));
        down.steps[1].direction = QStringLiteral("up");
        QCOMPARE(report::planSentence(down),
            QStringLiteral("1 migration will be rolled back and 1 will run, in 2 transactions."));
        down.singleTransaction = true;
        QVERIFY(report::planSentence(down).endsWith(QLatin1String("in 1 transaction.")));
    }

    void linesOfSteps()
    {
        Plan plan = planOf(
            {"SELECT 1; SELECT 2;", "SELECT 1; SELECT 2; CREATE INDEX CONCURRENTLY i ON t (a); SELECT 4;"});
        plan.steps[0].script.directives.breaking << QStringLiteral("Reports fail.");
        QCOMPARE(report::planToText(plan),
            QStringLiteral(
                "↑ 0043_points  apply, 2 statements, one transaction\n"
                "    breaking: Reports fail.\n"
                "↑ 0044_points  apply, 4 statements\n"
                "    statements 1 and 2: one transaction\n"
                "    statement 3: by itself: CREATE INDEX CONCURRENTLY cannot run in a transaction\n"
                "    statement 4: one transaction"));
        plan.steps[1].action = StepAction::Resume;
        plan.steps[1].firstStatement = 4;
        plan.steps[1].segments = planner::segmentsOf(plan.steps[1].script, plan.dialect, 4);
        plan.steps.removeFirst();
        QCOMPARE(report::planToText(plan),
            QStringLiteral("↑ 0044_points  go on, from statement 4 of 4, one transaction\n"
                           "    statements 1 to 3 stayed from before\n"
                           "      #1 SELECT 1\n"
                           "      #2 SELECT 2\n"
                           "      #3 CREATE INDEX CONCURRENTLY i ON t (a)"));
        plan.obstacles.append({QStringLiteral("order"), migration::ObstacleLevel::Note,
            {base::ErrorCode::Precondition, QStringLiteral("0044 is late"), QStringLiteral("Why."), {}, {},
                {}}});
        const QString full = report::planToText(plan, {true, true});
        QVERIFY(full.startsWith(QLatin1String("0044_points will go on at statement 4")));
        QVERIFY(full.endsWith(QLatin1String("note: 0044 is late.\n    Why.")));
        plan.steps.append(plan.steps.first());
        plan.steps.last().action = StepAction::Apply;
        QVERIFY(
            report::planSentence(plan, QStringLiteral("dev (shop)"))
                .startsWith(QLatin1String(
                    "0044_points will go on at statement 4, then 1 migration will run on dev (shop), in ")));
    }

    void sqlHasTheTransactions()
    {
        Plan plan = planOf(
            {"-- why\nCREATE TABLE t (a int);\nSELECT 1 -- end\n;", "CREATE INDEX CONCURRENTLY i ON t (a);"});
        const QString sql = report::planToSql(plan);
        QVERIFY2(sql.contains(QLatin1String("BEGIN;\nCREATE TABLE t (a int);\nSELECT 1;\nCOMMIT;\n")),
            qPrintable(sql));
        QVERIFY2(sql.contains(
                     QLatin1String("cannot run in a transaction.\nCREATE INDEX CONCURRENTLY i ON t (a);\n")),
            qPrintable(sql));
        QCOMPARE(sql.count(QLatin1String("BEGIN;")), 1);
        plan.steps.removeLast();
        plan.steps.append(step("SELECT 7;", plan.dialect, QStringLiteral("0050")));
        plan.singleTransaction = true;
        const QString single = report::planToSql(plan);
        QCOMPARE(single.count(QLatin1String("BEGIN;")), 1);
        QVERIFY(single.endsWith(QLatin1String("SELECT 7;\nCOMMIT;\n")));
    }

    /// What is printed runs as printed: cut again it gives the same statements.
    void sqlCanBeCutAgain_data()
    {
        QTest::addColumn<int>("dialect");
        QTest::addColumn<QByteArray>("script");
        using sql::Dialect;
        QTest::newRow("comment at the end")
            << int(Dialect::PostgreSql) << QByteArray("SELECT 1 /* a */ -- b\n; SELECT 2");
        QTest::newRow("dashes in a string")
            << int(Dialect::PostgreSql) << QByteArray("SELECT '--'; SELECT 2");
        QTest::newRow("function")
            << int(Dialect::PostgreSql)
            << QByteArray("CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql; SELECT 2;");
        QTest::newRow("copy") << int(Dialect::PostgreSql)
                              << QByteArray("COPY t FROM stdin;\n1\t2\n\\.\nSELECT 1;");
        QTest::newRow("procedure") << int(Dialect::MySql)
                                   << QByteArray("DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT "
                                                 "2; END//\nDELIMITER ;\nSELECT 3;");
        QTest::newRow("slashes in a procedure")
            << int(Dialect::MySql)
            << QByteArray(
                   "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT '//'; END$$\nDELIMITER ;\nSELECT 3;");
        QTest::newRow("trigger")
            << int(Dialect::Sqlite)
            << QByteArray("CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END; SELECT 1;");
        QTest::newRow("empty") << int(Dialect::Sqlite) << QByteArray("-- nothing\n");
    }

    void sqlCanBeCutAgain()
    {
        QFETCH(int, dialect);
        QFETCH(QByteArray, script);
        const auto engine = sql::Dialect(dialect);
        Plan plan = planOf({script}, engine);
        const QByteArray printed = report::planToSql(plan).toUtf8();
        const auto textsOf = [&](const QByteArray& text) {
            QStringList list;
            const sql::SplitResult split = sql::split(text, engine);
            if (!split.problems.isEmpty())
                list.append(split.problems.first().summary);
            for (const sql::Statement& statement : split.statements) {
                const QString each = QString::fromUtf8(statement.textIn(text));
                const bool isOurs = each == QLatin1String("BEGIN") || each == QLatin1String("BEGIN IMMEDIATE")
                    || each == QLatin1String("START TRANSACTION") || each == QLatin1String("COMMIT");
                if (!isOurs)
                    list.append(each + QString::fromUtf8(statement.dataIn(text)));
            }
            return list;
        };
        QCOMPARE(textsOf(printed), textsOf(script));
    }

    void largeScriptsAreNamed()
    {
        Plan plan = planOf({"SELECT 1;"});
        plan.steps[0].script.isLarge = true;
        plan.steps[0].script.bytes.clear();
        plan.steps[0].script.size = 500000000;
        const QString sql = report::planToSql(plan);
        QVERIFY(sql.contains(QLatin1String("500000000 bytes")));
        QVERIFY(sql.contains(plan.steps[0].script.path));
        const QJsonObject json = report::toJson(plan)[QStringLiteral("steps")].toArray().at(0).toObject();
        QVERIFY(json[QStringLiteral("statements")].isNull());
        QVERIFY(json[QStringLiteral("statementCount")].isNull());
    }

    void json()
    {
        Plan plan = planOf({"SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a);"});
        plan.target.kind = migration::TargetKind::UpTo;
        plan.target.version = QStringLiteral("0043");
        plan.toVersion = QStringLiteral("0043");
        plan.obstacles.append({QStringLiteral("order"), migration::ObstacleLevel::Block,
            {base::ErrorCode::Precondition, QStringLiteral("0043 is late"), {}, {}, {}, {}}});
        const QJsonObject json = report::toJson(plan);
        QCOMPARE(json[QStringLiteral("target")].toObject()[QStringLiteral("kind")].toString(),
            QStringLiteral("up-to"));
        QVERIFY(json[QStringLiteral("from")].isNull());
        QVERIFY(json[QStringLiteral("blocked")].toBool());
        const QJsonObject first = json[QStringLiteral("steps")].toArray().at(0).toObject();
        QCOMPARE(first[QStringLiteral("segments")].toArray().size(), 2);
        QCOMPARE(
            first[QStringLiteral("statements")].toArray().at(1).toObject()[QStringLiteral("text")].toString(),
            QStringLiteral("CREATE INDEX CONCURRENTLY i ON t (a)"));
        QCOMPARE(
            json[QStringLiteral("obstacles")].toArray().at(0).toObject()[QStringLiteral("level")].toString(),
            QStringLiteral("block"));
    }
};

QTEST_APPLESS_MAIN(TestPlanText)
#include "tst_plan_text.moc"
