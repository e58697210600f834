// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_flow_page.h"

#include "ui/delegates/state_palette.h"
#include "ui/dialogs/timeouts_dialog.h"
#include "ui/object_names.h"
#include "ui/pages/run/disconnect_question.h"
#include "ui/pages/run/flow_header.h"
#include "ui/pages/run/loss_page.h"
#include "ui/pages/run/result_page.h"
#include "ui/pages/run/run_page.h"
#include "ui/pages/run/stepper.h"
#include "ui/text/state_words.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>

namespace strandline::ui {

using migration::TargetKind;

namespace {

QStringList stepNames(RunFlowPage::Kind kind)
{
    if (kind == RunFlowPage::Kind::RollBack)
        return {RunFlowPage::tr("Target"), RunFlowPage::tr("What you lose"), RunFlowPage::tr("Confirm"),
            RunFlowPage::tr("Run"), RunFlowPage::tr("Result")};
    return {RunFlowPage::tr("Plan"), RunFlowPage::tr("Preflight"), RunFlowPage::tr("Run"),
        RunFlowPage::tr("Result")};
}

int stepOf(RunFlowPage::Kind kind, RunFlowPage::Stage stage)
{
    const int step = int(stage);
    return kind == RunFlowPage::Kind::Apply && step > int(RunFlowPage::Stage::Plan) ? step - 1 : step;
}

/// Same steps with the same texts: what the user read is what would run.
bool sameSteps(const migration::Plan& a, const migration::Plan& b)
{
    return a.singleTransaction == b.singleTransaction
        && std::equal(a.steps.cbegin(), a.steps.cend(), b.steps.cbegin(), b.steps.cend(),
            [](const migration::PlanStep& x, const migration::PlanStep& y) {
                return x.id() == y.id() && x.action == y.action && x.script.sha256 == y.script.sha256
                    && x.firstStatement == y.firstStatement;
            });
}

} // namespace

RunFlowPage::RunFlowPage(const Services& services, Kind kind, const QString& environment, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_kind(kind)
    , m_environment(environment)
    , m_header(new FlowHeader(this))
    , m_stepper(new Stepper(stepNames(kind), this))
    , m_stack(new QStackedWidget(this))
    , m_plan(new PlanPage(kind == Kind::Apply ? PlanPage::Kind::Apply : PlanPage::Kind::RollBack,
          services.highlighters, this))
    , m_loss(new LossPage(this))
    , m_preflight(new PreflightPage(
          kind == Kind::Apply ? PreflightPage::Kind::Apply : PreflightPage::Kind::RollBack, this))
    , m_run(new RunPage(this))
    , m_result(new ResultPage(this))
{
    setObjectName(kind == Kind::Apply ? names::applyPage() : names::rollbackPage());
    setAccessibleName(kind == Kind::Apply ? tr("Apply") : tr("Roll back"));
    for (QWidget* page :
        {static_cast<QWidget*>(m_plan), static_cast<QWidget*>(m_loss), static_cast<QWidget*>(m_preflight),
            static_cast<QWidget*>(m_run), static_cast<QWidget*>(m_result)})
        m_stack->addWidget(page);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(2, 4, 12, 4);
    head->addWidget(m_header, 1);
    head->addWidget(m_stepper);
    auto* line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    line->setFixedHeight(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(line);
    column->addWidget(m_stack, 1);
    connectPages();
    connectRuns();
    setFocusProxy(m_plan);
}

RunFlowPage::~RunFlowPage()
{
    m_cancel.cancel();
}

QString RunFlowPage::tabTitle() const
{
    if (m_stage == Stage::Run)
        return tr("Run: %1").arg(m_environment);
    return m_kind == Kind::Apply ? tr("Apply: %1").arg(m_environment)
                                 : tr("Roll Back: %1").arg(m_environment);
}

RunPlace RunFlowPage::place() const
{
    RunPlace place;
    place.environment = m_environment;
    if (const usecase::OpenedProject* opened = m_services.project.opened()) {
        if (const project::Environment* here = opened->project.environment(m_environment)) {
            place.tier = here->tier;
            place.tierName = tierWord(*here);
        }
    }
    const EnvironmentReading reading = m_services.project.reading(m_environment);
    const usecase::EnvironmentView* view = m_prepared ? &m_prepared->view : reading.view.get();
    if (view) {
        place.database =
            view->server.database.isEmpty() ? view->connection.database.value : view->server.database;
        if (view->server.dialect == sql::Dialect::Sqlite)
            place.database = QFileInfo(place.database).fileName();
    }
    return place;
}

void RunFlowPage::connectPages()
{
    connect(m_plan, &PlanPage::targetChosen, this, &RunFlowPage::open);
    connect(m_plan, &PlanPage::tryAgainRequested, this, &RunFlowPage::prepare);
    connect(m_plan, &PlanPage::closeRequested, this, &RunFlowPage::closeRequested);
    connect(m_plan, &PlanPage::said, this, &RunFlowPage::said);
    connect(m_plan, &PlanPage::continueRequested, this,
        [this] { setStage(m_kind == Kind::RollBack ? Stage::Loss : Stage::Confirm); });
    connect(m_loss, &LossPage::continueRequested, this, [this] { setStage(Stage::Confirm); });
    connect(m_loss, &LossPage::backRequested, this, [this] { setStage(Stage::Plan); });
    connect(m_loss, &LossPage::cancelRequested, this, &RunFlowPage::closeRequested);
    connect(m_preflight, &PreflightPage::backRequested, this,
        [this] { setStage(m_kind == Kind::RollBack ? Stage::Loss : Stage::Plan); });
    connect(m_preflight, &PreflightPage::cancelRequested, this, &RunFlowPage::closeRequested);
    connect(m_preflight, &PreflightPage::checkAgainRequested, this, [this] {
        m_preflight->setBusy();
        prepare();
    });
    connect(m_preflight, &PreflightPage::runRequested, this, &RunFlowPage::start);
    connect(m_preflight, &PreflightPage::placeRequested, this, &RunFlowPage::goTo);
    connect(m_preflight, &PreflightPage::disconnectRequested, this, &RunFlowPage::askDisconnect);
    connect(m_preflight, &PreflightPage::timeoutsRequested, this, &RunFlowPage::askTimeouts);
    connect(m_run, &RunPage::disconnectRequested, this, &RunFlowPage::askDisconnect);
    connect(m_preflight, &PreflightPage::historyRequested, this, [this] { Q_EMIT timelineRequested({}); });
    connect(
        m_run, &RunPage::stopRequested, this, [this] { m_services.runs.stopAfterStatement(m_environment); });
    connect(m_run, &RunPage::interruptRequested, this, [this] { m_services.runs.interrupt(m_environment); });
    connect(m_result, &ResultPage::chosen, this, &RunFlowPage::follow);
    connect(m_result, &ResultPage::placeRequested, this, &RunFlowPage::goTo);
    connect(m_result, &ResultPage::said, this, &RunFlowPage::said);
}

void RunFlowPage::connectRuns()
{
    connect(&m_services.runs, &RunController::event, this,
        [this](const QString& environment, const runner::RunEvent& event) {
            if (environment == m_environment && m_stage == Stage::Run)
                m_run->take(event);
        });
    connect(&m_services.runs, &RunController::stopRequested, this, [this](const QString& environment) {
        if (environment == m_environment && m_stage == Stage::Run)
            m_run->setStopping(m_services.runs.progress(environment));
    });
    connect(&m_services.runs, &RunController::finished, this,
        [this](const QString& environment, const RunEnd& end) {
            if (environment == m_environment && m_stage == Stage::Run)
                finished(end.result);
        });
    connect(&m_services.runs, &RunController::disconnected, this,
        [this](const QString& environment, const DisconnectEnd& end) {
            if (environment == m_environment)
                disconnected(end);
        });
    connect(&m_services.runs, &RunController::writingChanged, this, &RunFlowPage::showOccupied);
    connect(&m_services.project, &ProjectController::timelineChanged, this, &RunFlowPage::watchFiles);
    connect(
        &m_services.project, &ProjectController::environmentRead, this, [this](const QString& environment) {
            if (environment == m_environment && std::exchange(m_checking, false))
                showWhatServerSays();
        });
    connect(&m_services.project, &ProjectController::environmentFailed, this,
        [this](const QString& environment, const base::Error& error) {
            if (environment == m_environment && std::exchange(m_checking, false))
                m_result->setChecked(
                    tr("The server could not be asked: %1. Try again later; nothing is lost.")
                        .arg(error.summary));
        });
}

void RunFlowPage::setStage(Stage stage)
{
    m_stage = stage;
    QWidget* page = stage == Stage::Plan ? static_cast<QWidget*>(m_plan)
        : stage == Stage::Loss           ? static_cast<QWidget*>(m_loss)
        : stage == Stage::Confirm        ? static_cast<QWidget*>(m_preflight)
        : stage == Stage::Run            ? static_cast<QWidget*>(m_run)
                                         : static_cast<QWidget*>(m_result);
    // Of the window: a run may end while a question is open above it.
    const QWidget* focused = window()->focusWidget();
    const bool hadFocus = !focused || !focused->isVisible() || isAncestorOf(focused);
    m_stack->setCurrentWidget(page);
    setFocusProxy(page);
    m_stepper->setCurrent(stepOf(m_kind, stage));
    if (hadFocus)
        page->setFocus(Qt::OtherFocusReason);
    Q_EMIT stageChanged();
}

void RunFlowPage::open(const migration::PlanTarget& target)
{
    if (m_stage == Stage::Run)
        return;
    m_target = target;
    m_timeouts = {};
    m_report.reset();
    m_prepared.reset();
    m_preflight->forgetAnswers();
    m_header->setContent(m_kind == Kind::Apply ? tr("Apply to") : tr("Roll back on"), place());
    setStage(Stage::Plan);
    if (const EnvironmentReading reading = m_services.project.reading(m_environment); reading.timeline)
        fillTargets(*reading.timeline);
    prepare();
}

void RunFlowPage::exportPlan(PlanFileKind kind)
{
    m_plan->exportPlan(kind);
}

void RunFlowPage::prepare()
{
    if (!m_services.project.opened())
        return;
    m_cancel.cancel();
    m_cancel = base::CancelToken();
    const int question = ++m_question;
    if (m_stage == Stage::Plan)
        m_plan->setBusy();
    m_services.runs.backend()
        .prepareRun(m_services.project.question(m_environment), m_target, m_timeouts, m_cancel)
        // Not this page as the context: it may be closed before the answer, which Qt 6.4 does not forgive.
        .then(&m_services.runs,
            [page = QPointer(this), question](const base::Result<usecase::PreparedRun>& answer) {
                if (page)
                    page->answered(question, answer);
            });
}

void RunFlowPage::answered(int question, const base::Result<usecase::PreparedRun>& answer)
{
    if (question == m_question
        && (m_stage == Stage::Plan || m_stage == Stage::Loss || m_stage == Stage::Confirm))
        prepared(answer);
}

void RunFlowPage::prepared(const base::Result<usecase::PreparedRun>& answer)
{
    if (!answer) {
        if (answer.error().code == base::ErrorCode::Cancelled)
            return;
        m_prepared.reset();
        m_plan->setFailure(answer.error(), m_services.runs.clock().nowUtc());
        setStage(Stage::Plan);
        return;
    }
    const bool moved = m_prepared && !sameSteps(m_prepared->plan, answer->plan);
    m_prepared = *answer;
    m_header->setContent(m_kind == Kind::Apply ? tr("Apply to") : tr("Roll back on"), place());
    fillTargets(m_prepared->view.timeline);
    m_plan->setPrepared(*m_prepared, place());
    m_loss->setPrepared(*m_prepared, place());
    m_preflight->setPrepared(*m_prepared, place());
    showOccupied();
    if (moved && m_stage != Stage::Plan) {
        // What was read is not what would run any more.
        m_preflight->forgetAnswers();
        m_preflight->setPrepared(*m_prepared, place());
        setStage(Stage::Plan);
        Q_EMIT said(tr("The plan changed since you looked; this is the new one."));
    }
    Q_EMIT stageChanged();
}

void RunFlowPage::showOccupied()
{
    if (m_stage == Stage::Run)
        return;
    m_preflight->setOccupied(m_services.runs.isWriting(m_environment)
            ? tr("Something is being written to %1 already; the list of jobs shows it.").arg(m_environment)
            : QString());
}

void RunFlowPage::askTimeouts()
{
    if (!m_prepared)
        return;
    auto* dialog = new TimeoutsDialog(*m_prepared, window());
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_timeouts = dialog->timeouts();
        m_preflight->setBusy();
        prepare();
    });
    dialog->open();
}

void RunFlowPage::askDisconnect(const migration::LockWait& session)
{
    const QDateTime seenAt =
        m_stage == Stage::Confirm && m_prepared ? m_prepared->view.readAt : m_services.runs.clock().nowUtc();
    auto* dialog = new ConfirmDialog(disconnectQuestion(session, place(), seenAt), window());
    connect(dialog, &QDialog::accepted, this, [this, session] {
        m_services.runs.endSession(
            {m_services.project.question(m_environment), session}, tr("Disconnect %1").arg(session.session));
    });
    dialog->open();
}

void RunFlowPage::disconnected(const DisconnectEnd& end)
{
    if (end.result)
        Q_EMIT said(disconnectText(end.session, *end.result));
    // What was found before does not hold any more; also after a refusal, which may have a reason.
    if (m_stage == Stage::Confirm) {
        m_preflight->setBusy();
        prepare();
    }
}

QList<TargetChoice> RunFlowPage::applyTargets(const migration::Timeline& timeline) const
{
    QList<TargetChoice> choices;
    TargetChoice all;
    int waiting = 0;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        if (!waitsToRun(entry))
            continue;
        ++waiting;
        if (entry.kind != migration::Kind::Versioned)
            continue;
        TargetChoice one;
        one.text = entry.version + QLatin1Char(' ') + entry.name;
        one.target.kind = TargetKind::UpTo;
        one.target.version = entry.version;
        choices << one;
    }
    all.text = tr("everything pending (%1)").arg(waiting);
    choices.prepend(all);
    if (m_target.kind == TargetKind::Only) {
        TargetChoice only;
        only.text = tr("only %1").arg(m_target.version);
        only.target = m_target;
        choices.prepend(only);
    }
    return choices;
}

QList<TargetChoice> RunFlowPage::rollBackTargets(const migration::Timeline& timeline) const
{
    QList<TargetChoice> choices;
    TargetChoice last;
    last.text = tr("all but the last one applied");
    last.target.kind = TargetKind::DownCount;
    last.target.count = 1;
    if (m_target.kind == TargetKind::DownCount && m_target.count > 1) {
        last.text = tr("all but the last %1 applied").arg(m_target.count);
        last.target.count = m_target.count;
    }
    choices << last;
    for (auto entry = timeline.entries.crbegin(); entry != timeline.entries.crend(); ++entry) {
        if (entry->kind != migration::Kind::Versioned || !countsAsApplied(entry->state))
            continue;
        TargetChoice one;
        one.text = entry->version + QLatin1Char(' ') + entry->name;
        one.target.kind = TargetKind::DownTo;
        one.target.version = entry->version;
        choices << one;
    }
    TargetChoice none;
    none.text = tr("nothing: undo everything");
    none.target.kind = TargetKind::DownTo;
    choices << none;
    return choices;
}

void RunFlowPage::fillTargets(const migration::Timeline& timeline)
{
    if (m_target.kind == TargetKind::Resume || m_target.kind == TargetKind::UndoKept)
        m_plan->setTargets({}, m_target);
    else
        m_plan->setTargets(
            m_kind == Kind::Apply ? applyTargets(timeline) : rollBackTargets(timeline), m_target);
}

/// A script that was edited while its plan is on the screen makes another plan.
void RunFlowPage::watchFiles()
{
    if (!m_prepared || !m_services.project.opened() || m_stage == Stage::Run || m_stage == Stage::Result)
        return;
    QHash<QString, const migration::Migration*> byId;
    for (const migration::Migration& one : m_services.project.opened()->set.migrations)
        byId.insert(one.id(), &one);
    for (const migration::PlanStep& step : std::as_const(m_prepared->plan.steps)) {
        if (step.fromHistory || step.action == migration::StepAction::UndoKept)
            continue;
        const migration::Migration* file = byId.value(step.id());
        const std::optional<migration::Script>* script = !file ? nullptr
            : step.direction == QLatin1String("down")          ? &file->down
                                                               : &file->up;
        if (!script || !script->has_value() || (*script)->sha256 != step.script.sha256) {
            Q_EMIT said(tr("Files of this plan changed; planning again."));
            prepare();
            return;
        }
    }
}

void RunFlowPage::start()
{
    if (!m_prepared)
        return;
    RunOrder order;
    order.environment = m_services.project.question(m_environment);
    order.plan = m_prepared->plan;
    order.losses = m_prepared->losses;
    order.decisions = m_preflight->decisions();
    // Before it starts: its first events may arrive before this function ends.
    m_run->begin(m_prepared->plan, place());
    setStage(Stage::Run);
    if (m_services.runs.start(order, planTitle(m_prepared->plan)))
        return;
    m_run->end(false);
    setStage(Stage::Confirm);
    showOccupied();
}

void RunFlowPage::finished(const base::Result<migration::RunReport>& result)
{
    m_run->end(result && result->isSuccess());
    const QDateTime now = m_services.runs.clock().nowUtc();
    if (result) {
        m_report = *result;
        m_result->setReport(*result, place(), now);
    } else {
        m_report.reset();
        m_result->setRefusal(result.error(), place(), now);
    }
    m_preflight->forgetAnswers();
    setStage(Stage::Result);
}

const migration::StepReport* RunFlowPage::failedStep() const
{
    return m_report && m_report->failedStep >= 0 && m_report->failedStep < m_report->steps.size()
        ? &m_report->steps[m_report->failedStep]
        : nullptr;
}

void RunFlowPage::goTo(const base::SourcePosition& position)
{
    if (!m_prepared)
        return;
    for (const migration::PlanStep& step : std::as_const(m_prepared->plan.steps)) {
        if (step.script.path == position.file || step.script.absolutePath == position.file
            || step.id() == position.file) {
            Q_EMIT placeRequested(step.id(), position);
            return;
        }
    }
    if (const migration::StepReport* step = failedStep())
        Q_EMIT placeRequested(step->id, position);
}

void RunFlowPage::follow(const QString& choice)
{
    const migration::StepReport* failed = failedStep();
    if (choice == QLatin1String("open")) {
        if (m_report && m_report->error)
            goTo(m_report->error->position);
    } else if (choice == QLatin1String("again")) {
        for (const migration::PlanStep& step : std::as_const(m_prepared->plan.steps)) {
            if (failed && step.id() == failed->id && !step.script.absolutePath.isEmpty())
                Q_EMIT editRequested(step.script.absolutePath);
        }
        open(m_target);
    } else if (choice == QLatin1String("plan")) {
        open(m_target);
    } else if (choice == QLatin1String("check")) {
        checkServer();
    } else if (choice.startsWith(QLatin1String("resolve-"))) {
        Q_EMIT resolveRequested(failed ? failed->id : QString(), choice == QLatin1String("resolve-applied"));
    } else if (choice == QLatin1String("timeline")) {
        Q_EMIT timelineRequested(
            m_report && !m_report->steps.isEmpty() ? m_report->steps.last().id : QString());
    } else if (choice == QLatin1String("close")) {
        Q_EMIT closeRequested();
    } else {
        followPlan(choice);
    }
}

/// The ways on that begin with another plan.
void RunFlowPage::followPlan(const QString& choice)
{
    migration::PlanTarget target;
    if (choice == QLatin1String("rollback")) {
        target.kind = TargetKind::DownCount;
        target.count = m_report ? m_report->stepsDone() : 1;
    } else if (const migration::StepReport* failed = failedStep()) {
        target.kind = choice == QLatin1String("undo") ? TargetKind::UndoKept : TargetKind::Resume;
        target.version = failed->version.isEmpty() ? failed->name : failed->version;
    } else {
        return;
    }
    Q_EMIT planRequested(target);
}

void RunFlowPage::checkServer()
{
    m_checking = true;
    m_result->setChecked(tr("Asking the server…"));
    m_services.project.refreshEnvironment(m_environment);
}

void RunFlowPage::showWhatServerSays()
{
    const EnvironmentReading reading = m_services.project.reading(m_environment);
    const migration::StepReport* failed = failedStep();
    m_result->setChecked(tr("The server answers again."));
    if (!reading.timeline || !failed)
        return;
    for (const migration::TimelineEntry& entry : reading.timeline->entries) {
        if (entry.id() == failed->id)
            m_result->setChecked(
                tr("The server answers again. %1: %2")
                    .arg(failed->id,
                        stateSentence(entry, {m_environment, m_services.runs.clock().nowUtc(), true})));
    }
}

} // namespace strandline::ui
