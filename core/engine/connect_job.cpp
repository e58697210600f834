// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/connect_job.h"

#include "core/db/sql_database.h"

#include <QSqlDriver>
#include <QSqlError>
#include <QThread>

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace strandline::engine {

using Opened = base::Result<std::unique_ptr<db::SqlDatabase>>;

struct Connector::Attempt
{
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Opened> outcome;
    bool cancelled = false;
    bool abandoned = false;
    bool over = false; // the thread touches nothing any more
};

struct Connector::Attempts
{
    struct Running
    {
        std::shared_ptr<Attempt> attempt;
        std::thread thread;
    };
    std::mutex mutex;
    std::list<Running> running;

    void reap()
    {
        const std::scoped_lock lock(mutex);
        for (auto it = running.begin(); it != running.end();) {
            bool over = false;
            {
                const std::scoped_lock state(it->attempt->mutex);
                over = it->attempt->over;
            }
            if (over) {
                it->thread.join();
                it = running.erase(it);
            } else {
                ++it;
            }
        }
    }
};

namespace {

Opened openHere(const ConnectRequest& request)
{
    auto created = db::SqlDatabase::create(request.driver);
    if (!created)
        return base::forward(created);
    auto owned = std::make_unique<db::SqlDatabase>(std::move(*created));
    QSqlDatabase database = owned->get();
    request.configure(database);
    if (!database.open())
        return base::fail(request.mapError(database.lastError()));
    return owned;
}

base::Error timeOutError(const ConnectRequest& request)
{
    return {base::ErrorCode::Connection, QStringLiteral("Could not reach “%1”").arg(request.server),
        QStringLiteral("No answer within %1 s.").arg(request.timeoutMs / 1000.0),
        QStringLiteral("Check the address, the network and whether a firewall drops the packets."), {}, {}};
}

} // namespace

Connector::Connector()
    : m_attempts(std::make_unique<Attempts>())
{ }

Connector::~Connector()
{
    for (auto& running : m_attempts->running)
        running.thread.join();
}

Opened Connector::open(const ConnectRequest& request, const base::CancelToken& cancel) const
{
    m_attempts->reap();
    auto attempt = std::make_shared<Attempt>();
    QThread* const home = QThread::currentThread();
    std::thread thread([attempt, request, home] {
        Opened opened = openHere(request);
        const std::scoped_lock lock(attempt->mutex);
        if (attempt->abandoned)
            opened = base::fail(base::Error {}); // closes it on this thread
        else if (opened)
            (*opened)->get().driver()->moveToThread(home); // what QSqlDatabase::moveToThread() of Qt 6.8 does
        attempt->outcome = std::move(opened);
        attempt->over = true;
        attempt->changed.notify_all();
    });

    const auto wake = cancel.onCancel([attempt] {
        const std::scoped_lock lock(attempt->mutex);
        attempt->cancelled = true;
        attempt->changed.notify_all();
    });
    const auto limit = std::chrono::steady_clock::now() + std::chrono::milliseconds(request.timeoutMs);
    std::unique_lock lock(attempt->mutex);
    attempt->changed.wait_until(lock, limit, [&] { return attempt->outcome || attempt->cancelled; });
    if (attempt->outcome) {
        Opened opened = std::move(*attempt->outcome);
        lock.unlock();
        thread.join();
        return opened;
    }
    attempt->abandoned = true;
    const bool cancelled = attempt->cancelled;
    lock.unlock();
    {
        const std::scoped_lock running(m_attempts->mutex);
        m_attempts->running.push_back({attempt, std::move(thread)});
    }
    if (cancelled)
        return base::fail(base::ErrorCode::Cancelled, QStringLiteral("Connecting was stopped on request"));
    return base::fail(timeOutError(request));
}

} // namespace strandline::engine
