// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/interrupter.h"

#include <chrono>

namespace strandline::db {

Interrupter::Interrupter(std::function<void()> sendRequest)
    : m_sendRequest(std::move(sendRequest))
{ }

Interrupter::~Interrupter()
{
    statementEnded();
}

void Interrupter::interrupt() const
{
    const std::scoped_lock lock(m_mutex);
    if (m_running && !m_sender.joinable())
        m_sender = std::thread([this] { keepSending(); });
}

void Interrupter::keepSending() const
{
    // Long enough that one request is the rule, short enough that a lost one is not felt.
    constexpr auto pause = std::chrono::milliseconds(250);
    std::unique_lock lock(m_mutex);
    while (m_running) {
        lock.unlock();
        m_sendRequest();
        lock.lock();
        m_ended.wait_for(lock, pause, [this] { return !m_running; });
    }
}

void Interrupter::statementBegins()
{
    const std::scoped_lock lock(m_mutex);
    m_running = true;
}

bool Interrupter::statementEnded()
{
    std::thread sender;
    {
        const std::scoped_lock lock(m_mutex);
        m_running = false;
        sender.swap(m_sender);
    }
    if (!sender.joinable())
        return false;
    m_ended.notify_all();
    sender.join();
    return true;
}

} // namespace strandline::db
