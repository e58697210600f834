// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/database_thread.h"

#include "core/db/connection.h"

#include <QThread>

#include <vector>

namespace strandline::db {

DatabaseThread::DatabaseThread(const QString& name)
    : m_thread([this, name] { loop(name); })
{ }

DatabaseThread::~DatabaseThread()
{
    base::CancelToken running;
    std::vector<base::CancelToken> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        m_closing = true;
        running = m_running;
        for (const Task& task : m_waiting)
            waiting.push_back(task.cancel);
    }
    m_wake.notify_all();
    for (const base::CancelToken& token : waiting)
        token.cancel();
    running.cancel();
    m_thread.join();
}

base::Error DatabaseThread::notRunError()
{
    return {base::ErrorCode::Cancelled, QStringLiteral("Stopped before it began"), {}, {}, {}, {}};
}

void DatabaseThread::post(Task task)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void DatabaseThread::loop(const QString& name)
{
    QThread::currentThread()->setObjectName(name);
    std::unique_ptr<Connection> connection;
    for (;;) {
        Task task;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_closing || !m_waiting.empty(); });
            if (m_waiting.empty())
                return;
            task = std::move(m_waiting.front());
            m_waiting.pop_front();
            m_running = task.cancel;
        }
        task.run(connection);
    }
}

} // namespace strandline::db
