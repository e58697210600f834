// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/timeouts_dialog.h"

#include "core/migration/duration.h"
#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace strandline::ui {

TimeoutsDialog::TimeoutsDialog(const usecase::PreparedRun& prepared, QWidget* parent)
    : QDialog(parent)
    , m_use(new QPushButton(tr("&Use for This Run"), this))
{
    setObjectName(names::timeoutsDialog());
    setWindowTitle(tr("Time-outs for This Run"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(6);
    m_lock = addField(tr("&Lock: how long a statement waits for others"), names::lockTimeoutEdit(),
        prepared.lockTimeoutMs, prepared.timeouts.lockMs);
    column->addSpacing(6);
    m_statement = addField(tr("&Statement: how long a statement may work"), names::statementTimeoutEdit(),
        prepared.statementTimeoutMs, prepared.timeouts.statementMs);
    auto* help = new QLabel(tr("Such as 500ms, 5s, 10min or 2h; 0 is without limit. The project file stays "
                               "as it is, and a script that sets its own time-outs keeps them."),
        this);
    help->setWordWrap(true);
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, mutedText(palette()));
    help->setPalette(ink);
    column->addSpacing(6);
    column->addWidget(help);
    column->addStretch(1);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(names::cancelButton());
    cancel->setAutoDefault(false);
    m_use->setObjectName(names::confirmButton());
    m_use->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_use);
    column->addSpacing(6);
    column->addLayout(row);
    setTabOrder(m_lock.edit, m_statement.edit);
    setMinimumWidth(fontMetrics().averageCharWidth() * 72);
    connect(m_use, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_lock.edit->selectAll();
    m_lock.edit->setFocus();
    refresh();
}

TimeoutsDialog::Field TimeoutsDialog::addField(
    const QString& label, const QString& name, int milliseconds, std::optional<int> asked)
{
    Field field;
    field.before = milliseconds;
    field.asked = asked;
    auto* caption = new QLabel(label, this);
    field.edit = new QLineEdit(migration::durationText(milliseconds), this);
    field.edit->setObjectName(name);
    field.edit->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    field.edit->setMaxLength(20);
    caption->setBuddy(field.edit);
    field.problem = new QLabel(this);
    field.problem->setTextFormat(Qt::PlainText);
    field.problem->setWordWrap(true);
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, stateColour(migration::MigrationState::Failed, palette()));
    field.problem->setPalette(ink);
    for (QWidget* one : {static_cast<QWidget*>(caption), static_cast<QWidget*>(field.edit),
             static_cast<QWidget*>(field.problem)})
        layout()->addWidget(one);
    connect(field.edit, &QLineEdit::textChanged, this, &TimeoutsDialog::refresh);
    return field;
}

void TimeoutsDialog::refresh()
{
    if (!m_statement.edit)
        return;
    bool good = true;
    for (const Field* field : {&m_lock, &m_statement}) {
        const auto read = migration::parseDuration(field->edit->text().trimmed());
        const QString problem =
            read ? QString() : QStringLiteral("%1. %2").arg(read.error().summary, read.error().detail);
        field->problem->setText(problem);
        field->problem->setVisible(!problem.isEmpty());
        field->edit->setAccessibleDescription(problem);
        good = good && problem.isEmpty();
    }
    if (!good && m_use->hasFocus())
        m_lock.edit->setFocus();
    m_use->setEnabled(good);
    m_use->setToolTip(good ? QString() : tr("Write a number with its unit, such as 5s"));
}

std::optional<int> TimeoutsDialog::valueOf(const Field& field)
{
    const auto read = migration::parseDuration(field.edit->text().trimmed());
    if (!read || *read == field.before)
        return field.asked;
    return *read;
}

usecase::RunTimeouts TimeoutsDialog::timeouts() const
{
    return {valueOf(m_lock), valueOf(m_statement)};
}

} // namespace strandline::ui
