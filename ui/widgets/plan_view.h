// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/plan_model.h"

#include <QTreeView>

namespace strandline::ui {

/// Steps and statements, with a bracket along everything that shares a transaction.
class PlanView : public QTreeView
{
    Q_OBJECT

public:
    explicit PlanView(QWidget* parent = nullptr);
    PlanModel* planModel() const { return m_model; }
    void setPlan(const migration::Plan& plan, const QList<analysis::CountedLoss>& losses);

Q_SIGNALS:
    void chosen(int step, int statement); ///< current row; statement 0: the step itself

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();

    PlanModel* m_model;
};

} // namespace strandline::ui
