// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/plan.h"

namespace strandline::migration {

/// How a run ended: what the database looks like now, which is what everybody asks first.
enum class RunOutcome {
    Done, ///< the target is reached
    NothingToDo,
    Refused, ///< before anything was written: policy, preflight, lock, or the database moved since the plan
    Failed, ///< the failed migration left nothing; those before it stayed
    HalfApplied, ///< statements of the failed migration stayed
    Stopped, ///< the user stopped it between two migrations, or nothing of the stopped one was kept
    StoppedHalfApplied, ///< the user stopped it, and statements of the stopped migration stayed
    ConnectionLost, ///< during a statement; the server may still be running it
    CommitUnknown, ///< the commit was sent and not answered, and looking again was not possible
    Restored, ///< failed, and the backup was put back
};

QString runOutcomeName(RunOutcome outcome); ///< "done", "half-applied", …
std::optional<RunOutcome> runOutcomeFromName(const QString& name);

struct StatementReport
{
    int number = 0;
    int line = 0;
    QString excerpt; ///< beginning of the statement, one line
    qint64 durationMs = 0;
    qint64 rows = -1; ///< -1: unknown
    int attempts = 1; ///< more than one after lock time-outs
    QStringList notices; ///< of the server
};

enum class StepState { NotRun, Done, Failed, HalfApplied, RolledBack, Unknown };

struct StepReport
{
    QString id;
    Kind kind = Kind::Versioned;
    QString version;
    QString name;
    StepAction action = StepAction::Apply;
    QString direction;
    StepState state = StepState::NotRun;
    int statementCount = 0;
    int statementsDone = 0; ///< executed in this run, whether they stayed or not
    int statementsKept = 0; ///< counted from the first of the script
    qint64 durationMs = 0;
    /// The first 1,000 statements and the one that failed: a script of a million rows is not held in memory.
    QList<StatementReport> statements;
};

QString stepStateName(StepState state); ///< "not-run", "done", …

/// What makes us say that a failed migration left the database as it was.
enum class UnchangedProof {
    None, ///< it is not known, or it did change
    RolledBack, ///< the server confirmed the rollback of everything that ran
    Fingerprint, ///< and the schema's fingerprint equals the one before
};

/// The value that everything shown about a finished run follows from.
struct RunReport
{
    QString runId;
    QString environment;
    QString database;
    RunOutcome outcome = RunOutcome::Done;
    QDateTime startedAt; ///< UTC
    qint64 durationMs = 0;
    QString versionBefore;
    QString versionAfter;
    QList<StepReport> steps; ///< all of the plan, in order
    int failedStep = -1; ///< index into steps
    int failedStatement = 0;
    std::optional<base::Error> error; ///< why it did not end well; position names file and line
    UnchangedProof unchanged = UnchangedProof::None;
    bool drifted = false; ///< the schema afterwards is not the one that was promised
    QByteArray fingerprintBefore;
    QByteArray fingerprintAfter;
    QList<base::Error> notes; ///< hooks that failed, a log that could not be written, …

    bool isSuccess() const { return outcome == RunOutcome::Done || outcome == RunOutcome::NothingToDo; }
    int stepsDone() const;
};

} // namespace strandline::migration
