// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/timeline_rows.h"

#include <QAbstractTableModel>

namespace strandline::ui {

enum TimelineRole {
    VersionRole = Qt::UserRole + 1,
    StateRole,
    FlagsRole,
    RiskRole, ///< nothing yet: no risks are looked for
    AppliedAtRole,
    DurationRole,
    ChecksumRole,
    BackupIdRole, ///< nothing yet: no backups are listed
    RowKindRole,
    KeyRole,
    EntryRole, ///< position in the timeline, -1 where the row is no migration
    ComparedRole, ///< false: the state means "not compared"
    RailAboveRole,
    RailBelowRole,
    ShiftedRole,
    BracketRole, ///< TimelineModel::Bracket
    DisagreeRole,
    PresentRole, ///< compare columns: the environment knows this migration
    NameRole,
    ProblemRole,
};

/// The rows of a timeline as a flat table. setContent() finds the smallest set of row operations between
/// what it showed and what it is to show, so that selection, scroll position and screen readers keep their
/// place over a refresh.
class TimelineModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        RailColumn,
        VersionColumn,
        NameColumn,
        StateColumn,
        LastRunColumn,
        TookColumn,
        ByColumn,
        FirstEnvironmentColumn
    };
    enum class Bracket { None, Only, Top, Middle, Bottom };
    Q_ENUM(Bracket)

    explicit TimelineModel(QObject* parent = nullptr);

    void setContent(const TimelineInput& input, const QList<TimelineRow>& rows);
    const TimelineInput& input() const { return m_input; }
    const QList<TimelineRow>& timelineRows() const { return m_rows; }
    const migration::TimelineEntry* entryAt(int row) const;
    int rowOfKey(const QString& key) const;
    /// Marks the rows that the selection would run or undo.
    void setBracket(const SelectionRange& range);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// The row as tab-separated words with ISO times, for the clipboard.
    QString rowAsText(int row) const;

private:
    QVariant entryData(
        const TimelineRow& row, const migration::TimelineEntry& entry, int column, int role) const;
    QVariant nowData(int column, int role) const;
    QVariant compareData(const migration::TimelineEntry& entry, int environment, int role) const;
    QString display(const migration::TimelineEntry& entry, int column) const;
    QString tooltip(const migration::TimelineEntry& entry, int column) const;
    QString speech(const migration::TimelineEntry& entry, int column) const;
    Bracket bracketAt(int row) const;
    void moveRowsTo(const QList<TimelineRow>& rows);

    TimelineInput m_input;
    QList<TimelineRow> m_rows;
    QSet<int> m_bracket;
};

/// The rows shown, for a spreadsheet: header, ISO times, quoted as RFC 4180 says.
QString timelineAsCsv(const TimelineModel& model);

} // namespace strandline::ui
