// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/run_words.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableWidget;

namespace strandline::ui {

/// Second step of Roll back: what the down scripts take away, with counts from the database. A second column
/// joins when there are backups to restore.
class LossPage : public QWidget
{
    Q_OBJECT

public:
    explicit LossPage(QWidget* parent = nullptr);

    void setPrepared(const usecase::PreparedRun& prepared, const RunPlace& place);
    QTableWidget* view() const { return m_table; }

Q_SIGNALS:
    void continueRequested();
    void backRequested();
    void cancelRequested();

private:
    void addRow(const QString& what, const QString& value);

    QLabel* m_sentence;
    QTableWidget* m_table;
    QPushButton* m_back;
    QPushButton* m_cancel;
    QPushButton* m_continue;
};

} // namespace strandline::ui
