// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cancel_token.h"

#include <QSemaphore>
#include <QTest>

#include <atomic>
#include <thread>

using strandline::base::CancelToken;

class CancelTokenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copiesShareOneState();
    void interruptRunsOnce();
    void interruptRunsAtOnceWhenAlreadyCancelled();
    void deadGuardIsNotCalled();
    void assigningAGuardDropsTheFormerOne();
    void guardWaitsForARunningInterrupt();
};

void CancelTokenTest::copiesShareOneState()
{
    const CancelToken first;
    const CancelToken second = first;
    QVERIFY(!second.isCancelled());
    first.cancel();
    QVERIFY(second.isCancelled());
    QVERIFY(!CancelToken().isCancelled());
}

void CancelTokenTest::interruptRunsOnce()
{
    const CancelToken token;
    int calls = 0;
    const auto guard = token.onCancel([&calls] { ++calls; });
    token.cancel();
    token.cancel();
    QCOMPARE(calls, 1);
}

void CancelTokenTest::interruptRunsAtOnceWhenAlreadyCancelled()
{
    const CancelToken token;
    token.cancel();
    int calls = 0;
    const auto guard = token.onCancel([&calls] { ++calls; });
    QCOMPARE(calls, 1);
}

void CancelTokenTest::deadGuardIsNotCalled()
{
    const CancelToken token;
    int calls = 0;
    {
        const auto guard = token.onCancel([&calls] { ++calls; });
    }
    token.cancel();
    QCOMPARE(calls, 0);
}

void CancelTokenTest::assigningAGuardDropsTheFormerOne()
{
    const CancelToken token;
    int first = 0;
    int second = 0;
    auto guard = token.onCancel([&first] { ++first; });
    guard = token.onCancel([&second] { ++second; });
    token.cancel();
    QCOMPARE(first, 0);
    QCOMPARE(second, 1);
}

/// The callback may use things of the guard's scope: leaving the scope has to wait for it.
void CancelTokenTest::guardWaitsForARunningInterrupt()
{
    const CancelToken token;
    QSemaphore entered;
    std::atomic<bool> finished {false};
    auto guard = std::make_unique<CancelToken::Interrupt>(token.onCancel([&] {
        entered.release();
        QTest::qSleep(50);
        finished = true;
    }));
    std::thread canceller([&token] { token.cancel(); });
    entered.acquire();
    guard.reset();
    QVERIFY(finished);
    canceller.join();
}

QTEST_GUILESS_MAIN(CancelTokenTest)
#include "tst_cancel_token.moc"
