// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/clock.h"
#include "core/base/progress.h"

namespace strandline::base {

/// What every use case gets: a way to be stopped, a place to say how far it is, and the time.
/// Borrowed pointers; both outlive the job. progress may be null.
struct JobContext
{
    CancelToken cancel;
    ProgressSink* progress = nullptr;
    const Clock* clock = nullptr;

    void report(const Progress& step) const
    {
        if (progress)
            progress->report(step);
    }
};

} // namespace strandline::base
