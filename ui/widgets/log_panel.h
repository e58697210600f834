// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/log_script.h"

#include <QWidget>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace strandline::ui {

class LogModel;

/// What the current database recorded of its runs, and what the program said and took down again.
class LogPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LogPanel(QWidget* parent = nullptr);

    void setEvents(const QList<migration::LogEvent>& events, const QString& environment,
        const QDateTime& nowUtc, const QString& whyEmpty);
    /// Events of a run that is going on, newest first.
    void addLive(const QList<migration::LogEvent>& events, const QString& environment);
    /// Where "Copy as Script" has the texts from.
    void setScripts(sql::Dialect dialect, report::ScriptOfEvent scriptOf);
    /// Says that the database holds older events than those shown.
    void setOlderLeftOut(bool leftOut);
    QTreeView* view() const { return m_view; }

Q_SIGNALS:
    /// Return on an event: show its migration.
    void migrationChosen(const QString& key);
    void said(const QString& text);

public Q_SLOTS:
    void copy();
    void copyAsScript();

private:
    void buildView();
    QWidget* buildHead();
    void updateChips();
    QList<int> selectedRows() const; ///< in the order of the list
    void updateEmpty();

    LogModel* m_model;
    QLineEdit* m_filter;
    QButtonGroup* m_chips;
    QToolButton* m_copyScript;
    QTreeView* m_view;
    QLabel* m_empty;
    QLabel* m_olderLeftOut;
    QString m_whyEmpty;
    sql::Dialect m_dialect = sql::Dialect::Sqlite;
    report::ScriptOfEvent m_scriptOf;
};

} // namespace strandline::ui
