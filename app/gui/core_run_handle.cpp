// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/core_run_handle.h"

#include <thread>

namespace strandline::gui {

namespace {

/// In one go; the event loop gets its turn in between.
constexpr int kAtOnce = 200;

} // namespace

std::shared_ptr<CoreRunHandle> CoreRunHandle::start(
    usecase::ApplyRequest request, const engine::Engines& engines, const base::Clock& clock)
{
    // The last owner may be the run's thread, and a QObject dies on its own.
    const std::shared_ptr<CoreRunHandle> run(
        new CoreRunHandle, [](CoreRunHandle* handle) { handle->deleteLater(); });
    request.stopAfterStatement = run->m_stop;
    // Detached, because nobody may wait for a server that does not answer; waitForEnd() is how the end of the
    // program waits for it, and no longer than it says.
    std::thread([run, request = std::move(request), &engines, &clock] {
        const base::JobContext context {run->m_cancel, nullptr, &clock};
        run->end(usecase::applyRun(request, engines, *run, context));
    }).detach();
    return run;
}

void CoreRunHandle::stopAfterStatement()
{
    m_stop.cancel();
}

void CoreRunHandle::interrupt()
{
    // Interrupting talks to the server, which may not answer; never on the window's thread. The token is a
    // copy, so that the thread does not keep the run alive.
    std::thread([token = m_cancel] { token.cancel(); }).detach();
}

bool CoreRunHandle::waitForEnd(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_ended.wait_for(lock, patience, [this] { return m_over; });
}

void CoreRunHandle::handle(const runner::RunEvent& event)
{
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(event);
    if (m_queue.size() > kMostQueued)
        dropOldStatements();
    wake();
}

void CoreRunHandle::dropOldStatements()
{
    const auto plain = [](const runner::RunEvent& event) {
        return event.kind == runner::RunEventKind::StatementStarted
            || (event.kind == runner::RunEventKind::StatementFinished && !event.error
                && event.statement.notices.isEmpty());
    };
    std::deque<runner::RunEvent> kept;
    const size_t half = m_queue.size() / 2;
    for (size_t i = 0; i < m_queue.size(); ++i) {
        if (i >= half || !plain(m_queue[i]))
            kept.push_back(std::move(m_queue[i]));
    }
    m_queue = std::move(kept);
}

void CoreRunHandle::wake()
{
    if (!std::exchange(m_awake, true))
        QMetaObject::invokeMethod(this, &CoreRunHandle::drain, Qt::QueuedConnection);
}

void CoreRunHandle::drain()
{
    for (int i = 0; i < kAtOnce; ++i) {
        std::unique_lock lock(m_mutex);
        if (m_queue.empty()) {
            m_awake = false;
            if (!m_result || std::exchange(m_said, true))
                return;
            const base::Result<migration::RunReport> result = *m_result;
            lock.unlock();
            Q_EMIT finished({result});
            return;
        }
        const runner::RunEvent next = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        Q_EMIT event(next);
    }
    QMetaObject::invokeMethod(this, &CoreRunHandle::drain, Qt::QueuedConnection);
}

void CoreRunHandle::end(base::Result<migration::RunReport> result)
{
    const std::lock_guard lock(m_mutex);
    m_result = std::move(result);
    m_over = true;
    m_ended.notify_all();
    wake();
}

} // namespace strandline::gui
