// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/history_snapshot.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeView;

namespace strandline::ui {

class LogModel;

/// What the current database recorded of its runs, and what the program said and took down again.
class LogPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LogPanel(QWidget* parent = nullptr);

    void setEvents(
        const QList<migration::LogEvent>& events, const QDateTime& nowUtc, const QString& whyEmpty);
    /// Events of a run that is going on, newest first.
    void addLive(const QList<migration::LogEvent>& events);
    /// Says that the database holds older events than those shown.
    void setOlderLeftOut(bool leftOut);
    QTreeView* view() const { return m_view; }

Q_SIGNALS:
    /// Return on an event: show its migration.
    void migrationChosen(const QString& key);

public Q_SLOTS:
    void copy();

private:
    void updateEmpty();

    LogModel* m_model;
    QLineEdit* m_filter;
    QTreeView* m_view;
    QLabel* m_empty;
    QLabel* m_olderLeftOut;
    QString m_whyEmpty;
};

} // namespace strandline::ui
