// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/plan.h"

#include "core/migration/names.h"

#include <algorithm>
#include <array>

namespace strandline::migration {

namespace {

using detail::NameOf;

constexpr std::array targetKinds {
    NameOf {TargetKind::Latest, "latest"},
    NameOf {TargetKind::UpTo, "up-to"},
    NameOf {TargetKind::Only, "only"},
    NameOf {TargetKind::DownCount, "down-count"},
    NameOf {TargetKind::DownTo, "down-to"},
    NameOf {TargetKind::Goto, "goto"},
    NameOf {TargetKind::Resume, "resume"},
    NameOf {TargetKind::UndoKept, "undo-kept"},
};

constexpr std::array stepActions {
    NameOf {StepAction::Apply, "apply"},
    NameOf {StepAction::Revert, "revert"},
    NameOf {StepAction::Resume, "resume"},
    NameOf {StepAction::UndoKept, "undo-kept"},
};

constexpr std::array segmentModes {
    NameOf {SegmentMode::Transaction, "transaction"},
    NameOf {SegmentMode::Autocommit, "autocommit"},
    NameOf {SegmentMode::Batch, "batch"},
};

constexpr std::array obstacleLevels {
    NameOf {ObstacleLevel::Note, "note"},
    NameOf {ObstacleLevel::Attention, "attention"},
    NameOf {ObstacleLevel::Block, "block"},
};

} // namespace

QString PlanStep::id() const
{
    return version.isEmpty() ? name : version + QLatin1Char('_') + name;
}

bool PlanStep::isTransactional() const
{
    return segments.size() == 1 && segments.first().mode == SegmentMode::Transaction;
}

bool Plan::isBlocked() const
{
    return std::any_of(obstacles.begin(), obstacles.end(),
        [](const PlanObstacle& obstacle) { return obstacle.level == ObstacleLevel::Block; });
}

int Plan::transactionCount() const
{
    if (singleTransaction)
        return steps.isEmpty() ? 0 : 1;
    int count = 0;
    for (const PlanStep& step : steps) {
        count += int(std::count_if(step.segments.begin(), step.segments.end(),
            [](const Segment& segment) { return segment.mode == SegmentMode::Transaction; }));
    }
    return count;
}

QString targetKindName(TargetKind kind)
{
    return detail::nameIn(targetKinds, kind);
}

std::optional<TargetKind> targetKindFromName(const QString& name)
{
    return detail::valueIn<TargetKind>(targetKinds, name);
}

QString stepActionName(StepAction action)
{
    return detail::nameIn(stepActions, action);
}

std::optional<StepAction> stepActionFromName(const QString& name)
{
    return detail::valueIn<StepAction>(stepActions, name);
}

QString segmentModeName(SegmentMode mode)
{
    return detail::nameIn(segmentModes, mode);
}

std::optional<SegmentMode> segmentModeFromName(const QString& name)
{
    return detail::valueIn<SegmentMode>(segmentModes, name);
}

QString obstacleLevelName(ObstacleLevel level)
{
    return detail::nameIn(obstacleLevels, level);
}

std::optional<ObstacleLevel> obstacleLevelFromName(const QString& name)
{
    return detail::valueIn<ObstacleLevel>(obstacleLevels, name);
}

} // namespace strandline::migration
