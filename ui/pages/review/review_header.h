// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/review/review_input.h"

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace strandline::ui {

class ElidedLabel;

/// "0043 backfill_invoice · Failed · ◆ Production   ◀ 2 of 3 waiting ▶"
class ReviewHeader : public QWidget
{
    Q_OBJECT
public:
    ReviewHeader(QAction* previous, QAction* next, QAction* openFile, QWidget* parent = nullptr);

    void show(const ReviewInput& input);
    void showNothing();
    QString title() const;
    QString queueText() const;
    void orderTabs();
    QWidget* lastStop() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor m_colour;
    ElidedLabel* m_title;
    ElidedLabel* m_state;
    ElidedLabel* m_sentence;
    QLabel* m_queue;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_open;
};

} // namespace strandline::ui
