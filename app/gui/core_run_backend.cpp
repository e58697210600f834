// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/core_run_backend.h"

#include "app/gui/core_run_handle.h"
#include "core/db/database_thread.h"
#include "core/usecase/end_session.h"

namespace strandline::gui {

namespace {

usecase::RefreshRequest requestOf(const ui::EnvironmentQuestion& question)
{
    usecase::RefreshRequest request;
    request.project = question.project;
    request.environment = question.environment;
    request.password = question.password;
    return request;
}

usecase::SettleHistoryRequest requestOf(const ui::SettleOrder& order)
{
    usecase::SettleHistoryRequest request;
    request.environment = requestOf(order.environment);
    request.kind = order.kind;
    request.words = order.words;
    request.resolvedTo = order.resolvedTo;
    request.reason = order.reason;
    request.decisions = order.decisions;
    return request;
}

} // namespace

CoreRunBackend::CoreRunBackend(const engine::Engines& engines, const base::Clock& clock)
    : m_engines(engines)
    , m_clock(clock)
{ }

CoreRunBackend::~CoreRunBackend() = default;

db::DatabaseThread& CoreRunBackend::lookThread(const QString& root, const QString& environment)
{
    auto& slot = m_looks[root + QLatin1Char('\n') + environment];
    if (!slot)
        slot = std::make_unique<db::DatabaseThread>(QStringLiteral("plan ") + environment);
    return *slot;
}

QFuture<base::Result<usecase::PreparedRun>> CoreRunBackend::prepareRun(
    const ui::EnvironmentQuestion& question, const migration::PlanTarget& target,
    const usecase::RunTimeouts& timeouts, const base::CancelToken& cancel)
{
    usecase::PrepareRequest request;
    request.environment = requestOf(question);
    request.target = target;
    request.timeouts = timeouts;
    return lookThread(question.project.project.root, question.environment)
        .submit(
            [this, request](db::DatabaseThread::Job& job) {
                return usecase::prepareRun(request, m_engines, {job.cancel, nullptr, &m_clock});
            },
            cancel);
}

std::shared_ptr<ui::RunHandle> CoreRunBackend::startRun(const ui::RunOrder& order)
{
    usecase::ApplyRequest request;
    request.environment = requestOf(order.environment);
    request.plan = order.plan;
    request.losses = order.losses;
    request.decisions = order.decisions;
    const std::shared_ptr<CoreRunHandle> run = CoreRunHandle::start(std::move(request), m_engines, m_clock);
    m_runs.push_back(run);
    return run;
}

QFuture<base::Result<migration::SessionEnd>> CoreRunBackend::endSession(const ui::DisconnectOrder& order)
{
    usecase::EndSessionRequest request;
    request.environment = requestOf(order.environment);
    request.session = order.session;
    return lookThread(order.environment.project.project.root, order.environment.environment)
        .submit([this, request](db::DatabaseThread::Job& job) {
            return usecase::endSession(request, m_engines, {job.cancel, nullptr, &m_clock});
        });
}

QFuture<base::Result<usecase::SettlePreview>> CoreRunBackend::previewSettle(
    const ui::SettleOrder& order, const base::CancelToken& cancel)
{
    return lookThread(order.environment.project.project.root, order.environment.environment)
        .submit(
            [this, request = requestOf(order)](db::DatabaseThread::Job& job) {
                return usecase::previewSettle(request, m_engines, {job.cancel, nullptr, &m_clock});
            },
            cancel);
}

QFuture<base::Result<runner::SettleReport>> CoreRunBackend::settle(const ui::SettleOrder& order)
{
    return lookThread(order.environment.project.project.root, order.environment.environment)
        .submit([this, request = requestOf(order)](db::DatabaseThread::Job& job) {
            return usecase::settleHistory(request, m_engines, {job.cancel, nullptr, &m_clock});
        });
}

bool CoreRunBackend::endRuns(std::chrono::milliseconds patience)
{
    bool all = true;
    for (const std::weak_ptr<CoreRunHandle>& run : m_runs) {
        // One that nobody holds has ended: its thread held it until then.
        if (const std::shared_ptr<CoreRunHandle> still = run.lock()) {
            if (still->waitForEnd(std::chrono::milliseconds(0)))
                continue;
            still->interrupt();
            all = still->waitForEnd(patience) && all;
        }
    }
    return all;
}

} // namespace strandline::gui
