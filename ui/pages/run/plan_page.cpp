// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run/plan_page.h"

#include "core/base/file.h"
#include "core/report/plan_text.h"
#include "ui/delegates/state_palette.h"
#include "ui/editor/sql_editor.h"
#include "ui/object_names.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/plan_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace strandline::ui {

namespace {

/// Of obstacles; the preflight lists all.
constexpr int kMostNotes = 5;

bool sameTarget(const migration::PlanTarget& a, const migration::PlanTarget& b)
{
    return a.kind == b.kind && a.version == b.version
        && (a.kind != migration::TargetKind::DownCount || a.count == b.count);
}

} // namespace

PlanPage::PlanPage(Kind kind, std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_sentence(new QLabel(this))
    , m_notes(new QVBoxLayout)
    , m_targetLabel(new QLabel(kind == Kind::Apply ? tr("&Up to:") : tr("&Keep:"), this))
    , m_target(new QComboBox(this))
    , m_single(new QCheckBox(tr("All in &one transaction"), this))
    , m_late(new QCheckBox(tr("Run &late migrations, too"), this))
    , m_export(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_view(new PlanView(this))
    , m_editor(new SqlEditor(std::move(highlighters), this))
    , m_scriptName(new QLabel(this))
    , m_empty(new QLabel(this))
    , m_error(new ErrorView(ErrorView::Form::Inline, this))
    , m_again(new QPushButton(tr("Try &Again"), this))
    , m_close(new QPushButton(tr("&Close"), this))
    , m_continue(new QPushButton(tr("Co&ntinue"), this))
{
    const bool apply = kind == Kind::Apply;
    m_view->setObjectName(apply ? names::applyPlanView() : names::rollbackTargetView());
    m_view->setAccessibleName(apply ? tr("Plan") : tr("What will be undone, newest first"));
    buildControls();
    buildExport();

    auto* script = new QWidget(this);
    auto* scriptColumn = new QVBoxLayout(script);
    scriptColumn->setContentsMargins(0, 0, 0, 0);
    scriptColumn->setSpacing(0);
    m_scriptName->setContentsMargins(8, 3, 8, 3);
    m_scriptName->setTextFormat(Qt::PlainText);
    scriptColumn->addWidget(m_scriptName);
    scriptColumn->addWidget(m_editor, 1);
    m_editor->setObjectName(names::planScript());
    m_editor->setAccessibleName(tr("Script"));
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(script);
    m_splitter->setStretchFactor(0, 11);
    m_splitter->setStretchFactor(1, 9);
    m_splitter->setSizes({550, 450});
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(6);

    auto* errorPage = new QWidget(this);
    auto* errorColumn = new QVBoxLayout(errorPage);
    errorColumn->setContentsMargins(12, 12, 12, 12);
    errorColumn->addWidget(m_error);
    errorColumn->addWidget(m_again, 0, Qt::AlignLeft);
    errorColumn->addStretch(1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    m_empty->setAutoFillBackground(true);
    m_empty->setBackgroundRole(QPalette::Base);
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(errorPage);

    auto* head = new QVBoxLayout;
    head->setContentsMargins(12, 8, 12, 6);
    head->setSpacing(4);
    head->addWidget(m_sentence);
    head->addLayout(m_notes);
    auto* controls = new QHBoxLayout;
    controls->setContentsMargins(12, 2, 12, 6);
    controls->setSpacing(8);
    controls->addWidget(m_targetLabel);
    controls->addWidget(m_target, 1);
    controls->addWidget(m_single);
    controls->addWidget(m_late);
    controls->addStretch(1);
    controls->addWidget(m_export);
    auto* footer = new QHBoxLayout;
    footer->setContentsMargins(12, 8, 12, 8);
    footer->setSpacing(8);
    footer->addStretch(1);
    footer->addWidget(m_close);
    footer->addWidget(m_continue);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addLayout(controls);
    column->addWidget(m_stack, 1);
    column->addLayout(footer);
    setOrder();

    connect(m_view, &PlanView::chosen, this, &PlanPage::showScript);
    connect(m_target, &QComboBox::activated, this, &PlanPage::chooseTarget);
    connect(m_single, &QCheckBox::clicked, this, &PlanPage::chooseTarget);
    connect(m_late, &QCheckBox::clicked, this, &PlanPage::chooseTarget);
    connect(m_continue, &QPushButton::clicked, this, &PlanPage::continueRequested);
    connect(m_close, &QPushButton::clicked, this, &PlanPage::closeRequested);
    connect(m_again, &QPushButton::clicked, this, &PlanPage::tryAgainRequested);
    setBusy();
}

void PlanPage::buildControls()
{
    QFont bold = font();
    bold.setBold(true);
    m_sentence->setFont(bold);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_notes->setSpacing(2);
    m_targetLabel->setBuddy(m_target);
    m_target->setObjectName(m_kind == Kind::Apply ? names::applyTargetCombo() : names::rollbackTargetCombo());
    m_target->setAccessibleName(
        m_kind == Kind::Apply ? tr("Up to which migration") : tr("Newest migration to keep"));
    m_target->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_target->setMinimumContentsLength(20);
    m_target->setMaximumWidth(fontMetrics().averageCharWidth() * 62);
    m_target->setMaxVisibleItems(20);
    m_single->setToolTip(tr("If one migration fails, none stays"));
    m_late->setToolTip(tr("Migrations older than the newest applied one, in the order of their versions"));
    m_single->setVisible(m_kind == Kind::Apply);
    m_late->hide();
    for (QCheckBox* box : {m_single, m_late})
        box->setMinimumHeight(24);
    for (QPushButton* button : {m_close, m_continue, m_again})
        button->setAutoDefault(false);
    m_continue->setObjectName(names::planContinueButton());
}

void PlanPage::buildExport()
{
    m_export->setText(tr("E&xport Plan"));
    m_export->setToolTip(tr("Write the plan to a file or copy it"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setFocusPolicy(Qt::StrongFocus);
    m_export->setMinimumHeight(26);
    auto* menu = new QMenu(m_export);
    menu->addAction(tr("As &SQL…"), this, [this] { exportPlan(PlanFileKind::Sql); });
    menu->addAction(tr("As &Web Page…"), this, [this] { exportPlan(PlanFileKind::Html); });
    menu->addAction(tr("As Mark&down…"), this, [this] { exportPlan(PlanFileKind::Markdown); });
    menu->addSeparator();
    menu->addAction(tr("Copy as &Markdown"), this,
        [this] { copyText(planAsMarkdown(*m_prepared, m_place), tr("The plan was copied as Markdown.")); });
    menu->addAction(tr("Copy the &Command Line"), this,
        [this] { copyText(planAsCommandLine(*m_prepared), tr("The command line was copied.")); });
    m_export->setMenu(menu);
}

void PlanPage::setOrder()
{
    const QList<QWidget*> order {m_target, m_single, m_late, m_view, m_editor, m_export, m_close, m_continue};
    for (int i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
    setFocusProxy(m_view);
}

void PlanPage::setTargets(const QList<TargetChoice>& targets, const migration::PlanTarget& current)
{
    m_targets = targets;
    m_target->clear();
    int here = -1;
    for (int i = 0; i < targets.size(); ++i) {
        m_target->addItem(targets[i].text);
        if (sameTarget(targets[i].target, current))
            here = i;
    }
    m_target->setCurrentIndex(here);
    m_single->setChecked(current.singleTransaction);
    m_late->setChecked(current.allowOutOfOrder);
    m_target->setVisible(!targets.isEmpty());
    m_targetLabel->setVisible(!targets.isEmpty());
}

void PlanPage::chooseTarget()
{
    if (m_target->currentIndex() < 0 || m_target->currentIndex() >= m_targets.size())
        return;
    migration::PlanTarget target = m_targets[m_target->currentIndex()].target;
    target.singleTransaction = m_single->isChecked();
    target.allowOutOfOrder = m_late->isChecked();
    Q_EMIT targetChosen(target);
}

void PlanPage::setBusy()
{
    m_prepared.reset();
    m_sentence->setText(tr("Looking at files and database…"));
    m_empty->setText(tr("Planning. Nothing is written."));
    qDeleteAll(m_noteWidgets);
    m_noteWidgets.clear();
    // The focus waits where something can be done, before its place is hidden.
    setFocusProxy(m_close);
    if (m_view->hasFocus() || m_editor->hasFocus() || m_continue->hasFocus() || m_export->hasFocus())
        m_close->setFocus(Qt::OtherFocusReason);
    m_stack->setCurrentWidget(m_empty);
    m_export->setEnabled(false);
    m_continue->setEnabled(false);
}

void PlanPage::setFailure(const base::Error& error, const QDateTime& now)
{
    m_sentence->setText(tr("There is no plan."));
    m_error->setError(error, now);
    m_stack->setCurrentIndex(2);
}

void PlanPage::setPrepared(const usecase::PreparedRun& prepared, const RunPlace& place)
{
    m_prepared = prepared;
    m_place = place;
    m_shownStep = -1;
    const bool nothing = prepared.plan.isEmpty();
    const bool impossible = nothing && prepared.plan.isBlocked();
    m_sentence->setText(impossible ? tr("This cannot be planned.") : prepared.sentence());
    showNotes(prepared);
    const bool oneTransaction = m_kind == Kind::Apply && prepared.plan.dialect != sql::Dialect::MySql
        && (prepared.plan.steps.size() > 1 || prepared.plan.target.singleTransaction);
    m_single->setVisible(oneTransaction);
    const auto aboutOrder = [](const migration::PlanObstacle& one) {
        return one.check == QLatin1String("order");
    };
    m_late->setVisible(m_kind == Kind::Apply
        && (prepared.plan.target.allowOutOfOrder
            || std::any_of(prepared.plan.obstacles.cbegin(), prepared.plan.obstacles.cend(), aboutOrder)));
    m_view->setPlan(prepared.plan, realLosses(prepared.losses));
    m_empty->setText(impossible     ? tr("Nothing was written. The reason stands above.")
            : m_kind == Kind::Apply ? tr("%1 is up to date: nothing would run.").arg(placeText(place))
                                    : tr("Nothing would be undone."));
    m_stack->setCurrentIndex(nothing ? 1 : 0);
    m_export->setEnabled(!nothing);
    m_continue->setEnabled(!nothing);
    setFocusProxy(nothing ? static_cast<QWidget*>(m_close) : m_view);
    const QWidget* focused = QApplication::focusWidget();
    if (isVisible() && (!focused || !focused->isVisible() || focused == m_close))
        focusProxy()->setFocus(Qt::OtherFocusReason);
    announce(this, m_sentence->text());
}

void PlanPage::addNote(const QString& glyph, const QString& text, const QColor& ink)
{
    auto* label = new QLabel(this);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setText(QStringLiteral("<span style=\"color:%1\">%2</span>&nbsp; %3")
                       .arg(ink.name(), glyph, text.toHtmlEscaped()));
    label->setAccessibleName(text);
    m_notes->addWidget(label);
    m_noteWidgets << label;
}

void PlanPage::showNotes(const usecase::PreparedRun& prepared)
{
    qDeleteAll(m_noteWidgets);
    m_noteWidgets.clear();
    int shown = 0;
    for (const migration::PlanObstacle& obstacle : prepared.plan.obstacles) {
        if (++shown > kMostNotes) {
            addNote(QStringLiteral("●"),
                tr("%1 more are listed in the next step.").arg(prepared.plan.obstacles.size() - kMostNotes),
                mutedText(palette()));
            break;
        }
        using Level = migration::ObstacleLevel;
        QString text = obstacle.error.summary;
        if (!obstacle.error.detail.isEmpty())
            text += QStringLiteral(". ") + obstacle.error.detail.simplified();
        if (!obstacle.error.hint.isEmpty())
            text += QStringLiteral(" ") + obstacle.error.hint;
        if (obstacle.level == Level::Block)
            addNote(QStringLiteral("⬣"), text, stateColour(migration::MigrationState::Failed, palette()));
        else if (obstacle.level == Level::Attention)
            addNote(QStringLiteral("▲"), text, flagColour(migration::MigrationFlag::Changed, palette()));
        else
            addNote(QStringLiteral("●"), text, stateColour(migration::MigrationState::Pending, palette()));
    }
    for (const QString& note : planNotes(prepared.plan))
        addNote(QStringLiteral("●"), note, stateColour(migration::MigrationState::Pending, palette()));
}

void PlanPage::showScript(int step, int statement)
{
    if (!m_prepared || step < 0 || step >= m_prepared->plan.steps.size())
        return;
    const migration::PlanStep& one = m_prepared->plan.steps[step];
    if (step != m_shownStep) {
        m_shownStep = step;
        m_scriptName->setText(one.fromHistory ? tr("%1, as recorded when it was applied").arg(one.id())
                : one.script.path.isEmpty()   ? stepTitle(one)
                                              : one.script.path);
        m_editor->setAccessibleName(tr("Script of %1").arg(stepTitle(one)));
        m_editor->setScript(one.script.isLarge ? tr("-- This script has %1 MB and is not shown here.")
                                                     .arg(one.script.size / 1000000)
                                                     .toUtf8()
                                               : one.script.bytes,
            m_prepared->plan.dialect);
        QList<StatementMark> marks;
        for (const sql::Statement& each : m_view->planModel()->statementsOf(step).statements)
            marks << StatementMark {each.number, each.line, each.begin, each.end};
        m_editor->setStatements(marks, one.direction == QLatin1String("down"));
    }
    if (statement > 0)
        m_editor->goToStatement(statement);
    else
        m_editor->goToLine(1);
}

void PlanPage::copyText(const QString& text, const QString& what)
{
    QGuiApplication::clipboard()->setText(text);
    announce(this, what);
    Q_EMIT said(what);
}

void PlanPage::exportPlan(PlanFileKind kind)
{
    if (!m_prepared)
        return;
    const QString suffix = kind == PlanFileKind::Sql ? QStringLiteral("sql")
        : kind == PlanFileKind::Html                 ? QStringLiteral("html")
                                                     : QStringLiteral("md");
    auto* dialog = new QFileDialog(this, tr("Export Plan"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilters({kind == PlanFileKind::Sql ? tr("SQL scripts (*.sql)")
            : kind == PlanFileKind::Html              ? tr("Web pages (*.html)")
                                                      : tr("Markdown (*.md)"),
        tr("All files (*)")});
    // A name of an environment may hold what a file name cannot.
    QString name = m_place.environment;
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    dialog->selectFile(QStringLiteral("plan-%1.%2").arg(name, suffix));
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, kind, prepared = *m_prepared, place = m_place](
            const QString& path) { writePlan(kind, prepared, place, path); });
    dialog->open();
}

void PlanPage::writePlan(
    PlanFileKind kind, const usecase::PreparedRun& prepared, const RunPlace& place, const QString& path)
{
    // A plan may be megabytes: made and written elsewhere.
    m_pool
        .submit([kind, prepared, place, path]() -> base::Result<QString> {
            const QString text = kind == PlanFileKind::Sql ? report::planToSql(prepared.plan)
                : kind == PlanFileKind::Html               ? planAsHtml(prepared, place)
                                                           : planAsMarkdown(prepared, place);
            const auto written =
                base::writeFileAtomically({path, text.toUtf8(), base::WriteMode::Replace, std::nullopt});
            if (!written)
                return base::forward(written);
            return path;
        })
        .then(this, [this](const base::Result<QString>& written) {
            Q_EMIT said(written ? tr("Wrote %1").arg(*written) : written.error().toText());
        });
}

} // namespace strandline::ui
