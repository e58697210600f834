// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <chrono>

namespace strandline::base {

QDateTime SystemClock::nowUtc() const
{
    return QDateTime::currentDateTimeUtc();
}

qint64 SystemClock::monotonicMs() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

FixedClock::FixedClock(QDateTime utc)
    : m_now(std::move(utc))
{ }

void FixedClock::advance(qint64 milliseconds)
{
    m_now = m_now.addMSecs(milliseconds);
    m_elapsed += milliseconds;
}

std::unique_ptr<Clock> makeClock()
{
    const QDateTime fixed = QDateTime::fromString(qEnvironmentVariable("STRANDLINE_NOW"), Qt::ISODate);
    if (fixed.isValid())
        return std::make_unique<FixedClock>(fixed.toUTC());
    return std::make_unique<SystemClock>();
}

} // namespace strandline::base
