// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"
#include "core/project/project.h"
#include "ui/models/timeline_filter.h"

#include <QHash>

#include <memory>

namespace strandline::ui {

enum class TimelineOrder { Version, Execution };

/// Another environment beside the current one.
struct ComparedEnvironment
{
    QString name;
    project::Tier tier = project::Tier::Development;
    QString tierName;
    std::shared_ptr<const migration::Timeline> timeline; ///< null: not read (yet)
    QDateTime readAt;
    bool reading = false;
    QString problem; ///< why it could not be read
    QHash<QString, int> index; ///< entry key to position in its timeline

    static QHash<QString, int> indexOf(const migration::Timeline& timeline);
    const migration::TimelineEntry* find(const QString& key) const;
    bool operator==(const ComparedEnvironment&) const = default;
};

/// Everything the Timeline page shows, as one value.
struct TimelineInput
{
    std::shared_ptr<const migration::Timeline> timeline; ///< null: nothing opened
    QString environment; ///< "production"; empty: files only
    project::Tier tier = project::Tier::Development;
    QDateTime readAt;
    QDateTime nowUtc;
    QList<ComparedEnvironment> compared;
};

/// How the list is looked at; kept per project.
struct TimelineLook
{
    enum class Chip { All, Pending, Problems };

    TimelineOrder order = TimelineOrder::Version;
    bool newestFirst = false;
    Chip chip = Chip::All;
    bool onlyDifferences = false;
    TimelineFilter filter;
};

enum class RowKind { Migration, Backup, Now, Drift };

/// One half of the line that the glyph sits on.
enum class Rail { None, Solid, Dashed };

struct TimelineRow
{
    RowKind kind = RowKind::Migration;
    QString key; ///< stable across refreshes: "v:0044", "r:invoice_view", "now"
    int entry = -1; ///< position in the timeline; -1 where the row is no migration
    Rail above = Rail::None;
    Rail below = Rail::None;
    bool shifted = false; ///< ran out of order: drawn beside the line

    bool operator==(const TimelineRow&) const = default;
};

/// Rows in display order, with the "you are here" row between what ran and what waits.
QList<TimelineRow> buildTimelineRows(const TimelineInput& input, const TimelineLook& look);

/// The text of the Now row: "you are here: production is at 0040 · 4 to run, 1 of them was rolled back".
QString nowText(const TimelineInput& input);

/// Do the environments shown disagree about this migration?
bool environmentsDisagree(const TimelineInput& input, const migration::TimelineEntry& entry);

/// Header of a compare column: "▲ staging at 0042, 2 ahead".
QString comparedHeader(const TimelineInput& input, const ComparedEnvironment& environment);
/// The same where there is only room for a few words, in two lines: "▲ staging" and "2 ahead".
QString comparedShortHeader(const TimelineInput& input, const ComparedEnvironment& environment);

/// What "apply up to here" or "roll back to here" would cover, for a row that is selected.
struct SelectionRange
{
    enum class Kind { None, Apply, RollBack };
    Kind kind = Kind::None;
    QList<int> entries; ///< positions in the timeline, in the order of execution
    QString summary; ///< "3 migrations would run, 1 of them has no way back"
};
SelectionRange selectionRange(const migration::Timeline& timeline, int entry);

} // namespace strandline::ui
