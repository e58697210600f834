// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planner/plan_builder.h"

#include <QSet>

namespace strandline::planner {

/// Ids of the preflight checks that show obstacles.
namespace check {
inline const QString history = QStringLiteral("history");
inline const QString files = QStringLiteral("files");
inline const QString order = QStringLiteral("order");
inline const QString down = QStringLiteral("down");
inline const QString target = QStringLiteral("target");
} // namespace check

/// A plan in the making: the question it answers and what was found so far.
class PlanDraft
{
public:
    PlanDraft(const PlanQuestion& question, const migration::PlanTarget& target);

    const PlanQuestion& question() const { return m_question; }
    const migration::PlanTarget& target() const { return m_plan.target; }
    const QList<migration::TimelineEntry>& entries() const { return m_question.timeline.entries; }

    void add(migration::PlanStep step) { m_plan.steps.append(std::move(step)); }
    void obstacle(const QString& check, migration::ObstacleLevel level, const base::Error& error);
    void note(const QString& check, const QString& summary, const QString& detail = {});
    void attention(const QString& check, const QString& summary, const QString& detail, const QString& hint);
    void block(const QString& check, const QString& summary, const QString& detail, const QString& hint);

    const QList<migration::PlanStep>& steps() const { return m_plan.steps; }
    migration::Plan take();

private:
    const PlanQuestion& m_question;
    migration::Plan m_plan;
    QHash<QString, migration::ObstacleLevel> m_known; ///< by what the obstacle says and where
};

/// Counts as done in the database: applied, missing, from a newer checkout, or the baseline.
bool isInForce(const migration::TimelineEntry& entry);
/// What "apply all" would run.
bool isDue(const migration::TimelineEntry& entry);
/// Newest version in force without those of `undone` (places in the timeline).
QString newestInForce(const migration::Timeline& timeline, const QSet<qsizetype>& undone = {});

/// Steps of plan_steps.cpp: each adds the step, or why it cannot be, and what is to be said about its files.
void addApply(PlanDraft& draft, const migration::TimelineEntry& entry);
void addRevert(PlanDraft& draft, const migration::TimelineEntry& entry);
/// Cuts the step into segments, says what is wrong with that, and appends it.
void addStep(PlanDraft& draft, migration::PlanStep step);
migration::PlanStep stepFor(
    const migration::TimelineEntry& entry, migration::StepAction action, const char* direction);
void addFileProblems(PlanDraft& draft, const migration::TimelineEntry& entry, bool goesUp);

/// What is to be said whatever the target is: half-applied and running migrations, files that differ.
void addGeneralObstacles(PlanDraft& draft, bool goesUp);
/// --single-transaction, and a step that cannot be part of one.
void addSingleTransactionObstacle(PlanDraft& draft);
/// Late ones among those that go up; `head` is the newest version in force when they run.
void addOrderObstacles(
    PlanDraft& draft, const QList<const migration::TimelineEntry*>& up, const QString& head);

/// Fills the draft for each kind of target; failures as buildPlan() has them.
base::Result<void> planTarget(PlanDraft& draft);
base::Result<void> planRecovery(PlanDraft& draft); ///< Resume and UndoKept

/// The entry that the user's word names: a version however spelled, a whole id, or a repeatable's name.
base::Result<qsizetype> findEntry(
    const migration::Timeline& timeline, const QString& word, bool repeatablesToo);

} // namespace strandline::planner
