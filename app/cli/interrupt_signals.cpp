// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt_signals.h"

#include <csignal>
#include <thread>
#include <unistd.h>

namespace strandline::cli {

void cancelOnSignals(const base::CancelToken& token)
{
    // A thread that waits for the signals, not a handler: cancelling takes locks, which a handler must not.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([signals, token] {
        int received = 0;
        sigwait(&signals, &received);
        token.cancel();
        sigwait(&signals, &received);
        ::_exit(130);
    }).detach();
}

} // namespace strandline::cli
