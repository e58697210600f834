// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <memory>

namespace strandline::base {

/// The time as the program sees it. Passed in, so that tests and screenshots can stop it.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual QDateTime nowUtc() const = 0;
    /// Milliseconds that never go backwards; only differences mean anything.
    virtual qint64 monotonicMs() const = 0;
};

class SystemClock final : public Clock
{
public:
    QDateTime nowUtc() const override;
    qint64 monotonicMs() const override;
};

/// A clock that only moves when told to.
class FixedClock final : public Clock
{
public:
    explicit FixedClock(QDateTime utc);
    QDateTime nowUtc() const override { return m_now; }
    qint64 monotonicMs() const override { return m_elapsed; }
    void advance(qint64 milliseconds);

private:
    QDateTime m_now;
    qint64 m_elapsed = 0;
};

/// The system clock, or a fixed one where STRANDLINE_NOW holds an ISO 8601 time: screenshots and the
/// tests of the programs need the same "2 days ago" every day.
std::unique_ptr<Clock> makeClock();

} // namespace strandline::base
