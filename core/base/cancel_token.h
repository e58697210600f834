// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

namespace strandline::base {

/// A wish to stop, shared by whoever asks and whoever works. Copies share one state; every member is
/// thread-safe. Not QFuture::cancel(), which throws the result away: a cancelled run must still say what it
/// did.
class CancelToken
{
public:
    CancelToken();

    bool isCancelled() const;
    /// Sets the flag and runs the registered interrupts on the calling thread, once.
    void cancel() const;

    /// Keeps an interrupt registered while it lives. After destruction the callback is not running and
    /// will not run again, so it may refer to things that die with the guard's scope.
    class Interrupt
    {
    public:
        Interrupt() = default;
        Interrupt(Interrupt&&) noexcept = default;
        Interrupt& operator=(Interrupt&& other) noexcept;
        ~Interrupt();

    private:
        friend class CancelToken;
        struct Slot;
        explicit Interrupt(std::shared_ptr<Slot> slot);
        std::shared_ptr<Slot> m_slot;
    };

    /// Registers what unblocks the work in progress (sqlite3_interrupt, PQcancel, …). Runs at once when the
    /// token is already cancelled. The callback must not block for long and must not touch this token.
    [[nodiscard]] Interrupt onCancel(std::function<void()> callback) const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace strandline::base
