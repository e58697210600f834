// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/project_controller.h"
#include "ui/controllers/run_controller.h"
#include "ui/pages/run/plan_page.h"
#include "ui/pages/run/preflight_page.h"

class QStackedWidget;

namespace strandline::ui {

class FlowHeader;
class LossPage;
class ResultPage;
class RunPage;
class Stepper;

/// One write to one environment, from plan to result: Apply (plan, preflight, run, result) or Roll back
/// (target, what you lose, confirm, run, result). Nothing is written before the last button of the
/// confirmation.
class RunFlowPage : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Apply, RollBack };
    enum class Stage { Plan, Loss, Confirm, Run, Result };

    struct Services
    {
        ProjectController& project;
        RunController& runs;
        std::shared_ptr<HighlighterFactory> highlighters;
    };

    RunFlowPage(const Services& services, Kind kind, const QString& environment, QWidget* parent = nullptr);
    ~RunFlowPage() override;

    void open(const migration::PlanTarget& target);
    void exportPlan(PlanFileKind kind);
    Kind kind() const { return m_kind; }
    Stage stage() const { return m_stage; }
    const QString& environment() const { return m_environment; }
    bool hasPlan() const { return m_prepared && !m_prepared->plan.isEmpty(); }
    PlanPage* planPage() const { return m_plan; }
    PreflightPage* preflightPage() const { return m_preflight; }
    RunPage* runPage() const { return m_run; }
    ResultPage* resultPage() const { return m_result; }
    /// A short name for the tab.
    QString tabTitle() const;

Q_SIGNALS:
    void stageChanged();
    void closeRequested();
    void planRequested(const strandline::migration::PlanTarget& target);
    void placeRequested(const QString& id, const strandline::base::SourcePosition& position);
    void editRequested(const QString& absolutePath);
    void timelineRequested(const QString& id);
    void resolveRequested(const QString& id, bool applied);
    void said(const QString& text);

private:
    void connectPages();
    void connectRuns();
    void setStage(Stage stage);
    void prepare();
    void answered(int question, const base::Result<usecase::PreparedRun>& answer);
    void prepared(const base::Result<usecase::PreparedRun>& answer);
    void fillTargets(const migration::Timeline& timeline);
    QList<TargetChoice> applyTargets(const migration::Timeline& timeline) const;
    QList<TargetChoice> rollBackTargets(const migration::Timeline& timeline) const;
    void watchFiles();
    void start();
    void finished(const base::Result<migration::RunReport>& result);
    void follow(const QString& choice);
    void followPlan(const QString& choice);
    void checkServer();
    void showWhatServerSays();
    const migration::StepReport* failedStep() const;
    void goTo(const base::SourcePosition& position);
    void showOccupied();
    void askDisconnect(const migration::LockWait& session);
    void askTimeouts();
    void disconnected(const DisconnectEnd& end);
    RunPlace place() const;

    Services m_services;
    Kind m_kind;
    QString m_environment;
    Stage m_stage = Stage::Plan;
    migration::PlanTarget m_target;
    usecase::RunTimeouts m_timeouts;
    std::optional<usecase::PreparedRun> m_prepared;
    std::optional<migration::RunReport> m_report;
    base::CancelToken m_cancel;
    int m_question = 0;
    bool m_checking = false; ///< a look at the server was asked for

    FlowHeader* m_header;
    Stepper* m_stepper;
    QStackedWidget* m_stack;
    PlanPage* m_plan;
    LossPage* m_loss;
    PreflightPage* m_preflight;
    RunPage* m_run;
    ResultPage* m_result;
};

} // namespace strandline::ui
