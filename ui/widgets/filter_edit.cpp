// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_edit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

namespace strandline::ui {

FilterEdit::FilterEdit(QWidget* parent)
    : QLineEdit(parent)
    , m_completions(new QCompleter(this))
    , m_words(new QStringListModel(this))
{
    // Not setCompleter(): that one replaces the whole text, and here only the last word is completed.
    m_completions->setModel(m_words);
    m_completions->setWidget(this);
    m_completions->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completions->popup()->setAccessibleName(tr("Filter words"));
    connect(m_completions, qOverload<const QString&>(&QCompleter::activated), this, &FilterEdit::accept);
    connect(this, &QLineEdit::textEdited, this, &FilterEdit::offer);
}

int FilterEdit::wordStart() const
{
    const QString before = text().left(cursorPosition());
    int start = 0;
    bool quoted = false;
    for (int i = 0; i < before.size(); ++i) {
        if (before[i] == QLatin1Char('"'))
            quoted = !quoted;
        else if (before[i].isSpace() && !quoted)
            start = i + 1;
    }
    return start;
}

void FilterEdit::offer()
{
    const QString word = text().mid(wordStart(), cursorPosition() - wordStart());
    const QStringList words = word.isEmpty() ? QStringList() : filterCompletions(word, m_vocabulary);
    m_words->setStringList(words);
    if (words.isEmpty()) {
        m_completions->popup()->hide();
        return;
    }
    QRect at = cursorRect();
    at.setWidth(fontMetrics().averageCharWidth() * 28);
    m_completions->complete(at);
}

void FilterEdit::accept(const QString& completion)
{
    const int start = wordStart();
    const bool wantsValue = completion.endsWith(QLatin1Char(':'));
    const QString rest = text().mid(cursorPosition());
    setText(text().left(start) + completion + (wantsValue ? QString() : QStringLiteral(" ")) + rest);
    setCursorPosition(start + int(completion.size()) + (wantsValue ? 0 : 1));
    Q_EMIT textEdited(text());
}

void FilterEdit::keyPressEvent(QKeyEvent* event)
{
    QAbstractItemView* popup = m_completions->popup();
    if (popup->isVisible()) {
        switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Tab:
            // Only a chosen line completes; otherwise Return means "what I typed".
            if (popup->currentIndex().isValid()) {
                event->ignore();
                return;
            }
            popup->hide();
            break;
        case Qt::Key_Escape:
            popup->hide();
            return;
        default:
            break;
        }
    } else if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        Q_EMIT textEdited(QString());
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Down) {
        Q_EMIT leaveDownwards();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace strandline::ui
