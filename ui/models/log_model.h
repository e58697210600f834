// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/log_script.h"

#include <QAbstractTableModel>

namespace strandline::ui {

/// The events of strandline_log, newest first, narrowed by a chip and by free text.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        TimeColumn,
        SourceColumn,
        EnvironmentColumn,
        EventColumn,
        MigrationColumn,
        StatementColumn,
        RowsColumn,
        TookColumn,
        OutcomeColumn,
        ActorColumn,
        TextColumn,
        ColumnCount
    };

    /// Who wanted it: the scripts and orders of a person, or the program for itself.
    enum class Source { You, App };
    enum class Chip { All, You, App, Problems };

    explicit LogModel(QObject* parent = nullptr);

    void setEvents(
        const QList<migration::LogEvent>& events, const QString& environment, const QDateTime& nowUtc);
    /// What happens right now, newest first, before the database is asked again.
    void prepend(const QList<migration::LogEvent>& events, const QString& environment);
    void setFilter(const QString& text);
    void setChip(Chip chip);
    int chipCount(Chip chip) const; ///< whatever the text narrows
    static Source sourceOf(const migration::LogEvent& event);
    report::LogLine lineAt(int row) const { return m_lines[m_shown[row]]; }
    int eventCount() const { return int(m_lines.size()); }
    const migration::LogEvent& eventAt(int row) const { return m_lines[m_shown[row]].event; }
    QString rowAsText(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void select();
    QString display(const report::LogLine& line, int column) const;

    QList<report::LogLine> m_lines; ///< newest first
    QList<int> m_shown;
    QString m_filter;
    Chip m_chip = Chip::All;
    QDateTime m_now;
};

} // namespace strandline::ui
