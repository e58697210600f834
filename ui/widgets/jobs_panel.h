// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/run_controller.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QTreeView;

namespace strandline::ui {

class JobsModel;

/// The list of jobs with its one button.
class JobsPanel : public QWidget
{
    Q_OBJECT

public:
    JobsPanel(RunController& runs, QWidget* parent = nullptr);
    QTreeView* view() const { return m_view; }

Q_SIGNALS:
    void jobChosen(const QString& environment);

private:
    void refresh();

    RunController& m_runs;
    JobsModel* m_model;
    QTreeView* m_view;
    QLabel* m_empty;
    QPushButton* m_clear;
    QTimer m_tick; ///< while something runs
};

} // namespace strandline::ui
