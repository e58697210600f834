// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <type_traits>

namespace strandline::base {

/// Threads for pure computing and file work. Never for databases: a later task may land on another thread
/// than the connection's, and Qt's drivers refuse that.
class JobPool
{
public:
    JobPool();
    ~JobPool(); ///< waits for what runs

    template <typename Work> auto submit(Work work) -> QFuture<std::invoke_result_t<Work>>
    {
        using Value = std::invoke_result_t<Work>;
        auto promise = std::make_shared<QPromise<Value>>();
        QFuture<Value> future = promise->future();
        promise->start();
        start([promise, work = std::move(work)]() mutable {
            promise->addResult(work());
            promise->finish();
        });
        return future;
    }

private:
    void start(std::function<void()> task);
    QThreadPool m_pool;
};

} // namespace strandline::base
