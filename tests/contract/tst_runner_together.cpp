// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history_reader.h"
#include "core/planner/plan_builder.h"
#include "tests/contract/runner_checks.h"

#include <QUuid>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace strandline;
using migration::RunOutcome;

namespace {

QString version(int number)
{
    return QString::number(20260101000000LL + number);
}

/// Plans what the history does not hold, under the lock.
base::Result<migration::Plan> pendingOf(
    const QList<migration::PlanStep>& all, const migration::Plan& like, db::Connection& connection)
{
    const auto history = history::readHistory(connection);
    if (!history)
        return base::forward(history);
    migration::Plan plan = like;
    plan.steps.clear();
    for (const migration::PlanStep& step : all) {
        const bool isThere = std::any_of(history->rows.begin(), history->rows.end(),
            [&](const migration::HistoryRow& row) { return row.version == step.version; });
        if (!isThere)
            plan.steps.append(step);
    }
    return plan;
}

} // namespace

/// Several runs at once on one database.
class TestRunnerTogether : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { test::addEngineRows(); }
    void refusesBesideAnother();
    void waitsAndFindsNothingToDo();
};

void TestRunnerTogether::refusesBesideAnother()
{
    RUN_BED(bed);
    int refused = 0;
    bed.observer.react = [&](const runner::RunEvent& event) {
        if (event.kind != runner::RunEventKind::StepStarted)
            return;
        test::EventList quiet;
        const auto second = runner::run(bed.request({bed.apply(version(2), "CREATE TABLE u (a int);")}),
            bed.engine(), bed.opener(), quiet, bed.context);
        if (!second && second.error().code == base::ErrorCode::Conflict
            && second.error().toText().contains(QStringLiteral("Zoë@build;7")))
            ++refused;
    };
    RUN(report, bed.run({bed.apply(version(1), "CREATE TABLE t (a int);")}));
    COMPARE_OUTCOME(report, RunOutcome::Done);
    QCOMPARE(refused, 1);
    QVERIFY(!bed.hasTable(QStringLiteral("u")));
    QCOMPARE(bed.applied(), QStringList {version(1)});
}

void TestRunnerTogether::waitsAndFindsNothingToDo()
{
    RUN_BED(bed);
    QList<migration::PlanStep> steps {bed.apply(version(1), "CREATE TABLE t (a int);")};
    for (int i = 2; i <= 6; ++i)
        steps.append(bed.apply(version(i), "INSERT INTO t VALUES (" + QByteArray::number(i) + ");"));
    constexpr int runners = 6;
    std::atomic_int done = 0;
    std::atomic_int nothing = 0;
    QStringList problems;
    std::mutex mutex;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < runners; ++i) {
            threads.emplace_back([&] {
                auto request = bed.request(steps);
                request.planIsBound = true;
                request.plan.binding = {QStringLiteral("outdated on purpose"), "x", "y"};
                request.lockWaitMs = 60000;
                request.replan = [&, like = request.plan](db::Connection& connection) {
                    return pendingOf(steps, like, connection);
                };
                test::EventList quiet;
                const auto open = [&bed](runner::ConnectionUse use, const base::JobContext& job) {
                    engine::OpenOptions options;
                    options.access = use == runner::ConnectionUse::Watch ? db::AccessMode::ReadOnly
                                                                         : db::AccessMode::ReadWrite;
                    options.writeToken = test::writeToken();
                    return bed.database().engines().open(bed.database().settings(), options, job);
                };
                const auto report = runner::run(request, bed.engine(), open, quiet, bed.context);
                const std::lock_guard guard(mutex);
                if (!report)
                    problems.append(report.error().toText());
                else if (report->outcome == RunOutcome::Done)
                    ++done;
                else if (report->outcome == RunOutcome::NothingToDo)
                    ++nothing;
                else
                    problems.append(migration::runOutcomeName(report->outcome)
                        + (report->error ? report->error->toText() : QString()));
            });
        }
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QStringLiteral("\n\n"))));
    QCOMPARE(done.load(), 1);
    QCOMPARE(nothing.load(), runners - 1);
    QCOMPARE(bed.value(QStringLiteral("SELECT sum(a) FROM t")), QStringLiteral("20"));
    QCOMPARE(bed.applied().size(), 6);
}

QTEST_GUILESS_MAIN(TestRunnerTogether)
#include "tst_runner_together.moc"
