// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/hooks.h"
#include "core/runner/preparation.h"
#include "core/runner/schema_watch.h"
#include "core/runner/step_runner.h"

namespace strandline::runner {

/// Runs the steps of a plan that is known to be current, under the lock, and says how it ended.
class PlanRunner
{
public:
    PlanRunner(RunSession& session, Ground ground);

    /// A failure only while nothing has been written.
    base::Result<migration::RunReport> run();

private:
    using Variables = QMap<QString, QString>;

    void beginReport();
    /// Makes our tables where they are missing, and writes `planned` with the first `started`.
    base::Result<void> beginJournal(const QList<migration::LogEvent>& beforeRun);
    void runSteps();
    /// False: the run ends here.
    bool runStep(int index);
    StepResult beginStep(StepRun& run);
    StepResult prepareStep(StepRun& run);
    StepEnd endOf(int index) const;
    base::Result<void> applyLimits(const migration::PlanStep& step);
    db::StatementLimits limitsOf(const migration::PlanStep& step) const;
    void stepIsDone(StepRun& run);
    void conclude(StepRun& run, StepStop stop);
    void verify();
    void finish();

    HookOutcome callHook(const QString& name, const migration::PlanStep* step);
    Variables hookVariables(const migration::PlanStep* step) const;
    void recordHook(const QString& name, const migration::PlanStep* step, const HookOutcome& outcome);

    RunSession& m_session;
    migration::Plan m_plan;
    Ground m_ground;
    migration::RunReport m_report;
    SessionKeeper m_keeper;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<CommitSender> m_sender;
    std::unique_ptr<StepRunner> m_steps;
    SchemaWatch m_schema;
    Hooks m_hooks;
    Hooks m_lateHooks; ///< run also after the run was cancelled
    int m_startedStep = -1; ///< whose `started` is in the journal, or in the transaction that is open
    std::optional<db::StatementLimits> m_limits; ///< in force; nothing: not known
    int m_limitsGeneration = -1;
};

} // namespace strandline::runner
