// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/page_host.h"

#include "ui/object_names.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace strandline::ui {

PageHost::PageHost(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
{
    m_tabs->setObjectName(names::pageTabBar());
    m_tabs->setAccessibleName(tr("Pages"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(true);
    m_tabs->setDocumentMode(true);
    m_stack->setObjectName(names::pageStack());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        if (index < 0 || index >= m_pages.size())
            return;
        QWidget* page = m_pages[index];
        const bool moveFocus = m_stack->isAncestorOf(focusWidget()) || (window() && !window()->focusWidget());
        m_stack->setCurrentWidget(page);
        // The focus must not stay in a page that nobody sees.
        if (moveFocus)
            page->setFocus(Qt::OtherFocusReason);
        Q_EMIT currentPageChanged(page);
    });
}

void PageHost::addAlonePage(QWidget* page)
{
    m_stack->addWidget(page);
}

void PageHost::addPage(QWidget* page, const QString& title)
{
    m_pages << page;
    m_stack->addWidget(page);
    m_tabs->addTab(title);
}

void PageHost::removePage(QWidget* page)
{
    const int index = int(m_pages.indexOf(page));
    if (index < 0)
        return;
    if (m_stack->currentWidget() == page)
        setCurrentPage(m_pages[std::max(0, index == 0 ? 1 : 0)]);
    // Removing a tab selects another by itself; ours is chosen already, and the lists must agree by then.
    m_pages.removeAt(index);
    m_tabs->removeTab(index);
    m_stack->removeWidget(page);
    page->hide();
}

void PageHost::setPageTitle(QWidget* page, const QString& title)
{
    const int index = int(m_pages.indexOf(page));
    if (index >= 0 && m_tabs->tabText(index) != title)
        m_tabs->setTabText(index, QString(title).replace(QLatin1Char('&'), QStringLiteral("&&")));
}

void PageHost::setAlone(QWidget* page)
{
    m_tabs->setVisible(page == nullptr);
    if (page)
        m_stack->setCurrentWidget(page);
    else if (!m_pages.isEmpty() && !hasPage(m_stack->currentWidget()))
        m_stack->setCurrentWidget(m_pages[std::max(0, m_tabs->currentIndex())]);
}

void PageHost::setCurrentPage(QWidget* page)
{
    const int index = int(m_pages.indexOf(page));
    if (index < 0)
        return;
    const bool moves = m_stack->currentWidget() != page;
    m_tabs->setCurrentIndex(index);
    m_stack->setCurrentWidget(page);
    if (moves)
        page->setFocus(Qt::OtherFocusReason);
}

QWidget* PageHost::currentPage() const
{
    return m_stack->currentWidget();
}

bool PageHost::hasPage(const QWidget* page) const
{
    return std::find(m_pages.cbegin(), m_pages.cend(), page) != m_pages.cend();
}

void PageHost::step(int by)
{
    const int count = m_tabs->count();
    if (count > 1)
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + count) % count);
}

} // namespace strandline::ui
