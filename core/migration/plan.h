// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/history_snapshot.h"
#include "core/sql/dialect.h"

#include <QDateTime>

#include <optional>

namespace strandline::migration {

/// What the user asked for.
enum class TargetKind {
    Latest, ///< everything pending, repeatables included
    UpTo, ///< pending ones up to and including a version
    Only, ///< one migration up, whatever else is pending; a repeatable by its name
    DownCount, ///< undo the last `count` in the order in which they were applied
    DownTo, ///< undo everything newer than a version, which stays; empty version: everything
    Goto, ///< up or down, until `version` is the newest that counts as applied
    Resume, ///< go on with the half-applied or failed migration where it stopped
    UndoKept, ///< take back the statements that a half-applied migration left behind
};

struct PlanTarget
{
    TargetKind kind = TargetKind::Latest;
    QString version; ///< as in the file name; for Only also the name of a repeatable
    int count = 1;
    bool singleTransaction = false; ///< all steps in one transaction; refused where that cannot be
    bool allowOutOfOrder = false; ///< the user said so for this plan; policy `block` still wins
    /// Resume: the statement to go on with, where the journal cannot know whether it took effect. Nothing:
    /// what the journal says; a plan that would have to guess is blocked.
    std::optional<int> resumeAt;
    bool onlyThis = false; ///< Resume: stop behind the migration instead of going on with the stopped run
};

enum class StepAction {
    Apply, ///< run the up script (of a repeatable: again)
    Revert, ///< run the down script
    Resume, ///< go on behind the statements that stayed, in the direction of the run that stopped
    UndoKept, ///< run `script`, made to take back what stayed
};

enum class SegmentMode {
    Transaction, ///< all statements and the history row's change become visible together
    Autocommit, ///< each statement by itself; the journal says how far it came
    Batch, ///< one statement in keyset batches, each with its checkpoint in a transaction of its own
};

/// Consecutive statements of one step that share their fate.
struct Segment
{
    SegmentMode mode = SegmentMode::Transaction;
    int first = 1; ///< statement numbers, 1-based, inclusive
    int last = 0;
    QString reason; ///< why not in a transaction: "CREATE INDEX CONCURRENTLY cannot run in a transaction"
    bool operator==(const Segment&) const = default;
};

/// How a batch statement had come when its run stopped.
struct BatchCheckpoint
{
    int statement = 0;
    QString detail; ///< the JSON object of the last `batch-done` event
    bool operator==(const BatchCheckpoint&) const = default;
};

/// One migration in one direction.
struct PlanStep
{
    StepAction action = StepAction::Apply;
    Kind kind = Kind::Versioned;
    QString version;
    QString name;
    QString direction = QStringLiteral("up"); ///< "up" or "down": whose script runs; of UndoKept "down"
    Script script; ///< what runs
    std::optional<Script> down; ///< for Apply and Resume of an up script: the way back that lies beside it
    bool fromHistory = false; ///< the text is the one recorded in the database, not that of the file
    bool replacesRow = false; ///< a repeatable that ran before
    int statementCount = 0; ///< 0 with a script too large to be split beforehand (Script::isLarge)
    int firstStatement = 1; ///< Resume: where it goes on
    QList<Segment> segments; ///< from firstStatement on, in order, without gaps
    std::optional<BatchCheckpoint> checkpoint; ///< Resume inside of a batch statement

    QString id() const; ///< as Migration::id()
    bool isTransactional() const; ///< exactly one segment, in a transaction
};

enum class ObstacleLevel { Note, Attention, Block };

/// Why a plan may not or should not run. `check` is the id of the preflight check that shows it: "history",
/// "files", "order", "down", "target", "lock".
struct PlanObstacle
{
    QString check;
    ObstacleLevel level = ObstacleLevel::Block;
    base::Error error; ///< what, why, and what to do
};

/// What a plan was made for. Running it anywhere or any time else is refused.
struct PlanBinding
{
    QString database; ///< as ServerInfo has it
    QByteArray history; ///< planner::historyDigest()
    QByteArray schema; ///< RunServices::schemaFingerprint()
    bool operator==(const PlanBinding&) const = default;
};

/// The exact steps to reach a target. A value: it can be printed, stored, read back and compared.
struct Plan
{
    QString environment;
    sql::Dialect dialect = sql::Dialect::Sqlite;
    PlanTarget target;
    QDateTime madeAt; ///< UTC
    PlanBinding binding;
    QString fromVersion; ///< newest version that counts as applied before
    QString toVersion; ///< and after
    QList<PlanStep> steps; ///< in order of execution
    QList<PlanObstacle> obstacles; ///< most serious first
    bool singleTransaction = false;

    bool isEmpty() const { return steps.isEmpty(); }
    bool isBlocked() const;
    int
    transactionCount() const; ///< how many transactions will be committed, autocommit statements not counted
};

QString targetKindName(TargetKind kind); ///< "latest", "up-to", …: the spelling in stored plans and reports
std::optional<TargetKind> targetKindFromName(const QString& name);
QString stepActionName(StepAction action); ///< "apply", "revert", "resume", "undo-kept"
std::optional<StepAction> stepActionFromName(const QString& name);
QString segmentModeName(SegmentMode mode); ///< "transaction", "autocommit", "batch"
std::optional<SegmentMode> segmentModeFromName(const QString& name);
QString obstacleLevelName(ObstacleLevel level); ///< "note", "attention", "block"
std::optional<ObstacleLevel> obstacleLevelFromName(const QString& name);

} // namespace strandline::migration
