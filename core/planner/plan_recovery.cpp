// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/planner/plan_draft.h"
#include "core/planner/recorded_script.h"
#include "core/planner/resume_point.h"
#include "core/planner/script_shape.h"
#include "core/planner/undo_script.h"
#include "core/sql/statement_splitter.h"

#include <algorithm>

namespace strandline::planner {

using migration::MigrationState;
using migration::ObstacleLevel;
using migration::PlanStep;
using migration::Script;
using migration::TimelineEntry;

namespace {

/// The text that goes on, and where it comes from.
struct Continuation
{
    std::optional<Script> script;
    bool fromHistory = false;
};

class Recovery
{
public:
    explicit Recovery(PlanDraft& draft)
        : m_draft(draft)
        , m_question(draft.question())
    { }

    base::Result<void> plan();

private:
    base::Result<const TimelineEntry*> entry() const;
    base::Result<void> resume(const TimelineEntry& entry);
    base::Result<void> undoKept(const TimelineEntry& entry);
    Continuation continuationOf(const TimelineEntry& entry) const;
    void fillDigests();
    bool isBatch(const Script& script, int statement) const;
    /// The statement to go on with; nothing with an obstacle. Invalid: the user's choice makes no sense.
    base::Result<std::optional<int>> decideStart(const TimelineEntry& entry, const Script& script);
    int startByTheSchema(const Script& script, int doubtful);
    bool isSafe(const TimelineEntry& entry, const Continuation& continuation);
    void goOnBehind(const TimelineEntry& resumed);

    PlanDraft& m_draft;
    const PlanQuestion& m_question;
    ResumePoint m_point;
};

/// The one that the user names; else the only one that is half applied; else the only one that failed.
base::Result<const TimelineEntry*> Recovery::entry() const
{
    const migration::Timeline& timeline = m_question.timeline;
    if (!m_draft.target().version.isEmpty()) {
        const auto place = findEntry(timeline, m_draft.target().version, true);
        if (!place)
            return base::forward(place);
        return &timeline.entries.at(*place);
    }
    for (const MigrationState wanted : {MigrationState::Partial, MigrationState::Failed}) {
        if (wanted == MigrationState::Failed && m_draft.target().kind == migration::TargetKind::UndoKept)
            break;
        QStringList ids;
        const TimelineEntry* found = nullptr;
        for (const TimelineEntry& candidate : timeline.entries) {
            if (candidate.state != wanted)
                continue;
            found = &candidate;
            ids.append(candidate.id());
        }
        if (ids.size() > 1)
            return base::fail(base::ErrorCode::Invalid,
                QStringLiteral("%1 migrations stopped in the middle").arg(ids.size()),
                QStringLiteral("They are %1.").arg(ids.join(QStringLiteral(", "))),
                QStringLiteral("Name the one that you mean."));
        if (found)
            return found;
    }
    return nullptr;
}

/// The file when it is there: what comes behind the kept statements may have been repaired in it. Without a
/// file the text that ran, as the database kept it.
Continuation Recovery::continuationOf(const TimelineEntry& entry) const
{
    const bool isUp = m_point.direction != QLatin1String("down");
    if (entry.migration) {
        const std::optional<Script>& file = isUp ? entry.migration->up : entry.migration->down;
        if (file)
            return {file, false};
    }
    const auto recorded = m_question.recordedScripts.constFind(m_point.scriptSha256);
    if (recorded == m_question.recordedScripts.cend())
        return {};
    return {recordedScript(*recorded, m_point.scriptSha256,
                entry.id() + (isUp ? QStringLiteral(".up.sql") : QStringLiteral(".down.sql")),
                isUp ? migration::ScriptRole::Up : migration::ScriptRole::Down, m_question.dialect),
        true};
}

/// A log without digests of statements, and the text that ran kept beside it: the same knowledge.
void Recovery::fillDigests()
{
    const auto recorded = m_question.recordedScripts.constFind(m_point.scriptSha256);
    if (recorded == m_question.recordedScripts.cend())
        return;
    const sql::SplitResult split = sql::split(*recorded, m_question.dialect);
    const auto digestOf = [&](int number) {
        return number <= int(split.statements.size())
            ? base::sha256Hex(split.statements[size_t(number) - 1].textIn(*recorded))
            : QByteArray();
    };
    for (int number = 1; number <= m_point.kept; ++number) {
        if (m_point.keptDigests.at(number - 1).isEmpty())
            m_point.keptDigests[number - 1] = digestOf(number);
    }
    if (m_point.openDigest.isEmpty())
        m_point.openDigest = digestOf(m_point.kept + 1);
}

bool Recovery::isBatch(const Script& script, int statement) const
{
    const auto segments = segmentsOf(script, m_question.dialect);
    return std::any_of(segments.cbegin(), segments.cend(), [&](const migration::Segment& segment) {
        return segment.mode == migration::SegmentMode::Batch && segment.first <= statement
            && statement <= segment.last;
    });
}

base::Result<std::optional<int>> Recovery::decideStart(const TimelineEntry& entry, const Script& script)
{
    const int next = m_point.kept + 1;
    // A batch and its checkpoint are one transaction: where there is none, nothing of the batch stayed.
    const int doubtful = m_point.doubtful > 0 && !isBatch(script, m_point.doubtful) ? m_point.doubtful : 0;
    auto wanted = m_draft.target().resumeAt;
    if (!wanted && doubtful > 0 && !m_point.schemaBeforeDoubt.isEmpty()
        && !m_question.schemaFingerprint.isEmpty())
        return startByTheSchema(script, doubtful);
    if (!wanted && doubtful > 0) {
        m_draft.block(check::history,
            QStringLiteral("Whether statement %1 of %2 took effect is not known")
                .arg(doubtful)
                .arg(entry.id()),
            QStringLiteral(
                "It ran outside a transaction, and its run died before writing down how it ended."),
            QStringLiteral("Look whether it did. If not, go on at it (resume --at %1); if it did, behind it "
                           "(resume --at %2).")
                .arg(doubtful)
                .arg(doubtful + 1));
        return std::nullopt;
    }
    if (!wanted)
        return next;
    const int count = script.isLarge ? m_point.statementCount
                                     : int(sql::split(script.bytes, m_question.dialect).statements.size());
    if (*wanted < next || *wanted > count + 1)
        return base::fail(base::ErrorCode::Invalid,
            QStringLiteral("%1 cannot go on at statement %2").arg(entry.id()).arg(*wanted),
            *wanted < next ? QStringLiteral("It stayed in the database and would run a second time.")
                           : QStringLiteral("The script has %1 statements.").arg(count),
            QStringLiteral("Give a number from %1 to %2.").arg(next).arg(count + 1));
    const int firstLeftOut = doubtful > 0 ? doubtful + 1 : next;
    if (*wanted > firstLeftOut)
        m_draft.attention(check::history,
            *wanted == firstLeftOut + 1
                ? QStringLiteral("Statement %1 is left out").arg(firstLeftOut)
                : QStringLiteral("Statements %1 to %2 are left out").arg(firstLeftOut).arg(*wanted - 1),
            QStringLiteral("The run goes on behind, although the journal does not say that they ran."),
            QStringLiteral("Make sure that what they do is in the database already."));
    else if (doubtful > 0)
        m_draft.attention(check::history,
            *wanted == doubtful
                ? QStringLiteral("Statement %1 is taken as not done and runs again").arg(doubtful)
                : QStringLiteral("Statement %1 is taken as done").arg(doubtful),
            QStringLiteral("The journal does not know; you said so."),
            QStringLiteral("Make sure that it is so in the database."));
    return *wanted;
}

/// Only statements that cannot share a transaction with their row are ever in doubt, and those that can also
/// change rows do not record the schema. So an unchanged schema says that nothing happened, and a changed one
/// that it did, unless somebody else changed the schema meanwhile, which the note leaves to the reader.
/// Building an index concurrently changes the schema before it ends: that is begun again, and the runner
/// looks for what is there.
int Recovery::startByTheSchema(const Script& script, int doubtful)
{
    const sql::SplitResult split = sql::split(script.bytes, m_question.dialect);
    const bool buildsIndex = m_question.dialect == sql::Dialect::PostgreSql
        && doubtful <= int(split.statements.size())
        && split.statements[size_t(doubtful) - 1]
               .textIn(script.bytes)
               .toByteArray()
               .toLower()
               .contains("concurrently");
    const bool isUnchanged = m_point.schemaBeforeDoubt == m_question.schemaFingerprint;
    if (isUnchanged || buildsIndex) {
        m_draft.note(check::history, QStringLiteral("Statement %1 runs again").arg(doubtful),
            isUnchanged
                ? QStringLiteral("Its end was never written down, and the schema is as it was before it.")
                : QStringLiteral(
                    "Its end was never written down; an index that it finished is left as it is."));
        return doubtful;
    }
    m_draft.note(check::history, QStringLiteral("Statement %1 took effect").arg(doubtful),
        QStringLiteral("Its end was never written down, but the schema is another one than before it."));
    return doubtful + 1;
}

bool Recovery::isSafe(const TimelineEntry& entry, const Continuation& continuation)
{
    if (!continuation.script) {
        m_draft.block(check::files, QStringLiteral("The script of %1 is not here").arg(entry.id()),
            QStringLiteral("The file is gone, and the database did not keep its text."),
            QStringLiteral(
                "Bring the file back, or put the database in order by hand and mark the migration."));
        return false;
    }
    const auto safe = checkResume(m_point, *continuation.script, m_question.dialect);
    if (!safe)
        m_draft.obstacle(check::history, ObstacleLevel::Block, safe.error());
    return safe.has_value();
}

base::Result<void> Recovery::resume(const TimelineEntry& entry)
{
    const Continuation continuation = continuationOf(entry);
    if (!isSafe(entry, continuation))
        return {};
    const auto start = decideStart(entry, *continuation.script);
    if (!start)
        return base::forward(start);
    const bool isUp = m_point.direction != QLatin1String("down");
    if (!continuation.fromHistory)
        addFileProblems(m_draft, entry, isUp);
    else
        m_draft.note(check::files,
            QStringLiteral("%1 goes on with the text that was recorded").arg(entry.id()),
            QStringLiteral("Its file is not here."));
    if (!*start)
        return {};
    PlanStep step = stepFor(entry, migration::StepAction::Resume, isUp ? "up" : "down");
    step.script = *continuation.script;
    step.fromHistory = continuation.fromHistory;
    step.replacesRow = isUp && entry.kind == migration::Kind::Repeatable && entry.history.has_value();
    if (isUp && entry.migration)
        step.down = entry.migration->down;
    step.firstStatement = **start;
    if (m_point.checkpoint && m_point.checkpoint->statement == step.firstStatement)
        step.checkpoint = m_point.checkpoint;
    addStep(m_draft, std::move(step));
    if (isUp)
        goOnBehind(entry);
    return {};
}

/// What the run that stopped had still before it: going on with a run means reaching its end.
void Recovery::goOnBehind(const TimelineEntry& resumed)
{
    if (m_draft.target().onlyThis)
        return;
    const QStringList& planned = m_question.interruptedPlan;
    const QSet<QString> wanted(planned.cbegin(), planned.cend());
    QList<const TimelineEntry*> up;
    for (const TimelineEntry& entry : m_draft.entries()) {
        if (&entry == &resumed || !isDue(entry) || !wanted.contains(entry.id()))
            continue;
        addApply(m_draft, entry);
        up.append(&entry);
    }
    addOrderObstacles(m_draft, up, newestInForce(m_question.timeline));
}

base::Result<void> Recovery::undoKept(const TimelineEntry& entry)
{
    if (m_point.direction == QLatin1String("down")) {
        m_draft.block(check::down, QStringLiteral("%1 stopped on its way back").arg(entry.id()),
            QStringLiteral("What stayed are statements of its down script."),
            QStringLiteral("Go on with it (resume); afterwards it can be applied again."));
        return {};
    }
    const Continuation continuation = continuationOf(entry);
    if (!isSafe(entry, continuation))
        return {};
    const auto start = decideStart(entry, *continuation.script);
    if (!start)
        return base::forward(start);
    if (!*start)
        return {};
    if (m_point.checkpoint) {
        m_draft.block(check::down,
            QStringLiteral("Batches of statement %1 cannot be taken back").arg(m_point.checkpoint->statement),
            QStringLiteral("What its rows held before is not known."),
            QStringLiteral("Go on with the migration instead (resume), or restore a backup."));
        return {};
    }
    if (continuation.script->isLarge) {
        m_draft.block(check::down, QStringLiteral("%1 is too large to be taken back").arg(entry.id()),
            QStringLiteral("Nobody could read what would be made of it."),
            QStringLiteral("Go on with the migration instead (resume), or restore a backup."));
        return {};
    }
    UndoScript undo = makeUndoScript(
        *continuation.script, **start - 1, entry.id(), m_question.dialect, analysis::inverseOf);
    for (const base::Error& missing : std::as_const(undo.missing))
        m_draft.obstacle(check::down, ObstacleLevel::Block, missing);
    for (const base::Error& warning : std::as_const(undo.warnings))
        m_draft.obstacle(check::down, ObstacleLevel::Attention, warning);
    if (!undo.missing.isEmpty())
        return {};
    PlanStep step = stepFor(entry, migration::StepAction::UndoKept, "down");
    step.script = std::move(undo.script);
    addStep(m_draft, std::move(step));
    return {};
}

base::Result<void> Recovery::plan()
{
    const auto& entries = m_draft.entries();
    if (std::any_of(entries.cbegin(), entries.cend(),
            [](const TimelineEntry& other) { return other.state == MigrationState::Running; }))
        addGeneralObstacles(m_draft, false);
    const auto found = entry();
    if (!found)
        return base::forward(found);
    if (!*found) {
        m_draft.note(check::target, QStringLiteral("Nothing stopped in the middle"));
        return {};
    }
    const TimelineEntry& which = **found;
    const bool undoes = m_draft.target().kind == migration::TargetKind::UndoKept;
    if (which.state == MigrationState::Failed && !undoes) {
        addApply(m_draft, which); // nothing of it stayed: going on means beginning again
        goOnBehind(which);
        return {};
    }
    const auto point = resumePointOf(which, m_question.history);
    if (!point) {
        m_draft.note(check::target, QStringLiteral("Nothing of %1 was left behind").arg(which.id()));
        return {};
    }
    m_point = *point;
    fillDigests();
    return undoes ? undoKept(which) : resume(which);
}

} // namespace

base::Result<void> planRecovery(PlanDraft& draft)
{
    return Recovery(draft).plan();
}

QList<QByteArray> neededRecordedScripts(
    const migration::Timeline& timeline, const migration::HistorySnapshot& history)
{
    QSet<QByteArray> digests;
    for (const TimelineEntry& entry : timeline.entries) {
        if (entry.history && !entry.history->downSha256.isEmpty()) {
            const bool asRecorded = entry.migration && entry.migration->up && entry.migration->down
                && !entry.flags.testFlag(migration::MigrationFlag::Changed)
                && entry.migration->down->sha256 == entry.history->downSha256;
            if (!asRecorded)
                digests.insert(entry.history->downSha256);
        }
        if (const auto point = resumePointOf(entry, history); point && !point->scriptSha256.isEmpty())
            digests.insert(point->scriptSha256);
    }
    QList<QByteArray> list(digests.cbegin(), digests.cend());
    std::sort(list.begin(), list.end());
    return list;
}

} // namespace strandline::planner
