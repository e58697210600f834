// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cancel_token.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <vector>

namespace strandline::base {

struct CancelToken::Interrupt::Slot
{
    std::mutex mutex; // held while the callback runs, so that a dying guard waits for it
    std::function<void()> callback;
};

struct CancelToken::State
{
    std::atomic<bool> cancelled {false};
    std::mutex mutex;
    std::vector<std::weak_ptr<Interrupt::Slot>> slots;
};

CancelToken::CancelToken()
    : m_state(std::make_shared<State>())
{ }

bool CancelToken::isCancelled() const
{
    return m_state->cancelled.load(std::memory_order_acquire);
}

void CancelToken::cancel() const
{
    std::vector<std::weak_ptr<Interrupt::Slot>> pending;
    {
        const std::scoped_lock lock(m_state->mutex);
        if (m_state->cancelled.exchange(true))
            return;
        pending.swap(m_state->slots);
    }
    for (const auto& weak : pending) {
        if (const auto slot = weak.lock()) {
            const std::scoped_lock running(slot->mutex);
            if (slot->callback)
                slot->callback();
        }
    }
}

CancelToken::Interrupt CancelToken::onCancel(std::function<void()> callback) const
{
    auto slot = std::make_shared<Interrupt::Slot>();
    slot->callback = std::move(callback);
    {
        const std::scoped_lock lock(m_state->mutex);
        if (!m_state->cancelled) {
            // A long run registers one interrupt per statement: drop the dead ones as we go.
            std::erase_if(m_state->slots, [](const auto& weak) { return weak.expired(); });
            m_state->slots.push_back(slot);
            return Interrupt(slot);
        }
    }
    slot->callback();
    return Interrupt(slot);
}

CancelToken::Interrupt::Interrupt(std::shared_ptr<Slot> slot)
    : m_slot(std::move(slot))
{ }

CancelToken::Interrupt& CancelToken::Interrupt::operator=(Interrupt&& other) noexcept
{
    if (this != &other) {
        Interrupt dying(std::move(m_slot));
        m_slot = std::move(other.m_slot);
    }
    return *this;
}

CancelToken::Interrupt::~Interrupt()
{
    if (!m_slot)
        return;
    const std::scoped_lock lock(m_slot->mutex);
    m_slot->callback = nullptr;
}

} // namespace strandline::base
