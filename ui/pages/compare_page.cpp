// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include "ui/delegates/state_palette.h"
#include "ui/models/compare_model.h"
#include "ui/object_names.h"
#include "ui/pages/schema/fact_view.h"
#include "ui/text/human_time.h"
#include "ui/theme/icons.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/roomy_rows.h"
#include "ui/widgets/severity.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>

namespace strandline::ui {

namespace {

using diff::CompareOptions;

struct IgnoreChoice
{
    const char* objectName;
    const char* text;
    bool CompareOptions::*field;
};

constexpr IgnoreChoice kIgnoreChoices[] = {
    {"ignoreOwner", QT_TRANSLATE_NOOP("ComparePage", "&Owner"), &CompareOptions::ignoreOwner},
    {"ignoreGrants", QT_TRANSLATE_NOOP("ComparePage", "&Grants"), &CompareOptions::ignoreGrants},
    {"ignoreTablespace", QT_TRANSLATE_NOOP("ComparePage", "&Tablespace"), &CompareOptions::ignoreTablespace},
    {"ignoreComments", QT_TRANSLATE_NOOP("ComparePage", "&Comments"), &CompareOptions::ignoreComments},
    {"ignoreColumnOrder", QT_TRANSLATE_NOOP("ComparePage", "Co&lumn order"),
        &CompareOptions::ignoreColumnOrder},
    {"ignoreWhitespace", QT_TRANSLATE_NOOP("ComparePage", "&White space in bodies"),
        &CompareOptions::ignoreWhitespace},
    {"ignoreCollationNames", QT_TRANSLATE_NOOP("ComparePage", "Coll&ation names"),
        &CompareOptions::ignoreCollationNames},
    {"ignoreGeneratedNames", QT_TRANSLATE_NOOP("ComparePage", "Names the &database made up"),
        &CompareOptions::ignoreGeneratedNames},
    {"ignoreSchemaName", QT_TRANSLATE_NOOP("ComparePage", "&Schema name"), &CompareOptions::ignoreSchemaName},
};

/// "owner and grants"
QString ignoredWords(const CompareOptions& options)
{
    QStringList words;
    for (const IgnoreChoice& choice : kIgnoreChoices) {
        if (options.*choice.field)
            words << ComparePage::tr(choice.text).remove(QLatin1Char('&')).toLower();
    }
    if (words.size() < 2)
        return words.value(0);
    const QString last = words.takeLast();
    return ComparePage::tr("%1 and %2").arg(words.join(QStringLiteral(", ")), last);
}

/// The state in its colour; its sign and word say the same.
class CompareDelegate final : public RoomyRowDelegate
{
public:
    using RoomyRowDelegate::RoomyRowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        RoomyRowDelegate::initStyleOption(option, index);
        if (index.column() != CompareModel::StateColumn)
            return;
        using migration::MigrationState;
        QColor ink = mutedText(option->palette);
        switch (CompareState(index.data(CompareModel::CompareStateRole).toInt())) {
        case CompareState::OnlyHere:
            ink = stateColour(MigrationState::Failed, option->palette);
            break;
        case CompareState::OnlyThere:
            ink = stateColour(MigrationState::Applied, option->palette);
            break;
        case CompareState::Different:
            ink = flagColour(migration::MigrationFlag::Changed, option->palette);
            break;
        case CompareState::Same:
            break;
        }
        option->palette.setColor(QPalette::Text, ink);
    }
};

void fillCombo(QComboBox* combo, const QStringList& names, const QString& current)
{
    QStringList known;
    for (int i = 0; i < combo->count(); ++i)
        known << combo->itemText(i);
    if (known != names) {
        combo->clear();
        combo->addItems(names);
    }
    combo->setCurrentIndex(combo->findText(current));
}

} // namespace

QStringList ignoredNames(const CompareOptions& options)
{
    QStringList names;
    for (const IgnoreChoice& choice : kIgnoreChoices) {
        if (options.*choice.field)
            names << QLatin1String(choice.objectName);
    }
    return names;
}

CompareOptions ignoringNames(const QStringList& names)
{
    CompareOptions options;
    for (const IgnoreChoice& choice : kIgnoreChoices)
        options.*choice.field = names.contains(QLatin1String(choice.objectName));
    return options;
}

ComparePage::ComparePage(QWidget* parent)
    : QWidget(parent)
    , m_header(new QWidget(this))
    , m_here(new QComboBox(m_header))
    , m_swap(new QToolButton(m_header))
    , m_there(new QComboBox(m_header))
    , m_ignore(new QToolButton(m_header))
    , m_ignoreMenu(new QMenu(m_ignore))
    , m_stamp(new QLabel(m_header))
    , m_refresh(new QToolButton(m_header))
    , m_filterRow(new QWidget(this))
    , m_filter(new QLineEdit(m_filterRow))
    , m_error(new ErrorView(ErrorView::Form::Inline, this))
    , m_questions(new SeverityFrame(Severity::Warning, this))
    , m_questionColumn(new QVBoxLayout(m_questions))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_view(new QTreeView(m_splitter))
    , m_model(new CompareModel(this))
    , m_fields(new FactView(names::compareFieldsView(), tr("Side by side"), m_splitter))
    , m_empty(new EmptyState(this))
    , m_tryAgain(new QAction(tr("Try Again"), this))
    , m_clearFilter(new QAction(tr("Clear Filter"), this))
    , m_changeIgnored(new QAction(tr("Change What Is Ignored…"), this))
    , m_cancel(new QAction(tr("Stop Reading"), this))
{
    setObjectName(names::comparePage());
    setAccessibleName(tr("Compare"));
    buildHeader();
    buildFilter();
    buildIgnoreMenu();
    m_view->setObjectName(names::compareView());
    m_view->setAccessibleName(tr("Differences"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CompareDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setAlternatingRowColors(true);
    m_view->setTabKeyNavigation(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->header()->setStretchLastSection(true);
    m_questionColumn->setContentsMargins(SeverityFrame::barWidth + 8, 6, 8, 6);
    m_questionColumn->setSpacing(4);
    m_questions->hide();
    m_error->hide();
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_fields);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_error);
    column->addWidget(m_questions);
    column->addWidget(m_filterRow);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_empty, 1);
    setTabOrders();
    connectParts();
    setInput({});
}

void ComparePage::buildHeader()
{
    m_here->setObjectName(names::compareSourceCombo());
    m_here->setAccessibleName(tr("Compare"));
    m_there->setObjectName(names::compareTargetCombo());
    m_there->setAccessibleName(tr("Compare with"));
    for (QComboBox* combo : {m_here, m_there})
        combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_swap->setObjectName(names::compareSwapButton());
    m_swap->setIcon(icon(QStringLiteral("strandline-compare")));
    m_swap->setAccessibleName(tr("Swap sides"));
    m_swap->setToolTip(tr("Swap the two sides"));
    m_ignore->setObjectName(names::compareIgnoreButton());
    m_ignore->setPopupMode(QToolButton::InstantPopup);
    m_ignore->setMenu(m_ignoreMenu);
    m_ignore->setToolTip(tr("What does not count as a difference; kept for these two"));
    m_refresh->setObjectName(names::compareRefreshButton());
    m_refresh->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QToolButton* button : {m_swap, m_ignore, m_refresh}) {
        button->setFocusPolicy(Qt::StrongFocus);
        button->setMinimumHeight(26);
    }
    m_swap->setMinimumWidth(26);
    m_stamp->setForegroundRole(QPalette::PlaceholderText);
    auto* from = new QLabel(tr("&Compare:"), m_header);
    from->setBuddy(m_here);
    auto* to = new QLabel(tr("w&ith:"), m_header);
    to->setBuddy(m_there);
    auto* row = new QHBoxLayout(m_header);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(8);
    row->addWidget(from);
    row->addWidget(m_here);
    row->addWidget(m_swap);
    row->addWidget(to);
    row->addWidget(m_there);
    row->addWidget(m_ignore);
    row->addStretch();
    row->addWidget(m_stamp);
    row->addWidget(m_refresh);
}

void ComparePage::buildFilter()
{
    m_filter->setObjectName(names::compareFilterEdit());
    m_filter->setAccessibleName(tr("Filter differences"));
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setClearButtonEnabled(true);
    auto* row = new QHBoxLayout(m_filterRow);
    row->setContentsMargins(8, 0, 8, 6);
    row->setSpacing(6);
    row->addWidget(m_filter, 1);
    for (int i = 0; i < kCompareStates; ++i) {
        auto* chip = new QToolButton(m_filterRow);
        chip->setCheckable(true);
        chip->setChecked(CompareState(i) != CompareState::Same);
        chip->setFocusPolicy(Qt::StrongFocus);
        chip->setMinimumHeight(26);
        connect(chip, &QToolButton::toggled, this, &ComparePage::applyFilter);
        row->addWidget(chip);
        m_chips << chip;
    }
}

void ComparePage::buildIgnoreMenu()
{
    m_ignoreMenu->setAccessibleName(tr("What is ignored"));
    for (const IgnoreChoice& choice : kIgnoreChoices) {
        QAction* action = m_ignoreMenu->addAction(tr(choice.text));
        action->setObjectName(QLatin1String(choice.objectName));
        action->setStatusTip(tr("Do not count it as a difference"));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, field = choice.field](bool checked) {
            CompareOptions options = m_input.options;
            options.*field = checked;
            Q_EMIT optionsChosen(options);
        });
    }
}

void ComparePage::connectParts()
{
    const auto choose = [this] { Q_EMIT pairChosen(m_here->currentText(), m_there->currentText()); };
    connect(m_here, qOverload<int>(&QComboBox::activated), this, choose);
    connect(m_there, qOverload<int>(&QComboBox::activated), this, choose);
    connect(m_swap, &QToolButton::clicked, this, [this] { Q_EMIT pairChosen(m_input.there, m_input.here); });
    connect(m_refresh, &QToolButton::clicked, this,
        [this] { m_input.isBusy ? cancelRequested() : refreshRequested(); });
    connect(m_tryAgain, &QAction::triggered, this, &ComparePage::refreshRequested);
    connect(m_cancel, &QAction::triggered, this, &ComparePage::cancelRequested);
    connect(m_changeIgnored, &QAction::triggered, m_ignore, &QToolButton::showMenu);
    connect(m_clearFilter, &QAction::triggered, this, [this] {
        m_filter->clear();
        for (QToolButton* chip : std::as_const(m_chips))
            chip->setChecked(true);
    });
    connect(m_filter, &QLineEdit::textChanged, this, &ComparePage::applyFilter);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &ComparePage::showFields);
}

void ComparePage::setTabOrders()
{
    QList<QWidget*> stops {m_here, m_swap, m_there, m_ignore, m_refresh, m_filter};
    for (QToolButton* chip : std::as_const(m_chips))
        stops << chip;
    stops << m_view << m_fields->view();
    for (qsizetype i = 1; i < stops.size(); ++i)
        setTabOrder(stops[i - 1], stops[i]);
    setFocusProxy(m_view);
}

void ComparePage::setInput(const ComparePageInput& input)
{
    const CompareRow* before = m_model->rowAt(m_view->currentIndex());
    const schema::ObjectId current = before ? before->id : schema::ObjectId();
    m_input = input;
    fillCombo(m_here, input.environments, input.here);
    fillCombo(m_there, input.environments, input.there);
    const bool hadFocus = isAncestorOf(window()->focusWidget());
    m_model->setRows(
        input.isCompared ? compareRows(input.result) : QList<CompareRow>(), input.here, input.there);
    const QModelIndex again = m_model->indexOf(current);
    if (m_model->rowCount() > 0)
        m_view->setCurrentIndex(again.isValid() ? again : m_model->index(0, 0));
    if (m_model->rowCount() <= 50)
        m_view->expandAll();
    updateHeader();
    updateIgnored();
    updateChips();
    updateQuestions();
    updateStack();
    showFields();
    fitColumns();
    if (hadFocus && !window()->focusWidget()->isVisibleTo(this))
        m_here->setFocus(Qt::OtherFocusReason);
}

void ComparePage::updateHeader()
{
    const bool can = m_input.whyNot.isEmpty();
    // Choosing another pair is the way out where this one cannot be compared.
    for (QWidget* widget : QList<QWidget*> {m_here, m_there, m_swap})
        widget->setEnabled(m_input.environments.size() > 1);
    m_ignore->setEnabled(can);
    m_refresh->setEnabled(can);
    m_refresh->setText(m_input.isBusy ? tr("Stop") : tr("Refresh"));
    m_refresh->setAccessibleName(m_input.isBusy ? tr("Stop reading") : tr("Read both schemas again"));
    m_refresh->setToolTip(m_input.isBusy ? tr("Stop reading") : tr("Read both schemas again (F5)"));
    m_refresh->setIcon(
        icon(m_input.isBusy ? QStringLiteral("process-stop") : QStringLiteral("view-refresh")));
    m_stamp->setText(m_input.isBusy ? tr("Reading…")
            : m_input.isCompared
            ? tr("Read %1 and %2").arg(clockTime(m_input.hereRead), clockTime(m_input.thereRead))
            : QString());
}

void ComparePage::updateIgnored()
{
    int count = 0;
    for (const IgnoreChoice& choice : kIgnoreChoices) {
        const bool on = m_input.options.*choice.field;
        count += on;
        m_ignoreMenu->findChild<QAction*>(QLatin1String(choice.objectName))->setChecked(on);
    }
    m_ignore->setText(count == 0 ? tr("Ignore") : tr("Ignore: %1").arg(count));
    m_ignore->setAccessibleName(
        count == 0 ? tr("Ignore, nothing") : tr("Ignore, %1").arg(ignoredWords(m_input.options)));
}

void ComparePage::updateChips()
{
    const QString words[] = {tr("Only here"), tr("Only there"), tr("Different"), tr("Same")};
    const QString sides[] = {m_input.here, m_input.there};
    for (int i = 0; i < kCompareStates; ++i) {
        QToolButton* chip = m_chips.at(i);
        const int count = m_model->count(CompareState(i));
        chip->setText(QStringLiteral("%1 %2").arg(words[i]).arg(count));
        chip->setToolTip(i < 2                      ? tr("Objects that only %1 has").arg(sides[i])
                : i == int(CompareState::Different) ? tr("Objects that both have, and that differ")
                                                    : tr("Objects that are the same in both"));
        chip->setAccessibleName(QStringLiteral("%1, %2").arg(words[i]).arg(count));
    }
    m_filterRow->setVisible(m_input.isCompared);
}

/// A rename that nobody confirmed is never taken for one, and never for drop and create without a word.
void ComparePage::updateQuestions()
{
    // The button that was pressed goes; the focus goes on to the next question, or to the answer.
    const bool hadFocus = m_questions->isAncestorOf(QApplication::focusWidget());
    while (QLayoutItem* item = m_questionColumn->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    constexpr int kAtOnce = 4;
    const int asked = std::min(int(m_input.questions.size()), kAtOnce);
    for (int i = 0; i < asked; ++i) {
        const diff::RenameQuestion question = m_input.questions.at(i);
        auto* row = new QWidget(m_questions);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto* text = new QLabel(tr("Was %1 renamed to %2? %3.")
                                    .arg(question.from.display(), question.to.display(), question.reason),
            row);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        line->addWidget(text, 1);
        for (const bool isRename : {true, false}) {
            auto* answer = new QPushButton(isRename ? tr("Renamed") : tr("Two Different Things"), row);
            answer->setAccessibleName(
                tr("%1: %2 and %3").arg(answer->text(), question.from.display(), question.to.display()));
            answer->setAutoDefault(false);
            connect(answer, &QPushButton::clicked, this,
                [this, question, isRename] { Q_EMIT renameAnswered(question, isRename); });
            line->addWidget(answer);
        }
        m_questionColumn->addWidget(row);
    }
    if (m_input.questions.size() > asked) {
        m_questionColumn->addWidget(
            new QLabel(tr("%1 more questions follow.").arg(m_input.questions.size() - asked), m_questions));
    }
    m_questions->setVisible(asked > 0);
    if (hadFocus && asked > 0)
        m_questionColumn->itemAt(0)->widget()->findChild<QPushButton*>()->setFocus();
    else if (hadFocus)
        m_view->setFocus();
    if (asked > 0)
        announce(this, tr("%1 questions about renames").arg(m_input.questions.size()));
}

void ComparePage::updateStack()
{
    const bool cancelled = m_input.error && m_input.error->code == base::ErrorCode::Cancelled;
    const bool failed = m_input.error && !cancelled && !m_input.isBusy;
    if (failed) {
        m_error->setError(*m_input.error);
        m_error->setActions({m_tryAgain});
    }
    m_error->setVisible(failed && m_input.whyNot.isEmpty());
    const bool hasRows = m_model->rowCount() > 0;
    m_splitter->setVisible(hasRows);
    m_empty->setVisible(!hasRows && (!failed || !m_input.whyNot.isEmpty()));
    const int differences = int(m_model->count(CompareState::OnlyHere)
        + m_model->count(CompareState::OnlyThere) + m_model->count(CompareState::Different));
    if (!m_input.whyNot.isEmpty()) {
        m_empty->setContent(m_input.whyNot, {});
    } else if (m_input.isBusy) {
        m_empty->setContent(
            tr("Reading the schemas of %1 and %2…").arg(m_input.here, m_input.there), {{m_cancel, {}}});
    } else if (!m_input.isCompared) {
        m_empty->setContent(tr("%1 and %2 have not been compared.").arg(m_input.here, m_input.there),
            {{m_tryAgain, tr("Compare")}});
    } else if (differences == 0) {
        const QString ignored = ignoredWords(m_input.options);
        m_empty->setContent(ignored.isEmpty()
                ? tr("%1 and %2 are equal.").arg(m_input.here, m_input.there)
                : tr("%1 and %2 are equal, ignoring %3.").arg(m_input.here, m_input.there, ignored),
            {{m_changeIgnored, {}}});
    } else {
        m_empty->setContent(tr("Every difference is filtered out."), {{m_clearFilter, {}}});
    }
    setFocusProxy(hasRows ? static_cast<QWidget*>(m_view) : m_here);
}

void ComparePage::applyFilter()
{
    QSet<CompareState> states;
    for (int i = 0; i < kCompareStates; ++i) {
        if (m_chips.at(i)->isChecked())
            states.insert(CompareState(i));
    }
    m_model->setFilter(states, m_filter->text().trimmed());
    if (m_model->rowCount() <= 50)
        m_view->expandAll();
    if (m_model->rowCount() > 0 && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_model->index(0, 0));
    updateStack();
    showFields();
}

void ComparePage::showFields()
{
    const CompareRow* row = m_model->rowAt(m_view->currentIndex());
    FactTable facts;
    facts.headers = {tr("Field"), m_input.here.isEmpty() ? tr("Here") : m_input.here,
        m_input.there.isEmpty() ? tr("There") : m_input.there};
    facts.whyEmpty = !row                  ? tr("Select a row.")
        : row->state == CompareState::Same ? tr("It is the same in both.")
        : row->parts.isEmpty()             ? row->sentence
                                           : tr("What differs is listed under it.");
    if (row) {
        for (const diff::FieldDifference& field : row->fields)
            facts.rows << FactRow {{field.field, field.from, field.to}, {}, {}, {}, false};
    }
    m_fields->setTable(facts);
}

void ComparePage::fitColumns()
{
    const int width = m_view->viewport()->width();
    const int state = fontMetrics().averageCharWidth() * 26;
    m_view->setColumnWidth(CompareModel::NameColumn, std::max(200, (width - state) * 2 / 5));
    m_view->setColumnWidth(CompareModel::StateColumn, state);
}

void ComparePage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitColumns();
}

void ComparePage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QString ComparePage::asText() const
{
    return m_model->asText();
}

} // namespace strandline::ui
