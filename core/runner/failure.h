// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/journal.h"
#include "core/runner/schema_watch.h"
#include "core/runner/session_keeper.h"
#include "core/runner/step_run.h"

namespace strandline::runner {

/// The report of a run that has not begun.
migration::RunReport emptyReport(const RunSession& session, const migration::Plan& plan);
/// Newest version that counts as applied now; `otherwise` when it cannot be read.
QString currentVersion(RunSession& session, const QString& otherwise);

/// After a step that did not end well: rolls back, finds out what stayed, writes it down and says it. A
/// restore of a backup would come between finding out and writing down.
class FailureConclusion
{
public:
    FailureConclusion(RunSession& session, Journal& journal, SessionKeeper& keeper, SchemaWatch& schema,
        migration::RunReport& report);

    struct Failed
    {
        StepRun& run;
        const migration::Plan& plan;
        bool wasStarted = false; ///< its `started` may be in the journal
    };
    void conclude(const Failed& failed, StepStop stop);

private:
    /// What is known after looking.
    struct Facts
    {
        bool hasConnection = true;
        bool isOver = true; ///< nothing of it can still be running
    };
    Facts rollBack(const StepStop& stop);
    void lookWhetherItStayed(const Failed& failed, StepStop& stop);
    void commitIsUnknown(const Failed& failed);
    void connectionIsLost(const Failed& failed, const StepStop& stop, const Facts& facts);
    void setOutcome(const Failed& failed, const StepStop& stop);
    void undoStepsOfSingleTransaction(const Failed& failed);
    void write(const Failed& failed, const StepStop& stop, bool withFailed);
    void prove(const Failed& failed, const StepStop& stop);

    RunSession& m_session;
    Journal& m_journal;
    SessionKeeper& m_keeper;
    SchemaWatch& m_schema;
    migration::RunReport& m_report;
};

} // namespace strandline::runner
