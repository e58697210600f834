// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/plan_draft.h"
#include "core/planner/recorded_script.h"
#include "core/planner/script_shape.h"

namespace strandline::planner {

using migration::Kind;
using migration::MigrationFlag;
using migration::ObstacleLevel;
using migration::PlanStep;
using migration::Script;
using migration::TimelineEntry;

PlanStep stepFor(const TimelineEntry& entry, migration::StepAction action, const char* direction)
{
    PlanStep step;
    step.action = action;
    step.kind = entry.kind;
    step.version = entry.version;
    step.name = entry.name;
    step.direction = QLatin1String(direction);
    return step;
}

/// A file problem stops the plan when it concerns the script that runs; a broken way back does not stop the
/// way there, but somebody should know before it is needed.
void addFileProblems(PlanDraft& draft, const TimelineEntry& entry, bool goesUp)
{
    if (!entry.migration)
        return;
    const QLatin1String otherSuffix(goesUp ? ".down.sql" : ".up.sql");
    for (const base::Error& problem : entry.migration->problems) {
        const bool isAboutOther = problem.position.file.endsWith(otherSuffix);
        draft.obstacle(check::files, isAboutOther ? ObstacleLevel::Attention : ObstacleLevel::Block, problem);
    }
    // Who goes on with a run that died knows that it died.
    const bool isKnown = entry.state == migration::MigrationState::Partial;
    const ObstacleLevel level = isKnown ? ObstacleLevel::Note : ObstacleLevel::Attention;
    // The timeline appends what follows from the history: not an error of the file, but worth a look.
    for (const base::Error& problem : entry.problems) {
        if (!entry.migration->problems.contains(problem))
            draft.obstacle(check::history, level, problem);
    }
}

void addStep(PlanDraft& draft, PlanStep step)
{
    const ScriptShape shape = shapeOf(step.script, draft.question().dialect, step.firstStatement);
    step.statementCount = shape.statementCount;
    step.segments = shape.segments;
    if (!shape.controlling.isEmpty() && !step.script.directives.noTransaction) {
        const NotedStatement& first = shape.controlling.first();
        base::Error error;
        error.code = base::ErrorCode::Precondition;
        error.summary = QStringLiteral("%1 controls its own transactions").arg(step.id());
        error.detail =
            QStringLiteral("Statement %1 is %2; Strandline puts the script into a transaction itself.")
                .arg(first.number)
                .arg(first.words);
        error.hint =
            QStringLiteral("Remove these statements, or put “-- strandline:no-transaction” at the head "
                           "of the script if it has to commit in between.");
        error.position = {step.script.path, first.number, first.line, 0};
        draft.obstacle(check::files, ObstacleLevel::Block, error);
    }
    draft.add(std::move(step));
}

namespace {

QString shortName(const TimelineEntry& entry)
{
    return entry.id();
}

/// Which text takes the migration back.
struct WayBack
{
    std::optional<Script> script;
    bool fromHistory = false;
};

std::optional<Script> recordedDown(PlanDraft& draft, const TimelineEntry& entry)
{
    if (!entry.history || entry.history->downSha256.isEmpty())
        return std::nullopt;
    const auto& recorded = draft.question().recordedScripts;
    const auto bytes = recorded.constFind(entry.history->downSha256);
    if (bytes == recorded.cend())
        return std::nullopt;
    return recordedScript(*bytes, entry.history->downSha256, entry.id() + QStringLiteral(".down.sql"),
        migration::ScriptRole::Down, draft.question().dialect);
}

WayBack wayBackOfChanged(PlanDraft& draft, const TimelineEntry& entry, std::optional<Script> recorded)
{
    const QString id = shortName(entry);
    if (recorded) {
        draft.note(check::down, QStringLiteral("%1 goes back by the down script that was recorded").arg(id),
            QStringLiteral(
                "Its up script was edited after it ran, so the file's way back may not fit what is "
                "in the database."));
        return {std::move(recorded), true};
    }
    if (!entry.migration->down)
        return {};
    draft.attention(check::down, QStringLiteral("%1 goes back by a script that may not fit").arg(id),
        QStringLiteral(
            "Its up script was edited after it ran, and the way back of that time is not recorded."),
        QStringLiteral("Read the down script and compare it with what is in the database."));
    return {entry.migration->down, false};
}

WayBack wayBackOf(PlanDraft& draft, const TimelineEntry& entry)
{
    std::optional<Script> recorded = recordedDown(draft, entry);
    const QString id = shortName(entry);
    if (!entry.migration || !entry.migration->up) {
        if (recorded)
            draft.note(check::files,
                QStringLiteral("%1 goes back by the down script that was recorded").arg(id),
                QStringLiteral("Its file is not here."));
        else if (entry.migration && entry.migration->down)
            return {entry.migration->down, false};
        return {std::move(recorded), true};
    }
    if (entry.flags.testFlag(MigrationFlag::Changed))
        return wayBackOfChanged(draft, entry, std::move(recorded));
    const std::optional<Script>& file = entry.migration->down;
    if (!file) {
        if (recorded)
            draft.note(check::down,
                QStringLiteral("%1 goes back by the down script that was recorded").arg(id),
                QStringLiteral("Its down script is not in the folder any more."));
        return {std::move(recorded), true};
    }
    if (entry.history && !entry.history->downSha256.isEmpty() && entry.history->downSha256 != file->sha256
        && !(recorded && recorded->meaning == file->meaning))
        draft.note(check::down, QStringLiteral("The down script of %1 was edited after it ran").arg(id),
            QStringLiteral("The file's text is used, not the one of that time."));
    return {file, false};
}

void blockNoWayBack(PlanDraft& draft, const TimelineEntry& entry)
{
    const bool isDeclared =
        entry.migration && entry.migration->up && entry.migration->up->directives.irreversible.has_value();
    QString detail;
    if (isDeclared)
        detail = QStringLiteral("Its script says: %1").arg(*entry.migration->up->directives.irreversible);
    else if (entry.history && !entry.history->downSha256.isEmpty())
        detail =
            QStringLiteral("Its down script is not in the folder, and the database did not keep the text.");
    else
        detail = QStringLiteral("There is no down script, neither in the folder nor recorded when it ran.");
    draft.block(check::down, QStringLiteral("%1 has no way back").arg(shortName(entry)), detail,
        isDeclared
            ? QStringLiteral("Restore a backup that was made before it ran.")
            : QStringLiteral("Restore a backup that was made before it ran, or write its down script."));
}

} // namespace

void addApply(PlanDraft& draft, const TimelineEntry& entry)
{
    addFileProblems(draft, entry, true);
    if (!entry.migration || !entry.migration->up) {
        if (!entry.migration || entry.migration->problems.isEmpty())
            draft.block(check::files, QStringLiteral("%1 has no up script").arg(shortName(entry)), {},
                QStringLiteral("Bring the file back, or mark the migration as skipped."));
        return;
    }
    PlanStep step = stepFor(entry, migration::StepAction::Apply, "up");
    step.script = *entry.migration->up;
    step.down = entry.migration->down;
    step.replacesRow = entry.kind == Kind::Repeatable && entry.history.has_value();
    addStep(draft, std::move(step));
}

void addRevert(PlanDraft& draft, const TimelineEntry& entry)
{
    const bool isDeclared =
        entry.migration && entry.migration->up && entry.migration->up->directives.irreversible.has_value();
    WayBack back = isDeclared ? WayBack {} : wayBackOf(draft, entry);
    if (!back.script) {
        blockNoWayBack(draft, entry);
        return;
    }
    if (!back.fromHistory)
        addFileProblems(draft, entry, false);
    PlanStep step = stepFor(entry, migration::StepAction::Revert, "down");
    step.script = std::move(*back.script);
    step.fromHistory = back.fromHistory;
    addStep(draft, std::move(step));
}

/// Which statement keeps the steps from being one transaction. What needs a commit before it can be used does
/// so only when something of the plan follows that might use it.
void addSingleTransactionObstacle(PlanDraft& draft)
{
    const QList<PlanStep>& steps = draft.steps();
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const PlanStep& step = steps.at(i);
        const ScriptShape shape = shapeOf(step.script, draft.question().dialect, step.firstStatement);
        NotedStatement found = shape.obstacle;
        if (found.number == 0 && !shape.needingCommit.isEmpty() && i + 1 < steps.size())
            found = shape.needingCommit.first();
        if (found.number == 0)
            continue;
        const QString words = found.words.isEmpty() ? QStringLiteral("a statement") : found.words;
        base::Error error;
        error.code = base::ErrorCode::Precondition;
        error.summary = QStringLiteral("One transaction for all is not possible");
        error.detail = QStringLiteral("Statement %1 of %2 (%3) needs a commit of its own.")
                           .arg(found.number)
                           .arg(step.id(), words);
        error.hint =
            QStringLiteral("Run the plan without --single-transaction, or leave this migration out.");
        error.position = {step.script.path, found.number, found.line, 0};
        draft.obstacle(check::target, ObstacleLevel::Block, error);
        return;
    }
}

} // namespace strandline::planner
