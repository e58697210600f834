// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/connection.h"
#include "core/db/database_thread.h"
#include "core/db/interrupter.h"

#include <QTest>
#include <QThread>

#include <atomic>

using namespace strandline;
using db::DatabaseThread;

class DatabaseThreads : public QObject
{
    Q_OBJECT

private slots:
    void runsInOrderOnOneThread();
    void cancelledBeforeItsTurnDoesNotRun();
    void destructorCancelsRunningAndWaiting();
    void continuationReachesItsReceiver();
    void interrupterRepeatsUntilTheStatementEnds();
    void interrupterIgnoresIdleConnections();
};

void DatabaseThreads::runsInOrderOnOneThread()
{
    DatabaseThread thread(QStringLiteral("order"));
    QList<int> order; // touched by the jobs only, read after the last
    QList<QFuture<base::Result<QThread*>>> futures;
    for (int i = 0; i < 100; ++i) {
        futures << thread.submit([&order, i](DatabaseThread::Job&) -> base::Result<QThread*> {
            order << i;
            return QThread::currentThread();
        });
    }
    QThread* const first = futures.first().result().value();
    QVERIFY(first != QThread::currentThread());
    for (auto& future : futures)
        QCOMPARE(future.result().value(), first);
    QCOMPARE(order.size(), 100);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void DatabaseThreads::cancelledBeforeItsTurnDoesNotRun()
{
    DatabaseThread thread(QStringLiteral("cancel"));
    std::atomic<bool> ran {false};
    std::atomic<bool> release {false};
    base::CancelToken token;
    auto first = thread.submit([&release](DatabaseThread::Job&) -> base::Result<void> {
        while (!release)
            QThread::msleep(1);
        return {};
    });
    auto second = thread.submit(
        [&ran](DatabaseThread::Job&) -> base::Result<void> {
            ran = true;
            return {};
        },
        token);
    token.cancel();
    release = true;
    QVERIFY(first.result().has_value());
    QCOMPARE(second.result().error().code, base::ErrorCode::Cancelled);
    QVERIFY(!ran);
}

void DatabaseThreads::destructorCancelsRunningAndWaiting()
{
    QFuture<base::Result<int>> running;
    QFuture<base::Result<int>> waiting;
    {
        DatabaseThread thread(QStringLiteral("end"));
        std::atomic<bool> started {false};
        running = thread.submit([&started](DatabaseThread::Job& job) -> base::Result<int> {
            started = true;
            int steps = 0;
            while (!job.cancel.isCancelled()) {
                ++steps;
                QThread::msleep(1);
            }
            return steps; // what it did is not lost
        });
        waiting = thread.submit([](DatabaseThread::Job&) -> base::Result<int> { return 1; });
        while (!started)
            QThread::msleep(1);
    }
    QVERIFY(running.isFinished());
    QVERIFY(running.result().has_value());
    QCOMPARE(waiting.result().error().code, base::ErrorCode::Cancelled);
}

void DatabaseThreads::continuationReachesItsReceiver()
{
    DatabaseThread thread(QStringLiteral("then"));
    QObject receiver;
    int seen = 0;
    thread.submit([](DatabaseThread::Job&) -> base::Result<int> { return 42; })
        .then(&receiver, [&seen](const base::Result<int>& result) { seen = *result; });
    QTRY_COMPARE(seen, 42);
}

void DatabaseThreads::interrupterRepeatsUntilTheStatementEnds()
{
    std::atomic<int> sent {0};
    db::Interrupter interrupter([&sent] { ++sent; });
    interrupter.statementBegins();
    interrupter.interrupt();
    interrupter.interrupt();
    QTRY_VERIFY(sent >= 2); // the first may have come too early for the server
    QVERIFY(interrupter.statementEnded());
    const int atEnd = sent;
    QTest::qWait(400);
    QCOMPARE(sent, atEnd);
    interrupter.statementBegins();
    QVERIFY(!interrupter.statementEnded());
}

void DatabaseThreads::interrupterIgnoresIdleConnections()
{
    std::atomic<int> sent {0};
    db::Interrupter interrupter([&sent] { ++sent; });
    interrupter.interrupt();
    interrupter.statementBegins();
    QTest::qWait(20);
    QVERIFY(!interrupter.statementEnded());
    QCOMPARE(sent, 0);
}

QTEST_GUILESS_MAIN(DatabaseThreads)
#include "tst_database_thread.moc"
