// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/plan_draft.h"

#include <algorithm>

namespace strandline::planner {

using migration::HistoryStatus;
using migration::Kind;
using migration::MigrationState;
using migration::ObstacleLevel;
using migration::TimelineEntry;

PlanDraft::PlanDraft(const PlanQuestion& question, const migration::PlanTarget& target)
    : m_question(question)
{
    m_plan.environment = question.environment;
    m_plan.dialect = question.dialect;
    m_plan.target = target;
    m_plan.madeAt = question.now;
    m_plan.binding = {question.database, historyDigest(question.history), question.schemaFingerprint};
    m_plan.fromVersion = question.timeline.headVersion;
    m_plan.toVersion = question.timeline.headVersion;
    m_plan.singleTransaction = target.singleTransaction;
}

void PlanDraft::obstacle(const QString& check, ObstacleLevel level, const base::Error& error)
{
    // The same thing found on two ways is one thing to read.
    const QString key = error.summary + QLatin1Char('\n') + error.position.toString();
    const auto known = m_known.constFind(key);
    if (known != m_known.cend() && *known >= level)
        return;
    m_known.insert(key, level);
    m_plan.obstacles.append({check, level, error});
}

namespace {

base::Error makeError(const QString& summary, const QString& detail, const QString& hint)
{
    return {base::ErrorCode::Precondition, summary, detail, hint, {}, {}};
}

} // namespace

void PlanDraft::note(const QString& check, const QString& summary, const QString& detail)
{
    obstacle(check, ObstacleLevel::Note, makeError(summary, detail, {}));
}

void PlanDraft::attention(
    const QString& check, const QString& summary, const QString& detail, const QString& hint)
{
    obstacle(check, ObstacleLevel::Attention, makeError(summary, detail, hint));
}

void PlanDraft::block(
    const QString& check, const QString& summary, const QString& detail, const QString& hint)
{
    obstacle(check, ObstacleLevel::Block, makeError(summary, detail, hint));
}

migration::Plan PlanDraft::take()
{
    std::stable_sort(m_plan.obstacles.begin(), m_plan.obstacles.end(),
        [](const migration::PlanObstacle& a, const migration::PlanObstacle& b) { return a.level > b.level; });
    // Versions in force after the steps; undoing 3 of {1, 3} leaves 1.
    QHash<QString, QString> inForce;
    for (const TimelineEntry& entry : entries()) {
        if (entry.kind == Kind::Versioned && isInForce(entry))
            inForce.insert(migration::versionKey(entry.version), entry.version);
    }
    for (const migration::PlanStep& step : std::as_const(m_plan.steps)) {
        if (step.kind != Kind::Versioned)
            continue;
        const QString key = migration::versionKey(step.version);
        const bool stays =
            step.direction == QLatin1String("up") && step.action != migration::StepAction::UndoKept;
        if (stays)
            inForce.insert(key, step.version);
        else
            inForce.remove(key);
    }
    m_plan.toVersion.clear();
    for (const QString& version : std::as_const(inForce)) {
        if (m_plan.toVersion.isEmpty() || migration::versionLess(m_plan.toVersion, version))
            m_plan.toVersion = version;
    }
    return std::move(m_plan);
}

bool isInForce(const TimelineEntry& entry)
{
    return entry.history && entry.history->status != HistoryStatus::Skipped;
}

bool isDue(const TimelineEntry& entry)
{
    switch (entry.state) {
    case MigrationState::Pending:
    case MigrationState::Failed:
    case MigrationState::RolledBack:
        return true;
    default:
        return false;
    }
}

QString newestInForce(const migration::Timeline& timeline, const QSet<qsizetype>& undone)
{
    // Entries are in version order, repeatables behind them.
    for (qsizetype i = timeline.entries.size() - 1; i >= 0; --i) {
        const TimelineEntry& entry = timeline.entries.at(i);
        if (entry.kind == Kind::Versioned && isInForce(entry) && !undone.contains(i))
            return entry.version;
    }
    return {};
}

base::Result<migration::Plan> buildPlan(const PlanQuestion& question, const migration::PlanTarget& target)
{
    if (!question.timeline.compared)
        return base::fail(base::ErrorCode::Precondition,
            QStringLiteral("There is no plan without the history of the database"),
            QStringLiteral("Only the files were read."), QStringLiteral("Connect to the database first."));
    PlanDraft draft(question, target);
    const bool recovers =
        target.kind == migration::TargetKind::Resume || target.kind == migration::TargetKind::UndoKept;
    if (auto planned = recovers ? planRecovery(draft) : planTarget(draft); !planned)
        return base::forward(planned);
    return draft.take();
}

} // namespace strandline::planner
