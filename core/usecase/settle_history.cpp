// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/settle_history.h"

#include "core/planner/plan_builder.h"
#include "core/runner/settle_decision.h"
#include "core/usecase/run_access.h"
#include "core/usecase/show_migration.h"

namespace strandline::usecase {

namespace {

using runner::SettleKind;

/// A version that no file has may be a baseline all the same: what was before it lies in no folder.
bool isBareVersion(const QString& words)
{
    return !words.isEmpty()
        && std::all_of(words.begin(), words.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

QString lineFor(const SettleHistoryRequest& request, const QString& id)
{
    switch (request.kind) {
    case SettleKind::Baseline:
        return QStringLiteral("“%1” and everything before it will count as done.").arg(id);
    case SettleKind::MarkApplied:
        return QStringLiteral("“%1” will count as applied, without being run.").arg(id);
    case SettleKind::MarkSkipped:
        return QStringLiteral("“%1” will never be run here.").arg(id);
    case SettleKind::MarkPending:
        return QStringLiteral("“%1” will count as not applied. The database is not changed.").arg(id);
    case SettleKind::Resolve:
        return request.resolvedTo == SettleKind::MarkApplied
            ? QStringLiteral("“%1” will count as applied: what it stopped at was put in order by hand.")
                  .arg(id)
            : QStringLiteral("“%1” will count as not applied: what it left behind was removed by hand.")
                  .arg(id);
    case SettleKind::AcceptText:
        return QStringLiteral("The text of the file will count as the one of “%1” that ran.").arg(id);
    case SettleKind::ForgetMissing:
        break;
    }
    return QStringLiteral("The history will forget “%1”; the log keeps it.").arg(id);
}

bool rewritesHistory(SettleKind kind)
{
    return kind != SettleKind::MarkSkipped && kind != SettleKind::Baseline;
}

/// What the user's words name, as the runner wants it.
base::Result<runner::SettleRequest> settleRequest(
    const SettleHistoryRequest& request, const migration::Timeline& timeline)
{
    runner::SettleRequest settle;
    settle.kind = request.kind;
    settle.resolvedTo = request.resolvedTo;
    settle.reason = request.reason;
    settle.lockWaitMs = request.decisions.lockWaitMs;
    for (const QString& words : request.words) {
        auto entry = findEntry(timeline, words);
        if (!entry && !(request.kind == SettleKind::Baseline && isBareVersion(words)))
            return base::forward(entry);
        settle.version = entry ? entry->version : words;
        if (entry)
            settle.entries << std::move(*entry);
    }
    return settle;
}

base::Result<SettlePreview> previewOf(
    const SettleHistoryRequest& request, EnvironmentView view, const project::Environment& environment)
{
    auto settle = settleRequest(request, view.timeline);
    if (!settle)
        return base::forward(settle);
    // What settling would refuse is refused here, before somebody confirms it.
    const auto steps = runner::decideSettling(*settle, view.history, view.history.readAt);
    if (!steps)
        return base::forward(steps);
    SettlePreview preview;
    for (const runner::SettleStep& step : *steps)
        preview.lines << (step.changesSomething() ? lineFor(request, step.id) : step.line);
    preview.entries = settle->entries;
    preview.historyDigest = planner::historyDigest(view.history);
    preview.confirmation.typedName = nameToType(view.connection);
    preview.confirmation.needsTypedName = environment.tier == project::Tier::Production
        || (environment.tier == project::Tier::Staging && rewritesHistory(request.kind));
    preview.view = std::move(view);
    return preview;
}

} // namespace

base::Result<SettlePreview> previewSettle(
    const SettleHistoryRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    auto view = refreshTimeline(request.environment, engines, context);
    if (!view)
        return base::forward(view);
    const project::Environment* environment =
        request.environment.project.project.environment(request.environment.environment);
    return previewOf(request, std::move(*view), environment ? *environment : project::Environment());
}

base::Result<runner::SettleReport> settleHistory(
    const SettleHistoryRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    auto preview = previewSettle(request, engines, context);
    if (!preview)
        return base::forward(preview);
    if (const auto typed = checkTypedName(preview->confirmation, request.decisions); !typed)
        return base::forward(typed);
    auto access = openRunAccess(request.environment, request.decisions, QStringLiteral("settle"), engines);
    if (!access)
        return base::forward(access);
    auto settle = settleRequest(request, preview->view.timeline);
    if (!settle)
        return base::forward(settle);
    settle->identity = access->identity;
    settle->historySchema = access->resolved.environment.historySchema;
    settle->historyDigest = request.historyDigest.isEmpty() ? preview->historyDigest : request.historyDigest;
    return runner::settle(*settle, *access->engine, access->open, context);
}

} // namespace strandline::usecase
