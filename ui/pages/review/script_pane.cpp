// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/script_pane.h"

#include "ui/editor/find_bar.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/error_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

QLabel* centred(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ScriptPane::ScriptPane(Side side, std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent)
    : QWidget(parent)
    , m_side(side)
    , m_caption(new QLabel(side == Side::Up ? tr("Up") : tr("Down"), this))
    , m_path(new ElidedLabel(Qt::ElideMiddle, this))
    , m_note(new QLabel(this))
    , m_errors(new ErrorView(ErrorView::Form::Inline, this))
    , m_stack(new QStackedWidget(this))
    , m_editor(new SqlEditor(std::move(highlighters), this))
    , m_absence(new QWidget(this))
    , m_absenceTitle(centred(m_absence))
    , m_absenceReason(centred(m_absence))
    , m_findBar(new FindBar(m_editor, this))
{
    const bool up = side == Side::Up;
    m_editor->setObjectName(up ? QStringLiteral("reviewUpEditor") : QStringLiteral("reviewDownEditor"));
    m_errors->setObjectName(up ? QStringLiteral("reviewUpErrors") : QStringLiteral("reviewDownErrors"));
    QFont bold = font();
    bold.setBold(true);
    m_caption->setFont(bold);
    m_absenceTitle->setFont(bold);
    m_path->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextFormat(Qt::PlainText);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 4, 8, 4);
    head->setSpacing(8);
    head->addWidget(m_caption);
    head->addWidget(m_path, 1);
    head->addWidget(m_note);

    auto* absence = new QVBoxLayout(m_absence);
    absence->setContentsMargins(24, 12, 24, 12);
    absence->addStretch(1);
    absence->addWidget(m_absenceTitle);
    absence->addWidget(m_absenceReason);
    absence->addStretch(1);
    m_absence->setAutoFillBackground(true);
    m_absence->setBackgroundRole(QPalette::Base);

    m_stack->addWidget(m_editor);
    m_stack->addWidget(m_absence);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_errors);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_findBar);
    connect(m_errors, &ErrorView::positionRequested, this, [this](const base::SourcePosition& position) {
        m_editor->goToLine(position.line, std::max(1, position.column));
        m_editor->setFocus(Qt::OtherFocusReason);
    });
}

void ScriptPane::showScript(const QString& path, const QByteArray& bytes, sql::Dialect dialect)
{
    m_path->setText(path);
    m_statementCount = 0;
    m_problems.clear();
    m_errors->clear();
    m_findBar->hide();
    m_note->clear();
    m_editor->setScript(bytes, dialect);
    m_stack->setCurrentWidget(m_editor);
    describe();
}

void ScriptPane::showAbsence(const QString& title, const QString& reason)
{
    m_path->setText({});
    m_statementCount = 0;
    m_problems.clear();
    m_errors->clear();
    m_findBar->hide();
    m_note->clear();
    m_editor->setScript(QByteArray(), m_editor->dialect());
    m_absenceTitle->setText(title);
    m_absenceReason->setText(reason);
    m_absenceReason->setVisible(!reason.isEmpty());
    m_absence->setAccessibleName(absenceText());
    m_stack->setCurrentWidget(m_absence);
}

void ScriptPane::setCaptionNote(const QString& note)
{
    m_note->setText(note);
}

void ScriptPane::setAnalysis(const ScriptAnalysis& analysis, const QList<base::Error>& fileProblems)
{
    m_statementCount = analysis.marks.size();
    m_editor->setStatements(analysis.marks, m_side == Side::Down);
    // Reading the folder has split the script already; the same finding is not to be shown twice.
    m_problems = fileProblems;
    for (const base::Error& problem : analysis.problems) {
        const bool known = std::any_of(m_problems.begin(), m_problems.end(), [&](const base::Error& other) {
            return other.summary == problem.summary && other.position.line == problem.position.line;
        });
        if (!known)
            m_problems.append(problem);
    }
    if (m_problems.isEmpty()) {
        m_errors->clear();
        m_editor->markErrorLine(0);
    } else {
        m_errors->setErrors(m_problems);
        m_editor->markErrorLine(m_problems.first().position.line);
    }
    describe();
}

bool ScriptPane::hasScript() const
{
    return m_stack->currentWidget() == m_editor;
}

QString ScriptPane::absenceText() const
{
    if (hasScript())
        return {};
    return m_absenceReason->text().isEmpty()
        ? m_absenceTitle->text()
        : m_absenceTitle->text() + QLatin1Char(' ') + m_absenceReason->text();
}

void ScriptPane::setSpokenName(const QString& migration)
{
    m_spokenName = migration;
    describe();
}

void ScriptPane::describe()
{
    const QString name = m_side == Side::Up ? tr("Up script, %1") : tr("Down script, %1");
    m_editor->setAccessibleName(name.arg(m_spokenName));
    QString description = tr("Statements: %1").arg(m_statementCount);
    if (!m_problems.isEmpty())
        description = tr("Problems: %1. F8 goes to the next. %2").arg(m_problems.size()).arg(description);
    m_editor->setAccessibleDescription(description);
}

} // namespace strandline::ui
