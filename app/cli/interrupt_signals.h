// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"

#include <functional>
#include <memory>

namespace strandline::cli {

/// Turns Ctrl+C and SIGTERM into a cancelled token, so that a command can stop cleanly and say what it did. A
/// signal after that ends the program at once. Make one, before any thread is started.
class InterruptSignals
{
public:
    explicit InterruptSignals(const base::CancelToken& token);
    ~InterruptSignals();

    /// A gentler answer to the first signal, while the guard lives: called on a thread of its own; true when
    /// it was dealt with, so that only the next signal cancels.
    class Gentle
    {
    public:
        ~Gentle();

    private:
        friend class InterruptSignals;
        struct Shared;
        explicit Gentle(std::shared_ptr<Shared> shared);
        std::shared_ptr<Shared> m_shared;
    };
    [[nodiscard]] std::unique_ptr<Gentle> answerGently(std::function<bool()> answer);

private:
    std::shared_ptr<Gentle::Shared> m_shared;
};

} // namespace strandline::cli
