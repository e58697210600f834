// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run/run_page.h"

#include "ui/delegates/state_palette.h"
#include "ui/models/run_statements_model.h"
#include "ui/object_names.h"
#include "ui/text/human_time.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/roomy_rows.h"
#include "ui/widgets/severity.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTreeView>

namespace strandline::ui {

using runner::RunEventKind;

namespace {

constexpr int kTickMs = 250;
constexpr qint64 kSayWaitEveryMs = 30000;
constexpr qint64 kSayStepEveryMs = 5000;

class StatementDelegate final : public RoomyRowDelegate
{
public:
    using RoomyRowDelegate::RoomyRowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        using State = RunStatementsModel::State;
        const auto state = State(index.siblingAtColumn(0).data(RunStatementsModel::StateRole).toInt());
        option->font.setBold(!index.parent().isValid() && index.column() == 0);
        QColor ink = option->palette.color(QPalette::Text);
        if (state == State::Waiting || state == State::RolledBack)
            ink = mutedText(option->palette);
        else if (index.column() != 0)
            return;
        else if (state == State::Running)
            ink = stateColour(migration::MigrationState::Running, option->palette);
        else if (state == State::Failed || state == State::HalfApplied)
            ink = stateColour(migration::MigrationState::Failed, option->palette);
        option->palette.setColor(QPalette::Text, ink);
    }
};

} // namespace

RunPage::RunPage(QWidget* parent)
    : QWidget(parent)
    , m_model(new RunStatementsModel(this))
    , m_title(new QLabel(this))
    , m_label(new QLabel(this))
    , m_elapsed(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_stop(new QPushButton(this))
    , m_interrupt(new QPushButton(tr("&Interrupt Statement Now"), this))
    , m_stopNote(new QLabel(this))
    , m_lockFrame(new SeverityFrame(Severity::Warning, this))
    , m_lockLine(new QLabel(m_lockFrame))
    , m_lockDetails(new QLabel(m_lockFrame))
    , m_showSession(new QPushButton(tr("Show Sessi&on"), m_lockFrame))
    , m_disconnect(new QPushButton(tr("&Disconnect…"), m_lockFrame))
    , m_view(new QTreeView(this))
{
    setObjectName(names::runPage());
    setAccessibleName(tr("Run"));
    m_label->setObjectName(names::runProgressLabel());
    m_elapsed->setObjectName(names::runElapsed());
    m_bar->setObjectName(names::runProgress());
    m_stop->setObjectName(names::runStopButton());
    m_interrupt->setObjectName(names::runInterruptButton());
    m_disconnect->setObjectName(names::runDisconnectButton());
    m_lockLine->setObjectName(names::runLockLine());
    m_view->setObjectName(names::runStatementsView());
    m_view->setAccessibleName(tr("Statements"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new StatementDelegate(m_view));
    buildLayout();
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &RunPage::tick);
    connect(m_interrupt, &QPushButton::clicked, this, &RunPage::interruptRequested);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        // Nothing stays yet: giving up at once is the quickest way back, and loses nothing.
        if (m_keepsNothing)
            Q_EMIT interruptRequested();
        else
            Q_EMIT stopRequested();
    });
    connect(m_disconnect, &QPushButton::clicked, this, [this] {
        if (const migration::LockWait* session = blocker())
            Q_EMIT disconnectRequested(*session);
    });
    connect(m_showSession, &QPushButton::toggled, m_lockDetails, &QWidget::setVisible);
    connect(m_model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex& above) { m_view->expand(above); });
    // Whoever scrolls up wants to read; the end of the list brings following back.
    connect(m_view->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] { m_follow = false; });
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value == m_view->verticalScrollBar()->maximum())
            m_follow = true;
    });
    setFocusProxy(m_view);
    showProgress();
    showStop();
}

void RunPage::buildLayout()
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    for (QLabel* label : {m_title, m_label, m_elapsed, m_lockLine, m_lockDetails, m_stopNote})
        label->setTextFormat(Qt::PlainText);
    m_lockLine->setWordWrap(true);
    m_lockDetails->setWordWrap(true);
    m_lockDetails->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_lockDetails->hide();
    m_stopNote->setWordWrap(true);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setFixedHeight(std::max(12, fontMetrics().height() * 3 / 4));
    m_showSession->setCheckable(true);
    for (QPushButton* button : {m_stop, m_interrupt, m_showSession, m_disconnect})
        button->setAutoDefault(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setTabKeyNavigation(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(RunStatementsModel::WhatColumn, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(RunStatementsModel::TookColumn, QHeaderView::Fixed);
    m_view->header()->setSectionResizeMode(RunStatementsModel::RowsColumn, QHeaderView::Fixed);
    m_view->setColumnWidth(RunStatementsModel::TookColumn, fontMetrics().averageCharWidth() * 14);
    m_view->setColumnWidth(RunStatementsModel::RowsColumn, fontMetrics().averageCharWidth() * 20);

    auto* first = new QHBoxLayout;
    first->addWidget(m_title, 1);
    first->addWidget(m_label);
    first->addSpacing(12);
    first->addWidget(m_elapsed);
    auto* second = new QHBoxLayout;
    second->addWidget(m_bar, 1);
    second->addSpacing(8);
    second->addWidget(m_interrupt);
    second->addWidget(m_stop);
    auto* lockText = new QVBoxLayout;
    lockText->addWidget(m_lockLine);
    lockText->addWidget(m_lockDetails);
    auto* lock = new QHBoxLayout(m_lockFrame);
    lock->setContentsMargins(SeverityFrame::barWidth + 8, 5, 6, 5);
    lock->addLayout(lockText, 1);
    lock->addWidget(m_showSession, 0, Qt::AlignTop);
    lock->addWidget(m_disconnect, 0, Qt::AlignTop);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(12, 10, 12, 8);
    head->setSpacing(8);
    head->addLayout(first);
    head->addLayout(second);
    head->addWidget(m_stopNote);
    head->addWidget(m_lockFrame);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_view, 1);
    setTabOrder(m_view, m_showSession);
    setTabOrder(m_showSession, m_disconnect);
    setTabOrder(m_disconnect, m_interrupt);
    setTabOrder(m_interrupt, m_stop);
}

void RunPage::setPatience(int interruptAfterMs, int explainAfterMs)
{
    m_interruptAfterMs = interruptAfterMs;
    m_explainAfterMs = explainAfterMs;
}

void RunPage::begin(const migration::Plan& plan, const RunPlace& place)
{
    m_plan = plan;
    m_place = place;
    m_asked = {};
    m_keepsNothing = true;
    m_wentOn = false;
    m_follow = true;
    m_ended = false;
    m_step = -1;
    m_statement = 0;
    m_statementCount = 0;
    m_batchShare = 0;
    m_permille = 0;
    m_activity.clear();
    m_waits.clear();
    m_waitSince = -1;
    m_saidWaitAt = -1;
    m_saidAt = -1;
    m_interruptedAt = -1;
    m_clock.start();
    m_bar->setValue(0);
    m_model->setPlan(plan);
    m_showSession->setChecked(false);
    m_title->setText(tr("Running on %1").arg(placeText(place)));
    m_stop->setEnabled(true);
    m_tick.start();
    tick();
    showProgress();
    announce(this, tr("%1 on %2 has started").arg(planTitle(plan), placeText(place).mid(2)));
}

void RunPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    showRunning();
}

void RunPage::take(const runner::RunEvent& event)
{
    if (m_ended)
        return;
    m_model->take(event, m_clock.elapsed());
    m_keepsNothing = event.keepsNothing;
    switch (event.kind) {
    case RunEventKind::WaitingForLock:
        m_activity = event.holder ? tr("Waiting: %1.").arg(lockHolderText(*event.holder))
                                  : tr("Waiting for the migration lock.");
        break;
    case RunEventKind::StepStarted:
        m_step = event.step;
        m_statement = 0;
        m_batchShare = 0;
        m_statementCount = event.statementCount;
        m_activity.clear();
        break;
    case RunEventKind::StatementStarted:
        m_activity.clear();
        m_statement = event.statement.number;
        m_batchShare = 0;
        if (event.statementCount > 0)
            m_statementCount = event.statementCount;
        showRunning();
        break;
    case RunEventKind::StatementFinished:
        m_statement = event.statement.number;
        m_batchShare = event.error ? 0 : 1;
        m_waits.clear();
        m_waitSince = -1;
        break;
    case RunEventKind::BatchProgress:
        m_batchShare =
            event.rowsTotal > 0 ? std::min(0.99, double(event.rowsDone) / double(event.rowsTotal)) : 0;
        break;
    case RunEventKind::LocksSeen:
        m_waits = event.waits;
        if (m_waits.isEmpty())
            m_waitSince = -1;
        else if (m_waitSince < 0)
            m_waitSince = m_clock.elapsed();
        break;
    case RunEventKind::StepFinished:
        if (event.stepState == migration::StepState::Done && event.step < m_plan.steps.size())
            sayNow(tr("%1 is done").arg(stepTitle(m_plan.steps.value(event.step))));
        m_statement = 0;
        m_batchShare = 0;
        m_step = event.step + (event.stepState == migration::StepState::Done ? 1 : 0);
        break;
    case RunEventKind::HookStarted:
        m_activity = tr("Hook: %1").arg(event.text);
        break;
    case RunEventKind::HookFinished:
        m_activity.clear();
        break;
    default:
        break;
    }
    showProgress();
    showLocks();
    showStop();
}

void RunPage::setStopping(const RunProgress& progress)
{
    m_asked = progress;
    if (progress.interrupted && m_interruptedAt < 0)
        m_interruptedAt = m_clock.elapsed();
    showStop();
    announce(this, m_stopNote->text());
}

void RunPage::end(bool reachedTarget)
{
    m_tick.stop();
    m_ended = true;
    m_waits.clear();
    m_lockFrame->hide();
    m_interrupt->hide();
    m_stop->setEnabled(false);
    if (reachedTarget) {
        m_permille = 1000;
        m_bar->setValue(1000);
    }
}

void RunPage::tick()
{
    m_elapsed->setText(elapsedText(m_clock.elapsed()));
    m_model->tick(m_clock.elapsed());
    showLocks();
    showStop();
}

double RunPage::fractionDone() const
{
    double all = 0;
    double done = 0;
    for (int i = 0; i < m_plan.steps.size(); ++i) {
        const migration::PlanStep& step = m_plan.steps[i];
        // One more than its statements: commit and history count, too.
        const double weight = std::max(1, step.statementCount - step.firstStatement + 1) + 1;
        all += weight;
        if (i < m_step)
            done += weight;
        else if (i == m_step && m_statement > 0)
            done += std::min(weight - 1, m_statement - step.firstStatement + m_batchShare);
    }
    return all > 0 ? done / all : 0;
}

void RunPage::showProgress()
{
    // Never backwards, and full only when the run says that it ended well.
    m_permille = std::max(m_permille, std::min(990, int(fractionDone() * 1000)));
    m_bar->setValue(m_permille);
    const int count = int(m_plan.steps.size());
    const int here = std::clamp(m_step + 1, 1, std::max(1, count));
    QString text = count == 1 ? tr("1 migration") : tr("%1 of %2 migrations").arg(here).arg(count);
    if (m_statement > 0 && m_statementCount > 0)
        text += QStringLiteral("  ·  ") + tr("statement %1 of %2").arg(m_statement).arg(m_statementCount);
    else if (m_statement > 0)
        text += QStringLiteral("  ·  ") + tr("statement %1").arg(m_statement);
    m_label->setText(text);
    m_bar->setAccessibleName(tr("Progress, %1").arg(text));
}

/// The first one that could be told to go away.
const migration::LockWait* RunPage::blocker() const
{
    for (const migration::LockWait& wait : m_waits) {
        if (wait.role == migration::LockWait::Role::BlocksUs && wait.sessionId != 0)
            return &wait;
    }
    return nullptr;
}

void RunPage::showLocks()
{
    QString text = m_activity;
    if (!m_waits.isEmpty())
        text = lockWaitText(m_waits, m_clock.elapsed() - m_waitSince);
    // Of the window, not of the application: the question about a session may be open above it.
    const QWidget* focused = window()->focusWidget();
    if (text.isEmpty() && focused && m_lockFrame->isAncestorOf(focused))
        m_view->setFocus(Qt::OtherFocusReason);
    m_lockFrame->setVisible(!text.isEmpty());
    m_lockLine->setVisible(!text.isEmpty());
    if (text.isEmpty()) {
        m_showSession->setChecked(false);
        m_saidWaitAt = -1;
        return;
    }
    m_lockLine->setText(text);
    const bool sessions = !m_waits.isEmpty();
    m_lockFrame->setSeverity(sessions ? Severity::Warning : Severity::Information);
    m_showSession->setVisible(sessions);
    const migration::LockWait* session = blocker();
    if (!session && window()->focusWidget() == m_disconnect)
        m_view->setFocus(Qt::OtherFocusReason);
    m_disconnect->setVisible(session != nullptr);
    m_disconnect->setToolTip(session ? tr("End the session of %1").arg(sessionText(*session)) : QString());
    if (sessions)
        m_lockDetails->setText(lockWaitDetails(m_waits));
    if (m_saidWaitAt < 0 || m_clock.elapsed() - m_saidWaitAt > kSayWaitEveryMs) {
        m_saidWaitAt = m_clock.elapsed();
        announce(this, text);
    }
}

void RunPage::showStop()
{
    if (m_ended)
        return;
    const QString text =
        m_keepsNothing ? tr("Cancel – Nothing Will Be Kept") : tr("Stop &After This Statement");
    if (!m_keepsNothing && !std::exchange(m_wentOn, true))
        announce(this, tr("Something is committed now: stopping keeps what is done"));
    if (m_stop->text() != text) {
        m_stop->setText(text);
        m_stop->setAccessibleName(QString(text).remove(QLatin1Char('&')));
        m_stop->setToolTip(m_keepsNothing ? tr("Interrupt the statement and roll back what ran so far")
                                          : tr("What is committed stays; the rest is not begun"));
    }
    const bool asked = m_asked.stopping || m_asked.interrupted;
    if (asked && m_stop->hasFocus())
        m_view->setFocus(Qt::OtherFocusReason);
    m_stop->setEnabled(!asked);
    const qint64 since = m_model->runningSinceMs();
    const bool long_ = since >= 0 && m_clock.elapsed() - since >= m_interruptAfterMs;
    const bool offer = !m_keepsNothing && long_ && !m_asked.interrupted;
    if (!offer && m_interrupt->hasFocus())
        m_view->setFocus(Qt::OtherFocusReason);
    m_interrupt->setVisible(offer);
    QString note;
    if (m_asked.interrupted && m_clock.elapsed() - m_interruptedAt >= m_explainAfterMs)
        note =
            tr("The server has not answered for %1. It may be undoing work, which can take as long as the "
               "work itself. Waiting is safe. Closing the window ends the connection; the server then takes "
               "back an open transaction by itself, and the next start tells what stayed.")
                .arg(shortDuration(m_clock.elapsed() - m_interruptedAt));
    else if (m_asked.interrupted)
        note = tr("Interrupting the statement…");
    else if (m_asked.stopping)
        note = tr("Stopping as soon as this statement is done…");
    m_stopNote->setText(note);
    m_stopNote->setVisible(!note.isEmpty());
}

void RunPage::showRunning()
{
    if (!m_follow || !isVisible())
        return;
    const QModelIndex running = m_model->running();
    if (running.isValid())
        m_view->scrollTo(running, QAbstractItemView::EnsureVisible);
}

/// Quick runs end many migrations a second; a screen reader would never catch up.
void RunPage::sayNow(const QString& text)
{
    if (m_saidAt >= 0 && m_clock.elapsed() - m_saidAt < kSayStepEveryMs)
        return;
    m_saidAt = m_clock.elapsed();
    announce(this, text);
}

} // namespace strandline::ui
