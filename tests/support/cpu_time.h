// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ctime>

namespace strandline::test {

/// Seconds of processor time that the work took on this thread. For questions of growth: unlike the clock on
/// the wall it does not count what other programs on a busy machine take.
template <typename Work> double cpuSecondsFor(Work work)
{
    const auto now = [] {
        timespec time = {};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
    };
    const double before = now();
    work();
    return now() - before;
}

} // namespace strandline::test
