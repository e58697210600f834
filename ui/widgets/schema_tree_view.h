// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QSet>
#include <QTreeView>

namespace strandline::ui {

class SchemaTreeModel;

/// The schema tree with the colour of its environment on every row. What is open, selected and scrolled to
/// stays over a refresh.
class SchemaTreeView : public QTreeView
{
    Q_OBJECT

public:
    explicit SchemaTreeView(QWidget* parent = nullptr);

    void setSchemaModel(SchemaTreeModel* model);
    /// The bar at the left edge of every row; invalid: none.
    void setTierColour(const QColor& colour);
    /// Remembers what is open and where one is; keepPlace() before the model changes, restorePlace() after.
    void keepPlace();
    void restorePlace();
    /// Opens everything down to the objects: what a filter found has to be seen.
    void openGroups();
    /// After the first reading: database and schemas open, and the tables of the only schema.
    void openAsAtFirst();

    static constexpr int kTierBar = 3;

public Q_SLOTS:
    void copy();

Q_SIGNALS:
    void currentRowChanged(const QModelIndex& current);

protected:
    void drawRow(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    SchemaTreeModel* m_schema = nullptr;
    QColor m_tier;
    QSet<QString> m_open;
    QString m_current;
    QString m_top;
};

} // namespace strandline::ui
