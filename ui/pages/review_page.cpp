// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review_page.h"

#include "ui/object_names.h"
#include "ui/pages/review/notes_model.h"
#include "ui/pages/review/review_header.h"
#include "ui/pages/review/run_model.h"
#include "ui/pages/review/script_pane.h"
#include "ui/pages/review/statement_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/diff_view.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTabWidget>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

/// The window never waits for a script larger than this.
constexpr qsizetype analyseAtOnceBelow = 256 * 1024;

QTableView* listView(
    const QString& objectName, const QString& accessibleName, QAbstractItemModel* model, QWidget* parent)
{
    auto* view = new QTableView(parent);
    view->setObjectName(objectName);
    view->setAccessibleName(accessibleName);
    view->setModel(model);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setAlternatingRowColors(true);
    view->setWordWrap(false);
    view->setFrameShape(QFrame::NoFrame);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return view;
}

/// Column widths from the metrics of the font: count of average characters, 0 takes what is left.
void setWidths(QTableView* view, const QList<int>& characters)
{
    const int unit = view->fontMetrics().averageCharWidth();
    for (int column = 0; column < characters.size(); ++column) {
        if (characters.at(column) == 0)
            view->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
        else
            view->setColumnWidth(column, characters.at(column) * unit + 16);
    }
}

QLabel* emptyLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setMargin(16);
    label->setAutoFillBackground(true);
    label->setBackgroundRole(QPalette::Base);
    return label;
}

QAction* pageAction(const QString& name, const QString& text, const QKeySequence& key, QWidget* page)
{
    auto* action = new QAction(text, page);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    page->addAction(action);
    return action;
}

} // namespace

ReviewPage::ReviewPage(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(names::reviewPage());
    setAccessibleName(tr("Review"));
    createActions();
    m_header = new ReviewHeader(m_previous, m_next, m_open, this);
    m_up = new ScriptPane(ScriptPane::Side::Up, highlighters, this);
    m_down = new ScriptPane(ScriptPane::Side::Down, highlighters, this);
    createTabs(std::move(highlighters));
    createLayout();
    connect(m_up->editor(), &SqlEditor::statementAtCaretChanged, this,
        [this](int number) { followCaret(false, number); });
    connect(m_down->editor(), &SqlEditor::statementAtCaretChanged, this,
        [this](int number) { followCaret(true, number); });
    showNothing();
}

ReviewPage::~ReviewPage() = default;

void ReviewPage::createActions()
{
    m_previous = pageAction(QStringLiteral("actionReviewPrevious"), tr("&Previous Pending"),
        QKeySequence(QStringLiteral("Ctrl+Alt+Up")), this);
    m_next = pageAction(QStringLiteral("actionReviewNext"), tr("&Next Pending"),
        QKeySequence(QStringLiteral("Ctrl+Alt+Down")), this);
    m_pair = pageAction(QStringLiteral("actionReviewPair"), tr("Go to &Paired Statement"),
        QKeySequence(QStringLiteral("Ctrl+Alt+P")), this);
    m_nextProblem = pageAction(
        QStringLiteral("actionReviewNextProblem"), tr("Next P&roblem"), QKeySequence(Qt::Key_F8), this);
    m_previousProblem = pageAction(QStringLiteral("actionReviewPreviousProblem"), tr("Previous Pr&oblem"),
        QKeySequence(QStringLiteral("Shift+F8")), this);
    m_open = pageAction(QStringLiteral("actionReviewOpenFile"), tr("&Open File"), {}, this);
    m_previous->setIcon(icon(QStringLiteral("go-previous")));
    m_next->setIcon(icon(QStringLiteral("go-next")));
    m_open->setIcon(icon(QStringLiteral("document-open")));
    m_previous->setToolTip(tr("Previous pending migration (Ctrl+Alt+Up)"));
    m_next->setToolTip(tr("Next pending migration (Ctrl+Alt+Down)"));
    for (QAction* action : pageActions())
        action->setStatusTip(action->toolTip());
    connect(m_previous, &QAction::triggered, this, &ReviewPage::queuePreviousRequested);
    connect(m_next, &QAction::triggered, this, &ReviewPage::queueNextRequested);
    connect(m_pair, &QAction::triggered, this, &ReviewPage::jumpToPair);
    connect(m_nextProblem, &QAction::triggered, this, [this] { jumpToProblem(true); });
    connect(m_previousProblem, &QAction::triggered, this, [this] { jumpToProblem(false); });
    connect(m_open, &QAction::triggered, this, &ReviewPage::openFile);
}

void ReviewPage::createTabs(std::shared_ptr<HighlighterFactory> highlighters)
{
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(names::reviewTabs());
    m_tabs->setDocumentMode(true);
    m_coverage = new QLabel(m_tabs);
    m_coverage->setObjectName(names::reviewCoverage());
    m_coverage->setContentsMargins(8, 4, 8, 4);
    m_coverage->setToolTip(tr("Matched by name: an aid for reading, not a proof"));
    m_tabs->setCornerWidget(m_coverage);

    m_statements = new StatementModel(this);
    m_statementsView = listView(names::reviewStatementsView(), tr("Statements"), m_statements, m_tabs);
    setWidths(m_statementsView, {6, 24, 0, 6, 10, 28});
    m_runs = new RunModel(this);
    m_historyView = listView(names::reviewHistoryView(), tr("Runs of this migration"), m_runs, m_tabs);
    setWidths(m_historyView, {24, 22, 24, 12, 28, 0});
    m_historyEmpty = emptyLabel(m_tabs);
    m_historyStack = new QStackedWidget(m_tabs);
    m_historyStack->addWidget(m_historyView);
    m_historyStack->addWidget(m_historyEmpty);
    m_notes = new NotesModel(this);
    m_notesView = listView(names::reviewNotesView(), tr("Notes of the author"), m_notes, m_tabs);
    setWidths(m_notesView, {20, 0, 8, 6});
    m_change = new DiffView(std::move(highlighters), m_tabs);
    m_change->setObjectName(names::reviewChangeView());
    m_changeEmpty = emptyLabel(m_tabs);
    m_changeStack = new QStackedWidget(m_tabs);
    m_changeStack->addWidget(m_change);
    m_changeStack->addWidget(m_changeEmpty);
    // Pages of tabs that are not there yet must not lie about in the corner.
    for (QWidget* page : {static_cast<QWidget*>(m_statementsView), static_cast<QWidget*>(m_historyStack),
             static_cast<QWidget*>(m_notesView), static_cast<QWidget*>(m_changeStack)})
        page->hide();

    connect(m_statementsView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &ReviewPage::statementChosen);
    connect(m_statementsView, &QTableView::activated, this, [this](const QModelIndex& index) {
        (m_statements->row(index.row()).down ? m_down : m_up)->editor()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_notesView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& index) {
            if (index.isValid() && m_notes->note(index.row()).line > 0)
                (m_notes->note(index.row()).down ? m_down : m_up)
                    ->editor()
                    ->goToLine(m_notes->note(index.row()).line);
        });
}

void ReviewPage::createLayout()
{
    m_editors = new QSplitter(Qt::Vertical, this);
    m_editors->setObjectName(names::reviewSplitter());
    m_editors->setChildrenCollapsible(false);
    m_editors->setHandleWidth(6);
    m_editors->addWidget(m_up);
    m_editors->addWidget(m_down);
    m_editors->setStretchFactor(0, 1);
    m_editors->setStretchFactor(1, 1);
    connect(m_editors, &QSplitter::splitterMoved, this, [this] {
        const QList<int> sizes = m_editors->sizes();
        const double whole = sizes.first() + sizes.last();
        if (whole > 0)
            (m_editors->orientation() == Qt::Horizontal ? m_sideBySide : m_stacked) = sizes.first() / whole;
    });
    m_outer = new QSplitter(Qt::Vertical, this);
    m_outer->setObjectName(names::reviewOuterSplitter());
    m_outer->setHandleWidth(6);
    m_outer->setChildrenCollapsible(false);
    m_outer->addWidget(m_editors);
    m_outer->addWidget(m_tabs);
    m_outer->setStretchFactor(0, 3);
    m_outer->setStretchFactor(1, 1);
    m_outer->setSizes({700, 220});

    auto* content = new QWidget(this);
    auto* contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins(0, 0, 0, 0);
    contentLayout->setSpacing(0);
    contentLayout->addWidget(m_header);
    contentLayout->addWidget(m_outer, 1);
    auto* nothing = emptyLabel(this);
    nothing->setObjectName(names::reviewEmpty());
    nothing->setText(tr("Select a migration on the Timeline to review its scripts."));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(content);
    m_stack->addWidget(nothing);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    m_header->orderTabs();
    setTabOrder(m_header->lastStop(), m_up->editor());
    setTabOrder(m_up->editor(), m_down->editor());
    setTabOrder(m_down->editor(), m_tabs);
}

void ReviewPage::showNothing()
{
    m_input.reset();
    ++m_generation;
    m_pending = 0;
    m_header->showNothing();
    m_stack->setCurrentIndex(1);
    for (QAction* action : pageActions())
        action->setEnabled(false);
}

void ReviewPage::setInput(const ReviewInput& input)
{
    const bool sameMigration =
        m_input && m_input->entry.id() == input.entry.id() && m_input->entry.kind == input.entry.kind;
    const int upLine = m_up->editor()->caretLine();
    m_input = input;
    m_stack->setCurrentIndex(0);
    m_header->show(input);
    m_up->setSpokenName(input.spokenName);
    m_down->setSpokenName(input.spokenName);
    m_upAnalysis = {};
    m_downAnalysis = {};
    m_pairs.clear();
    showUp(input);
    showDown(input);
    showHistory(input);
    showNotes(input);
    showChange(input);
    // A refresh of what is being read must not move the reader.
    if (sameMigration)
        m_up->editor()->goToLine(upLine);
    for (QAction* action : {m_next, m_previous})
        action->setEnabled(input.queueSize > (input.queuePosition > 0 ? 1 : 0));
    m_open->setEnabled(input.entry.migration && (input.entry.migration->up || input.entry.migration->down));
    m_open->setToolTip(m_open->isEnabled() ? tr("Open the up script with the program of the desktop")
                                           : tr("There is no file here to open"));
    arrange();
    analyse();
}

void ReviewPage::showTooLarge(ScriptPane* pane, const migration::Script& script)
{
    pane->showAbsence(tr("This script is too large to show."),
        tr("“%1” has %2. It is read piece by piece when it runs; open it with another program to read it.")
            .arg(script.path, QLocale().formattedDataSize(script.size)));
}

void ReviewPage::showUp(const ReviewInput& input)
{
    const auto& migration = input.entry.migration;
    if (migration && migration->up && migration->up->isLarge) {
        showTooLarge(m_up, *migration->up);
        return;
    }
    if (migration && migration->up) {
        m_up->showScript(migration->up->path, migration->up->bytes, input.dialect);
        return;
    }
    if (input.appliedUp) {
        m_up->showScript({}, *input.appliedUp, input.dialect);
        m_up->setCaptionNote(
            migration ? tr("text that ran; the file cannot be read") : tr("text that ran; no file here"));
        return;
    }
    if (migration) {
        m_up->showAbsence(tr("The up script cannot be shown."), {});
        m_up->setAnalysis({}, migration->problems);
        return;
    }
    m_up->showAbsence(tr("The text that ran is not recorded anywhere this program can see."),
        tr("“%1” ran here, but its file is not in this folder: it was deleted or is on another branch.")
            .arg(input.entry.id()));
}

void ReviewPage::showDown(const ReviewInput& input)
{
    const auto& migration = input.entry.migration;
    const auto reason = [&]() -> QString {
        if (migration && migration->up && migration->up->directives.irreversible) {
            const QString why = *migration->up->directives.irreversible;
            return why.isEmpty() ? tr("The up script says that there is no way back, without a reason.")
                                 : tr("The up script says why: %1").arg(why);
        }
        if (input.entry.kind == migration::Kind::Repeatable)
            return tr("Repeatable migrations have none: they run again when their text changes.");
        return tr("Rolling this migration back will need a restore or a new migration.");
    };
    if (migration && migration->down && migration->down->isLarge) {
        showTooLarge(m_down, *migration->down);
    } else if (migration && migration->down) {
        m_down->showScript(migration->down->path, migration->down->bytes, input.dialect);
        if (migration->up && migration->up->directives.irreversible)
            m_down->setCaptionNote(tr("marked as having no way back"));
    } else if (input.appliedDown) {
        m_down->showScript({}, *input.appliedDown, input.dialect);
        m_down->setCaptionNote(tr("recorded when it ran; no file here"));
    } else if (migration || input.appliedUp) {
        m_down->showAbsence(tr("There is no down script."), reason());
    } else {
        m_down->showAbsence(
            tr("No down script is known."), tr("The file is not here, and none was recorded when it ran."));
    }
}

void ReviewPage::analyse()
{
    const int generation = ++m_generation;
    const auto start = [&](bool down, ScriptPane* pane) {
        if (!pane->hasScript())
            return;
        const QByteArray bytes = pane->editor()->scriptBytes();
        const sql::Dialect dialect = m_input->dialect;
        if (bytes.size() < analyseAtOnceBelow) {
            takeAnalysis(down, analyseScript(bytes, dialect));
            return;
        }
        m_pool.submit([bytes, dialect] { return analyseScript(bytes, dialect); })
            .then(this, [this, generation, down](const ScriptAnalysis& analysis) {
                if (generation == m_generation)
                    takeAnalysis(down, analysis);
            });
    };
    fillStatements();
    m_pending = int(m_up->hasScript()) + int(m_down->hasScript());
    if (m_pending == 0)
        Q_EMIT analysed();
    start(false, m_up);
    start(true, m_down);
}

void ReviewPage::takeAnalysis(bool down, const ScriptAnalysis& analysis)
{
    ScriptPane* pane = down ? m_down : m_up;
    (down ? m_downAnalysis : m_upAnalysis) = analysis;
    QList<base::Error> ofFile;
    if (m_input->entry.migration) {
        const auto& migration = *m_input->entry.migration;
        const auto& own = down ? migration.down : migration.up;
        for (const base::Error& problem : migration.problems) {
            const bool ofDown = migration.down && problem.position.file == migration.down->path;
            if (own && ofDown == down)
                ofFile.append(problem);
        }
    }
    pane->setAnalysis(analysis, ofFile);
    const bool hasProblems = !m_up->problems().isEmpty() || !m_down->problems().isEmpty();
    m_nextProblem->setEnabled(hasProblems);
    m_previousProblem->setEnabled(hasProblems);
    --m_pending;
    fillStatements();
    if (m_pending == 0)
        Q_EMIT analysed();
}

void ReviewPage::fillStatements()
{
    m_pairs = pairStatements(m_upAnalysis.outlines, m_downAnalysis.outlines);
    QHash<int, QList<int>> undone;
    for (int i = 0; i < m_pairs.size(); ++i) {
        if (m_pairs.at(i) >= 0)
            undone[static_cast<int>(m_pairs.at(i)) + 1].append(i + 1);
    }
    QList<StatementRow> rows;
    const auto add = [&](const ScriptAnalysis& analysis, bool down) {
        for (int i = 0; i < analysis.marks.size(); ++i) {
            const StatementMark& mark = analysis.marks.at(i);
            QList<int> partners = undone.value(mark.number);
            if (!down)
                partners =
                    m_pairs.at(i) >= 0 ? QList<int> {static_cast<int>(m_pairs.at(i)) + 1} : QList<int>();
            rows.append({down, mark.number, analysis.outlines.at(i).kind, analysis.firstLines.at(i),
                mark.line, partners, analysis.transactionNotes.at(i)});
        }
    };
    add(m_upAnalysis, false);
    add(m_downAnalysis, true);
    m_following = true;
    m_statements->setRows(rows);
    m_following = false;
    m_tabs->setTabText(m_tabs->indexOf(m_statementsView),
        tr("&Statements %1").arg(QLocale().toString(m_upAnalysis.marks.size())));
    m_statementsView->setAccessibleDescription(tr("Up: %1, down: %2", "counts of statements")
                                                   .arg(m_upAnalysis.marks.size())
                                                   .arg(m_downAnalysis.marks.size()));
    m_coverage->setText(coverageText());
    m_pair->setEnabled(m_pairs.size() > m_pairs.count(-1));
}

QString ReviewPage::coverageText() const
{
    if (m_upAnalysis.marks.isEmpty() || !m_down->hasScript())
        return {};
    const qsizetype covered = m_pairs.size() - m_pairs.count(-1);
    return tr("Down covers %1 of %2, matched by name").arg(covered).arg(m_pairs.size());
}

void ReviewPage::showHistory(const ReviewInput& input)
{
    m_runs->setRuns(input.entry.runs);
    m_historyStack->setCurrentIndex(input.entry.runs.isEmpty() ? 1 : 0);
    m_historyEmpty->setText(!input.compared ? tr("The history is not known: no environment was asked.")
            : input.entry.history           ? tr("It counts as applied here, but the log has no run of it.")
                                            : tr("It has not run here."));
    const int at = m_tabs->indexOf(m_historyStack);
    const QString text = input.entry.runs.isEmpty()
        ? tr("&History")
        : tr("&History %1").arg(QLocale().toString(input.entry.runs.size()));
    if (at >= 0)
        m_tabs->setTabText(at, text);
    else {
        m_tabs->addTab(m_statementsView, tr("&Statements"));
        m_tabs->addTab(m_historyStack, text);
    }
}

void ReviewPage::showNotes(const ReviewInput& input)
{
    const QList<Note> notes = input.entry.migration ? notesOf(*input.entry.migration) : QList<Note>();
    m_notes->setNotes(notes);
    const int at = m_tabs->indexOf(m_notesView);
    if (notes.isEmpty()) {
        if (at >= 0)
            m_tabs->removeTab(at);
        return;
    }
    const QString text = tr("N&otes %1").arg(QLocale().toString(notes.size()));
    if (at >= 0)
        m_tabs->setTabText(at, text);
    else
        m_tabs->insertTab(m_tabs->indexOf(m_historyStack) + 1, m_notesView, text);
}

void ReviewPage::showChange(const ReviewInput& input)
{
    const auto flags = input.entry.flags;
    const bool flagged = flags.testFlag(migration::MigrationFlag::Changed)
        || flags.testFlag(migration::MigrationFlag::ChangedCosmetic);
    const bool hasFile = input.entry.migration && input.entry.migration->up;
    // A large text was not recorded when it ran and is not in memory: only the flags tell.
    const bool isLarge = hasFile && input.entry.migration->up->isLarge;
    const bool differs =
        hasFile && !isLarge && input.appliedUp && *input.appliedUp != input.entry.migration->up->bytes;
    const int at = m_tabs->indexOf(m_changeStack);
    if (!flagged && !differs) {
        if (at >= 0)
            m_tabs->removeTab(at);
        return;
    }
    if (at < 0)
        m_tabs->addTab(m_changeStack, tr("&Changed since applied"));
    if (!hasFile || !input.appliedUp) {
        m_changeEmpty->setText(
            tr("The file was edited after it ran. The text that ran is not recorded anywhere this "
               "program can see."));
        m_changeStack->setCurrentWidget(m_changeEmpty);
        return;
    }
    if (isLarge) {
        m_changeEmpty->setText(tr("The file was edited after it ran. It is too large to be compared here."));
        m_changeStack->setCurrentWidget(m_changeEmpty);
        return;
    }
    const QByteArray& present = input.entry.migration->up->bytes;
    m_change->setVerdict(verdictSentence(compareTexts(*input.appliedUp, present, input.dialect)));
    m_change->setTexts(*input.appliedUp, present, input.dialect);
    m_changeStack->setCurrentWidget(m_change);
}

} // namespace strandline::ui
