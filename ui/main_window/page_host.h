// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace strandline::ui {

/// The central area: a tab bar over a stack of pages, and pages (welcome, error) that stand alone.
class PageHost : public QWidget
{
    Q_OBJECT

public:
    explicit PageHost(QWidget* parent = nullptr);

    void addAlonePage(QWidget* page);
    void addPage(QWidget* page, const QString& title);
    /// Out of the tabs; the page stays with its owner. The one before it comes to the front.
    void removePage(QWidget* page);
    void setPageTitle(QWidget* page, const QString& title);
    /// Shows one of the pages that stand alone, without tabs; null: back to the tabs.
    void setAlone(QWidget* page);
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
    QList<QWidget*> m_pages;
};

} // namespace strandline::ui
