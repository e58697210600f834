// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/fact_table_model.h"

#include <QStackedWidget>

class QLabel;
class QTreeView;

namespace strandline::ui {

/// A table of facts, or the sentence that stands for none.
class FactView : public QStackedWidget
{
    Q_OBJECT

public:
    FactView(const QString& objectName, const QString& title, QWidget* parent = nullptr);

    void setTable(const FactTable& table);
    int rows() const { return m_model->rowCount(); }
    QTreeView* view() const { return m_view; }
    FactTableModel* model() const { return m_model; }

Q_SIGNALS:
    /// Return on a row that leads somewhere.
    void targetRequested(const strandline::schema::ObjectId& object);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fitColumns();

    FactTableModel* m_model;
    QTreeView* m_view;
    QLabel* m_empty;
};

} // namespace strandline::ui
