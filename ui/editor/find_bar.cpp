// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/find_bar.h"

#include "ui/editor/sql_editor.h"
#include "ui/theme/icons.h"
#include "ui/widgets/announce.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace strandline::ui {

namespace {

QToolButton* iconButton(const QString& iconName, const QString& text, const QString& tip, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumSize(24, 24);
    return button;
}

} // namespace

FindBar::FindBar(SqlEditor* editor, QWidget* parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_label(new QLabel(this))
    , m_edit(new QLineEdit(this))
    , m_case(new QToolButton(this))
    , m_previous(
          iconButton(QStringLiteral("go-up"), tr("Find previous"), tr("Find previous (Shift+F3)"), this))
    , m_next(iconButton(QStringLiteral("go-down"), tr("Find next"), tr("Find next (F3)"), this))
    , m_close(iconButton(QStringLiteral("window-close"), tr("Close the find bar"), tr("Close (Esc)"), this))
    , m_result(new QLabel(this))
{
    setObjectName(QStringLiteral("findBar"));
    m_edit->setObjectName(QStringLiteral("findEdit"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setMinimumWidth(fontMetrics().averageCharWidth() * 12);
    m_edit->installEventFilter(this);
    m_label->setBuddy(m_edit);
    m_case->setText(QStringLiteral("Aa"));
    m_case->setCheckable(true);
    m_case->setAutoRaise(true);
    m_case->setFocusPolicy(Qt::TabFocus);
    m_case->setMinimumSize(24, 24);
    m_case->setAccessibleName(tr("Match case"));
    m_case->setToolTip(tr("Match case"));
    m_result->setObjectName(QStringLiteral("findResult"));
    m_result->setTextFormat(Qt::PlainText);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->setSpacing(4);
    layout->addWidget(m_label);
    layout->addWidget(m_edit, 2);
    layout->addWidget(m_case);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_result, 1);
    layout->addWidget(m_close);

    connect(m_edit, &QLineEdit::textEdited, this, &FindBar::textEdited);
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            textEdited();
    });
    connect(m_case, &QToolButton::toggled, this, &FindBar::textEdited);
    connect(m_previous, &QToolButton::clicked, this, [this] { findNext(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { findNext(true); });
    connect(m_close, &QToolButton::clicked, this, &FindBar::dismiss);
    connect(m_editor, &SqlEditor::findRequested, this, &FindBar::openFind);
    connect(m_editor, &SqlEditor::goToLineRequested, this, &FindBar::openGoTo);
    connect(m_editor, &SqlEditor::findNextRequested, this, &FindBar::findNext);
    hide();
}

void FindBar::openFind()
{
    open(Mode::Find);
    const QString selected = m_editor->selectedText();
    if (!selected.isEmpty() && !selected.contains(QLatin1Char('\n')) && selected.size() < 200)
        m_edit->setText(selected);
    else
        m_edit->setText(m_lastFind);
    m_edit->selectAll();
    if (!m_edit->text().isEmpty())
        textEdited();
}

void FindBar::openGoTo()
{
    open(Mode::GoTo);
    m_edit->setText(QString::number(m_editor->caretLine()));
    m_edit->selectAll();
    report(tr("1 to %1").arg(m_editor->lines()));
}

void FindBar::open(Mode mode)
{
    m_mode = mode;
    const bool find = mode == Mode::Find;
    m_label->setText(find ? tr("&Find:") : tr("&Go to line or #statement:"));
    m_edit->setAccessibleName(
        find ? tr("Find in the script") : tr("Go to line, or number sign and statement"));
    for (QToolButton* button : {m_case, m_previous, m_next})
        button->setVisible(find);
    m_close->setAccessibleName(find ? tr("Close the find bar") : tr("Close the go to bar"));
    m_result->clear();
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::textEdited()
{
    if (m_mode != Mode::Find)
        return;
    m_lastFind = m_edit->text();
    const int hits = m_editor->markHits(m_lastFind, m_case->isChecked());
    if (m_lastFind.isEmpty()) {
        report({});
        return;
    }
    m_editor->find(m_lastFind, m_case->isChecked(), true, true);
    report(hits == 0 ? tr("Not found") : tr("%n found", nullptr, hits));
}

void FindBar::findNext(bool forward)
{
    if (m_lastFind.isEmpty()) {
        openFind();
        return;
    }
    if (!m_editor->find(m_lastFind, m_case->isChecked(), forward))
        report(tr("Not found"));
}

void FindBar::goTo()
{
    QString text = m_edit->text().trimmed();
    const bool statement = text.startsWith(QLatin1Char('#'));
    if (statement)
        text.remove(0, 1);
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (!isNumber || number < 1) {
        report(tr("Not a number"));
    } else if (statement) {
        if (m_editor->goToStatement(number))
            dismiss();
        else
            report(tr("There is no statement %1").arg(number));
    } else if (number > m_editor->lines()) {
        report(tr("The last line is %1").arg(m_editor->lines()));
    } else {
        m_editor->goToLine(number);
        dismiss();
    }
}

void FindBar::report(const QString& text)
{
    m_result->setText(text);
    announce(this, text);
}

void FindBar::dismiss()
{
    m_editor->markHits({}, false);
    hide();
    m_editor->setFocus(Qt::OtherFocusReason);
}

bool FindBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride))
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool next = key->key() == Qt::Key_F3;
    if (!enter && !next && key->key() != Qt::Key_Escape)
        return QWidget::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::ShortcutOverride)
        return true;
    if (key->key() == Qt::Key_Escape)
        dismiss();
    else if (m_mode == Mode::GoTo)
        goTo();
    else
        findNext((key->modifiers() & Qt::ShiftModifier) == 0);
    return true;
}

} // namespace strandline::ui
