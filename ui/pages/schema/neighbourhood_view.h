// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/neighbourhood.h"

#include <QAbstractScrollArea>

#include <memory>
#include <optional>

namespace strandline::ui {

/// Draws a table and its neighbours. Arrows walk from box to box, Return goes to the table. What it shows
/// stands in words in the tab of foreign keys as well.
class NeighbourhoodView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit NeighbourhoodView(QWidget* parent = nullptr);

    /// The table is looked up; nothing is drawn when it is not there.
    void show(std::shared_ptr<const schema::Database> database, const schema::ObjectName& table);
    const Neighbourhood& neighbourhood() const { return m_picture; }
    int current() const { return m_current; }
    /// In light colours, whatever the theme: for documents.
    QByteArray toSvg() const;

Q_SIGNALS:
    void tableRequested(const strandline::schema::ObjectId& table);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void measure();
    void fitScrollBars();
    void setCurrent(int box);
    int boxAt(const QPoint& position) const;
    QPointF origin() const;
    void openCurrent();

    std::shared_ptr<const schema::Database> m_database;
    schema::ObjectName m_table;
    Neighbourhood m_picture;
    int m_current = 0;
};

} // namespace strandline::ui
