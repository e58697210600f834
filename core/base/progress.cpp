// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

#include "core/base/clock.h"

namespace strandline::base {

namespace {
constexpr qint64 minimumGapMs = 100;
}

ThrottledProgress::ThrottledProgress(ProgressSink& target, const Clock& clock)
    : m_target(target)
    , m_clock(clock)
{ }

void ThrottledProgress::report(const Progress& progress)
{
    const qint64 now = m_clock.monotonicMs();
    const bool newPhase = !m_any || progress.phase != m_phase;
    const bool last = progress.total > 0 && progress.done >= progress.total;
    if (!newPhase && !last && now - m_lastMs < minimumGapMs)
        return;
    m_any = true;
    m_phase = progress.phase;
    m_lastMs = now;
    m_target.report(progress);
}

} // namespace strandline::base
