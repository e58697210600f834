// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt_signals.h"

#include <csignal>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace strandline::cli {

struct InterruptSignals::Gentle::Shared
{
    std::mutex mutex;
    std::function<bool()> answer;

    bool answered()
    {
        const std::lock_guard lock(mutex);
        const bool dealtWith = answer && answer();
        answer = {};
        return dealtWith;
    }
};

InterruptSignals::Gentle::Gentle(std::shared_ptr<Shared> shared)
    : m_shared(std::move(shared))
{ }

InterruptSignals::Gentle::~Gentle()
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->answer = {};
}

InterruptSignals::InterruptSignals(const base::CancelToken& token)
    : m_shared(std::make_shared<Gentle::Shared>())
{
    // A thread that waits for the signals, not a handler: cancelling takes locks, which a handler must not.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([signals, token, shared = m_shared] {
        while (true) {
            int received = 0;
            sigwait(&signals, &received);
            if (token.isCancelled())
                ::_exit(130);
            if (!shared->answered())
                token.cancel();
        }
    }).detach();
}

InterruptSignals::~InterruptSignals() = default;

std::unique_ptr<InterruptSignals::Gentle> InterruptSignals::answerGently(std::function<bool()> answer)
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->answer = std::move(answer);
    return std::unique_ptr<Gentle>(new Gentle(m_shared));
}

} // namespace strandline::cli
