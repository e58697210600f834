// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/timeline_state.h"

namespace strandline::planner {

using migration::EventKind;
using migration::HistoryStatus;
using migration::Kind;
using migration::MigrationFlag;
using migration::MigrationState;
using migration::RunSummary;
using migration::TimelineEntry;

namespace {

bool isUp(const RunSummary& run)
{
    return run.direction != QLatin1String("down");
}

bool isOpen(const RunSummary& run)
{
    return run.outcome == EventKind::Started;
}

/// A run without an end whose effect the history row proves: the row is written, or deleted, with the last
/// statement, and only the event behind it got lost.
bool isProvenDone(const RunSummary& run, const std::optional<migration::HistoryRow>& row)
{
    if (!isOpen(run))
        return false;
    return isUp(run) ? row && row->runId == run.runId : !row;
}

bool failedWithoutTraces(const RunSummary& run)
{
    return run.statementsKept == 0 && run.doubtfulStatement == 0 && run.partialStatement == 0
        && (run.outcome == EventKind::Failed || isOpen(run));
}

base::Error interrupted(const RunSummary& run)
{
    base::Error problem;
    problem.code = base::ErrorCode::Conflict;
    problem.summary = QStringLiteral("The last run did not report its end");
    problem.detail =
        QStringLiteral("Run %1 by %2 on %3 began and left neither success nor failure in the log.")
            .arg(run.runId, run.actor, run.host);
    if (run.doubtfulStatement > 0) {
        problem.detail +=
            QStringLiteral(" Whether statement %1 took effect is not known.").arg(run.doubtfulStatement);
    }
    problem.hint = QStringLiteral(
        "If it is still going on, look again when it is over. Otherwise its process or connection died; "
        "check the database before you run the migration again.");
    return problem;
}

base::Error rowIsGone(const RunSummary& run)
{
    base::Error problem;
    problem.code = base::ErrorCode::Conflict;
    problem.summary = QStringLiteral("The history has lost this migration");
    problem.detail = QStringLiteral("The log says that run %1 applied it, and nothing undid it since, but "
                                    "strandline_history has no row for it.")
                         .arg(run.runId);
    problem.hint = QStringLiteral(
        "Look whether its changes are in the database, then mark it as applied or run it again.");
    return problem;
}

MigrationState stateOfRow(const TimelineEntry& entry, const StateQuestion& question)
{
    switch (entry.history->status) {
    case HistoryStatus::Skipped:
        return MigrationState::Skipped;
    case HistoryStatus::Baseline:
        return MigrationState::Baseline;
    case HistoryStatus::Applied:
        break;
    }
    if (!entry.migration)
        return question.isNewerThanFiles ? MigrationState::Future : MigrationState::Missing;
    if (!isOutdated(entry))
        return MigrationState::Applied;
    const RunSummary* run = lastRun(question.runs);
    return run && isUp(*run) && failedWithoutTraces(*run) && run->runId != entry.history->runId
        ? MigrationState::Failed
        : MigrationState::Pending;
}

/// The last run that changed something or tried to go up: a rollback that failed without a trace left the
/// migration as it was, so the run before it is the one that counts.
const RunSummary* decisiveRun(const MigrationRuns* of)
{
    if (!of)
        return nullptr;
    for (qsizetype i = of->runs.size() - 1; i >= of->settled; --i) {
        const RunSummary& run = of->runs.at(i);
        if (isUp(run) || !failedWithoutTraces(run) || isOpen(run))
            return &run;
    }
    return nullptr;
}

MigrationState stateWithoutRow(TimelineEntry& entry, const StateQuestion& question)
{
    if (const RunSummary* run = decisiveRun(question.runs)) {
        if (!isUp(*run))
            return MigrationState::RolledBack;
        if (run->outcome == EventKind::Failed || isOpen(*run))
            return MigrationState::Failed;
        entry.problems.append(rowIsGone(*run));
        return MigrationState::Pending;
    }
    return question.isBelowBaseline ? MigrationState::Skipped : MigrationState::Pending;
}

MigrationState stateOf(TimelineEntry& entry, const StateQuestion& question)
{
    const RunSummary* run = lastRun(question.runs);
    if (run && isOpen(*run) && question.isLive)
        return MigrationState::Running;
    if (run && isOpen(*run) && !isProvenDone(*run, entry.history))
        entry.problems.append(interrupted(*run));
    if (run && leavesTraces(*run, entry.history))
        return MigrationState::Partial;
    return entry.history ? stateOfRow(entry, question) : stateWithoutRow(entry, question);
}

void takeTime(TimelineEntry& entry, const StateQuestion& question)
{
    switch (entry.state) {
    case MigrationState::Running:
    case MigrationState::Failed:
    case MigrationState::Partial:
    case MigrationState::RolledBack:
        if (const RunSummary* run = decisiveRun(question.runs)) {
            entry.at = run->at;
            entry.by = run->actor;
            entry.durationMs = isOpen(*run) ? -1 : run->durationMs;
        }
        break;
    default:
        if (entry.history) {
            entry.at = entry.history->appliedAt;
            entry.by = entry.history->appliedBy;
            entry.durationMs =
                entry.history->status == HistoryStatus::Applied ? entry.history->durationMs : -1;
        }
        break;
    }
}

bool hasWayBack(const TimelineEntry& entry)
{
    if (entry.migration && entry.migration->up && entry.migration->up->directives.irreversible)
        return false;
    // A repeatable goes back by running its former text; the lack of a down file says nothing.
    if (entry.kind == Kind::Repeatable)
        return true;
    // The database keeps the down script that lay beside the up script: a deleted file takes nothing away.
    return (entry.migration && entry.migration->down)
        || (entry.history && !entry.history->downSha256.isEmpty());
}

} // namespace

const RunSummary* lastRun(const MigrationRuns* runs)
{
    return runs && runs->runs.size() > runs->settled ? &runs->runs.last() : nullptr;
}

bool leavesTraces(const RunSummary& run, const std::optional<migration::HistoryRow>& row)
{
    if (run.outcome != EventKind::Failed && !isOpen(run))
        return false;
    return (run.statementsKept > 0 || run.doubtfulStatement > 0 || run.partialStatement > 0)
        && !isProvenDone(run, row);
}

bool isOutdated(const TimelineEntry& entry)
{
    return entry.kind == Kind::Repeatable && entry.history && entry.migration && entry.migration->up
        && !entry.history->upSha256.isEmpty() && entry.history->upSha256 != entry.migration->up->sha256
        && entry.history->meaning != entry.migration->up->meaning;
}

void decideState(TimelineEntry& entry, const StateQuestion& question)
{
    if (question.runs)
        entry.runs = question.runs->runs;
    entry.state = stateOf(entry, question);
    takeTime(entry, question);
}

void decideOwnFlags(TimelineEntry& entry)
{
    if (entry.kind == Kind::Repeatable)
        entry.flags |= MigrationFlag::Repeatable;
    if (entry.state != MigrationState::Baseline && !hasWayBack(entry))
        entry.flags |= MigrationFlag::Irreversible;
    if (!entry.migration || !entry.migration->up)
        return;
    const migration::Script& up = *entry.migration->up;
    if (up.directives.noTransaction || up.cannotRunInTransaction)
        entry.flags |= MigrationFlag::NoTransaction;
    if (!entry.history || entry.history->status != HistoryStatus::Applied || entry.history->upSha256.isEmpty()
        || entry.history->upSha256 == up.sha256)
        return;
    if (entry.history->meaning == up.meaning)
        entry.flags |= MigrationFlag::ChangedCosmetic;
    else if (entry.kind == Kind::Versioned) // editing is what repeatables are for: they are pending instead
        entry.flags |= MigrationFlag::Changed;
}

} // namespace strandline::planner
