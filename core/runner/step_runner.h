// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/commit_sender.h"
#include "core/runner/schema_watch.h"
#include "core/runner/statement_runner.h"

namespace strandline::runner {

/// What is written along with the end of a step.
struct StepEnd
{
    bool commits = true; ///< false: one transaction for all steps, and this is not the last
    const migration::PlanStep* next = nullptr; ///< its `started` goes into the same transaction
    bool beginsNext = false; ///< and its transaction is begun in the same message
};

/// Runs the segments of one step, and writes what the journal has to know before and after.
class StepRunner
{
public:
    struct Parts
    {
        RunSession& session;
        Journal& journal;
        SessionKeeper& keeper;
        CommitSender& sender;
        SchemaWatch& schema;
    };
    explicit StepRunner(const Parts& parts);

    StepResult run(StepRun& run, const StepEnd& end);

private:
    StepResult runSegment(StepRun& run, const migration::Segment& segment, const StepEnd* end);
    StepResult runTransaction(StepRun& run, const migration::Segment& segment, const StepEnd* end);
    StepResult tryTransaction(
        StepRun& run, const migration::Segment& segment, const StepEnd* end, int attempt);
    StepResult runInTransaction(StepRun& run, const migration::Segment& segment, int attempt);
    StepResult runOneInTransaction(StepRun& run, const SourceStatement& statement, int attempt);
    bool isStillOpen();
    StepResult transactionIsGone(StepRun& run, const SourceStatement& statement);
    StepResult runAutocommit(StepRun& run, const migration::Segment& segment, const StepEnd* end);
    /// One statement of a segment without a transaction, together with its journal row where it can be.
    StepResult runByItself(StepRun& run, const SourceStatement& statement, const StepEnd* end);
    bool canShareTransaction(const SourceStatement& statement);
    StepResult runAlone(StepRun& run, const SourceStatement& statement);
    StepResult dropLeftover(const SourceStatement& statement);
    base::Result<bool> wasFinishedBefore(StepRun& run, const SourceStatement& statement);
    /// A resumed script whose last kept statement left something unusable behind runs that one again.
    StepResult repairKept(StepRun& run);
    StepResult runBatch(StepRun& run, const migration::Segment& segment, const StepEnd* end);
    StepResult callBatches(StepRun& run, const SourceStatement& statement);

    /// Commits what is open; the end of the step with it when there is one.
    StepResult close(StepRun& run, const StepEnd* end);
    StepResult closeWithoutCommit(StepRun& run, const StepEnd& end);
    db::OwnStatements closingMessage(StepRun& run, const StepEnd* end);
    StepResult flush(StepRun& run);
    StepResult stopAt(int statement, const base::Error& error, bool inTransaction = true) const;
    StepResult stopWanted(int statement, bool inTransaction) const;
    void remember(StepRun& run, migration::LogEvent event);

    RunSession& m_session;
    Journal& m_journal;
    SessionKeeper& m_keeper;
    CommitSender& m_sender;
    SchemaWatch& m_schema;
    StatementRunner m_statements;
    QList<migration::LogEvent> m_pending; ///< rows that have to be written with the open transaction
    qint64 m_recorded = 0; ///< of a large script: rows written; the rest is summed up
    migration::StatementReport m_summary;
};

} // namespace strandline::runner
