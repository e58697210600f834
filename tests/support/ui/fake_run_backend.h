// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/run_backend.h"

namespace strandline::test {

/// A run that does what the test says, when it says it.
class FakeRunHandle final : public ui::RunHandle
{
    Q_OBJECT

public:
    bool stopped = false;
    bool interrupted = false;

    void stopAfterStatement() override { stopped = true; }
    void interrupt() override { interrupted = true; }
    void say(const runner::RunEvent& event) { Q_EMIT this->event(event); }
    void end(const base::Result<migration::RunReport>& result) { Q_EMIT finished({result}); }
};

/// Answers from values; runs are in the test's hand.
class FakeRunBackend final : public ui::RunBackend
{
public:
    base::Result<usecase::PreparedRun> prepared = usecase::PreparedRun();
    base::Result<usecase::SettlePreview> preview = usecase::SettlePreview();
    base::Result<runner::SettleReport> settled = runner::SettleReport();
    base::Result<migration::SessionEnd> disconnected = migration::SessionEnd::Ended;
    bool hold = false; ///< prepareRun() does not answer until answer()

    QList<migration::PlanTarget> targets; ///< asked for, in order
    QList<ui::RunOrder> orders;
    QList<ui::SettleOrder> previews;
    QList<ui::SettleOrder> settles;
    QList<ui::DisconnectOrder> disconnects;
    QList<usecase::RunTimeouts> timeouts; ///< asked for, in order
    std::shared_ptr<FakeRunHandle> run; ///< the last one

    void answer();

    QFuture<base::Result<usecase::PreparedRun>> prepareRun(const ui::EnvironmentQuestion& question,
        const migration::PlanTarget& target, const usecase::RunTimeouts& timeouts,
        const base::CancelToken& cancel) override;
    std::shared_ptr<ui::RunHandle> startRun(const ui::RunOrder& order) override;
    QFuture<base::Result<migration::SessionEnd>> endSession(const ui::DisconnectOrder& order) override;
    QFuture<base::Result<usecase::SettlePreview>> previewSettle(
        const ui::SettleOrder& order, const base::CancelToken& cancel) override;
    QFuture<base::Result<runner::SettleReport>> settle(const ui::SettleOrder& order) override;

private:
    QList<std::function<void()>> m_held;
};

/// Two migrations of the shop, one of them with a statement outside of transactions; all checks pass.
usecase::PreparedRun preparedApply(const QString& environment = QStringLiteral("production"));
/// The way back over two, with a table and a column that are deleted.
usecase::PreparedRun preparedRollBack(const QString& environment = QStringLiteral("production"));
usecase::PreflightCheck makeCheck(
    const QString& id, usecase::CheckLevel level, const QString& title, const QString& finding);

migration::RunReport makeReport(const migration::Plan& plan, migration::RunOutcome outcome);

runner::RunEvent makeEvent(runner::RunEventKind kind, int step = -1, int statement = 0);

} // namespace strandline::test
