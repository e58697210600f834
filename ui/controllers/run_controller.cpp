// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controllers/run_controller.h"

#include "core/report/run_text.h"
#include "ui/text/run_words.h"

namespace strandline::ui {

using migration::RunOutcome;

RunController::RunController(RunBackend* backend, const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_backend(backend)
    , m_clock(clock)
{ }

RunController::~RunController()
{
    for (const Run& run : std::as_const(m_runs))
        run.handle->disconnect(this);
}

bool RunController::isWriting(const QString& environment) const
{
    return m_runs.contains(environment) || m_settling.contains(environment);
}

QStringList RunController::writingEnvironments() const
{
    QStringList names = m_runs.keys() + m_settling.keys();
    names.sort();
    return names;
}

RunProgress RunController::progress(const QString& environment) const
{
    return m_runs.value(environment).progress;
}

migration::Plan RunController::plan(const QString& environment) const
{
    return m_runs.value(environment).plan;
}

QString RunController::runningTitle() const
{
    for (const RunJob& job : m_jobs) {
        if (job.state == JobState::Running)
            return tr("%1 on %2").arg(job.title, job.environment);
    }
    return {};
}

bool RunController::start(const RunOrder& order, const QString& title)
{
    const QString environment = order.environment.environment;
    if (!m_backend || isWriting(environment))
        return false;
    Run run;
    run.job = addJob(title, environment);
    run.progress.startedAt = m_clock.nowUtc();
    run.plan = order.plan;
    run.handle = m_backend->startRun(order);
    m_runs.insert(environment, run);
    connect(run.handle.get(), &RunHandle::event, this,
        [this, environment](const runner::RunEvent& event) { take(environment, event); });
    connect(run.handle.get(), &RunHandle::finished, this,
        [this, environment](const RunEnd& how) { end(environment, how.result); });
    Q_EMIT started(environment);
    Q_EMIT writingChanged();
    return true;
}

void RunController::take(const QString& environment, const runner::RunEvent& event)
{
    const auto run = m_runs.find(environment);
    if (run == m_runs.end())
        return;
    run->progress.keepsNothing = event.keepsNothing;
    if (event.step >= 0 && event.step != run->progress.step) {
        run->progress.step = event.step;
        run->progress.stepId =
            event.step < run->plan.steps.size() ? run->plan.steps[event.step].id() : QString();
    }
    Q_EMIT this->event(environment, event);
}

void RunController::end(const QString& environment, const base::Result<migration::RunReport>& result)
{
    const auto found = m_runs.find(environment);
    if (found == m_runs.end())
        return;
    // The handle is on the stack of this signal; it goes when the stack is gone.
    const std::shared_ptr<RunHandle> handle = found->handle;
    const int job = found->job;
    m_runs.erase(found);
    QMetaObject::invokeMethod(
        this, [handle] {}, Qt::QueuedConnection);
    if (!result) {
        endJob(job, result.error().code == base::ErrorCode::Cancelled ? JobState::Stopped : JobState::Failed,
            result.error().summary, result.error().toText());
    } else {
        const bool stopped =
            result->outcome == RunOutcome::Stopped || result->outcome == RunOutcome::StoppedHalfApplied;
        endJob(job,
            result->isSuccess() ? JobState::Done
                : stopped       ? JobState::Stopped
                                : JobState::Failed,
            report::runHeadline(*result), result->error ? result->error->toText() : QString());
    }
    Q_EMIT finished(environment, {result});
    Q_EMIT writingChanged();
}

void RunController::stopAfterStatement(const QString& environment)
{
    const auto run = m_runs.find(environment);
    if (run == m_runs.end() || run->progress.stopping)
        return;
    run->progress.stopping = true;
    run->handle->stopAfterStatement();
    Q_EMIT stopRequested(environment);
}

void RunController::interrupt(const QString& environment)
{
    const auto run = m_runs.find(environment);
    if (run == m_runs.end())
        return;
    run->progress.stopping = true;
    run->progress.interrupted = true;
    // Both: the statement that gives up must not be followed by the next one.
    run->handle->stopAfterStatement();
    run->handle->interrupt();
    Q_EMIT stopRequested(environment);
}

bool RunController::settle(const SettleOrder& order, const QString& title)
{
    const QString environment = order.environment.environment;
    if (!m_backend || isWriting(environment))
        return false;
    const int job = addJob(title, environment);
    m_settling.insert(environment, job);
    Q_EMIT writingChanged();
    m_backend->settle(order).then(
        this, [this, environment, job](const base::Result<runner::SettleReport>& answer) {
            m_settling.remove(environment);
            if (answer)
                endJob(job, JobState::Done, answer->lines.value(0), answer->lines.join(QLatin1Char('\n')));
            else
                endJob(job, JobState::Failed, answer.error().summary, answer.error().toText());
            Q_EMIT writingChanged();
            if (answer)
                Q_EMIT settled(environment, *answer);
            else
                Q_EMIT settleFailed(environment, answer.error());
        });
    return true;
}

void RunController::endSession(const DisconnectOrder& order, const QString& title)
{
    const QString environment = order.environment.environment;
    if (!m_backend)
        return;
    const int job = addJob(title, environment);
    m_backend->endSession(order).then(this,
        [this, environment, job, session = order.session](const base::Result<migration::SessionEnd>& answer) {
            if (answer)
                endJob(job, JobState::Done, disconnectText(session, *answer));
            else
                endJob(job, JobState::Failed, answer.error().summary, answer.error().toText());
            Q_EMIT disconnected(environment, {session, answer});
        });
}

int RunController::addJob(const QString& title, const QString& environment)
{
    RunJob job;
    job.id = ++m_lastJob;
    job.title = title;
    job.environment = environment;
    job.startedAt = m_clock.nowUtc();
    m_jobs.prepend(job);
    Q_EMIT jobsChanged();
    return job.id;
}

void RunController::endJob(int id, JobState state, const QString& result, const QString& details)
{
    for (RunJob& job : m_jobs) {
        if (job.id != id)
            continue;
        job.state = state;
        job.result = result;
        job.details = details;
        job.tookMs = job.startedAt.msecsTo(m_clock.nowUtc());
    }
    Q_EMIT jobsChanged();
}

void RunController::clearFinishedJobs()
{
    m_jobs.removeIf([](const RunJob& job) { return job.state != JobState::Running; });
    Q_EMIT jobsChanged();
}

} // namespace strandline::ui
