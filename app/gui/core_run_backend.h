// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/engine/engines.h"
#include "ui/controllers/run_backend.h"

#include <chrono>
#include <map>

namespace strandline::db {
class DatabaseThread;
}

namespace strandline::gui {

class CoreRunHandle;

/// The writing half of the window over the real core. Looking before a run happens on a thread per
/// environment; each run has a thread of its own, so that nothing waits behind it.
class CoreRunBackend final : public ui::RunBackend
{
public:
    /// Engines and clock are borrowed and outlive the backend.
    CoreRunBackend(const engine::Engines& engines, const base::Clock& clock);
    ~CoreRunBackend() override;

    QFuture<base::Result<usecase::PreparedRun>> prepareRun(const ui::EnvironmentQuestion& question,
        const migration::PlanTarget& target, const usecase::RunTimeouts& timeouts,
        const base::CancelToken& cancel) override;
    std::shared_ptr<ui::RunHandle> startRun(const ui::RunOrder& order) override;
    QFuture<base::Result<migration::SessionEnd>> endSession(const ui::DisconnectOrder& order) override;
    QFuture<base::Result<usecase::SettlePreview>> previewSettle(
        const ui::SettleOrder& order, const base::CancelToken& cancel) override;
    QFuture<base::Result<runner::SettleReport>> settle(const ui::SettleOrder& order) override;

    /// Interrupts what still runs and waits for it. False when something did not end in time: then engines
    /// and clock must not be destroyed, and the process has to end without doing so.
    bool endRuns(std::chrono::milliseconds patience);

private:
    db::DatabaseThread& lookThread(const QString& root, const QString& environment);

    const engine::Engines& m_engines;
    const base::Clock& m_clock;
    std::map<QString, std::unique_ptr<db::DatabaseThread>> m_looks;
    std::vector<std::weak_ptr<CoreRunHandle>> m_runs;
};

} // namespace strandline::gui
