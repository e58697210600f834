// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace strandline::ui {

/// The central area: a tab bar over a stack of pages, and one page (welcome) that stands alone.
class PageHost : public QWidget
{
    Q_OBJECT

public:
    explicit PageHost(QWidget* parent = nullptr);

    void setAlonePage(QWidget* page);
    void addPage(QWidget* page, const QString& title);
    void setAlone(bool alone);
    void setCurrentPage(QWidget* page);
    QWidget* currentPage() const;
    bool hasPage(const QWidget* page) const;
    void step(int by);
    QTabBar* tabBar() const { return m_tabs; }

Q_SIGNALS:
    void currentPageChanged(QWidget* page);

private:
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    QWidget* m_alonePage = nullptr;
    QList<QWidget*> m_pages;
};

} // namespace strandline::ui
