// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace strandline::db {

/// Stops the statement that a connection is running. interrupt() may be called from any thread while the
/// connection lives, any number of times, and returns at once; the statement then fails with
/// ErrorCode::Cancelled and the connection stays usable. Nothing happens when no statement runs.
///
/// The request is sent from a thread of its own: for servers it is a message through a second connection, and
/// the one who cancels may be the window's thread, which must not wait for a network. It is repeated while
/// the statement runs, because a request that arrives just before the statement does is lost.
class Interrupter
{
public:
    /// sendRequest is the engine's; it has to end by itself within seconds and must be thread-safe.
    explicit Interrupter(std::function<void()> sendRequest);
    Interrupter(const Interrupter&) = delete;
    Interrupter& operator=(const Interrupter&) = delete;
    ~Interrupter();

    void interrupt() const;

    /// For the connection, around each statement. The end waits until no request is on its way any more:
    /// a late one would hit the next statement. Returns whether somebody asked.
    void statementBegins();
    bool statementEnded();

private:
    void keepSending() const;

    std::function<void()> m_sendRequest;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_ended;
    mutable std::thread m_sender; // joinable: somebody asked during this statement
    bool m_running = false;
};

} // namespace strandline::db
