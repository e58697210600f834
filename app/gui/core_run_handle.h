// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engines.h"
#include "core/usecase/apply_run.h"
#include "ui/controllers/run_backend.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace strandline::gui {

/// One run on a thread of its own. Lives on the main thread; the run's thread only fills the queue.
class CoreRunHandle final : public ui::RunHandle, public runner::RunObserver
{
    Q_OBJECT

public:
    /// More are not kept for a window that does not keep up: older statements are left out, nothing else.
    static constexpr size_t kMostQueued = 4000;

    static std::shared_ptr<CoreRunHandle> start(
        usecase::ApplyRequest request, const engine::Engines& engines, const base::Clock& clock);

    void stopAfterStatement() override;
    void interrupt() override;
    /// Of the run's thread, whether the window has heard of it or not.
    bool waitForEnd(std::chrono::milliseconds patience);

    void handle(const runner::RunEvent& event) override; ///< on the run's thread

private:
    CoreRunHandle() = default;
    void dropOldStatements();
    void wake();
    void drain(); ///< on the main thread
    void end(base::Result<migration::RunReport> result); ///< on the run's thread

    base::CancelToken m_stop;
    base::CancelToken m_cancel;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    std::deque<runner::RunEvent> m_queue;
    std::optional<base::Result<migration::RunReport>> m_result;
    bool m_over = false;
    bool m_awake = false; ///< drain() is on its way
    bool m_said = false; ///< finished() was emitted; main thread
};

} // namespace strandline::gui
