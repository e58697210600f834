// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/new_migration_dialog.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <chrono>

namespace strandline::ui {

using namespace std::chrono_literals;

namespace {

QPlainTextEdit* preview(const QString& name, QWidget* parent)
{
    auto* edit = new QPlainTextEdit(parent);
    edit->setAccessibleName(name);
    edit->setReadOnly(true);
    edit->setTabChangesFocus(true);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    return edit;
}

} // namespace

NewMigrationDialog::NewMigrationDialog(
    ProjectBackend& backend, const usecase::OpenedProject& project, QWidget* parent)
    : QDialog(parent)
    , m_backend(backend)
    , m_project(project)
    , m_name(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_message(new QLabel(this))
    , m_upPath(new QLabel(this))
    , m_up(preview(tr("Preview of the up script"), this))
    , m_downPath(new QLabel(this))
    , m_down(preview(tr("Preview of the down script"), this))
{
    setObjectName(names::newMigrationDialog());
    setWindowTitle(tr("New Migration"));
    setAccessibleName(tr("New Migration"));
    m_name->setObjectName(QStringLiteral("newMigrationNameEdit"));
    m_name->setPlaceholderText(tr("what it does: add loyalty points to users"));
    m_kind->setObjectName(QStringLiteral("newMigrationKindCombo"));
    for (const MigrationKindChoice& choice : backend.migrationKinds()) {
        m_kind->addItem(choice.label, choice.key);
        m_kind->setItemData(m_kind->count() - 1, choice.help, Qt::ToolTipRole);
    }
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    for (QLabel* label : {m_upPath, m_downPath}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_create = buttons->addButton(tr("Create"), QDialogButtonBox::AcceptRole);
    m_create->setDefault(true);
    m_create->setEnabled(false);

    auto* form = new QFormLayout;
    form->addRow(tr("&Name:"), m_name);
    form->addRow(tr("&Kind:"), m_kind);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_message);
    column->addWidget(m_upPath);
    column->addWidget(m_up, 3);
    column->addWidget(m_downPath);
    column->addWidget(m_down, 2);
    column->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 36);

    setTabOrder(m_name, m_kind);
    setTabOrder(m_kind, m_up);
    setTabOrder(m_up, m_down);
    setTabOrder(m_down, m_create);
    m_pause.setSingleShot(true);
    m_pause.setInterval(120ms);
    connect(&m_pause, &QTimer::timeout, this, &NewMigrationDialog::askForPreview);
    connect(m_name, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &NewMigrationDialog::askForPreview);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT draftAccepted(draft());
        accept();
    });
    askForPreview();
}

MigrationDraft NewMigrationDialog::draft() const
{
    return {m_name->text().trimmed(), m_kind->currentData().toString()};
}

void NewMigrationDialog::askForPreview()
{
    m_pause.stop();
    const int question = ++m_question;
    m_create->setEnabled(false);
    m_backend.previewMigration(m_project, draft())
        .then(this, [this, question](base::Result<DraftFiles> answer) {
            if (question == m_question)
                showPreview(answer);
        });
}

void NewMigrationDialog::showPreview(const base::Result<DraftFiles>& answer)
{
    m_create->setEnabled(answer.has_value());
    if (!answer) {
        // An empty field is no mistake yet.
        const bool silent = m_name->text().trimmed().isEmpty();
        QString text = answer.error().summary + QLatin1Char('.');
        if (!answer.error().hint.isEmpty())
            text += QLatin1Char(' ') + answer.error().hint;
        m_message->setText(silent ? tr("The name becomes part of the file name.") : text);
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText,
            silent ? mutedText(palette()) : stateColour(migration::MigrationState::Failed, palette()));
        m_message->setPalette(ink);
        m_name->setAccessibleDescription(m_message->text());
        m_upPath->clear();
        m_up->clear();
        m_downPath->clear();
        m_down->clear();
        return;
    }
    m_message->setPalette(palette());
    m_message->setText(tr("These files would be written; nothing runs."));
    m_name->setAccessibleDescription({});
    m_upPath->setText(answer->upPath);
    m_up->setPlainText(answer->upText);
    m_downPath->setText(answer->downPath.isEmpty() ? tr("No down script.") : answer->downPath);
    m_down->setPlainText(answer->downText);
}

} // namespace strandline::ui
