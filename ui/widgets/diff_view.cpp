// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/diff_view.h"

#include "ui/editor/find_bar.h"
#include "ui/theme/icons.h"
#include "ui/widgets/announce.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

QToolButton* stepButton(const QString& iconName, const QString& text, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumSize(24, 24);
    return button;
}

} // namespace

DiffView::DiffView(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent)
    : QWidget(parent)
    , m_verdict(new QLabel(this))
    , m_counts(new QLabel(this))
    , m_previous(stepButton(QStringLiteral("go-up"), tr("Previous change"), this))
    , m_next(stepButton(QStringLiteral("go-down"), tr("Next change"), this))
    , m_editor(new SqlEditor(std::move(highlighters), this))
{
    QFont bold = font();
    bold.setBold(true);
    m_verdict->setFont(bold);
    m_verdict->setObjectName(QStringLiteral("diffVerdict"));
    m_editor->setObjectName(QStringLiteral("diffEditor"));
    connect(m_previous, &QToolButton::clicked, this, [this] { goToChange(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { goToChange(true); });

    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 4, 4, 4);
    head->addWidget(m_verdict);
    head->addSpacing(8);
    head->addWidget(m_counts, 1);
    head->addWidget(m_previous);
    head->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_editor, 1);
    layout->addWidget(new FindBar(m_editor, this));
}

void DiffView::setTexts(const QByteArray& before, const QByteArray& after, sql::Dialect dialect)
{
    const QList<QByteArrayView> oldLines = base::splitLines(before);
    const QList<QByteArrayView> newLines = base::splitLines(after);
    QByteArray text;
    QList<SqlEditor::DiffLine> marks;
    int line = 0;
    qsizetype added = 0;
    qsizetype removed = 0;
    m_changes.clear();
    bool inChange = false;
    for (const base::DiffRun& run : base::diffLines(oldLines, newLines)) {
        const bool isAdded = run.op == base::DiffOp::Added;
        const bool isChange = run.op != base::DiffOp::Equal;
        if (isChange && !inChange)
            m_changes.append(line + 1);
        inChange = isChange;
        added += isAdded ? run.count : 0;
        removed += run.op == base::DiffOp::Removed ? run.count : 0;
        for (qsizetype i = 0; i < run.count; ++i) {
            text += isAdded ? newLines.at(run.newLine + i) : oldLines.at(run.oldLine + i);
            text += '\n';
            ++line;
            if (isChange)
                marks.append({line, isAdded});
        }
    }
    m_editor->setScript(text, dialect);
    m_editor->setDiffLines(marks);
    m_counts->setText(tr("Lines added: %1, removed: %2").arg(added).arg(removed));
    m_counts->setVisible(added + removed > 0);
    m_editor->setAccessibleName(tr("Difference between the text that ran and the file"));
    m_editor->setAccessibleDescription(m_counts->text());
    for (QToolButton* button : {m_previous, m_next})
        button->setEnabled(!m_changes.isEmpty());
    if (!m_changes.isEmpty())
        m_editor->goToLine(m_changes.first());
}

void DiffView::setVerdict(const QString& sentence)
{
    m_verdict->setText(sentence);
}

QString DiffView::verdict() const
{
    return m_verdict->text();
}

void DiffView::goToChange(bool forward)
{
    if (m_changes.isEmpty())
        return;
    const int here = m_editor->caretLine();
    int target = 0;
    if (forward) {
        const auto next = std::upper_bound(m_changes.begin(), m_changes.end(), here);
        target = next == m_changes.end() ? m_changes.first() : *next;
        if (next == m_changes.end())
            announce(this, tr("First change"));
    } else {
        const auto at = std::lower_bound(m_changes.begin(), m_changes.end(), here);
        target = at == m_changes.begin() ? m_changes.last() : *std::prev(at);
        if (at == m_changes.begin())
            announce(this, tr("Last change"));
    }
    m_editor->goToLine(target);
}

} // namespace strandline::ui
