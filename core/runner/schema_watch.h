// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/run_session.h"

namespace strandline::runner {

/// Fingerprints of the schema before and after, as far as they can be afforded.
class SchemaWatch
{
public:
    explicit SchemaWatch(RunSession& session);

    /// Empty: it cannot be told.
    QByteArray take();
    /// The one before the first step, taken by whoever checked the plan.
    void begin(const QByteArray& fingerprint, qint64 tookMs);
    /// Whether all of them together, with one more, stay a small part of the run.
    bool isAffordable() const;
    /// Takes one when all of them together stay a small part of the run; otherwise this step has none.
    void beforeStep(int index);
    /// Before a statement that cannot share a transaction with its journal row, while that stays affordable;
    /// empty otherwise.
    QByteArray beforeStatement();
    /// Before the step that runs; empty: none was taken.
    const QByteArray& beforeThisStep() const { return m_beforeStep; }

private:
    bool isShortRun() const;

    RunSession& m_session;
    QByteArray m_beforeStep;
    qint64 m_costUs = 0; ///< of the last one, in microseconds
    qint64 m_spentUs = 0;
};

} // namespace strandline::runner
