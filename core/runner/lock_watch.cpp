// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/lock_watch.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace strandline::runner {

using engine::LockWait;

namespace {

/// A server that lets nobody in, or a login that may not look: more tries would only cost it connections.
constexpr int kMostFailures = 3;

/// How long somebody waits changes all the time and is no news.
bool isSame(const LockWait& a, const LockWait& b)
{
    return a.role == b.role && a.object == b.object && a.sessionId == b.sessionId && a.session == b.session
        && a.user == b.user && a.program == b.program && a.state == b.state && a.statement == b.statement;
}

bool isSame(const QList<LockWait>& a, const QList<LockWait>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](const LockWait& one, const LockWait& other) { return isSame(one, other); });
}

} // namespace

class LockWatch::Watcher
{
public:
    Watcher(const engine::RunServices& services, OpenConnection open, qint64 sessionId, Report report,
        Timing timing)
        : m_services(services)
        , m_open(std::move(open))
        , m_sessionId(sessionId)
        , m_report(std::move(report))
        , m_timing(timing)
        , m_thread([this] { loop(); })
    { }
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    ~Watcher()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_closing = true;
        }
        m_wake.notify_all();
        m_cancel.cancel();
        m_thread.join();
    }

    void setRunning(bool running)
    {
        bool mustWake = false;
        {
            const std::scoped_lock lock(m_mutex);
            m_running = running;
            m_begun = SteadyClock::now();
            ++m_turn;
            mustWake = m_isIdle || m_hasTold;
        }
        // Otherwise the thread finds out by itself: scripts of many quick statements shall not wake it for
        // each of them.
        if (mustWake)
            m_wake.notify_all();
    }

private:
    using SteadyClock = std::chrono::steady_clock;

    void loop();
    void watch(std::unique_lock<std::mutex>& lock);
    std::optional<QList<LockWait>> look();
    void tell(std::unique_lock<std::mutex>& lock, const QList<LockWait>& waits);

    const engine::RunServices& m_services;
    const OpenConnection m_open;
    const qint64 m_sessionId;
    const Report m_report;
    const Timing m_timing;
    const base::CancelToken m_cancel;
    const base::SystemClock m_clock;

    std::mutex m_mutex; // guards what follows up to the condition
    bool m_closing = false;
    bool m_running = false;
    bool m_isIdle = false; ///< the thread waits for a beginning
    bool m_hasTold = false; ///< somebody is in the way, and the caller knows
    quint64 m_turn = 0; ///< changes with every beginning and end
    SteadyClock::time_point m_begun;

    std::condition_variable m_wake;
    // Used by the thread only.
    std::unique_ptr<db::Connection> m_connection;
    QList<LockWait> m_told;
    int m_failures = 0;
    std::thread m_thread; // last: it uses all of the above
};

void LockWatch::Watcher::loop()
{
    std::unique_lock lock(m_mutex);
    while (!m_closing) {
        if (m_running) {
            watch(lock);
        } else {
            m_isIdle = true;
            m_wake.wait(lock, [this] { return m_closing || m_running; });
            m_isIdle = false;
        }
    }
    lock.unlock();
    m_connection.reset(); // on the thread that opened it
}

/// Until this statement ends.
void LockWatch::Watcher::watch(std::unique_lock<std::mutex>& lock)
{
    const quint64 turn = m_turn;
    auto nextLook = m_begun + std::chrono::milliseconds(m_timing.firstLookMs);
    const auto isOver = [this, turn] { return m_closing || m_turn != turn; };
    while (!m_wake.wait_until(lock, nextLook, isOver)) {
        lock.unlock();
        const auto waits = look();
        lock.lock();
        // The answer may be about a statement that is over.
        if (waits && !isOver())
            tell(lock, *waits);
        nextLook = SteadyClock::now() + std::chrono::milliseconds(m_timing.everyMs);
    }
    tell(lock, {});
}

std::optional<QList<LockWait>> LockWatch::Watcher::look()
{
    if (m_failures >= kMostFailures)
        return std::nullopt;
    if (!m_connection) {
        base::JobContext context;
        context.cancel = m_cancel;
        context.clock = &m_clock;
        auto opened = m_open(ConnectionUse::Watch, context);
        if (!opened) {
            ++m_failures;
            return std::nullopt;
        }
        m_connection = std::move(*opened);
    }
    const auto waits = m_services.lockWaits(*m_connection, m_sessionId);
    if (!waits) {
        ++m_failures;
        m_connection.reset(); // it may be the connection that is broken
        return std::nullopt;
    }
    m_failures = 0;
    return *waits;
}

/// The lock is not held while the caller's function runs.
void LockWatch::Watcher::tell(std::unique_lock<std::mutex>& lock, const QList<LockWait>& waits)
{
    if (isSame(waits, m_told))
        return;
    m_told = waits;
    m_hasTold = !waits.isEmpty();
    lock.unlock();
    m_report(waits);
    lock.lock();
}

LockWatch::LockWatch(
    const engine::RunServices& services, OpenConnection open, qint64 sessionId, Report report)
    : LockWatch(services, std::move(open), sessionId, std::move(report), Timing {})
{ }

LockWatch::LockWatch(
    const engine::RunServices& services, OpenConnection open, qint64 sessionId, Report report, Timing timing)
{
    if (sessionId != 0)
        m_watcher =
            std::make_unique<Watcher>(services, std::move(open), sessionId, std::move(report), timing);
}

LockWatch::~LockWatch() = default;

void LockWatch::statementBegins()
{
    if (m_watcher)
        m_watcher->setRunning(true);
}

void LockWatch::statementEnds()
{
    if (m_watcher)
        m_watcher->setRunning(false);
}

} // namespace strandline::runner
