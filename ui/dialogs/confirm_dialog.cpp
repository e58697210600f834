// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/confirm_dialog.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"
#include "ui/pages/run/flow_header.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>

namespace strandline::ui {

namespace {

/// More are told by their number; the whole list stays in the tooltip.
constexpr int kMostFacts = 12;

QLabel* wrapped(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

ConfirmDialog::ConfirmDialog(const ConfirmContent& content, QWidget* parent)
    : QDialog(parent)
    , m_content(content)
    , m_choices(new QButtonGroup(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_confirm(
          new QPushButton(QString(content.confirmText).replace(QLatin1Char('&'), QStringLiteral("&&")), this))
{
    setObjectName(names::confirmDialog());
    setWindowTitle(content.title);
    setAttribute(Qt::WA_DeleteOnClose);
    m_cancel->setObjectName(names::cancelButton());
    m_confirm->setObjectName(names::confirmButton());
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    if (content.place) {
        auto* header = new FlowHeader(this);
        header->setContent(content.title, *content.place);
        column->addWidget(header);
    }
    QLabel* question = wrapped(content.question, this);
    QFont bold = question->font();
    bold.setBold(true);
    question->setFont(bold);
    column->addWidget(question);
    column->addWidget(makeFacts());
    column->addWidget(makeAnswers());
    column->addStretch(1);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_confirm);
    column->addLayout(row);
    m_cancel->setDefault(true);
    m_confirm->setAutoDefault(false);
    setAccessibleName(content.question);
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, &QDialog::accept);
    refresh();
    if (m_name)
        m_name->setFocus();
    else
        m_cancel->setFocus();
}

QWidget* ConfirmDialog::makeFacts()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    for (const QString& fact : m_content.facts.mid(0, kMostFacts))
        column->addWidget(wrapped(QStringLiteral("•  ") + fact, box));
    if (m_content.facts.size() > kMostFacts) {
        QLabel* more = wrapped(tr("… and %1 more").arg(m_content.facts.size() - kMostFacts), box);
        more->setToolTip(m_content.facts.mid(kMostFacts, 100).join(QLatin1Char('\n')));
        column->addWidget(more);
    }
    box->setVisible(!m_content.facts.isEmpty());
    return box;
}

QWidget* ConfirmDialog::makeAnswers()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    for (int i = 0; i < m_content.choices.size(); ++i) {
        auto* button = new QRadioButton(m_content.choices[i].text, box);
        button->setAccessibleDescription(m_content.choices[i].help);
        button->setChecked(i == m_content.choice);
        m_choices->addButton(button, i);
        column->addWidget(button);
        QLabel* help = wrapped(m_content.choices[i].help, box);
        help->setContentsMargins(24, 0, 0, 4);
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText, mutedText(palette()));
        help->setPalette(ink);
        column->addWidget(help);
    }
    if (m_content.asksReason) {
        auto* label = new QLabel(tr("&Reason, for the log:"), box);
        m_reason = new QLineEdit(box);
        m_reason->setObjectName(names::confirmReasonEdit());
        m_reason->setAccessibleName(tr("Reason, for the log"));
        m_reason->setMaxLength(500);
        label->setBuddy(m_reason);
        column->addWidget(label);
        column->addWidget(m_reason);
    }
    if (!m_content.typedName.isEmpty()) {
        auto* label =
            new QLabel(tr("&Type “%1” to confirm:")
                           .arg(QString(m_content.typedName).replace(QLatin1Char('&'), QStringLiteral("&&"))),
                box);
        m_name = new QLineEdit(box);
        m_name->setObjectName(names::confirmNameEdit());
        m_name->setAccessibleName(tr("Type %1 to confirm").arg(m_content.typedName));
        label->setBuddy(m_name);
        m_nameState = new QLabel(box);
        m_nameState->setTextFormat(Qt::PlainText);
        column->addWidget(label);
        auto* row = new QHBoxLayout;
        row->addWidget(m_name, 1);
        row->addWidget(m_nameState);
        column->addLayout(row);
        connect(m_name, &QLineEdit::textChanged, this, &ConfirmDialog::refresh);
    }
    return box;
}

void ConfirmDialog::refresh()
{
    if (!m_name)
        return;
    const QString typed = m_name->text();
    const bool equal = typed == m_content.typedName;
    const QString state = equal ? tr("✓ Matches") : typed.isEmpty() ? QString() : tr("Does not match yet");
    m_nameState->setText(state);
    m_name->setAccessibleDescription(equal ? tr("Matches") : tr("Does not match yet"));
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText,
        stateColour(
            equal ? migration::MigrationState::Applied : migration::MigrationState::Failed, palette()));
    m_nameState->setPalette(ink);
    m_confirm->setEnabled(equal);
    m_confirm->setToolTip(equal ? QString() : tr("Type the name of the database first"));
}

void ConfirmDialog::keyPressEvent(QKeyEvent* event)
{
    // Return presses a button only while that button has the focus.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (focusWidget() == m_confirm && m_confirm->isEnabled())
            accept();
        else if (focusWidget() == m_cancel)
            reject();
        return;
    }
    QDialog::keyPressEvent(event);
}

int ConfirmDialog::choice() const
{
    return std::max(0, m_choices->checkedId());
}

QString ConfirmDialog::reason() const
{
    return m_reason ? m_reason->text().trimmed() : QString();
}

QString ConfirmDialog::typedName() const
{
    return m_name ? m_name->text() : QString();
}

} // namespace strandline::ui
