// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace strandline::base {

class Clock;

/// One look at how far a job is. total == 0: the end is not known.
struct Progress
{
    QString phase;
    qint64 done = 0;
    qint64 total = 0;
    QString detail;
};

/// Receives progress on the worker's thread; must be quick and must not block.
class ProgressSink
{
public:
    virtual ~ProgressSink() = default;
    virtual void report(const Progress& progress) = 0;
};

/// Lets at most ten reports a second through, plus every change of phase and the last one of a phase, so
/// that a loop may report each step without flooding its display.
class ThrottledProgress final : public ProgressSink
{
public:
    ThrottledProgress(ProgressSink& target, const Clock& clock);
    void report(const Progress& progress) override;

private:
    ProgressSink& m_target;
    const Clock& m_clock;
    QString m_phase;
    qint64 m_lastMs = 0;
    bool m_any = false;
};

} // namespace strandline::base
