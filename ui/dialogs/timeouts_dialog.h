// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/prepare_run.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace strandline::ui {

/// How long a run waits for a lock and lets a statement work, for that one run.
class TimeoutsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit TimeoutsDialog(const usecase::PreparedRun& prepared, QWidget* parent = nullptr);

    /// Only what differs from what the environment says; precondition: accepted.
    usecase::RunTimeouts timeouts() const;

private:
    struct Field
    {
        QLineEdit* edit = nullptr;
        QLabel* problem = nullptr;
        int before = 0;
        std::optional<int> asked; ///< for this run, before
    };
    Field addField(const QString& label, const QString& name, int milliseconds, std::optional<int> asked);
    void refresh();
    static std::optional<int> valueOf(const Field& field);

    Field m_lock;
    Field m_statement;
    QPushButton* m_use;
};

} // namespace strandline::ui
