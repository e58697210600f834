// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/timeline_page.h"

#include "ui/delegates/state_palette.h"
#include "ui/models/timeline_model.h"
#include "ui/object_names.h"
#include "ui/text/state_words.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/timeline_ribbon.h"
#include "ui/widgets/timeline_view.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QMenu>
#include <QStackedLayout>
#include <QToolButton>

namespace strandline::ui {

namespace {

QFrame* line(QWidget* parent)
{
    auto* frame = new QFrame(parent);
    frame->setFrameShape(QFrame::HLine);
    frame->setFrameShadow(QFrame::Plain);
    frame->setForegroundRole(QPalette::Mid);
    frame->setFixedHeight(1);
    return frame;
}

} // namespace

TimelinePage::TimelinePage(QWidget* parent)
    : QWidget(parent)
    , m_filterEdit(new FilterEdit(this))
    , m_filterMessage(new QLabel(this))
    , m_chips(new QButtonGroup(this))
    , m_orderCombo(new QComboBox(this))
    , m_compareButton(new QToolButton(this))
    , m_compareMenu(new QMenu(this))
    , m_strip(new NoticeStrip(this))
    , m_error(new ErrorView(ErrorView::Form::Inline, this))
    , m_ribbon(new TimelineRibbon(this))
    , m_view(new TimelineView(this))
    , m_empty(new EmptyState(this))
    , m_stack(new QStackedLayout)
    , m_listModel(new TimelineModel(this))
    , m_ribbonModel(new TimelineModel(this))
    , m_clearFilter(new QAction(tr("Clear Filter"), this))
{
    setObjectName(names::timelinePage());
    setAccessibleName(tr("Timeline"));
    m_view->setTimelineModel(m_listModel);
    m_ribbon->setTimelineModel(m_ribbonModel);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(6);
    row->addWidget(m_filterEdit, 1);
    row->addWidget(addChip(names::timelineChipAll(), TimelineLook::Chip::All));
    row->addWidget(addChip(names::timelineChipPending(), TimelineLook::Chip::Pending));
    row->addWidget(addChip(names::timelineChipProblems(), TimelineLook::Chip::Problems));
    row->addSpacing(6);
    auto* orderLabel = new QLabel(tr("Or&der:"), top);
    orderLabel->setBuddy(m_orderCombo);
    row->addWidget(orderLabel);
    row->addWidget(m_orderCombo);
    row->addWidget(m_compareButton);
    column->addWidget(top);
    column->addWidget(m_filterMessage);
    column->addWidget(m_strip);
    column->addWidget(m_error);
    m_error->hide();
    column->addWidget(line(this));
    column->addWidget(m_ribbon);
    column->addWidget(line(this));
    column->addLayout(m_stack, 1);

    buildFilterRow();
    setTabOrders();
    connectParts();
    updateChips();
    updateStack();
}

QToolButton* TimelinePage::addChip(const QString& objectName, TimelineLook::Chip chip)
{
    auto* button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setCheckable(true);
    button->setChecked(chip == TimelineLook::Chip::All);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setMinimumHeight(26);
    m_chips->addButton(button, int(chip));
    return button;
}

void TimelinePage::buildFilterRow()
{
    m_filterEdit->setObjectName(names::timelineFilterEdit());
    m_filterEdit->setAccessibleName(tr("Filter migrations"));
    m_filterEdit->setPlaceholderText(tr("Filter: invoice state:pending by:anna"));
    m_filterEdit->setClearButtonEnabled(true);
    m_filterEdit->setToolTip(
        tr("Words, state:, flag:, by:, env:, before:, after:; a minus excludes (Ctrl+L)"));
    m_filterEdit->setMinimumWidth(fontMetrics().averageCharWidth() * 16);

    m_filterMessage->setObjectName(names::timelineFilterMessage());
    m_filterMessage->setTextFormat(Qt::PlainText);
    m_filterMessage->setContentsMargins(10, 0, 10, 6);
    m_filterMessage->setWordWrap(true);
    m_filterMessage->hide();

    m_chips->setExclusive(true);
    m_orderCombo->setObjectName(names::timelineOrderCombo());
    m_orderCombo->setAccessibleName(tr("Order"));
    m_orderCombo->addItems({tr("Version"), tr("Version, newest first"), tr("Execution time"),
        tr("Execution time, newest first")});
    // As wide as the common choice: the long names are read in the open list.
    m_orderCombo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_orderCombo->setMinimumContentsLength(12);
    m_orderCombo->setToolTip(tr("Order of the list; kept for this project"));

    m_compareButton->setObjectName(names::timelineCompareButton());
    m_compareButton->setText(tr("Compare"));
    m_compareButton->setAccessibleName(tr("Compare with environments"));
    m_compareButton->setToolTip(tr("Show what ran in other environments beside this one"));
    m_compareButton->setPopupMode(QToolButton::InstantPopup);
    m_compareButton->setMenu(m_compareMenu);
    m_compareButton->setMinimumHeight(26);
    m_compareButton->setFocusPolicy(Qt::StrongFocus);
}

void TimelinePage::setTabOrders()
{
    setTabOrder(m_filterEdit, m_chips->button(int(TimelineLook::Chip::All)));
    setTabOrder(
        m_chips->button(int(TimelineLook::Chip::All)), m_chips->button(int(TimelineLook::Chip::Pending)));
    setTabOrder(m_chips->button(int(TimelineLook::Chip::Pending)),
        m_chips->button(int(TimelineLook::Chip::Problems)));
    setTabOrder(m_chips->button(int(TimelineLook::Chip::Problems)), m_orderCombo);
    setTabOrder(m_orderCombo, m_compareButton);
    setTabOrder(m_compareButton, m_ribbon);
    setTabOrder(m_ribbon, m_view);
    setFocusProxy(m_view);
}

void TimelinePage::connectParts()
{
    connect(m_filterEdit, &QLineEdit::textChanged, this, &TimelinePage::applyFilterText);
    connect(
        m_filterEdit, &FilterEdit::leaveDownwards, m_view, [this] { m_view->setFocus(Qt::TabFocusReason); });
    connect(m_chips, &QButtonGroup::idClicked, this, [this](int id) {
        m_look.chip = TimelineLook::Chip(id);
        rebuild();
    });
    connect(m_orderCombo, &QComboBox::activated, this, &TimelinePage::orderChosen);
    connect(m_view, &TimelineView::openRequested, this, &TimelinePage::openRequested);
    connect(m_view, &TimelineView::currentKeyChanged, this, &TimelinePage::currentChanged);
    connect(m_view, &TimelineView::noMoreProblems, this,
        [this] { Q_EMIT announced(tr("No problems in this list")); });
    connect(m_ribbon, &TimelineRibbon::keyChosen, this, [this](const QString& key) {
        // The ribbon shows everything; a row that the filter hides can only be named, not selected.
        if (m_listModel->rowOfKey(key) >= 0)
            m_view->selectKey(key);
    });
    connect(m_clearFilter, &QAction::triggered, this, [this] {
        m_chips->button(int(TimelineLook::Chip::All))->click();
        m_filterEdit->clear();
        setOnlyDifferences(false);
        m_view->setFocus();
    });
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this,
        [this](const QPoint& at) { Q_EMIT contextMenuRequested(m_view->viewport()->mapToGlobal(at)); });
}

void TimelinePage::setInput(const TimelineInput& input)
{
    const bool sameEnvironment = m_input.environment == input.environment;
    m_input = input;
    FilterVocabulary vocabulary;
    if (input.timeline) {
        QSet<QString> people;
        for (const migration::TimelineEntry& entry : input.timeline->entries) {
            if (!entry.by.isEmpty())
                people.insert(entry.by);
        }
        vocabulary.people = people.values();
        vocabulary.people.sort();
    }
    for (const ComparedEnvironment& other : input.compared)
        vocabulary.environments << other.name;
    if (!input.environment.isEmpty())
        vocabulary.environments.prepend(input.environment);
    m_filterEdit->setVocabulary(vocabulary);
    rebuild();
    updateChips();
    updateNames();
    if ((!m_shownOnce || !sameEnvironment) && input.timeline && input.timeline->compared) {
        m_shownOnce = true;
        // The view makes its first row current when it gets the focus, without selecting it; nobody chose
        // that.
        if (!m_view->selectionModel()->hasSelection())
            m_view->selectKey(QStringLiteral("now"));
        m_view->scrollToNow();
        m_ribbon->scrollToNow();
    }
}

void TimelinePage::rebuild()
{
    const QString key = m_view->currentKey();
    const QList<TimelineRow> rows = buildTimelineRows(m_input, m_look);
    m_listModel->setContent(m_input, rows);
    TimelineLook everything;
    everything.order = m_look.order;
    everything.newestFirst = m_look.newestFirst;
    const bool same =
        m_look.filter.isEmpty() && m_look.chip == TimelineLook::Chip::All && !m_look.onlyDifferences;
    TimelineInput overview = m_input;
    overview.compared.clear();
    const QList<TimelineRow> all = same ? rows : buildTimelineRows(m_input, everything);
    // A keystroke in the filter leaves the overview as it is.
    if (all != m_ribbonModel->timelineRows() || m_ribbonModel->input().timeline != m_input.timeline
        || m_ribbonModel->input().nowUtc != m_input.nowUtc)
        m_ribbonModel->setContent(overview, all);
    if (!key.isEmpty() && m_view->currentKey() != key)
        m_view->selectKey(key);
    updateStack();
    currentChanged(m_view->currentKey());
}

void TimelinePage::applyFilterText()
{
    m_look.filter = parseTimelineFilter(m_filterEdit->text());
    const QString& message = m_look.filter.problem.isEmpty() ? m_look.filter.note : m_look.filter.problem;
    m_filterMessage->setText(message);
    m_filterMessage->setVisible(!message.isEmpty());
    m_filterEdit->setAccessibleDescription(message);
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText,
        m_look.filter.problem.isEmpty() ? mutedText(palette())
                                        : stateColour(migration::MigrationState::Failed, palette()));
    m_filterMessage->setPalette(ink);
    rebuild();
    Q_EMIT lookChanged();
}

void TimelinePage::updateChips()
{
    const migration::TimelineCounts counts =
        m_input.timeline ? m_input.timeline->counts : migration::TimelineCounts();
    const bool compared = m_input.timeline && m_input.timeline->compared;
    const auto fill = [this](TimelineLook::Chip chip, const QString& word, int count, const QString& help) {
        QAbstractButton* button = m_chips->button(int(chip));
        const QString number = locale().toString(count);
        button->setText(QStringLiteral("%1 %2").arg(word, number));
        button->setAccessibleName(QStringLiteral("%1, %2").arg(word, number));
        button->setToolTip(help);
    };
    fill(TimelineLook::Chip::All, tr("All"), counts.all, tr("Every migration"));
    fill(TimelineLook::Chip::Pending, tr("Pending"), compared ? counts.pending : 0,
        tr("What applying everything would run: pending, failed and rolled back migrations, and repeatable "
           "ones that changed"));
    fill(TimelineLook::Chip::Problems, tr("Problems"), counts.problems,
        tr("Failed, half applied, file missing, edited after apply, or a file that cannot be read"));
    m_chips->button(int(TimelineLook::Chip::Pending))->setEnabled(compared);
}

void TimelinePage::updateNames()
{
    const migration::TimelineCounts counts =
        m_input.timeline ? m_input.timeline->counts : migration::TimelineCounts();
    m_view->setAccessibleName(m_input.environment.isEmpty()
            ? tr("Migration timeline")
            : tr("Migration timeline, %1").arg(m_input.environment));
    m_ribbon->setAccessibleName(tr("Overview, %1 migrations, %2 to run, %3 problems")
                                    .arg(counts.all)
                                    .arg(counts.pending)
                                    .arg(counts.problems));
}

void TimelinePage::updateStack()
{
    const bool nothing = m_listModel->rowCount() == 0;
    const bool hasEntries = m_input.timeline && !m_input.timeline->entries.isEmpty();
    if (m_notice.instead && !hasEntries) {
        m_empty->setContent(m_notice.sentence, m_notice.buttons);
    } else if (nothing && hasEntries) {
        const QString text = m_filterEdit->text().trimmed();
        m_empty->setContent(!text.isEmpty() ? tr("No migration matches %1.").arg(text)
                : m_look.onlyDifferences    ? tr("The environments shown do not differ.")
                : m_look.chip == TimelineLook::Chip::Pending
                ? tr("%1 is up to date: nothing waits.").arg(m_input.environment)
                : tr("No migration has a problem."),
            {{m_clearFilter, {}}});
    } else if (nothing) {
        m_empty->setContent(QString(), {});
    }
    m_strip->setContent(m_notice.instead || m_notice.error ? QString() : m_notice.sentence, m_notice.buttons);
    m_ribbon->setVisible(hasEntries);
    QWidget* wanted = nothing ? static_cast<QWidget*>(m_empty) : m_view;
    if (m_stack->currentWidget() != wanted) {
        const bool hadFocus = m_view->hasFocus();
        m_stack->setCurrentWidget(wanted);
        if (hadFocus && nothing)
            m_filterEdit->setFocus();
    }
}

void TimelinePage::setNotice(const PageNotice& notice)
{
    // Setting the same error again would close its details under the reader's eyes.
    const bool sameError = m_notice.error == notice.error;
    m_notice = notice;
    if (!sameError && notice.error) {
        QList<QAction*> actions;
        for (const NoticeButton& button : notice.buttons)
            actions << button.action;
        m_error->setActions(actions);
        m_error->setError(*notice.error, notice.errorAt);
    }
    m_error->setVisible(notice.error.has_value());
    updateStack();
}

void TimelinePage::setComparable(const QList<ComparableEnvironment>& environments)
{
    m_compareMenu->clear();
    m_compareMenu->setToolTipsVisible(true);
    QStringList shown;
    for (const ComparableEnvironment& environment : environments) {
        QAction* action = m_compareMenu->addAction(
            QStringLiteral("%1 %2").arg(tierCharacter(environment.tier), environment.name));
        action->setCheckable(true);
        action->setChecked(environment.shown);
        if (environment.shown)
            shown << environment.name;
        connect(action, &QAction::toggled, this,
            [this, name = environment.name](bool on) { Q_EMIT compareToggled(name, on); });
    }
    m_compareButton->setEnabled(!environments.isEmpty());
    m_compareButton->setText(shown.isEmpty() ? tr("Compare") : tr("Compare: %1").arg(shown.size()));
    m_compareButton->setToolTip(environments.isEmpty()
            ? tr("This project has no second environment to compare with.")
            : tr("Show what ran in other environments beside this one"));
    m_compareButton->setAccessibleDescription(shown.join(QStringLiteral(", ")));
}

const migration::TimelineEntry* TimelinePage::currentEntry() const
{
    return m_view->currentIndex().isValid() ? m_listModel->entryAt(m_view->currentIndex().row()) : nullptr;
}

void TimelinePage::selectKey(const QString& key)
{
    if (m_listModel->rowOfKey(key) < 0) {
        m_chips->button(int(TimelineLook::Chip::All))->setChecked(true);
        m_look.chip = TimelineLook::Chip::All;
        m_look.onlyDifferences = false;
        m_filterEdit->clear();
        rebuild();
    }
    m_view->selectKey(key);
}

void TimelinePage::currentChanged(const QString& key)
{
    m_range = SelectionRange();
    if (const migration::TimelineEntry* entry = currentEntry()) {
        const int position = int(entry - m_input.timeline->entries.constData());
        m_range = selectionRange(*m_input.timeline, position);
    }
    m_listModel->setBracket(m_range);
    if (!key.isEmpty())
        m_ribbon->selectKey(key);
    Q_EMIT currentEntryChanged();
}

void TimelinePage::setOrder(TimelineOrder order, bool newestFirst)
{
    m_look.order = order;
    m_look.newestFirst = newestFirst;
    m_orderCombo->setCurrentIndex((order == TimelineOrder::Execution ? 2 : 0) + (newestFirst ? 1 : 0));
    rebuild();
}

void TimelinePage::orderChosen()
{
    const int choice = m_orderCombo->currentIndex();
    setOrder(choice >= 2 ? TimelineOrder::Execution : TimelineOrder::Version, choice % 2 == 1);
    m_view->scrollToNow();
    m_ribbon->scrollToNow();
    Q_EMIT lookChanged();
}

void TimelinePage::setFilterText(const QString& text)
{
    m_filterEdit->setText(text);
}

QString TimelinePage::filterText() const
{
    return m_filterEdit->text();
}

void TimelinePage::focusFilter()
{
    m_filterEdit->setFocus(Qt::ShortcutFocusReason);
    m_filterEdit->selectAll();
}

void TimelinePage::takeFocus()
{
    QWidget* target = m_stack->currentWidget() == m_view ? static_cast<QWidget*>(m_view) : m_filterEdit;
    target->setFocus(Qt::OtherFocusReason);
}

void TimelinePage::setOnlyDifferences(bool only)
{
    m_look.onlyDifferences = only;
    rebuild();
}

} // namespace strandline::ui
