// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/timeline_builder.h"

#include "core/planner/timeline_state.h"

#include <algorithm>
#include <numeric>

namespace strandline::planner {

using migration::HistoryRow;
using migration::HistoryStatus;
using migration::Kind;
using migration::MigrationFlag;
using migration::MigrationState;
using migration::Timeline;
using migration::TimelineEntry;

namespace {

base::Error problem(const QString& summary, const QString& detail, const QString& hint)
{
    base::Error error;
    error.code = base::ErrorCode::Conflict;
    error.summary = summary;
    error.detail = detail;
    error.hint = hint;
    return error;
}

bool comesBefore(const TimelineEntry& a, const TimelineEntry& b)
{
    if (a.kind != b.kind)
        return a.kind == Kind::Versioned;
    return a.kind == Kind::Repeatable ? a.name < b.name : migration::versionLess(a.version, b.version);
}

bool isInForce(const HistoryRow& row)
{
    return row.status == HistoryStatus::Applied || row.status == HistoryStatus::Baseline;
}

/// Joins the three sources by key and remembers what concerns all entries together.
class Builder
{
public:
    Builder(const migration::MigrationSet& set, const migration::HistorySnapshot& history,
        const TimelineOptions& options)
        : m_history(history)
        , m_options(options)
        , m_runs(collectRuns(history.events))
    {
        addFiles(set);
        addRows();
        addUnfinishedRuns();
    }

    Timeline build()
    {
        for (qsizetype place = 0; place < m_entries.size(); ++place) {
            TimelineEntry& entry = m_entries[place];
            decideState(entry, questionFor(place));
            decideOwnFlags(entry);
            decideOrder(entry);
        }
        explainNames();
        explainRenumbered();
        Timeline timeline;
        timeline.entries = takeSorted();
        timeline.headVersion = m_head;
        return timeline;
    }

private:
    void addFiles(const migration::MigrationSet& set);
    void addRows();
    void addUnfinishedRuns();
    qsizetype fileFor(const QString& key, const HistoryRow& row) const;
    StateQuestion questionFor(qsizetype place) const;
    void decideOrder(TimelineEntry& entry) const;
    void explainNames();
    void explainRenumbered();
    QList<TimelineEntry> takeSorted();

    const migration::HistorySnapshot& m_history;
    const TimelineOptions& m_options;
    const RunHistory m_runs;
    QList<TimelineEntry> m_entries;
    QHash<QString, QList<qsizetype>> m_byKey; ///< places in m_entries before sorting
    QSet<qsizetype> m_duplicates; ///< places of files that lost their version to another file
    QHash<qint64, QString> m_ranAfter; ///< by sequence: the later version that was there already
    QString m_newestFile;
    QString m_head;
    QString m_baseline;
};

void Builder::addFiles(const migration::MigrationSet& set)
{
    m_entries.reserve(set.migrations.size() + 16);
    for (const migration::Migration& file : set.migrations) {
        TimelineEntry entry;
        entry.kind = file.kind;
        entry.version = file.version;
        entry.name = file.name;
        entry.migration = file;
        entry.problems = file.problems;
        m_byKey[migrationKey(file.kind, file.version, file.name)].append(m_entries.size());
        m_entries.append(std::move(entry));
        if (file.kind == Kind::Versioned
            && (m_newestFile.isEmpty() || migration::versionLess(m_newestFile, file.version)))
            m_newestFile = file.version;
    }
    for (const QList<qsizetype>& places : std::as_const(m_byKey)) {
        if (places.size() < 2)
            continue;
        for (const qsizetype place : places) {
            TimelineEntry& entry = m_entries[place];
            entry.problems.append(problem(
                QStringLiteral("Version %1 is used by %2 files").arg(entry.version).arg(places.size()),
                QStringLiteral("Only one migration can have a version."),
                QStringLiteral("Give all but one of them a new version.")));
        }
    }
}

/// Which of the files with this version ran: the one of that name, else of that text, else the first.
qsizetype Builder::fileFor(const QString& key, const HistoryRow& row) const
{
    const QList<qsizetype> places = m_byKey.value(key);
    for (const qsizetype place : places) {
        if (m_entries.at(place).name == row.name)
            return place;
    }
    for (const qsizetype place : places) {
        const auto& file = m_entries.at(place).migration;
        if (file && file->up && file->up->sha256 == row.upSha256)
            return place;
    }
    return places.isEmpty() ? -1 : places.first();
}

void Builder::addRows()
{
    QList<HistoryRow> rows = m_history.rows;
    std::stable_sort(rows.begin(), rows.end(),
        [](const HistoryRow& a, const HistoryRow& b) { return a.sequence < b.sequence; });
    for (const HistoryRow& row : std::as_const(rows)) {
        const QString key = migrationKey(row.kind, row.version, row.name);
        qsizetype place = fileFor(key, row);
        if (place < 0) {
            TimelineEntry entry;
            entry.kind = row.kind;
            entry.version = row.version;
            entry.name = row.name;
            place = m_entries.size();
            m_byKey[key].append(place);
            m_entries.append(std::move(entry));
        }
        m_entries[place].history = row;
        if (row.kind != Kind::Versioned || !isInForce(row))
            continue;
        if (m_head.isEmpty() || migration::versionLess(m_head, row.version))
            m_head = row.version;
        else if (migration::versionLess(row.version, m_head))
            m_ranAfter.insert(row.sequence, m_head);
        if (row.status == HistoryStatus::Baseline
            && (m_baseline.isEmpty() || migration::versionLess(m_baseline, row.version)))
            m_baseline = row.version;
    }
    for (const QList<qsizetype>& places : std::as_const(m_byKey)) {
        if (places.size() < 2)
            continue;
        // The log knows versions, not files: with several claimants it speaks of the one in the history, or
        // of the first.
        const auto owner = std::find_if(places.begin(), places.end(),
            [this](qsizetype place) { return m_entries.at(place).history.has_value(); });
        const qsizetype winner = owner != places.end() ? *owner : places.first();
        for (const qsizetype place : places) {
            if (place != winner)
                m_duplicates.insert(place);
        }
    }
}

/// A half-applied migration whose file is gone must not vanish from sight. Runs that left nothing behind do
/// vanish with their file: nothing of them is in the database, and the log still has them.
void Builder::addUnfinishedRuns()
{
    for (auto runs = m_runs.begin(); runs != m_runs.end(); ++runs) {
        if (m_byKey.contains(runs.key()))
            continue;
        const migration::RunSummary* run = lastRun(&runs.value());
        if (!run || (!leavesTraces(*run, std::nullopt) && !m_options.liveRuns.contains(run->runId)))
            continue;
        TimelineEntry entry;
        entry.kind = runs->kind;
        entry.version = runs->version;
        entry.name = runs->name;
        entry.problems.append(problem(QStringLiteral("The file of this half-applied migration was not found"),
            QStringLiteral("Its last run left statements in the database."),
            QStringLiteral("Check out the revision that holds the file; without it the run cannot go on.")));
        m_byKey[runs.key()].append(m_entries.size());
        m_entries.append(std::move(entry));
    }
}

StateQuestion Builder::questionFor(qsizetype place) const
{
    const TimelineEntry& entry = m_entries.at(place);
    StateQuestion question;
    if (!m_duplicates.contains(place)) {
        const auto runs = m_runs.constFind(migrationKey(entry.kind, entry.version, entry.name));
        if (runs != m_runs.constEnd())
            question.runs = &runs.value();
    }
    const migration::RunSummary* run = lastRun(question.runs);
    question.isLive = run && m_options.liveRuns.contains(run->runId);
    if (entry.kind == Kind::Versioned) {
        question.isBelowBaseline =
            !m_baseline.isEmpty() && !migration::versionLess(m_baseline, entry.version);
        question.isNewerThanFiles =
            !m_newestFile.isEmpty() && migration::versionLess(m_newestFile, entry.version);
    }
    return question;
}

void Builder::decideOrder(TimelineEntry& entry) const
{
    if (entry.kind != Kind::Versioned)
        return;
    switch (entry.state) {
    case MigrationState::Pending:
    case MigrationState::Failed:
    case MigrationState::RolledBack:
        if (!m_head.isEmpty() && migration::versionLess(entry.version, m_head))
            entry.flags |= MigrationFlag::OutOfOrder;
        break;
    default:
        if (entry.history && m_ranAfter.contains(entry.history->sequence)) {
            entry.flags |= MigrationFlag::OutOfOrder;
            entry.ranAfter = m_ranAfter.value(entry.history->sequence);
        }
        break;
    }
}

/// Same version, other name. With the same statements it is a rename and harmless; with others, two branches
/// took the same version, and what this file says was never run.
void Builder::explainNames()
{
    for (TimelineEntry& entry : m_entries) {
        if (!entry.migration || !entry.history || !entry.flags.testFlag(MigrationFlag::Changed)
            || entry.history->name.isEmpty() || entry.history->name == entry.name)
            continue;
        entry.problems.append(
            problem(QStringLiteral("Another migration ran as version %1").arg(entry.version),
                QStringLiteral("The history has “%1”; the file here is “%2” and holds other statements.")
                    .arg(entry.history->name, entry.name),
                QStringLiteral("Give this file a new version and bring back the file of “%1”.")
                    .arg(entry.history->name)));
    }
}

/// A file that got a new version after it ran shows up twice: missing under the old, pending under the new.
void Builder::explainRenumbered()
{
    QHash<QByteArray, qsizetype> missing;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const TimelineEntry& entry = m_entries.at(i);
        if (!entry.migration && entry.history && entry.history->status == HistoryStatus::Applied
            && !entry.history->meaning.isEmpty())
            missing.insert(entry.history->meaning, i);
    }
    if (missing.isEmpty())
        return;
    for (TimelineEntry& entry : m_entries) {
        if (!entry.migration || !entry.migration->up || entry.history
            || entry.migration->up->meaning.isEmpty())
            continue;
        const auto found = missing.constFind(entry.migration->up->meaning);
        if (found == missing.constEnd())
            continue;
        TimelineEntry& ran = m_entries[*found];
        entry.problems.append(problem(QStringLiteral("The same statements already ran as %1").arg(ran.id()),
            QStringLiteral("That file is no longer here; this one holds the same statements."),
            QStringLiteral("Give the file its former version and name back, or mark this one as applied.")));
        ran.problems.append(problem(QStringLiteral("Its statements are now in %1").arg(entry.id()),
            QStringLiteral("The file seems to have been given another version after it ran."),
            QStringLiteral(
                "Give the file its former version and name back, or mark the new one as applied.")));
    }
}

/// Sorts places and moves each entry once: entries are large.
QList<TimelineEntry> Builder::takeSorted()
{
    QList<qsizetype> places(m_entries.size());
    std::iota(places.begin(), places.end(), qsizetype(0));
    std::stable_sort(places.begin(), places.end(), [this](qsizetype a, qsizetype b) {
        return comesBefore(std::as_const(m_entries).at(a), std::as_const(m_entries).at(b));
    });
    QList<TimelineEntry> sorted;
    sorted.reserve(places.size());
    for (const qsizetype place : std::as_const(places))
        sorted.append(std::move(m_entries[place]));
    return sorted;
}

migration::TimelineCounts countEntries(const QList<TimelineEntry>& entries)
{
    migration::TimelineCounts counts;
    counts.all = static_cast<int>(entries.size());
    for (const TimelineEntry& entry : entries) {
        bool isProblem = !entry.problems.isEmpty() || entry.flags.testFlag(MigrationFlag::Changed);
        switch (entry.state) {
        case MigrationState::Applied:
        case MigrationState::Future:
            ++counts.applied;
            break;
        case MigrationState::Missing:
            ++counts.applied;
            isProblem = true;
            break;
        case MigrationState::Failed:
            ++counts.pending;
            isProblem = true;
            break;
        case MigrationState::Pending:
        case MigrationState::RolledBack:
            ++counts.pending;
            break;
        case MigrationState::Partial:
            isProblem = true;
            break;
        case MigrationState::Running:
        case MigrationState::Skipped:
        case MigrationState::Baseline:
            break;
        }
        counts.problems += isProblem ? 1 : 0;
    }
    return counts;
}

} // namespace

Timeline buildTimeline(const migration::MigrationSet& set,
    const std::optional<migration::HistorySnapshot>& history, const TimelineOptions& options)
{
    Timeline timeline = Builder(set, history.value_or(migration::HistorySnapshot {}), options).build();
    timeline.compared = history.has_value();
    timeline.counts = countEntries(timeline.entries);
    return timeline;
}

} // namespace strandline::planner
