// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/controllers/run_backend.h"

#include <QHash>

namespace strandline::ui {

enum class JobState { Running, Done, Failed, Stopped };

/// One entry of the Jobs list.
struct RunJob
{
    int id = 0;
    QString title; ///< "Apply 3 migrations"
    QString environment;
    JobState state = JobState::Running;
    QDateTime startedAt; ///< UTC
    qint64 tookMs = -1;
    QString result;
    QString details; ///< several lines, for the tooltip and copies
};

/// How far a run is, put together from its events.
struct RunProgress
{
    QDateTime startedAt; ///< UTC
    bool keepsNothing = true;
    bool stopping = false; ///< asked to stop after the statement
    bool interrupted = false; ///< asked to give up at once
    int step = -1;
    QString stepId;
};

/// The writes of this window: at most one per environment, each with its handle, all of them as jobs.
class RunController : public QObject
{
    Q_OBJECT

public:
    /// `backend` may be null: a window that only looks.
    RunController(RunBackend* backend, const base::Clock& clock, QObject* parent = nullptr);
    ~RunController() override;

    bool canWrite() const { return m_backend != nullptr; }
    RunBackend& backend() const { return *m_backend; }
    const base::Clock& clock() const { return m_clock; }

    /// False when something writes to that environment already; nothing is started then.
    bool start(const RunOrder& order, const QString& title);
    bool isWriting(const QString& environment) const;
    bool isAnythingWriting() const { return !m_runs.isEmpty() || !m_settling.isEmpty(); }
    QStringList writingEnvironments() const;
    RunProgress progress(const QString& environment) const;
    /// Of the run that is going on there; empty without one.
    migration::Plan plan(const QString& environment) const;
    QString runningTitle() const; ///< "Apply 3 migrations on production"; empty when nothing is written
    void stopAfterStatement(const QString& environment);
    void interrupt(const QString& environment);

    /// Tells the history something. The answer arrives as settled() or settleFailed().
    bool settle(const SettleOrder& order, const QString& title);

    /// Ends somebody's session. The answer arrives as disconnected(). Counts as no write of this environment:
    /// a run may be waiting for it.
    void endSession(const DisconnectOrder& order, const QString& title);

    const QList<RunJob>& jobs() const { return m_jobs; }
    void clearFinishedJobs();

Q_SIGNALS:
    void started(const QString& environment);
    void event(const QString& environment, const strandline::runner::RunEvent& event);
    void stopRequested(const QString& environment);
    void finished(const QString& environment, const strandline::ui::RunEnd& end);
    void settled(const QString& environment, const strandline::runner::SettleReport& report);
    void settleFailed(const QString& environment, const strandline::base::Error& error);
    void disconnected(const QString& environment, const strandline::ui::DisconnectEnd& end);
    void jobsChanged();
    void writingChanged(); ///< something began or ended to write

private:
    struct Run
    {
        std::shared_ptr<RunHandle> handle;
        RunProgress progress;
        migration::Plan plan;
        int job = 0;
    };
    void take(const QString& environment, const runner::RunEvent& event);
    void end(const QString& environment, const base::Result<migration::RunReport>& result);
    int addJob(const QString& title, const QString& environment);
    void endJob(int id, JobState state, const QString& result, const QString& details = {});

    RunBackend* m_backend;
    const base::Clock& m_clock;
    QHash<QString, Run> m_runs;
    QHash<QString, int> m_settling; ///< environment to job
    QList<RunJob> m_jobs; ///< newest first
    int m_lastJob = 0;
};

} // namespace strandline::ui
