// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/schema_watch.h"

namespace strandline::runner {

SchemaWatch::SchemaWatch(RunSession& session)
    : m_session(session)
{ }

QByteArray SchemaWatch::take()
{
    if (!m_session.hasWork())
        return {};
    QElapsedTimer timer;
    timer.start();
    const auto fingerprint =
        m_session.services().schemaFingerprint(m_session.work(), m_session.request().historySchema);
    // Rounded up: a thousand of half a millisecond are not for nothing.
    m_costUs = timer.nsecsElapsed() / 1000 + 1;
    m_spentUs += m_costUs;
    return fingerprint ? *fingerprint : QByteArray();
}

void SchemaWatch::begin(const QByteArray& fingerprint, qint64 tookMs)
{
    m_beforeStep = fingerprint;
    m_costUs = (tookMs + 1) * 1000;
    m_spentUs = m_costUs;
}

void SchemaWatch::beforeStep(int index)
{
    if (index == 0)
        return;
    m_beforeStep.clear();
    if (isAffordable())
        m_beforeStep = take();
}

bool SchemaWatch::isAffordable() const
{
    constexpr int part = 50;
    return isShortRun() || (m_spentUs + m_costUs) * part < m_session.elapsedMs() * 1000;
}

/// Of these each step has one, unless the schema is huge: what a short run says about a failure must not
/// depend on the speed of the machine.
bool SchemaWatch::isShortRun() const
{
    constexpr qsizetype steps = 8;
    constexpr qint64 hugeUs = 250'000;
    return m_session.request().plan.steps.size() <= steps && m_costUs < hugeUs;
}

QByteArray SchemaWatch::beforeStatement()
{
    // Worth more than the one before a step: it tells what nothing else can tell.
    constexpr qint64 alwaysMs = 2000;
    constexpr int part = 5;
    const qint64 wouldBe = (m_spentUs + m_costUs) / 1000;
    return wouldBe <= alwaysMs || wouldBe * part < m_session.elapsedMs() ? take() : QByteArray();
}

} // namespace strandline::runner
