// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exit_codes.h"

namespace strandline::report {

using migration::RunOutcome;

int exitCodeOf(const migration::RunReport& report)
{
    switch (report.outcome) {
    case RunOutcome::Done:
    case RunOutcome::NothingToDo:
        return 0;
    case RunOutcome::Failed:
        return 1;
    case RunOutcome::Refused:
        return 4;
    case RunOutcome::Restored:
        return 5;
    case RunOutcome::HalfApplied:
    case RunOutcome::StoppedHalfApplied:
    // Not known is not "nothing kept": a script that goes on as after 1 would build on sand.
    case RunOutcome::ConnectionLost:
    case RunOutcome::CommitUnknown:
        return 6;
    case RunOutcome::Stopped:
        return 130;
    }
    return 1;
}

} // namespace strandline::report
