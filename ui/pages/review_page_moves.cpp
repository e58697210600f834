// SPDX-License-Identifier: GPL-3.0-or-later
// What moves on the Review page: arrangement of the editors, jumps, pairs.
#include "ui/pages/review/review_header.h"
#include "ui/pages/review/script_pane.h"
#include "ui/pages/review/statement_model.h"
#include "ui/pages/review_page.h"
#include "ui/widgets/announce.h"

#include <QAction>
#include <QDataStream>
#include <QDesktopServices>
#include <QIODevice>
#include <QItemSelectionModel>
#include <QSplitter>
#include <QTableView>
#include <QUrl>

namespace strandline::ui {

namespace {

/// Two editors beside each other need so much; below they stand one above the other.
constexpr int sideBySideFrom = 1100;

constexpr quint32 layoutVersion = 1;

} // namespace

void ReviewPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ReviewPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    arrange();
}

void ReviewPage::arrange()
{
    const Qt::Orientation wanted = width() >= sideBySideFrom ? Qt::Horizontal : Qt::Vertical;
    if (m_editors->orientation() == wanted)
        return;
    (wanted == Qt::Horizontal ? m_stacked : m_sideBySide) = m_editors->sizes();
    m_editors->setOrientation(wanted);
    const QList<int>& remembered = wanted == Qt::Horizontal ? m_sideBySide : m_stacked;
    m_editors->setSizes(remembered.isEmpty() ? QList<int> {1000, 1000} : remembered);
}

QByteArray ReviewPage::saveLayout() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    const bool beside = m_editors->orientation() == Qt::Horizontal;
    stream << layoutVersion << (beside ? m_editors->sizes() : m_sideBySide)
           << (beside ? m_stacked : m_editors->sizes()) << m_outer->sizes();
    return state;
}

bool ReviewPage::restoreLayout(const QByteArray& state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 version = 0;
    QList<int> beside;
    QList<int> stacked;
    QList<int> outer;
    stream >> version >> beside >> stacked >> outer;
    const auto isPair = [](const QList<int>& sizes) {
        return sizes.size() == 2 && sizes.first() >= 0 && sizes.last() >= 0;
    };
    if (stream.status() != QDataStream::Ok || version != layoutVersion || !isPair(outer))
        return false;
    m_sideBySide = isPair(beside) ? beside : QList<int>();
    m_stacked = isPair(stacked) ? stacked : QList<int>();
    m_outer->setSizes(outer);
    const QList<int>& now = m_editors->orientation() == Qt::Horizontal ? m_sideBySide : m_stacked;
    if (!now.isEmpty())
        m_editors->setSizes(now);
    return true;
}

void ReviewPage::statementChosen(const QModelIndex& index)
{
    if (!index.isValid() || m_following)
        return;
    const StatementRow& row = m_statements->row(index.row());
    (row.down ? m_down : m_up)->editor()->goToStatement(row.number);
    followCaret(row.down, row.number);
}

/// Lights up the counterpart and moves the list to the statement at the caret.
void ReviewPage::followCaret(bool down, int statement)
{
    if (m_following)
        return;
    m_following = true;
    const int rowIndex = m_statements->rowOf(down, statement);
    ScriptPane* other = down ? m_up : m_down;
    (down ? m_down : m_up)->editor()->markPairedLines(0, 0);
    other->editor()->markPairedLines(0, 0);
    if (rowIndex >= 0) {
        m_statementsView->selectionModel()->setCurrentIndex(m_statements->index(rowIndex, 0),
            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        const QList<int>& partners = m_statements->row(rowIndex).partners;
        const ScriptAnalysis& analysis = down ? m_upAnalysis : m_downAnalysis;
        if (!partners.isEmpty() && partners.first() <= analysis.marks.size()) {
            const StatementMark& mark = analysis.marks.at(partners.first() - 1);
            const qsizetype lines =
                other->editor()->scriptBytes().sliced(mark.begin, mark.end - mark.begin).count('\n');
            other->editor()->markPairedLines(mark.line, mark.line + static_cast<int>(lines));
        }
    }
    m_following = false;
}

void ReviewPage::jumpToPair()
{
    const bool fromDown = m_down->editor()->hasFocus();
    const SqlEditor* here = (fromDown ? m_down : m_up)->editor();
    SqlEditor* there = (fromDown ? m_up : m_down)->editor();
    const int rowIndex = m_statements->rowOf(fromDown, here->statementAtCaret());
    if (rowIndex < 0 || m_statements->row(rowIndex).partners.isEmpty()) {
        announce(this, tr("Nothing in the other script is paired with this statement."));
        return;
    }
    const int number = m_statements->row(rowIndex).partners.first();
    there->goToStatement(number);
    there->setFocus(Qt::OtherFocusReason);
    announce(this, statementLabel(!fromDown, number));
}

/// Round through the problems of both scripts, as they are read: up first.
void ReviewPage::jumpToProblem(bool forward)
{
    struct Place
    {
        ScriptPane* pane;
        int line;
        int column;
    };
    QList<Place> places;
    for (ScriptPane* pane : {m_up, m_down}) {
        for (const base::Error& problem : pane->problems()) {
            if (pane->hasScript() && problem.position.line > 0)
                places.append({pane, problem.position.line, problem.position.column});
        }
    }
    if (places.isEmpty())
        return;
    ScriptPane* here = m_down->editor()->hasFocus() ? m_down : m_up;
    const int line = here->editor()->hasFocus() ? here->editor()->caretLine() : 0;
    const auto isBehind = [&](const Place& place) {
        return place.pane == here ? place.line > line : here == m_up;
    };
    const auto isBefore = [&](const Place& place) {
        return place.pane == here ? place.line < line : here == m_down;
    };
    qsizetype target = forward ? 0 : places.size() - 1;
    bool wrapped = true;
    for (qsizetype i = 0; i < places.size(); ++i) {
        const qsizetype at = forward ? i : places.size() - 1 - i;
        if (forward ? isBehind(places.at(at)) : isBefore(places.at(at))) {
            target = at;
            wrapped = false;
            break;
        }
    }
    if (wrapped)
        announce(this, forward ? tr("First problem") : tr("Last problem"));
    SqlEditor* editor = places.at(target).pane->editor();
    editor->goToLine(places.at(target).line, std::max(1, places.at(target).column));
    editor->markErrorLine(places.at(target).line);
    editor->setFocus(Qt::OtherFocusReason);
}

void ReviewPage::openFile()
{
    if (!m_input || !m_input->entry.migration)
        return;
    const migration::Migration& migration = *m_input->entry.migration;
    const auto& script = migration.up ? migration.up : migration.down;
    if (!script || QDesktopServices::openUrl(QUrl::fromLocalFile(script->absolutePath)))
        return;
    m_up->setCaptionNote(tr("The desktop has no program for this file."));
    announce(this, tr("The desktop has no program for this file."), Politeness::Assertive);
}

} // namespace strandline::ui
