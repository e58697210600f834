// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/suggestion.h"
#include "core/planner/plan_draft.h"

#include <algorithm>

namespace strandline::planner {

using migration::HistoryStatus;
using migration::Kind;
using migration::MigrationState;
using migration::TargetKind;
using migration::TimelineEntry;

namespace {

using Places = QList<qsizetype>;

/// Which entries go which way; places in the timeline, in order of execution.
struct Selection
{
    Places down;
    Places up;
};

class Selector
{
public:
    explicit Selector(PlanDraft& draft)
        : m_draft(draft)
        , m_entries(draft.entries())
    { }

    base::Result<Selection> select();

private:
    Selection latest() const;
    base::Result<Selection> upTo();
    base::Result<Selection> only();
    base::Result<Selection> downCount();
    base::Result<Selection> downTo();
    base::Result<Selection> goTo();

    Places dueUpTo(const QString& version) const;
    Places newerThan(const QString& version);
    Places byExecution() const;
    void tellAboutRepeatables(const Selection& selection);
    bool refuseUnlessRunnable(const TimelineEntry& entry);

    PlanDraft& m_draft;
    const QList<TimelineEntry>& m_entries;
};

base::Failure invalid(const QString& summary, const QString& hint)
{
    return base::fail(base::ErrorCode::Invalid, summary, {}, hint);
}

Selection Selector::latest() const
{
    Selection selection;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        if (isDue(m_entries.at(i)))
            selection.up.append(i);
    }
    return selection;
}

Places Selector::dueUpTo(const QString& version) const
{
    Places places;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const TimelineEntry& entry = m_entries.at(i);
        if (entry.kind == Kind::Versioned && isDue(entry)
            && (!migration::versionLess(version, entry.version)
                || migration::versionKey(version) == migration::versionKey(entry.version)))
            places.append(i);
    }
    return places;
}

/// Versioned ones with a history row, the last that ran first. Skipped and baseline rows are among them: they
/// have their place in the order, too.
Places Selector::byExecution() const
{
    Places places;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        if (m_entries.at(i).kind == Kind::Versioned && m_entries.at(i).history)
            places.append(i);
    }
    std::stable_sort(places.begin(), places.end(), [this](qsizetype a, qsizetype b) {
        return m_entries.at(a).history->sequence > m_entries.at(b).history->sequence;
    });
    return places;
}

/// Everything that ran and is newer; an empty version: everything.
Places Selector::newerThan(const QString& version)
{
    Places places;
    for (const qsizetype place : byExecution()) {
        const TimelineEntry& entry = m_entries.at(place);
        const bool isNewer = version.isEmpty()
            || (migration::versionLess(version, entry.version)
                && migration::versionKey(version) != migration::versionKey(entry.version));
        if (!isNewer)
            continue;
        if (entry.history->status == HistoryStatus::Baseline)
            m_draft.block(check::down,
                QStringLiteral("Going below the baseline %1 is not possible").arg(entry.version),
                QStringLiteral(
                    "What was there before the baseline was not made by migrations of this history."),
                QStringLiteral("Go down to %1 at most, or restore a backup.").arg(entry.version));
        else if (entry.history->status == HistoryStatus::Skipped)
            m_draft.note(check::down, QStringLiteral("%1 stays marked as skipped").arg(entry.id()));
        else
            places.append(place);
    }
    return places;
}

/// Views and functions are not undone with the migrations that they were written for.
void Selector::tellAboutRepeatables(const Selection& selection)
{
    if (selection.down.isEmpty())
        return;
    QStringList names;
    for (const TimelineEntry& entry : m_entries) {
        if (entry.kind == Kind::Repeatable && isInForce(entry))
            names.append(entry.name);
    }
    if (names.isEmpty())
        return;
    constexpr qsizetype shown = 5;
    const qsizetype more = names.size() - shown;
    QString list = names.mid(0, shown).join(QStringLiteral(", "));
    if (more > 0)
        list += QStringLiteral(" and %1 more").arg(more);
    m_draft.note(check::down, QStringLiteral("Repeatable migrations are not undone"),
        QStringLiteral("They stay as they are, also where they use what is undone: %1.").arg(list));
}

base::Result<Selection> Selector::upTo()
{
    const auto place = findEntry(m_draft.question().timeline, m_draft.target().version, false);
    if (!place)
        return base::forward(place);
    const TimelineEntry& wanted = m_entries.at(*place);
    if (wanted.state == MigrationState::Skipped)
        m_draft.note(check::target, QStringLiteral("%1 itself is marked as skipped").arg(wanted.id()));
    Selection selection;
    selection.up = dueUpTo(wanted.version);
    const auto isWaiting = [](const TimelineEntry& entry) {
        return entry.kind == Kind::Repeatable && isDue(entry);
    };
    const auto waiting = std::count_if(m_entries.cbegin(), m_entries.cend(), isWaiting);
    if (waiting > 0)
        m_draft.note(check::target,
            waiting == 1 ? QStringLiteral("1 repeatable migration is left out")
                         : QStringLiteral("%1 repeatable migrations are left out").arg(waiting),
            QStringLiteral("They may need what comes after %1, and run when everything is applied.")
                .arg(wanted.version));
    return selection;
}

/// False with an obstacle that says how to change it.
bool Selector::refuseUnlessRunnable(const TimelineEntry& entry)
{
    if (entry.state == MigrationState::Skipped) {
        m_draft.block(check::target, QStringLiteral("%1 is marked as skipped").arg(entry.id()),
            entry.history ? QStringLiteral("Somebody decided that it shall not run here.")
                          : QStringLiteral("It lies below the baseline: what it makes is taken to be there."),
            QStringLiteral("If it shall run after all, say so first (mark %1 pending).")
                .arg(entry.version.isEmpty() ? entry.name : entry.version));
        return false;
    }
    if (entry.state == MigrationState::Baseline) {
        m_draft.block(check::target, QStringLiteral("%1 is the baseline").arg(entry.id()),
            QStringLiteral("What it makes is taken to be there already."),
            QStringLiteral("If it shall run after all, say so first (mark %1 pending).")
                .arg(entry.version.isEmpty() ? entry.name : entry.version));
        return false;
    }
    return true;
}

base::Result<Selection> Selector::only()
{
    const auto place = findEntry(m_draft.question().timeline, m_draft.target().version, true);
    if (!place)
        return base::forward(place);
    const TimelineEntry& wanted = m_entries.at(*place);
    Selection selection;
    if (!refuseUnlessRunnable(wanted))
        return selection;
    if (!isDue(wanted)) {
        if (wanted.state == MigrationState::Applied)
            m_draft.note(check::target, QStringLiteral("%1 is applied already").arg(wanted.id()));
        return selection;
    }
    selection.up.append(*place);
    if (wanted.kind == Kind::Repeatable)
        return selection;
    QStringList before;
    for (qsizetype i = 0; i < *place; ++i) {
        if (isDue(m_entries.at(i)))
            before.append(m_entries.at(i).id());
    }
    if (!before.isEmpty())
        m_draft.attention(check::order,
            before.size() == 1 ? QStringLiteral("An earlier migration has not run")
                               : QStringLiteral("%1 earlier migrations have not run").arg(before.size()),
            QStringLiteral("%1 may need what they make. The first of them is %2.")
                .arg(wanted.id(), before.first()),
            QStringLiteral("Apply up to %1 instead, unless it stands on its own.").arg(wanted.version));
    return selection;
}

base::Result<Selection> Selector::downCount()
{
    const int count = m_draft.target().count;
    if (count < 1)
        return invalid(QStringLiteral("%1 is no number of migrations to undo").arg(count),
            QStringLiteral("Give 1 or more."));
    Selection selection;
    for (const qsizetype place : byExecution()) {
        if (selection.down.size() >= count)
            break;
        const TimelineEntry& entry = m_entries.at(place);
        if (entry.history->status == HistoryStatus::Applied) {
            selection.down.append(place);
            continue;
        }
        const bool isBaseline = entry.history->status == HistoryStatus::Baseline;
        m_draft.block(check::down,
            isBaseline ? QStringLiteral("Going below the baseline %1 is not possible").arg(entry.version)
                       : QStringLiteral("Going back stops at %1, which is skipped").arg(entry.id()),
            isBaseline ? QStringLiteral(
                "What was there before the baseline was not made by migrations of this history.")
                       : QStringLiteral("It was marked by hand behind the migrations that ran before it."),
            selection.down.isEmpty() ? QStringLiteral("There is nothing to undo above it.")
                                     : QStringLiteral("Undo %1 at most, or name the version to go down to.")
                                           .arg(selection.down.size()));
        return selection;
    }
    if (!selection.down.isEmpty() && selection.down.size() < count)
        m_draft.note(check::target,
            selection.down.size() == 1
                ? QStringLiteral("Only 1 migration is applied")
                : QStringLiteral("Only %1 migrations are applied").arg(selection.down.size()));
    return selection;
}

base::Result<Selection> Selector::downTo()
{
    Selection selection;
    QString version;
    if (!m_draft.target().version.isEmpty()) {
        const auto place = findEntry(m_draft.question().timeline, m_draft.target().version, false);
        if (!place)
            return base::forward(place);
        const TimelineEntry& stays = m_entries.at(*place);
        version = stays.version;
        if (!isInForce(stays))
            m_draft.note(check::target, QStringLiteral("%1 itself is not applied").arg(stays.id()),
                QStringLiteral("Everything newer is undone all the same."));
    }
    selection.down = newerThan(version);
    return selection;
}

base::Result<Selection> Selector::goTo()
{
    if (m_draft.target().version.isEmpty())
        return invalid(QStringLiteral("The version to go to is missing"),
            QStringLiteral("Name a version of the timeline; “down” without a version undoes everything."));
    const auto place = findEntry(m_draft.question().timeline, m_draft.target().version, false);
    if (!place)
        return base::forward(place);
    const TimelineEntry& wanted = m_entries.at(*place);
    Selection selection;
    if (wanted.state == MigrationState::Skipped && !refuseUnlessRunnable(wanted))
        return selection;
    selection.down = newerThan(wanted.version);
    selection.up = dueUpTo(wanted.version);
    return selection;
}

base::Result<Selection> Selector::select()
{
    switch (m_draft.target().kind) {
    case TargetKind::Latest:
        return latest();
    case TargetKind::UpTo:
        return upTo();
    case TargetKind::Only:
        return only();
    case TargetKind::DownCount:
    case TargetKind::DownTo:
    case TargetKind::Goto: {
        auto selection = m_draft.target().kind == TargetKind::DownCount ? downCount()
            : m_draft.target().kind == TargetKind::DownTo               ? downTo()
                                                                        : goTo();
        if (selection)
            tellAboutRepeatables(*selection);
        return selection;
    }
    case TargetKind::Resume:
    case TargetKind::UndoKept:
        break;
    }
    return invalid(QStringLiteral("This target has a plan of its own"), {});
}

QString nearestHint(const migration::Timeline& timeline, const QString& word, bool repeatablesToo)
{
    QStringList known;
    for (const TimelineEntry& entry : timeline.entries) {
        if (entry.kind == Kind::Repeatable && !repeatablesToo)
            continue;
        known.append(entry.version.isEmpty() ? entry.name : entry.version);
        known.append(entry.id());
        known.append(entry.name);
    }
    const QString near = base::nearestWord(word, known);
    if (!near.isEmpty()) {
        for (const TimelineEntry& entry : timeline.entries) {
            if (near == entry.version || near == entry.name || near == entry.id())
                return QStringLiteral("Did you mean “%1”?").arg(entry.id());
        }
    }
    // Nothing sounds alike: the neighbours by version are what is left to offer.
    QString before;
    QString after;
    for (const TimelineEntry& entry : timeline.entries) {
        if (entry.kind != Kind::Versioned)
            continue;
        if (migration::versionLess(entry.version, word))
            before = entry.id();
        else if (after.isEmpty())
            after = entry.id();
    }
    if (!before.isEmpty() && !after.isEmpty())
        return QStringLiteral("Its neighbours are “%1” and “%2”.").arg(before, after);
    if (!before.isEmpty() || !after.isEmpty())
        return QStringLiteral("The nearest is “%1”.").arg(before.isEmpty() ? after : before);
    return QStringLiteral("The project has no migrations yet; “create” makes one.");
}

} // namespace

base::Result<qsizetype> findEntry(
    const migration::Timeline& timeline, const QString& word, bool repeatablesToo)
{
    if (word.isEmpty())
        return base::fail(base::ErrorCode::Invalid, QStringLiteral("The version is missing"), {},
            QStringLiteral("Name a version of the timeline, such as those that “status” shows."));
    const QString key = migration::versionKey(word);
    const auto find = [&](auto&& matches) {
        const auto found = std::find_if(timeline.entries.cbegin(), timeline.entries.cend(), matches);
        return found == timeline.entries.cend() ? qsizetype(-1) : found - timeline.entries.cbegin();
    };
    qsizetype place = find([&](const TimelineEntry& entry) {
        return entry.kind == Kind::Versioned && (entry.id() == word || entry.version == word);
    });
    if (place < 0)
        place = find([&](const TimelineEntry& entry) {
            return entry.kind == Kind::Versioned && migration::versionKey(entry.version) == key;
        });
    if (place < 0 && repeatablesToo)
        place = find(
            [&](const TimelineEntry& entry) { return entry.kind == Kind::Repeatable && entry.name == word; });
    if (place >= 0)
        return place;
    return base::fail(base::ErrorCode::NotFound, QStringLiteral("There is no migration “%1”").arg(word), {},
        nearestHint(timeline, word, repeatablesToo));
}

base::Result<void> planTarget(PlanDraft& draft)
{
    const auto selection = Selector(draft).select();
    if (!selection)
        return base::forward(selection);
    const TargetKind kind = draft.target().kind;
    const bool goesUp = kind == TargetKind::Latest || kind == TargetKind::UpTo || kind == TargetKind::Only
        || !selection->up.isEmpty();
    addGeneralObstacles(draft, goesUp);
    for (const qsizetype place : selection->down)
        addRevert(draft, draft.entries().at(place));
    QList<const TimelineEntry*> up;
    for (const qsizetype place : selection->up) {
        up.append(&draft.entries().at(place));
        addApply(draft, draft.entries().at(place));
    }
    const QSet<qsizetype> undone(selection->down.cbegin(), selection->down.cend());
    addOrderObstacles(draft, up, newestInForce(draft.question().timeline, undone));
    if (draft.target().singleTransaction)
        addSingleTransactionObstacle(draft);
    return {};
}

} // namespace strandline::planner
