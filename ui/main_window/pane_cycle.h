// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>

class QWidget;

namespace strandline::ui {

/// F6 and Shift+F6: banner, toolbar, page, docks, status bar. Panes that are hidden or hold nothing to focus
/// are passed over; each pane gets the widget back that had the focus there last.
class PaneCycle : public QObject
{
    Q_OBJECT

public:
    explicit PaneCycle(QWidget* window);

    /// `entry` answers the widget to focus when nothing in the pane had the focus yet.
    void addPane(QWidget* pane, std::function<QWidget*()> entry);
    void step(int by);
    QWidget* currentPane() const;

private:
    struct Pane
    {
        QPointer<QWidget> widget;
        std::function<QWidget*()> entry;
        QPointer<QWidget> last;
    };
    int currentIndex() const;
    void remember(QWidget* focused);

    QWidget* m_window;
    QList<Pane> m_panes;
};

} // namespace strandline::ui
