// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/project_backend.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace strandline::ui {

/// Name and kind of a new migration, with both files as they would be written. Collects a MigrationDraft;
/// writing is for whoever accepts it.
class NewMigrationDialog : public QDialog
{
    Q_OBJECT

public:
    NewMigrationDialog(ProjectBackend& backend, const usecase::OpenedProject& project, QWidget* parent);

    MigrationDraft draft() const;

Q_SIGNALS:
    void draftAccepted(const strandline::ui::MigrationDraft& draft);

private:
    void askForPreview();
    void showPreview(const base::Result<DraftFiles>& answer);

    ProjectBackend& m_backend;
    usecase::OpenedProject m_project;
    QTimer m_pause; ///< a preview per pause of typing, not per key
    int m_question = 0;
    QLineEdit* m_name;
    QComboBox* m_kind;
    QLabel* m_message;
    QLabel* m_upPath;
    QPlainTextEdit* m_up;
    QLabel* m_downPath;
    QPlainTextEdit* m_down;
    QPushButton* m_create;
};

} // namespace strandline::ui
