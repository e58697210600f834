// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/history_snapshot.h"

#include <QAbstractTableModel>

namespace strandline::ui {

/// The events of strandline_log, newest first, narrowed by free text.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        TimeColumn,
        EventColumn,
        MigrationColumn,
        StatementColumn,
        TookColumn,
        ActorColumn,
        TextColumn,
        ColumnCount
    };

    explicit LogModel(QObject* parent = nullptr);

    void setEvents(const QList<migration::LogEvent>& events, const QDateTime& nowUtc);
    /// What happens right now, newest first, before the database is asked again.
    void prepend(const QList<migration::LogEvent>& events);
    void setFilter(const QString& text);
    int eventCount() const { return int(m_events.size()); }
    const migration::LogEvent& eventAt(int row) const { return m_events[m_shown[row]]; }
    QString rowAsText(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void select();
    QString display(const migration::LogEvent& event, int column) const;

    QList<migration::LogEvent> m_events; ///< newest first
    QList<int> m_shown;
    QString m_filter;
    QDateTime m_now;
};

} // namespace strandline::ui
