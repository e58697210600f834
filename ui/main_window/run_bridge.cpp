// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/run_bridge.h"

#include "ui/delegates/state_palette.h"
#include "ui/dialogs/quit_dialog.h"
#include "ui/main_window/page_host.h"
#include "ui/main_window/shell_message_area.h"
#include "ui/pages/run/result_page.h"
#include "ui/pages/timeline_page.h"
#include "ui/text/state_words.h"
#include "ui/widgets/desktop_notification.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/timeline_view.h"

#include <QApplication>
#include <QFileInfo>
#include <QMainWindow>

#include <chrono>

namespace strandline::ui {

using migration::MigrationState;
using migration::TargetKind;
using namespace std::chrono_literals;

namespace {

constexpr auto kFlush = 200ms;
constexpr auto kQuitPatience = 10s;
constexpr qint64 kWorthANotification = 10000;
constexpr qsizetype kLiveEvents = 200;

QString keyOf(const migration::PlanStep& step)
{
    return step.kind == migration::Kind::Repeatable ? QStringLiteral("r:") + step.name
                                                    : QStringLiteral("v:") + step.version;
}

MigrationState shownState(const migration::PlanStep& step, migration::StepState state)
{
    const bool down =
        step.direction == QLatin1String("down") || step.action == migration::StepAction::UndoKept;
    switch (state) {
    case migration::StepState::Done:
        return down ? MigrationState::RolledBack : MigrationState::Applied;
    case migration::StepState::HalfApplied:
    case migration::StepState::Unknown:
        return MigrationState::Partial;
    case migration::StepState::Failed:
        return MigrationState::Failed;
    case migration::StepState::NotRun:
    case migration::StepState::RolledBack:
        break;
    }
    return down ? MigrationState::Applied : MigrationState::Pending;
}

} // namespace

RunBridge::RunBridge(const Parts& parts, std::shared_ptr<HighlighterFactory> highlighters)
    : QObject(&parts.window)
    , m_parts(parts)
    , m_highlighters(std::move(highlighters))
{
    m_clock.start();
    m_flush.setSingleShot(true);
    m_flush.setInterval(kFlush);
    m_quitAtLast.setSingleShot(true);
    m_quitAtLast.setInterval(kQuitPatience);
    connect(&m_flush, &QTimer::timeout, this, &RunBridge::flush);
    connect(&m_quitAtLast, &QTimer::timeout, this, [this] {
        // The server does not answer; the end of the process ends the connection, and the server cleans up.
        m_quitAnyway = true;
        m_parts.window.close();
    });
    connectActions();
    connectRuns();
}

const migration::TimelineEntry* RunBridge::entry() const
{
    return m_parts.timeline.currentEntry();
}

QString RunBridge::currentVersion() const
{
    const migration::TimelineEntry* here = entry();
    return !here ? QString() : here->version.isEmpty() ? here->name : here->version;
}

void RunBridge::connectActions()
{
    const auto on = [this](const char* name, auto handler) {
        connect(m_parts.actions.action(QLatin1String(name)), &QAction::triggered, this, handler);
    };
    const auto target = [this](TargetKind kind) {
        migration::PlanTarget wanted;
        wanted.kind = kind;
        wanted.version = currentVersion();
        return wanted;
    };
    on("actionApply", [this] { apply({}); });
    on("actionApplyUpTo", [this, target] { apply(target(TargetKind::UpTo)); });
    on("actionApplyOnly", [this, target] { apply(target(TargetKind::Only)); });
    on("actionResume", [this, target] { apply(target(TargetKind::Resume)); });
    on("actionUndoKept", [this, target] { apply(target(TargetKind::UndoKept)); });
    on("actionRollBackLast", [this] {
        migration::PlanTarget last;
        last.kind = TargetKind::DownCount;
        rollBack(last);
    });
    on("actionRollBack", [this, target] {
        // Without a version to keep the page asks for one; the last one is where most want to go.
        migration::PlanTarget wanted = target(TargetKind::DownTo);
        if (!entry() || entry()->version.isEmpty() || !countsAsApplied(entry()->state)) {
            wanted = {};
            wanted.kind = TargetKind::DownCount;
        }
        rollBack(wanted);
    });
    for (const auto& [name, kind] : {std::pair {"actionExportPlan", PlanFileKind::Sql},
             std::pair {"actionExportPlanHtml", PlanFileKind::Html},
             std::pair {"actionExportPlanMarkdown", PlanFileKind::Markdown}}) {
        on(name, [this, kind = kind] {
            if (RunFlowPage* here = page(m_parts.project.environmentName()))
                here->exportPlan(kind);
        });
    }
    using Kind = runner::SettleKind;
    on("actionBaseline", [this] { askBaseline(); });
    on("actionRepairHistory", [this] { settle(Kind::Resolve, {}); });
    for (const auto& [name, kind] :
        {std::pair {"actionMarkApplied", Kind::MarkApplied}, std::pair {"actionSkip", Kind::MarkSkipped},
            std::pair {"actionMarkPending", Kind::MarkPending},
            std::pair {"actionMarkResolved", Kind::Resolve}, std::pair {"actionAcceptText", Kind::AcceptText},
            std::pair {"actionForgetMissing", Kind::ForgetMissing}}) {
        on(name, [this, kind = kind] {
            if (entry())
                settle(kind, entry()->id());
        });
    }
}

void RunBridge::connectRuns()
{
    connect(&m_parts.runs, &RunController::event, this, &RunBridge::take);
    connect(&m_parts.runs, &RunController::started, this,
        [this](const QString& environment) { m_startedAt.insert(environment, m_clock.elapsed()); });
    connect(&m_parts.runs, &RunController::finished, this, &RunBridge::runFinished);
    connect(&m_parts.runs, &RunController::writingChanged, this, [this] {
        Q_EMIT contextChanged();
        if (m_parts.runs.isAnythingWriting())
            m_awake.inhibit(tr("%1 is running").arg(m_parts.runs.runningTitle()));
        else
            m_awake.release();
        if (!m_parts.runs.isAnythingWriting() && m_quitWhenDone)
            QMetaObject::invokeMethod(&m_parts.window, &QWidget::close, Qt::QueuedConnection);
    });
    connect(&m_parts.runs, &RunController::settled, this,
        [this](const QString& environment, const runner::SettleReport& report) {
            m_parts.messages.show({ShellMessage::Level::Information,
                report.lines.isEmpty() ? tr("The history of %1 was settled.").arg(environment)
                                       : report.lines.first(),
                report.lines.join(QLatin1Char('\n')), nullptr, QStringLiteral("settle")});
            m_parts.project.refreshEnvironment(environment);
        });
    connect(&m_parts.runs, &RunController::settleFailed, this,
        [this](const QString&, const base::Error& error) { reportError(error); });
    connect(
        &m_parts.runs, &RunController::disconnected, this, [this](const QString&, const DisconnectEnd& end) {
            if (!end.result)
                reportError(end.result.error());
        });
    // What was read now is newer than what the run said.
    const auto forget = [this](const QString& environment) {
        if (!m_ended.remove(environment))
            return;
        m_states.remove(environment);
        m_parts.project.setRunStates(environment, {});
    };
    connect(&m_parts.project, &ProjectController::environmentRead, this, forget);
    connect(&m_parts.project, &ProjectController::environmentFailed, this, forget);
}

void RunBridge::fillContext(ActionContext& context) const
{
    const QString environment = m_parts.project.environmentName();
    const EnvironmentReading reading = m_parts.project.currentReading();
    const project::Environment* here = m_parts.project.environment();
    context.canWrite = m_parts.runs.canWrite();
    context.environment = environment;
    context.environmentEnabled = !here || here->enabled;
    // A SQLite file that is not there yet can be made: by applying, which is the only way to have it.
    const bool toBeMade = !reading.view && reading.error && reading.error->code == base::ErrorCode::NotFound;
    context.read = reading.view != nullptr || toBeMade;
    context.historyPresent = reading.view && reading.view->history.present;
    context.writing = m_parts.runs.isWriting(environment);
    const RunFlowPage* flow = page(environment);
    context.hasPlan = flow && flow->hasPlan();
    if (toBeMade)
        context.pending = int(m_parts.project.opened()->set.migrations.size());
    if (!reading.timeline)
        return;
    for (const migration::TimelineEntry& one : reading.timeline->entries) {
        context.pending += waitsToRun(one) ? 1 : 0;
        context.applied += one.kind == migration::Kind::Versioned && countsAsApplied(one.state) ? 1 : 0;
        context.unsettled +=
            one.state == MigrationState::Failed || one.state == MigrationState::Partial ? 1 : 0;
    }
    if (const migration::TimelineEntry* selected = entry()) {
        context.entryState = selected->state;
        context.entryWaits = waitsToRun(*selected);
        context.entryVersioned = selected->kind == migration::Kind::Versioned;
        context.entryApplied = countsAsApplied(selected->state);
        context.entryChanged = selected->flags.testFlag(migration::MigrationFlag::Changed)
            || selected->flags.testFlag(migration::MigrationFlag::ChangedCosmetic);
    }
}

QList<QAction*> RunBridge::actionsFor(const migration::TimelineEntry& one) const
{
    QStringList wanted;
    switch (one.state) {
    case MigrationState::Partial:
        wanted = QStringList {QStringLiteral("actionResume"), QStringLiteral("actionUndoKept"),
            QStringLiteral("actionMarkResolved")};
        break;
    case MigrationState::Failed:
        wanted = QStringList {QStringLiteral("actionApplyUpTo"), QStringLiteral("actionMarkResolved")};
        break;
    case MigrationState::Pending:
    case MigrationState::RolledBack:
        wanted = QStringList {QStringLiteral("actionApplyUpTo"), QStringLiteral("actionApplyOnly")};
        break;
    case MigrationState::Missing:
        wanted = QStringList {QStringLiteral("actionForgetMissing")};
        break;
    case MigrationState::Skipped:
        wanted = QStringList {QStringLiteral("actionMarkPending")};
        break;
    case MigrationState::Applied:
        if (one.flags.testFlag(migration::MigrationFlag::Changed))
            wanted = QStringList {QStringLiteral("actionCompareApplied"), QStringLiteral("actionAcceptText")};
        else if (one.kind == migration::Kind::Versioned)
            wanted = QStringList {QStringLiteral("actionRollBack")};
        break;
    case MigrationState::Running:
    case MigrationState::Future:
    case MigrationState::Baseline:
        break;
    }
    QList<QAction*> found;
    for (const QString& name : std::as_const(wanted))
        found << m_parts.actions.action(name);
    return found;
}

bool RunBridge::isRunPage(const QWidget* widget) const
{
    return qobject_cast<const RunFlowPage*>(widget) != nullptr;
}

RunPlace RunBridge::placeOf(const QString& environment) const
{
    RunPlace place;
    place.environment = environment;
    if (const usecase::OpenedProject* opened = m_parts.project.opened()) {
        if (const project::Environment* here = opened->project.environment(environment)) {
            place.tier = here->tier;
            place.tierName = tierWord(*here);
        }
    }
    if (const EnvironmentReading reading = m_parts.project.reading(environment); reading.view) {
        place.database = reading.view->server.database;
        if (reading.view->server.dialect == sql::Dialect::Sqlite)
            place.database = QFileInfo(place.database).fileName();
    }
    return place;
}

void RunBridge::apply(const migration::PlanTarget& target)
{
    open(RunFlowPage::Kind::Apply, m_parts.project.environmentName(), target);
}

void RunBridge::rollBack(const migration::PlanTarget& target)
{
    open(RunFlowPage::Kind::RollBack, m_parts.project.environmentName(), target);
}

void RunBridge::showPageOf(const QString& environment)
{
    if (RunFlowPage* there = page(environment))
        m_parts.pages.setCurrentPage(there);
    else
        showTimeline({});
}

void RunBridge::open(RunFlowPage::Kind kind, const QString& environment, const migration::PlanTarget& target)
{
    if (!m_parts.runs.canWrite() || environment.isEmpty())
        return;
    if (m_parts.runs.isWriting(environment)) {
        m_parts.messages.show({ShellMessage::Level::Attention,
            tr("A run is going on at %1. One write at a time: this is its page.")
                .arg(placeText(placeOf(environment))),
            {}, nullptr, QStringLiteral("writing")});
        showPageOf(environment);
        return;
    }
    RunFlowPage* there = pageFor(kind, environment);
    m_parts.pages.setCurrentPage(there);
    there->open(target);
}

RunFlowPage* RunBridge::pageFor(RunFlowPage::Kind kind, const QString& environment)
{
    RunFlowPage* there = page(environment);
    if (there && there->kind() == kind)
        return there;
    if (there)
        closePage(environment);
    auto* fresh =
        new RunFlowPage({m_parts.project, m_parts.runs, m_highlighters}, kind, environment, &m_parts.pages);
    m_pages.insert(environment, fresh);
    m_parts.pages.addPage(fresh, fresh->tabTitle());
    connectPage(fresh);
    return fresh;
}

void RunBridge::connectPage(RunFlowPage* fresh)
{
    const QString environment = fresh->environment();
    connect(fresh, &RunFlowPage::stageChanged, this, [this, fresh] {
        m_parts.pages.setPageTitle(fresh, fresh->tabTitle());
        Q_EMIT contextChanged();
    });
    // Queued: the page is on the stack of its own signal and may be replaced.
    connect(
        fresh, &RunFlowPage::closeRequested, this,
        [this, environment] {
            closePage(environment);
            showTimeline({});
        },
        Qt::QueuedConnection);
    connect(
        fresh, &RunFlowPage::planRequested, this,
        [this, environment](const migration::PlanTarget& target) {
            const bool back = target.kind == TargetKind::DownCount || target.kind == TargetKind::DownTo;
            open(back ? RunFlowPage::Kind::RollBack : RunFlowPage::Kind::Apply, environment, target);
        },
        Qt::QueuedConnection);
    connect(fresh, &RunFlowPage::placeRequested, this,
        [this](const QString& id, const base::SourcePosition& position) {
            if (!m_parts.timeline.input().timeline)
                return;
            for (const migration::TimelineEntry& one : m_parts.timeline.input().timeline->entries) {
                if (one.id() == id)
                    Q_EMIT reviewRequested(entryKey(one), position);
            }
        });
    connect(fresh, &RunFlowPage::editRequested, this, &RunBridge::editRequested);
    connect(fresh, &RunFlowPage::timelineRequested, this, &RunBridge::showTimeline);
    connect(fresh, &RunFlowPage::resolveRequested, this, [this](const QString& id, bool applied) {
        settle(runner::SettleKind::Resolve, id,
            applied ? runner::SettleKind::MarkApplied : runner::SettleKind::MarkPending);
    });
    connect(fresh, &RunFlowPage::said, this, &RunBridge::said);
}

void RunBridge::closePage(const QString& environment)
{
    RunFlowPage* there = page(environment);
    if (!there || there->stage() == RunFlowPage::Stage::Run)
        return;
    m_pages.remove(environment);
    m_parts.pages.removePage(there);
    there->deleteLater();
    Q_EMIT contextChanged();
}

void RunBridge::projectClosed()
{
    for (const QString& environment : m_pages.keys())
        closePage(environment);
}

void RunBridge::showTimeline(const QString& id)
{
    m_parts.pages.setCurrentPage(&m_parts.timeline);
    if (!m_parts.timeline.input().timeline)
        return;
    for (const migration::TimelineEntry& one : m_parts.timeline.input().timeline->entries) {
        const bool problem = one.state == MigrationState::Partial || one.state == MigrationState::Failed;
        if (id.isEmpty() ? problem : one.id() == id) {
            m_parts.timeline.selectKey(entryKey(one));
            break;
        }
    }
    m_parts.timeline.takeFocus();
}

void RunBridge::take(const QString& environment, const runner::RunEvent& event)
{
    const migration::Plan plan = m_parts.runs.plan(environment);
    if (event.step >= 0 && event.step < plan.steps.size()) {
        const migration::PlanStep& step = plan.steps[event.step];
        if (event.kind == runner::RunEventKind::StepStarted)
            m_states[environment].insert(keyOf(step), MigrationState::Running);
        else if (event.kind == runner::RunEventKind::StepFinished)
            m_states[environment].insert(keyOf(step), shownState(step, event.stepState));
    }
    addToLog(environment, event);
    if (!m_flush.isActive())
        m_flush.start();
}

void RunBridge::addToLog(const QString& environment, const runner::RunEvent& event)
{
    if (environment != m_parts.project.environmentName())
        return;
    using Kind = runner::RunEventKind;
    migration::LogEvent line;
    switch (event.kind) {
    case Kind::StepStarted:
        line.kind = migration::EventKind::Started;
        break;
    case Kind::StatementFinished:
        line.kind = migration::EventKind::StatementDone;
        break;
    case Kind::StepFinished:
        line.kind = event.stepState == migration::StepState::Done ? migration::EventKind::Applied
                                                                  : migration::EventKind::Failed;
        break;
    case Kind::HookFinished:
        line.kind = migration::EventKind::HookDone;
        line.detail = event.text;
        break;
    default:
        return;
    }
    const migration::Plan plan = m_parts.runs.plan(environment);
    if (event.step >= 0 && event.step < plan.steps.size()) {
        const migration::PlanStep& step = plan.steps[event.step];
        line.migrationKind = step.kind;
        line.version = step.version;
        line.name = step.name;
        line.direction = step.direction;
        if (line.kind == migration::EventKind::Applied && step.direction == QLatin1String("down"))
            line.kind = migration::EventKind::Reverted;
    }
    line.at = m_parts.project.clock().nowUtc();
    line.runId = event.runId;
    line.statement = event.statement.number;
    line.statementCount = event.statementCount;
    line.durationMs = event.statement.durationMs;
    line.rows = event.statement.rows;
    if (line.kind == migration::EventKind::StatementDone)
        line.detail = event.statement.excerpt;
    if (event.error) {
        line.error = event.error->summary;
        line.errorCode = event.error->nativeCode;
    }
    m_live.prepend(line);
    if (m_live.size() > kLiveEvents)
        m_live.removeLast();
}

void RunBridge::flush()
{
    for (auto states = m_states.cbegin(); states != m_states.cend(); ++states)
        m_parts.project.setRunStates(states.key(), states.value());
    if (!m_live.isEmpty() && m_parts.log.isVisible())
        m_parts.log.addLive(m_live, m_parts.project.environmentName());
    m_live.clear();
}

void RunBridge::runFinished(const QString& environment, const RunEnd& end)
{
    const base::Result<migration::RunReport>& result = end.result;
    flush();
    m_ended.insert(environment);
    m_parts.project.refreshEnvironment(environment);
    const RunFlowPage* there = page(environment);
    const QString headline = result ? report::runHeadline(*result, placeText(placeOf(environment)).mid(2))
                                    : result.error().summary;
    // Whoever looks at the page reads it there.
    if (!there || m_parts.pages.currentPage() != there)
        m_parts.messages.show(
            {result && result->isSuccess() ? ShellMessage::Level::Information : ShellMessage::Level::Error,
                headline, result && result->error ? result->error->toText() : headline, nullptr,
                QStringLiteral("run-") + environment});
    const bool took = m_clock.elapsed() - m_startedAt.value(environment) > kWorthANotification;
    if (took && !m_parts.window.isActiveWindow())
        notifyDesktop(placeText(placeOf(environment)), headline);
    Q_EMIT contextChanged();
}

void RunBridge::reportError(const base::Error& error)
{
    if (error.code == base::ErrorCode::Cancelled)
        return;
    QString text = error.summary + QLatin1Char('.');
    if (!error.detail.isEmpty())
        text += QLatin1Char(' ') + error.detail.simplified();
    m_parts.messages.show(
        {ShellMessage::Level::Error, text, error.toText(), nullptr, QStringLiteral("settle")});
}

bool RunBridge::mayClose()
{
    if (m_quitAnyway || !m_parts.runs.isAnythingWriting())
        return true;
    if (m_quitWhenDone)
        return false;
    QList<RunningWrite> writes;
    for (const QString& environment : m_parts.runs.writingEnvironments()) {
        const RunProgress progress = m_parts.runs.progress(environment);
        writes << RunningWrite {placeText(placeOf(environment)),
            progress.stepId.isEmpty() ? tr("A run") : progress.stepId, progress.keepsNothing};
    }
    auto* dialog = new QuitDialog(writes, &m_parts.window);
    connect(dialog, &QuitDialog::answered, this, &RunBridge::quitAnswered);
    dialog->open();
    return false;
}

void RunBridge::quitAnswered(int answer)
{
    if (answer == QuitDialog::Keep)
        return;
    m_quitWhenDone = true;
    for (const QString& environment : m_parts.runs.writingEnvironments()) {
        if (answer == QuitDialog::QuitNow)
            m_parts.runs.interrupt(environment);
        else
            m_parts.runs.stopAfterStatement(environment);
    }
    if (answer == QuitDialog::QuitNow)
        m_quitAtLast.start();
    // It may have ended while the question stood there.
    if (!m_parts.runs.isAnythingWriting())
        m_parts.window.close();
}

} // namespace strandline::ui
