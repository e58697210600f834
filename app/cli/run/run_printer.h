// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/migration/plan.h"
#include "core/runner/run_events.h"

#include <atomic>
#include <mutex>

namespace strandline::cli {

/// Tells what happens during a run: one line for each finished migration, and on a terminal a last line that
/// changes with the running statement. With `silent` (--json) it only keeps what the signals need to know.
class RunPrinter final : public runner::RunObserver
{
public:
    RunPrinter(Terminal& terminal, const migration::Plan& plan, bool silent);

    /// Events may come from two threads: the run's, and that of the look at locks.
    void handle(const runner::RunEvent& event) override;

    /// Interrupting the running statement leaves no doubt: the server takes back all of its transaction.
    bool canInterrupt() const { return m_canInterrupt; }

private:
    void show(const runner::RunEvent& event);
    void startStep(const runner::RunEvent& event);
    void finishStep(const runner::RunEvent& event);
    void finishStatement(const runner::RunEvent& event);
    void showLocks(const runner::RunEvent& event);
    void showWaiting(const runner::RunEvent& event);
    void status(const QString& text);
    void clearStatus();
    void line(const QString& text);
    QString stepName(const runner::RunEvent& event) const;
    bool runsInTransaction(const runner::RunEvent& event) const;

    Terminal& m_terminal;
    const QList<migration::PlanStep> m_steps;
    const QStringList m_stepNames;
    const int m_nameWidth;
    const bool m_isOneTransaction; ///< what ran is not kept before the end
    bool m_silent;
    std::atomic<bool> m_canInterrupt {true};
    std::mutex m_mutex;
    QString m_stepId;
    QString m_toldWaiting;
    bool m_isReplanned = false;
    bool m_hasStatus = false;
    qint64 m_stepStartedMs = 0;
    int m_statementsDone = 0;
    qint64 m_lastStatusMs = -1000;
};

} // namespace strandline::cli
