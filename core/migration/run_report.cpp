// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/run_report.h"

#include "core/migration/names.h"

#include <algorithm>
#include <array>

namespace strandline::migration {

namespace {

using detail::NameOf;

constexpr std::array outcomes {
    NameOf {RunOutcome::Done, "done"},
    NameOf {RunOutcome::NothingToDo, "nothing-to-do"},
    NameOf {RunOutcome::Refused, "refused"},
    NameOf {RunOutcome::Failed, "failed"},
    NameOf {RunOutcome::HalfApplied, "half-applied"},
    NameOf {RunOutcome::Stopped, "stopped"},
    NameOf {RunOutcome::StoppedHalfApplied, "stopped-half-applied"},
    NameOf {RunOutcome::ConnectionLost, "connection-lost"},
    NameOf {RunOutcome::CommitUnknown, "commit-unknown"},
    NameOf {RunOutcome::Restored, "restored"},
};

constexpr std::array stepStates {
    NameOf {StepState::NotRun, "not-run"},
    NameOf {StepState::Done, "done"},
    NameOf {StepState::Failed, "failed"},
    NameOf {StepState::HalfApplied, "half-applied"},
    NameOf {StepState::RolledBack, "rolled-back"},
    NameOf {StepState::Unknown, "unknown"},
};

} // namespace

QString runOutcomeName(RunOutcome outcome)
{
    return detail::nameIn(outcomes, outcome);
}

std::optional<RunOutcome> runOutcomeFromName(const QString& name)
{
    return detail::valueIn<RunOutcome>(outcomes, name);
}

QString stepStateName(StepState state)
{
    return detail::nameIn(stepStates, state);
}

int RunReport::stepsDone() const
{
    return int(std::count_if(
        steps.begin(), steps.end(), [](const StepReport& step) { return step.state == StepState::Done; }));
}

} // namespace strandline::migration
