// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/settle_history.h"
#include "ui/controllers/project_backend.h"

#include <QObject>

namespace strandline::ui {

/// What the user decided after he saw plan and checks.
struct RunOrder
{
    EnvironmentQuestion environment;
    migration::Plan plan;
    QList<analysis::CountedLoss> losses;
    usecase::RunDecisions decisions;
};

/// What the history is to be told; no script runs.
struct SettleOrder
{
    EnvironmentQuestion environment;
    runner::SettleKind kind = runner::SettleKind::Baseline;
    QStringList words; ///< versions, ids or names; empty with Resolve: everything that can be settled
    runner::SettleKind resolvedTo = runner::SettleKind::MarkPending;
    QString reason;
    usecase::RunDecisions decisions;
};

/// Somebody's session that is in the way and shall be ended.
struct DisconnectOrder
{
    EnvironmentQuestion environment;
    migration::LockWait session;
};

/// What became of it; a struct for the same reason as RunEnd.
struct DisconnectEnd
{
    migration::LockWait session;
    base::Result<migration::SessionEnd> result;
};

/// How a run ended. A struct of its own, because signals carry it and Qt asks an alias of Result for a
/// comparison that reports do not have.
struct RunEnd
{
    /// A failure: it never began, and nothing was written.
    base::Result<migration::RunReport> result;
};

/// One run that was started. Lives on the main thread; what happens arrives there in order. Dropping the
/// handle stops nothing: a run ends by itself or by one of these two.
class RunHandle : public QObject
{
    Q_OBJECT

public:
    /// "After this statement": what is done stays, the rest is not begun.
    virtual void stopAfterStatement() = 0;
    /// Now: the server is asked to give up the running statement.
    virtual void interrupt() = 0;

Q_SIGNALS:
    void event(const strandline::runner::RunEvent& event);
    void finished(const strandline::ui::RunEnd& end); ///< once, last
};

/// The writing half of what the window needs of the core, apart from ProjectBackend so that whoever only
/// looks cannot write. Every function returns at once; called on the main thread only.
class RunBackend
{
public:
    virtual ~RunBackend() = default;

    /// Plan, counts and checks. Reads only.
    virtual QFuture<base::Result<usecase::PreparedRun>> prepareRun(const EnvironmentQuestion& question,
        const migration::PlanTarget& target, const usecase::RunTimeouts& timeouts,
        const base::CancelToken& cancel) = 0;
    /// Never null. A refusal arrives as finished(), too, after this function returned.
    virtual std::shared_ptr<RunHandle> startRun(const RunOrder& order) = 0;

    /// While a run waits for that session, too.
    virtual QFuture<base::Result<migration::SessionEnd>> endSession(const DisconnectOrder& order) = 0;

    virtual QFuture<base::Result<usecase::SettlePreview>> previewSettle(
        const SettleOrder& order, const base::CancelToken& cancel) = 0;
    virtual QFuture<base::Result<runner::SettleReport>> settle(const SettleOrder& order) = 0;
};

} // namespace strandline::ui
