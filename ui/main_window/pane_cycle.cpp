// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/pane_cycle.h"

#include <QApplication>
#include <QWidget>

namespace strandline::ui {

namespace {

bool isInside(const QWidget* pane, const QWidget* widget)
{
    return pane && widget && (pane == widget || pane->isAncestorOf(widget));
}

} // namespace

PaneCycle::PaneCycle(QWidget* window)
    : QObject(window)
    , m_window(window)
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { remember(now); });
}

void PaneCycle::addPane(QWidget* pane, std::function<QWidget*()> entry)
{
    m_panes << Pane {pane, std::move(entry), nullptr};
}

void PaneCycle::remember(QWidget* focused)
{
    for (Pane& pane : m_panes) {
        if (isInside(pane.widget, focused))
            pane.last = focused;
    }
}

int PaneCycle::currentIndex() const
{
    for (int i = 0; i < m_panes.size(); ++i) {
        if (isInside(m_panes[i].widget, m_window->focusWidget()))
            return i;
    }
    return -1;
}

QWidget* PaneCycle::currentPane() const
{
    const int index = currentIndex();
    return index < 0 ? nullptr : m_panes[index].widget.data();
}

void PaneCycle::step(int by)
{
    const int count = int(m_panes.size());
    const int start = currentIndex();
    for (int tried = 1; tried <= count; ++tried) {
        const int from = start < 0 ? (by > 0 ? -1 : 0) : start;
        Pane& pane = m_panes[((from + by * tried) % count + count) % count];
        if (!pane.widget || !pane.widget->isVisibleTo(m_window))
            continue;
        QWidget* target = pane.last && pane.last->isVisibleTo(m_window) && pane.last->isEnabled()
            ? pane.last.data()
            : pane.entry();
        if (!target || !target->isEnabled() || !target->isVisibleTo(m_window))
            continue;
        target->setFocus(Qt::TabFocusReason);
        return;
    }
}

} // namespace strandline::ui
