// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timeline_rows.h"

#include "ui/delegates/state_palette.h"
#include "ui/text/state_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace strandline::ui {

using migration::Kind;
using migration::MigrationFlag;
using migration::MigrationState;
using migration::Timeline;
using migration::TimelineEntry;

namespace {

QString say(const char* text, int n = -1)
{
    return QCoreApplication::translate("TimelineRows", text, nullptr, n);
}

/// Versions are digits in file names; strings glue badly when the first word is plural or not.
QString countText(int count, const char* one, const char* many)
{
    return count == 1 ? say(one) : say(many).arg(count);
}

/// Has it left a trace that has a place in the order of execution?
bool hasRun(const TimelineEntry& entry)
{
    return entry.history.has_value() && entry.state != MigrationState::Pending
        && entry.state != MigrationState::RolledBack;
}

QList<int> executionOrder(const Timeline& timeline, int& splitAt)
{
    QList<int> ran;
    QList<int> waiting;
    for (int i = 0; i < timeline.entries.size(); ++i)
        (hasRun(timeline.entries[i]) ? ran : waiting) << i;
    std::stable_sort(ran.begin(), ran.end(), [&timeline](int a, int b) {
        return timeline.entries[a].history->sequence < timeline.entries[b].history->sequence;
    });
    splitAt = int(ran.size());
    return ran + waiting;
}

QList<int> versionOrder(const Timeline& timeline, int& splitAt)
{
    QList<int> order;
    splitAt = 0;
    for (int i = 0; i < timeline.entries.size(); ++i) {
        order << i;
        const TimelineEntry& entry = timeline.entries[i];
        // Repeatables stand behind every version and do not move the water mark.
        if (entry.kind == Kind::Versioned && countsAsApplied(entry.state))
            splitAt = i + 1;
    }
    if (std::none_of(timeline.entries.cbegin(), timeline.entries.cend(),
            [](const TimelineEntry& entry) { return waitsToRun(entry); }))
        splitAt = int(order.size());
    return order;
}

bool passes(const TimelineInput& input, const TimelineLook& look, const TimelineEntry& entry)
{
    switch (look.chip) {
    case TimelineLook::Chip::All:
        break;
    case TimelineLook::Chip::Pending:
        if (!waitsToRun(entry))
            return false;
        break;
    case TimelineLook::Chip::Problems:
        if (!isProblem(entry))
            return false;
        break;
    }
    if (look.onlyDifferences && !input.compared.isEmpty() && !environmentsDisagree(input, entry))
        return false;
    if (look.filter.isEmpty())
        return true;
    const StateIn stateIn = [&input](const TimelineEntry& one,
                                const QString& name) -> std::optional<MigrationState> {
        if (!input.environment.isEmpty() && input.environment.compare(name, Qt::CaseInsensitive) == 0)
            return one.state;
        for (const ComparedEnvironment& other : input.compared) {
            if (other.name.compare(name, Qt::CaseInsensitive) != 0)
                continue;
            if (const TimelineEntry* there = other.find(entryKey(one)))
                return there->state;
        }
        return std::nullopt;
    };
    return matches(look.filter, entry, stateIn);
}

bool breaksTheLine(const TimelineEntry& entry)
{
    return entry.state == MigrationState::RolledBack || entry.state == MigrationState::Failed
        || entry.state == MigrationState::Partial;
}

/// The line is solid where things ran, dashed where they wait, and open beside whatever went wrong.
void layRail(QList<TimelineRow>& rows, const Timeline& timeline)
{
    const auto style = [&timeline](const TimelineRow& row) {
        if (row.entry < 0)
            return Rail::None;
        const TimelineEntry& entry = timeline.entries[row.entry];
        if (!timeline.compared)
            return Rail::Dashed;
        if (breaksTheLine(entry))
            return Rail::None;
        return countsAsApplied(entry.state) ? Rail::Solid : Rail::Dashed;
    };
    for (int i = 0; i < rows.size(); ++i) {
        TimelineRow& row = rows[i];
        if (row.kind != RowKind::Migration)
            continue;
        const Rail own = style(row);
        const auto towards = [&](int other) {
            if (other < 0 || other >= rows.size() || own == Rail::None)
                return Rail::None;
            if (rows[other].kind != RowKind::Migration)
                return own;
            const Rail neighbour = style(rows[other]);
            return neighbour == Rail::None ? Rail::None : neighbour == Rail::Dashed ? Rail::Dashed : own;
        };
        row.above = towards(i - 1);
        row.below = towards(i + 1);
    }
}

} // namespace

QHash<QString, int> ComparedEnvironment::indexOf(const Timeline& timeline)
{
    QHash<QString, int> index;
    index.reserve(timeline.entries.size());
    for (int i = 0; i < timeline.entries.size(); ++i)
        index.insert(entryKey(timeline.entries[i]), i);
    return index;
}

const TimelineEntry* ComparedEnvironment::find(const QString& key) const
{
    if (!timeline)
        return nullptr;
    const auto found = index.constFind(key);
    return found == index.constEnd() ? nullptr : &timeline->entries[*found];
}

QList<TimelineRow> buildTimelineRows(const TimelineInput& input, const TimelineLook& look)
{
    QList<TimelineRow> rows;
    if (!input.timeline)
        return rows;
    const Timeline& timeline = *input.timeline;
    int splitAt = 0;
    QList<int> order = look.order == TimelineOrder::Execution ? executionOrder(timeline, splitAt)
                                                              : versionOrder(timeline, splitAt);
    const bool withNow = timeline.compared;
    rows.reserve(order.size() + 1);
    const auto addNow = [&rows] {
        TimelineRow row;
        row.kind = RowKind::Now;
        row.key = QStringLiteral("now");
        rows << row;
    };
    for (int position = 0; position < order.size(); ++position) {
        if (withNow && position == splitAt)
            addNow();
        const TimelineEntry& entry = timeline.entries[order[position]];
        if (!passes(input, look, entry))
            continue;
        TimelineRow row;
        row.key = entryKey(entry);
        row.entry = order[position];
        row.shifted = timeline.compared && entry.flags.testFlag(MigrationFlag::OutOfOrder);
        rows << row;
    }
    if (withNow && splitAt >= order.size())
        addNow();
    // A mark between nothing and nothing is noise: the empty state speaks instead.
    if (rows.size() == 1 && rows.first().kind == RowKind::Now)
        rows.clear();
    if (look.newestFirst)
        std::reverse(rows.begin(), rows.end());
    layRail(rows, timeline);
    return rows;
}

QString nowText(const TimelineInput& input)
{
    if (!input.timeline)
        return {};
    int toRun = 0;
    int rolledBack = 0;
    int failed = 0;
    int half = 0; // a choice has to be made first: running everything would not run these
    for (const TimelineEntry& entry : input.timeline->entries) {
        half += entry.state == MigrationState::Partial;
        if (!waitsToRun(entry) || entry.state == MigrationState::Partial)
            continue;
        ++toRun;
        rolledBack += entry.state == MigrationState::RolledBack;
        failed += entry.state == MigrationState::Failed;
    }
    const QString head = input.timeline->headVersion;
    QString text = head.isEmpty() ? say("you are here: nothing has run on %1").arg(input.environment)
                                  : say("you are here: %1 is at %2").arg(input.environment, head);
    if (toRun == 0 && half == 0)
        return text + say(" · nothing waits");
    if (half > 0)
        text += countText(half, " · 1 half applied", " · %1 half applied");
    if (toRun == 0)
        return text;
    text += countText(toRun, " · 1 to run", " · %1 to run");
    QStringList remarks;
    if (rolledBack > 0)
        remarks << countText(rolledBack, "1 of them was rolled back", "%1 of them were rolled back");
    if (failed > 0)
        remarks << countText(failed, "1 of them failed", "%1 of them failed");
    if (!remarks.isEmpty())
        text += QStringLiteral(", ") + remarks.join(QStringLiteral(", "));
    return text;
}

bool environmentsDisagree(const TimelineInput& input, const TimelineEntry& entry)
{
    const bool here = countsAsApplied(entry.state);
    const QString key = entryKey(entry);
    for (const ComparedEnvironment& other : input.compared) {
        if (!other.timeline)
            continue;
        const TimelineEntry* there = other.find(key);
        if ((there && countsAsApplied(there->state)) != here)
            return true;
    }
    return false;
}

namespace {

struct Distance
{
    int ahead = 0;
    int behind = 0;
};

Distance distance(const TimelineInput& input, const ComparedEnvironment& environment)
{
    Distance result;
    if (!input.timeline || !environment.timeline)
        return result;
    for (const TimelineEntry& entry : input.timeline->entries) {
        if (entry.kind != Kind::Versioned)
            continue;
        const TimelineEntry* there = environment.find(entryKey(entry));
        const bool applied = there && countsAsApplied(there->state);
        result.ahead += applied && !countsAsApplied(entry.state);
        result.behind += !applied && countsAsApplied(entry.state);
    }
    return result;
}

} // namespace

QString comparedShortHeader(const TimelineInput& input, const ComparedEnvironment& environment)
{
    const QString name = QStringLiteral("%1 %2").arg(tierCharacter(environment.tier), environment.name);
    if (!environment.timeline)
        return name + QLatin1Char('\n') + (environment.reading ? say("reading…") : say("not read"));
    const auto [ahead, behind] = distance(input, environment);
    QStringList parts;
    if (ahead > 0)
        parts << say("%1 ahead").arg(ahead);
    if (behind > 0)
        parts << say("%1 behind").arg(behind);
    return name + QLatin1Char('\n') + (parts.isEmpty() ? say("level") : parts.join(QStringLiteral(", ")));
}

QString comparedHeader(const TimelineInput& input, const ComparedEnvironment& environment)
{
    const QString name = QStringLiteral("%1 %2").arg(tierCharacter(environment.tier), environment.name);
    if (!environment.timeline)
        return environment.reading          ? say("%1, reading…").arg(name)
            : environment.problem.isEmpty() ? name
                                            : say("%1, not read").arg(name);
    const auto [ahead, behind] = distance(input, environment);
    const QString head = environment.timeline->headVersion;
    QString text = head.isEmpty() ? say("%1, nothing ran").arg(name) : say("%1 at %2").arg(name, head);
    if (ahead > 0)
        text += say(", %1 ahead").arg(ahead);
    if (behind > 0)
        text += say(", %1 behind").arg(behind);
    return text;
}

SelectionRange selectionRange(const Timeline& timeline, int entry)
{
    SelectionRange range;
    if (!timeline.compared || entry < 0 || entry >= timeline.entries.size())
        return range;
    const TimelineEntry& chosen = timeline.entries[entry];
    int withoutWayBack = 0;
    if (waitsToRun(chosen)) {
        range.kind = SelectionRange::Kind::Apply;
        for (int i = 0; i <= entry; ++i) {
            if (!waitsToRun(timeline.entries[i]))
                continue;
            range.entries << i;
            withoutWayBack += timeline.entries[i].flags.testFlag(MigrationFlag::Irreversible);
        }
        range.summary = countText(int(range.entries.size()), "Applying up to here would run 1 migration.",
            "Applying up to here would run %1 migrations.");
        if (withoutWayBack > 0)
            range.summary += QLatin1Char(' ')
                + countText(withoutWayBack, "1 of them has no way back.", "%1 of them have no way back.");
        return range;
    }
    if (!countsAsApplied(chosen.state) || chosen.kind == Kind::Repeatable)
        return range;
    for (int i = int(timeline.entries.size()) - 1; i > entry; --i) {
        const TimelineEntry& later = timeline.entries[i];
        if (later.kind != Kind::Versioned || !countsAsApplied(later.state))
            continue;
        range.entries << i;
        withoutWayBack += later.flags.testFlag(MigrationFlag::Irreversible);
    }
    if (range.entries.isEmpty())
        return range;
    range.kind = SelectionRange::Kind::RollBack;
    range.summary = countText(int(range.entries.size()), "Rolling back to here would undo 1 migration.",
        "Rolling back to here would undo %1 migrations.");
    if (withoutWayBack > 0)
        range.summary += QLatin1Char(' ')
            + countText(withoutWayBack, "1 of them has no way back.", "%1 of them have no way back.");
    return range;
}

} // namespace strandline::ui
