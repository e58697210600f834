// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/timeline_rows.h"
#include "ui/widgets/empty_state.h"

#include <QWidget>

class QAction;
class QButtonGroup;
class QComboBox;
class QLabel;
class QMenu;
class QStackedLayout;
class QToolButton;

namespace strandline::ui {

class ErrorView;
class FilterEdit;
class TimelineModel;
class TimelineRibbon;
class TimelineView;

/// One sentence with buttons: in place of the list (`instead`) or above it.
struct PageNotice
{
    QString sentence;
    QList<NoticeButton> buttons;
    bool instead = false;
    std::optional<base::Error> error {}; ///< shown whole, with its details, after the sentence
    QDateTime errorAt {};
};

/// Which environments can stand beside the current one.
struct ComparableEnvironment
{
    QString name;
    project::Tier tier = project::Tier::Development;
    bool shown = false;
};

/// Filter row, ribbon and list over one timeline value. Knows nothing of projects or databases: the window
/// gives it a TimelineInput and listens.
class TimelinePage : public QWidget
{
    Q_OBJECT

public:
    explicit TimelinePage(QWidget* parent = nullptr);

    void setInput(const TimelineInput& input);
    void setNotice(const PageNotice& notice);
    void setComparable(const QList<ComparableEnvironment>& environments);
    const TimelineInput& input() const { return m_input; }

    TimelineView* view() const { return m_view; }
    /// The selected migration; null on the Now row or without a selection.
    const migration::TimelineEntry* currentEntry() const;
    const SelectionRange& currentRange() const { return m_range; }
    void selectKey(const QString& key);

    void setOrder(TimelineOrder order, bool newestFirst);
    TimelineOrder order() const { return m_look.order; }
    bool newestFirst() const { return m_look.newestFirst; }
    void setFilterText(const QString& text);
    QString filterText() const;
    void focusFilter();
    void takeFocus(); ///< the list, or the filter while there is no list
    void setOnlyDifferences(bool only);

Q_SIGNALS:
    void openRequested(const QString& key);
    void currentEntryChanged();
    void compareToggled(const QString& environment, bool shown);
    void contextMenuRequested(const QPoint& globalPosition);
    void announced(const QString& text);
    void lookChanged();

private:
    void buildFilterRow();
    QToolButton* addChip(const QString& objectName, TimelineLook::Chip chip);
    void setTabOrders();
    void connectParts();
    void applyFilterText();
    void rebuild();
    void updateChips();
    void updateStack();
    void updateNames();
    void orderChosen();
    void currentChanged(const QString& key);

    TimelineInput m_input;
    TimelineLook m_look;
    SelectionRange m_range;
    PageNotice m_notice;
    bool m_shownOnce = false;

    FilterEdit* m_filterEdit;
    QLabel* m_filterMessage;
    QButtonGroup* m_chips;
    QComboBox* m_orderCombo;
    QToolButton* m_compareButton;
    QMenu* m_compareMenu;
    NoticeStrip* m_strip;
    ErrorView* m_error;
    TimelineRibbon* m_ribbon;
    TimelineView* m_view;
    EmptyState* m_empty;
    QStackedLayout* m_stack;
    TimelineModel* m_listModel;
    TimelineModel* m_ribbonModel;
    QAction* m_clearFilter;
};

} // namespace strandline::ui
