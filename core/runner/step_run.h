// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/run_report.h"
#include "core/runner/statement_source.h"

namespace strandline::runner {

/// Why a step did not end well.
struct StepStop
{
    base::Error error; ///< Cancelled: on request
    int statement = 0; ///< the one that failed or was not begun; 0: none in particular
    enum class Doubt {
        None,
        Statement, ///< sent outside of a transaction, and its answer was lost
        Commit, ///< sent, not answered, and looking again was not possible
    };
    Doubt doubt = Doubt::None;
    bool inTransaction = true; ///< rolling back undoes what was going on
    /// The connection was lost and the one that is open now is another: the old session is gone.
    bool isReconnected = false;
    /// Of a statement that had to run alone: the schema before it (empty: not taken), its text as far as it
    /// matters for what it may have left behind, and its row should it turn out that it stayed.
    QByteArray schemaBefore;
    QByteArray text;
    std::optional<migration::LogEvent> done;
};

/// Nothing: it went well.
using StepResult = std::optional<StepStop>;

/// One step while it runs.
struct StepRun
{
    StepRun(
        int number, const migration::PlanStep& planned, migration::StepReport& reported, sql::Dialect dialect)
        : index(number)
        , step(planned)
        , report(reported)
        , source(planned.script, dialect)
        , kept(planned.firstStatement - 1)
    { }

    int index;
    const migration::PlanStep& step;
    migration::StepReport& report;
    StatementSource source;
    int kept; ///< statements, counted from the first of the script, that stayed
    int last = 0; ///< the last one that was executed
    bool batchesKept = false; ///< batches of the statement behind those
    bool isEnded = false; ///< its end was written along with its last statement
    qint64 begunMs = 0;
    /// `statement-done` of statements that stayed although their row could not be written with them.
    QList<migration::LogEvent> unrecorded;

    int statementCount() const { return step.statementCount > 0 ? step.statementCount : source.count(); }
    bool keepsNothing() const { return kept == 0 && !batchesKept; }
};

/// A segment without an end goes to the end of its (large) script.
inline bool isBehindSegment(const migration::Segment& segment, int number)
{
    return segment.last >= segment.first && number > segment.last;
}

} // namespace strandline::runner
