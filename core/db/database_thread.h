// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QFuture>
#include <QPromise>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>

namespace strandline::db {

class Connection;

/// One thread per open database: runs posted functions one after the other, in order. A connection put
/// into the job's slot stays open for the next job and dies on this thread.
///
/// submit() may be called from any thread. Not QFuture::cancel() but the token stops a job, so that it can
/// still say what it did. The destructor cancels the running job and those that wait (they end with
/// Cancelled, without running), waits, closes the connection and joins.
class DatabaseThread
{
public:
    /// What a job gets: its token, and the slot for a connection that outlives the job.
    struct Job
    {
        base::CancelToken cancel;
        std::unique_ptr<Connection>& connection;
    };

    explicit DatabaseThread(const QString& name);
    DatabaseThread(const DatabaseThread&) = delete;
    DatabaseThread& operator=(const DatabaseThread&) = delete;
    ~DatabaseThread();

    /// Work is callable as base::Result<T>(DatabaseThread::Job&). A token that is cancelled before the job's
    /// turn keeps the work from running.
    template <typename Work>
    auto submit(Work work, base::CancelToken cancel = {}) -> QFuture<std::invoke_result_t<Work, Job&>>
    {
        using Outcome = std::invoke_result_t<Work, Job&>;
        auto promise = std::make_shared<QPromise<Outcome>>();
        QFuture<Outcome> future = promise->future();
        promise->start();
        post({cancel, [promise, cancel, work = std::move(work)](std::unique_ptr<Connection>& slot) mutable {
                  Job job {cancel, slot};
                  if (cancel.isCancelled())
                      promise->addResult(Outcome(base::fail(notRunError())));
                  else
                      promise->addResult(work(job));
                  promise->finish();
              }});
        return future;
    }

private:
    struct Task
    {
        base::CancelToken cancel;
        std::function<void(std::unique_ptr<Connection>&)> run;
    };

    static base::Error notRunError();
    void post(Task task);
    void loop(const QString& name);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_waiting;
    base::CancelToken m_running;
    bool m_closing = false;
    std::thread m_thread; // last: starts when everything above exists
};

} // namespace strandline::db
