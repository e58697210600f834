// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/run_history.h"

namespace strandline::planner {

using migration::EventKind;
using migration::LogEvent;
using migration::RunSummary;

namespace {

bool isOpen(const RunSummary& run)
{
    return run.outcome == EventKind::Started;
}

void take(RunSummary& run, const LogEvent& event)
{
    run.at = event.at;
    run.actor = event.actor;
    run.host = event.host;
    run.programVersion = event.programVersion;
    if (event.statementCount > 0)
        run.statementCount = event.statementCount;
}

void begin(MigrationRuns& of, const LogEvent& event)
{
    RunSummary run;
    run.runId = event.runId;
    run.direction = event.direction;
    take(run, event);
    // What a resumed run found done stays done, whatever becomes of this run.
    if (event.kind == EventKind::Resumed && event.statement > 1)
        run.statementsKept = event.statement - 1;
    if (event.kind == EventKind::Resumed && !of.runs.isEmpty()
        && of.runs.last().partialStatement == event.statement)
        run.partialStatement = event.statement;
    of.runs.append(run);
    of.scripts.append(event.sha256);
}

/// The run that an event belongs to. A log whose beginning is not readable any more still tells how a run
/// ended, so a missing start makes a run instead of dropping the end.
RunSummary& runOf(MigrationRuns& of, const LogEvent& event)
{
    for (auto run = of.runs.rbegin(); run != of.runs.rend(); ++run) {
        if (isOpen(*run) && run->runId == event.runId && run->direction == event.direction)
            return *run;
    }
    begin(of, event);
    return of.runs.last();
}

void end(MigrationRuns& of, const LogEvent& event)
{
    RunSummary& run = runOf(of, event);
    take(run, event);
    run.outcome = event.kind;
    run.durationMs = event.durationMs;
    run.doubtfulStatement = 0;
    if (event.kind != EventKind::Failed) {
        run.statementsKept = 0;
        run.partialStatement = 0;
    } else {
        // A readable statement-done proves that its statement stayed; the end knows of more where the
        // statement events were not read.
        run.statementsKept = qMax(run.statementsKept, event.statementsKept);
        run.failedStatement = event.statement;
        run.errorCode = event.errorCode;
        run.error = event.error;
    }
}

void statement(MigrationRuns& of, const LogEvent& event)
{
    for (auto run = of.runs.rbegin(); run != of.runs.rend(); ++run) {
        if (run->runId != event.runId || run->direction != event.direction)
            continue;
        if (!isOpen(*run))
            return;
        if (event.kind == EventKind::StatementDone) {
            run->statementsKept = qMax(run->statementsKept, event.statement);
            run->doubtfulStatement = 0;
            run->partialStatement = 0;
        } else if (event.kind == EventKind::BatchDone) {
            // Written in the transaction of its batch: what is readable stayed, and nothing of it is in
            // doubt.
            run->partialStatement = event.statement;
            run->doubtfulStatement = 0;
        } else if (!event.inTransaction) {
            run->doubtfulStatement = event.statement;
        }
        return;
    }
}

bool isAboutMigration(const LogEvent& event)
{
    return !event.version.isEmpty() || !event.name.isEmpty();
}

bool settles(EventKind kind)
{
    switch (kind) {
    case EventKind::Restored:
    case EventKind::Repaired:
    case EventKind::Skipped:
    case EventKind::Baselined:
        return true;
    default:
        return false;
    }
}

void add(MigrationRuns& of, const LogEvent& event)
{
    of.kind = event.migrationKind;
    of.version = event.version;
    of.name = event.name;
    switch (event.kind) {
    case EventKind::Started:
    case EventKind::Resumed:
        begin(of, event);
        break;
    case EventKind::StatementStarted:
    case EventKind::StatementDone:
    case EventKind::BatchDone:
        statement(of, event);
        break;
    case EventKind::Applied:
    case EventKind::Reverted:
    case EventKind::Failed:
        end(of, event);
        break;
    default:
        if (settles(event.kind))
            of.settled = of.runs.size();
        break;
    }
}

} // namespace

QString migrationKey(migration::Kind kind, const QString& version, const QString& name)
{
    if (kind == migration::Kind::Repeatable)
        return QLatin1Char('R') + name;
    return QLatin1Char('V') + migration::versionKey(version);
}

RunHistory collectRuns(const QList<LogEvent>& events)
{
    RunHistory history;
    for (const LogEvent& event : events) {
        if (isAboutMigration(event)) {
            add(history[migrationKey(event.migrationKind, event.version, event.name)], event);
        } else if (settles(event.kind) && event.kind != EventKind::Baselined) {
            for (MigrationRuns& runs : history)
                runs.settled = runs.runs.size();
        }
    }
    return history;
}

} // namespace strandline::planner
