// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run/result_page.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/roomy_rows.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QTreeWidget>

namespace strandline::ui {

using migration::RunOutcome;
using migration::StepState;

namespace {

/// Of a run of thousands the first and the failed one tell the story.
constexpr int kMostSteps = 500;

Severity severityOf(RunOutcome outcome)
{
    switch (outcome) {
    case RunOutcome::Done:
    case RunOutcome::NothingToDo:
        return Severity::Positive;
    case RunOutcome::Refused:
    case RunOutcome::Stopped:
        return Severity::Information;
    case RunOutcome::StoppedHalfApplied:
    case RunOutcome::Restored:
    case RunOutcome::CommitUnknown:
        return Severity::Warning;
    case RunOutcome::Failed:
    case RunOutcome::HalfApplied:
    case RunOutcome::ConnectionLost:
        return Severity::Error;
    }
    return Severity::Information;
}

QString stepGlyph(StepState state)
{
    switch (state) {
    case StepState::NotRun:
        return QStringLiteral("○");
    case StepState::Done:
        return QStringLiteral("✓");
    case StepState::Failed:
        return QStringLiteral("✗");
    case StepState::HalfApplied:
        return QStringLiteral("◐");
    case StepState::RolledBack:
        return QStringLiteral("↩");
    case StepState::Unknown:
        return QStringLiteral("?");
    }
    return {};
}

QString stepWord(const migration::StepReport& step)
{
    switch (step.state) {
    case StepState::NotRun:
        return ResultPage::tr("not run");
    case StepState::Done:
        return step.action == migration::StepAction::Revert ? ResultPage::tr("rolled back")
                                                            : ResultPage::tr("done");
    case StepState::Failed:
        return ResultPage::tr("failed, nothing kept");
    case StepState::HalfApplied:
        return ResultPage::tr("half applied, %1 of %2 stayed")
            .arg(step.statementsKept)
            .arg(step.statementCount);
    case StepState::RolledBack:
        return ResultPage::tr("taken back");
    case StepState::Unknown:
        return ResultPage::tr("not known");
    }
    return {};
}

} // namespace

ResultPage::ResultPage(QWidget* parent)
    : QWidget(parent)
    , m_frame(new SeverityFrame(Severity::Information, this))
    , m_icon(new IconLabel(m_frame))
    , m_headline(new QLabel(m_frame))
    , m_explanation(new QLabel(m_frame))
    , m_checked(new QLabel(m_frame))
    , m_error(new ErrorView(ErrorView::Form::Inline, this))
    , m_choicesView(new QWidget(this))
    , m_grid(new QGridLayout(m_choicesView))
    , m_stepsTitle(new QLabel(tr("What ran"), this))
    , m_steps(new QTreeWidget(this))
    , m_notes(new QLabel(this))
    , m_copy(new QToolButton(this))
{
    setObjectName(names::resultPage());
    setAccessibleName(tr("Result"));
    QFont large = font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.15);
    m_headline->setFont(large);
    m_headline->setObjectName(names::resultHeadline());
    for (QLabel* label : {m_headline, m_explanation, m_checked, m_notes}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_choicesView->setObjectName(names::resultChoicesView());
    m_choicesView->setAccessibleName(tr("What to do now"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(14);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 1);
    QFont bold = font();
    bold.setBold(true);
    m_stepsTitle->setFont(bold);
    m_steps->setObjectName(names::resultStepsView());
    m_steps->setAccessibleName(tr("What ran"));
    m_steps->setColumnCount(4);
    m_steps->setHeaderLabels({tr("Migration"), tr("Outcome"), tr("Statements"), tr("Took")});
    m_steps->setRootIsDecorated(false);
    m_steps->setItemDelegate(new RoomyRowDelegate(m_steps));
    m_steps->setAllColumnsShowFocus(true);
    m_steps->setUniformRowHeights(true);
    m_steps->header()->setStretchLastSection(false);
    m_steps->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_steps->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_steps->setMinimumHeight(fontMetrics().height() * 5);
    m_copy->setText(tr("Copy &Report"));
    m_copy->setToolTip(tr("Copy what happened, for a ticket or a message"));
    m_copy->setPopupMode(QToolButton::InstantPopup);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    m_copy->setMinimumHeight(26);
    auto* menu = new QMenu(m_copy);
    menu->addAction(tr("As &Text"), this, [this] { copyReport(false); });
    menu->addAction(tr("As &Markdown"), this, [this] { copyReport(true); });
    m_copy->setMenu(menu);
    m_error->setGoToShown(false); // a choice of its own
    connect(m_error, &ErrorView::positionRequested, this, &ResultPage::placeRequested);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_headline);
    texts->addWidget(m_explanation);
    texts->addWidget(m_checked);
    auto* frame = new QHBoxLayout(m_frame);
    frame->setContentsMargins(SeverityFrame::barWidth + 12, 12, 12, 12);
    frame->setSpacing(10);
    frame->addWidget(m_icon, 0, Qt::AlignTop);
    frame->addLayout(texts, 1);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    column->addWidget(m_frame);
    column->addWidget(m_error);
    column->addWidget(m_choicesView);
    column->addWidget(m_notes);
    auto* stepsHead = new QHBoxLayout;
    stepsHead->addWidget(m_stepsTitle);
    stepsHead->addStretch(1);
    stepsHead->addWidget(m_copy);
    column->addLayout(stepsHead);
    column->addWidget(m_steps, 1);
    // Takes the room when nothing ran; the list does otherwise.
    column->addStretch(0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(body);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
}

QString ResultPage::headline() const
{
    return m_headline->text();
}

QStringList ResultPage::choices() const
{
    QStringList list;
    for (const report::RunChoice& choice : m_choices)
        list << choice.id;
    return list;
}

void ResultPage::setHeadline(Severity severity, const QString& text, const QString& explanation)
{
    m_frame->setSeverity(severity);
    m_icon->setSeverity(severity);
    m_headline->setText(text);
    m_explanation->setText(explanation);
    m_explanation->setVisible(!explanation.isEmpty());
    m_checked->hide();
    m_frame->setAccessibleName(severityWord(severity) + QStringLiteral(": ") + text);
    announce(this, text + QLatin1Char(' ') + explanation, Politeness::Assertive);
}

void ResultPage::setReport(const migration::RunReport& run, const RunPlace& place, const QDateTime& now)
{
    m_report = run;
    m_place = place;
    if (run.error)
        m_error->setError(*run.error, now);
    else
        m_error->clear();
    fillSteps(run);
    QStringList notes;
    for (const base::Error& note : run.notes)
        notes << QStringLiteral("●  ") + note.toText();
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
    setChoices(resultChoices(run));
    setHeadline(severityOf(run.outcome), report::runHeadline(run, placeText(place).mid(2)),
        report::runExplanation(run));
}

void ResultPage::setRefusal(const base::Error& error, const RunPlace& place, const QDateTime& now)
{
    m_report.reset();
    m_refusal = error;
    m_place = place;
    m_steps->clear();
    m_stepsTitle->hide();
    m_steps->hide();
    m_notes->hide();
    m_error->setError(error, now);
    migration::RunReport refused;
    refused.outcome = RunOutcome::Refused;
    setChoices(resultChoices(refused));
    setHeadline(Severity::Information, tr("Nothing was run on %1.").arg(placeText(place).mid(2)),
        error.code == base::ErrorCode::Conflict
            ? tr("Something changed, or somebody else was quicker. Nothing was written.")
            : tr("The run was refused before it began. Nothing was written."));
}

void ResultPage::setChecked(const QString& sentence)
{
    m_checked->setText(sentence);
    m_checked->setVisible(!sentence.isEmpty());
    announce(this, sentence, Politeness::Assertive);
}

void ResultPage::setChoices(const QList<report::RunChoice>& choices)
{
    m_choices = choices;
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    m_buttons.clear();
    QWidget* before = nullptr;
    for (int i = 0; i < choices.size(); ++i) {
        QString text = choices[i].text;
        auto* button = new QPushButton(text, m_choicesView);
        button->setAutoDefault(false);
        button->setAccessibleDescription(choices[i].consequence);
        button->installEventFilter(this);
        // One stop for Tab; the arrows walk inside.
        button->setFocusPolicy(i == 0 ? Qt::StrongFocus : Qt::ClickFocus);
        connect(button, &QPushButton::clicked, this, [this, id = choices[i].id] { Q_EMIT chosen(id); });
        auto* consequence = new QLabel(choices[i].consequence, m_choicesView);
        consequence->setWordWrap(true);
        consequence->setTextFormat(Qt::PlainText);
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText, mutedText(palette()));
        consequence->setPalette(ink);
        m_grid->addWidget(button, i, 0);
        m_grid->addWidget(consequence, i, 1);
        if (before)
            setTabOrder(before, button);
        before = button;
        m_buttons << button;
    }
    if (before)
        setTabOrder(before, m_copy);
    setTabOrder(m_copy, m_steps);
    setFocusProxy(m_buttons.value(0));
}

void ResultPage::focusFirstChoice()
{
    if (!m_buttons.isEmpty())
        m_buttons.first()->setFocus(Qt::OtherFocusReason);
}

void ResultPage::fillSteps(const migration::RunReport& run)
{
    m_steps->clear();
    m_steps->setVisible(!run.steps.isEmpty());
    m_stepsTitle->setVisible(!run.steps.isEmpty());
    int shown = 0;
    for (const migration::StepReport& step : run.steps) {
        if (++shown > kMostSteps && step.state != StepState::Failed && step.state != StepState::HalfApplied)
            continue;
        auto* item = new QTreeWidgetItem(m_steps);
        item->setText(0, stepGlyph(step.state) + QStringLiteral("  ") + step.id);
        item->setText(1, stepWord(step));
        item->setText(2,
            step.statementCount > 0 ? tr("%1 of %2").arg(step.statementsDone).arg(step.statementCount)
                                    : QString::number(step.statementsDone));
        item->setText(3, step.state == StepState::NotRun ? QString() : statementTime(step.durationMs));
        item->setData(0, Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(step.id, stepWord(step)));
        if (step.state == StepState::Failed || step.state == StepState::HalfApplied)
            item->setForeground(0, stateColour(migration::MigrationState::Failed, palette()));
        else if (step.state == StepState::NotRun)
            item->setForeground(0, mutedText(palette()));
    }
}

void ResultPage::copyReport(bool markdown)
{
    const QString text = !m_report ? m_refusal.toText()
        : markdown                 ? reportAsMarkdown(*m_report, m_place)
                                   : reportAsText(*m_report, m_place);
    QGuiApplication::clipboard()->setText(text);
    announce(this, tr("The report was copied."));
    Q_EMIT said(tr("The report was copied."));
}

bool ResultPage::eventFilter(QObject* watched, QEvent* event)
{
    const int at = int(m_buttons.indexOf(qobject_cast<QWidget*>(watched)));
    if (at >= 0 && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int by = key == Qt::Key_Down || key == Qt::Key_Right ? 1
            : key == Qt::Key_Up || key == Qt::Key_Left             ? -1
                                                                   : 0;
        if (by != 0) {
            const int to = std::clamp(at + by, 0, int(m_buttons.size()) - 1);
            // The stop moves along, so that Tab and back leads to the same choice.
            m_buttons[at]->setFocusPolicy(Qt::ClickFocus);
            m_buttons[to]->setFocusPolicy(Qt::StrongFocus);
            m_buttons[to]->setFocus(Qt::TabFocusReason);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            static_cast<QPushButton*>(m_buttons[at])->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace strandline::ui
