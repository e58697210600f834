// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/settle_decision.h"

#include "core/planner/run_history.h"
#include "core/planner/timeline_builder.h"
#include "core/planner/timeline_state.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

namespace strandline::runner {

using base::ErrorCode;
using migration::EventKind;
using migration::HistoryRow;
using migration::HistoryStatus;
using migration::Kind;
using migration::MigrationState;
using migration::TimelineEntry;

namespace {

using StepResult = base::Result<SettleStep>;

QString keyOf(const TimelineEntry& entry)
{
    return planner::migrationKey(entry.kind, entry.version, entry.name);
}

base::Failure refuse(const QString& summary, const QString& detail, const QString& hint)
{
    return base::fail(ErrorCode::Precondition, summary, detail, hint);
}

base::Error repairFirst(const TimelineEntry& entry)
{
    return {ErrorCode::Precondition, QStringLiteral("“%1” is half applied").arg(entry.id()),
        QStringLiteral("Its last run left statements in the database, or it is not known whether it did."),
        QStringLiteral("Put the database in order and say with repair how it is now, or resume the run."), {},
        {}};
}

/// What the user means by the state, in the log.
constexpr const char* kApplied = "applied";
constexpr const char* kPending = "pending";
constexpr const char* kSkipped = "skipped";
constexpr const char* kBaseline = "baseline";
constexpr const char* kText = "text";
constexpr const char* kForgotten = "forgotten";

class Decider
{
public:
    Decider(const SettleRequest& request, const migration::HistorySnapshot& history, const QDateTime& now)
        : m_request(request)
        , m_history(history)
        , m_now(now)
        , m_runs(planner::collectRuns(history.events))
    {
        migration::MigrationSet files;
        for (const TimelineEntry& entry : request.entries) {
            if (entry.migration)
                files.migrations.append(*entry.migration);
        }
        m_timeline = planner::buildTimeline(files, history);
        for (const HistoryRow& row : history.rows) {
            if (row.status == HistoryStatus::Baseline
                && (m_baseline.isEmpty() || migration::versionLess(m_baseline, row.version)))
                m_baseline = row.version;
        }
    }

    base::Result<QList<SettleStep>> all();

private:
    TimelineEntry present(const TimelineEntry& named) const;
    base::Result<QList<TimelineEntry>> inOrder() const;
    StepResult one(const TimelineEntry& entry) const;
    StepResult markApplied(const TimelineEntry& entry) const;
    StepResult markSkipped(const TimelineEntry& entry) const;
    StepResult markPending(const TimelineEntry& entry) const;
    StepResult resolve(const TimelineEntry& entry) const;
    StepResult acceptText(const TimelineEntry& entry) const;
    StepResult forget(const TimelineEntry& entry) const;
    StepResult baseline(const TimelineEntry& entry) const;
    std::optional<base::Error> whyNoBaseline(const TimelineEntry& entry) const;
    void settleBelow(const TimelineEntry& baseline, SettleStep& step) const;

    bool hasUnsettledRun(const TimelineEntry& entry) const;
    bool needsRepair(const TimelineEntry& entry) const;
    bool isBelowBaseline(const TimelineEntry& entry) const;
    SettleStep nothing(const TimelineEntry& entry, const QString& line) const;
    HistoryRow newRow(const TimelineEntry& entry, HistoryStatus status) const;
    void takeFile(const TimelineEntry& entry, HistoryRow& row, SettleStep& step) const;
    migration::LogEvent event(
        const TimelineEntry& entry, EventKind kind, const char* settled, QJsonObject detail = {}) const;

    const SettleRequest& m_request;
    const migration::HistorySnapshot& m_history;
    const QDateTime m_now;
    const planner::RunHistory m_runs;
    migration::Timeline m_timeline;
    QString m_baseline;
};

/// The entry as history and log have it now. One that they do not know, and that has no file, is pending.
TimelineEntry Decider::present(const TimelineEntry& named) const
{
    for (const TimelineEntry& entry : m_timeline.entries) {
        if (keyOf(entry) == keyOf(named))
            return entry;
    }
    TimelineEntry entry;
    entry.kind = named.kind;
    entry.version = named.version;
    entry.name = named.name;
    return entry;
}

bool Decider::hasUnsettledRun(const TimelineEntry& entry) const
{
    const auto runs = m_runs.constFind(keyOf(entry));
    return runs != m_runs.constEnd() && planner::lastRun(&runs.value());
}

bool Decider::needsRepair(const TimelineEntry& entry) const
{
    if (entry.state == MigrationState::Failed || entry.state == MigrationState::Partial)
        return true;
    // The log says that it was applied, and its row is gone.
    return !entry.history && hasUnsettledRun(entry) && entry.runs.last().outcome == EventKind::Applied;
}

bool Decider::isBelowBaseline(const TimelineEntry& entry) const
{
    return entry.kind == Kind::Versioned && !m_baseline.isEmpty()
        && migration::versionLess(entry.version, m_baseline);
}

SettleStep Decider::nothing(const TimelineEntry& entry, const QString& line) const
{
    SettleStep step;
    step.id = entry.id();
    step.line = line.arg(step.id);
    return step;
}

HistoryRow Decider::newRow(const TimelineEntry& entry, HistoryStatus status) const
{
    HistoryRow row;
    row.kind = entry.kind;
    row.version = entry.version;
    row.name = entry.name;
    row.status = status;
    row.appliedAt = m_now;
    row.appliedBy = m_request.identity.who();
    row.runId = m_request.identity.runId;
    row.programVersion = m_request.identity.programVersion;
    return row;
}

void Decider::takeFile(const TimelineEntry& entry, HistoryRow& row, SettleStep& step) const
{
    if (!entry.migration || !entry.migration->up)
        return;
    row.meaning = entry.migration->up->meaning;
    row.upSha256 = entry.migration->up->sha256;
    step.kept.append(*entry.migration->up);
    if (!entry.migration->down)
        return; // a way back that was recorded stays
    row.downSha256 = entry.migration->down->sha256;
    step.kept.append(*entry.migration->down);
}

migration::LogEvent Decider::event(
    const TimelineEntry& entry, EventKind kind, const char* settled, QJsonObject detail) const
{
    migration::LogEvent event;
    event.at = m_now;
    event.kind = kind;
    event.runId = m_request.identity.runId;
    event.migrationKind = entry.kind;
    event.version = entry.version;
    event.name = entry.name;
    event.actor = m_request.identity.actor;
    event.host = m_request.identity.host;
    event.programVersion = m_request.identity.programVersion;
    detail.insert(QStringLiteral("settled"), QLatin1String(settled));
    detail.insert(QStringLiteral("was"), migration::stateName(entry.state));
    if (!m_request.reason.isEmpty())
        detail.insert(QStringLiteral("reason"), m_request.reason);
    event.detail = QString::fromUtf8(QJsonDocument(detail).toJson(QJsonDocument::Compact));
    return event;
}

StepResult Decider::markApplied(const TimelineEntry& entry) const
{
    if (entry.state == MigrationState::Baseline)
        return nothing(entry, QStringLiteral("“%1” is the baseline and counts as done already."));
    const bool isInForce =
        entry.history && entry.history->status == HistoryStatus::Applied && !planner::isOutdated(entry);
    if (isInForce && entry.state != MigrationState::Partial)
        return nothing(entry, QStringLiteral("“%1” counts as applied already."));
    SettleStep step;
    step.id = entry.id();
    migration::LogEvent repaired = event(entry, EventKind::Repaired, kApplied);
    if (!isInForce) {
        HistoryRow row = newRow(entry, HistoryStatus::Applied);
        takeFile(entry, row, step);
        repaired.sha256 = row.upSha256;
        if (entry.history)
            step.removed.append(*entry.history);
        step.added = row;
    }
    step.events.append(repaired);
    step.line = QStringLiteral("“%1” counts as applied now; none of its statements was run.").arg(step.id);
    return step;
}

StepResult Decider::markSkipped(const TimelineEntry& entry) const
{
    if (entry.state == MigrationState::Partial)
        return base::fail(repairFirst(entry));
    if (entry.history && entry.history->status == HistoryStatus::Skipped)
        return nothing(entry, QStringLiteral("“%1” is skipped already."));
    if (entry.history) {
        return refuse(QStringLiteral("“%1” counts as applied, so it cannot be skipped").arg(entry.id()),
            QStringLiteral("Skipped are migrations that shall never run; this one is in the database."),
            QStringLiteral("Roll it back first, or mark it as pending when it is not really there."));
    }
    if (isBelowBaseline(entry) && entry.state == MigrationState::Skipped)
        return nothing(entry, QStringLiteral("“%1” lies below the baseline and is not run anyway."));
    SettleStep step;
    step.id = entry.id();
    // Without a text: a skipped one has none that ran.
    step.added = newRow(entry, HistoryStatus::Skipped);
    step.events.append(event(entry, EventKind::Skipped, kSkipped));
    step.line = QStringLiteral("“%1” is skipped from now on.").arg(step.id);
    return step;
}

StepResult Decider::markPending(const TimelineEntry& entry) const
{
    const bool isBelow = isBelowBaseline(entry);
    if (!entry.history && !hasUnsettledRun(entry)) {
        return nothing(entry,
            isBelow ? QStringLiteral("“%1” is not in the history; it is not run because it lies below the "
                                     "baseline.")
                    : QStringLiteral("“%1” is pending already."));
    }
    SettleStep step;
    step.id = entry.id();
    if (entry.history)
        step.removed.append(*entry.history);
    step.events.append(event(entry, EventKind::Repaired, kPending));
    if (entry.history && entry.history->status == HistoryStatus::Baseline)
        step.line = QStringLiteral("“%1” is no baseline any more; what lies below it and was not applied is "
                                   "pending again.")
                        .arg(step.id);
    else if (isBelow)
        step.line =
            QStringLiteral("“%1” does not count as applied any more; it lies below the baseline %2, so "
                           "it is not run either.")
                .arg(step.id, m_baseline);
    else
        step.line =
            QStringLiteral("“%1” is pending now; nothing was changed in the database itself.").arg(step.id);
    return step;
}

StepResult Decider::resolve(const TimelineEntry& entry) const
{
    if (!needsRepair(entry))
        return nothing(entry, QStringLiteral("“%1” needs no repair."));
    if (m_request.resolvedTo == SettleKind::MarkApplied)
        return markApplied(entry);
    // The former text of a repeatable is still what the database has when the newer one did not get in.
    if (entry.kind == Kind::Versioned || !planner::isOutdated(entry))
        return markPending(entry);
    SettleStep step;
    step.id = entry.id();
    step.events.append(event(entry, EventKind::Repaired, kPending));
    step.line =
        QStringLiteral("“%1” is pending with its new text; the former one counts as applied.").arg(step.id);
    return step;
}

StepResult Decider::acceptText(const TimelineEntry& entry) const
{
    if (!entry.migration || !entry.migration->up) {
        return refuse(QStringLiteral("“%1” has no file that could be read").arg(entry.id()),
            QStringLiteral("There is no text to accept."),
            QStringLiteral("Bring the file back, or forget the migration when it is gone for good."));
    }
    if (!entry.history || entry.history->status != HistoryStatus::Applied) {
        return refuse(QStringLiteral("“%1” does not count as applied").arg(entry.id()),
            QStringLiteral("A text is accepted in place of the one that ran."),
            QStringLiteral("Apply it, or mark it as applied."));
    }
    if (entry.state == MigrationState::Partial)
        return base::fail(repairFirst(entry));
    const HistoryRow& former = *entry.history;
    if (former.upSha256 == entry.migration->up->sha256)
        return nothing(entry, QStringLiteral("The file of “%1” holds the text that ran."));
    SettleStep step;
    step.id = entry.id();
    HistoryRow row = former;
    row.name = entry.migration->name;
    takeFile(entry, row, step);
    QJsonObject texts;
    texts.insert(QStringLiteral("old_sha256"), QString::fromLatin1(former.upSha256));
    texts.insert(QStringLiteral("new_sha256"), QString::fromLatin1(row.upSha256));
    texts.insert(QStringLiteral("old_meaning"), QString::fromLatin1(former.meaning));
    texts.insert(QStringLiteral("new_meaning"), QString::fromLatin1(row.meaning));
    if (former.name != row.name)
        texts.insert(QStringLiteral("old_name"), former.name);
    migration::LogEvent repaired = event(entry, EventKind::Repaired, kText, texts);
    repaired.sha256 = row.upSha256;
    step.retold = row;
    step.events.append(repaired);
    step.line =
        QStringLiteral("The text in the file of “%1” counts from now on; it was not run.").arg(step.id);
    return step;
}

StepResult Decider::forget(const TimelineEntry& entry) const
{
    if (entry.migration) {
        return refuse(QStringLiteral("The file of “%1” is there").arg(entry.id()),
            QStringLiteral("Only migrations whose files are gone for good are forgotten."),
            QStringLiteral("Mark it as pending when it shall not count as applied."));
    }
    if (entry.state == MigrationState::Partial)
        return base::fail(repairFirst(entry));
    if (!entry.history)
        return nothing(entry, QStringLiteral("“%1” is not in the history."));
    if (entry.history->status == HistoryStatus::Baseline) {
        return refuse(QStringLiteral("“%1” is the baseline").arg(entry.id()),
            QStringLiteral("Without it everything below would be pending. A baseline needs no file."),
            QStringLiteral("Set another baseline, or mark this one as pending."));
    }
    SettleStep step;
    step.id = entry.id();
    step.removed.append(*entry.history);
    step.events.append(event(entry, EventKind::Repaired, kForgotten));
    step.line =
        QStringLiteral("The history has forgotten “%1”; what it did to the database stays.").arg(step.id);
    return step;
}

std::optional<base::Error> Decider::whyNoBaseline(const TimelineEntry& entry) const
{
    const auto error = [](const QString& summary, const QString& detail, const QString& hint) {
        return base::Error {ErrorCode::Precondition, summary, detail, hint, {}, {}};
    };
    for (const TimelineEntry& other : m_timeline.entries) {
        if (other.kind == Kind::Versioned && other.state == MigrationState::Partial
            && !migration::versionLess(entry.version, other.version))
            return repairFirst(other);
    }
    if (!m_baseline.isEmpty() && migration::versionLess(entry.version, m_baseline)) {
        return error(QStringLiteral("The baseline is %1 already").arg(m_baseline),
            QStringLiteral("A baseline at %1 would make what lies between pending again.").arg(entry.version),
            QStringLiteral("If that is meant, mark the present baseline as pending first."));
    }
    if (entry.history && entry.history->status == HistoryStatus::Applied) {
        return error(QStringLiteral("“%1” was applied here").arg(entry.id()),
            QStringLiteral("A baseline says what was in the database before Strandline ran anything."),
            QStringLiteral("Nothing needs to be done for it. Mark single migrations below it as applied or "
                           "skipped."));
    }
    QString newest;
    for (const HistoryRow& row : m_history.rows) {
        if (row.kind == Kind::Versioned && row.status == HistoryStatus::Applied
            && (newest.isEmpty() || migration::versionLess(newest, row.version)))
            newest = row.version;
    }
    if (!newest.isEmpty() && migration::versionLess(entry.version, newest)) {
        return error(QStringLiteral("Version %1 was applied already, so the baseline cannot be %2")
                         .arg(newest, entry.version),
            QStringLiteral(
                "A baseline is where a history begins; behind a later migration it would be out of "
                "order."),
            QStringLiteral("Choose a version above %1, or mark single migrations as applied or skipped.")
                .arg(newest));
    }
    return std::nullopt;
}

/// What failed or was rolled back below the baseline is over as well; otherwise the log would still speak
/// louder than the baseline.
void Decider::settleBelow(const TimelineEntry& baseline, SettleStep& step) const
{
    QSet<QString> inHistory {keyOf(baseline)};
    for (const HistoryRow& row : m_history.rows)
        inHistory.insert(planner::migrationKey(row.kind, row.version, row.name));
    QList<TimelineEntry> below;
    for (auto runs = m_runs.begin(); runs != m_runs.end(); ++runs) {
        if (runs->kind != Kind::Versioned || !planner::lastRun(&runs.value())
            || inHistory.contains(runs.key()) || migration::versionLess(baseline.version, runs->version))
            continue;
        TimelineEntry entry;
        entry.version = runs->version;
        entry.name = runs->name;
        entry.state = planner::lastRun(&runs.value())->direction == QLatin1String("down")
            ? MigrationState::RolledBack
            : MigrationState::Failed;
        below.append(entry);
    }
    std::sort(below.begin(), below.end(), [](const TimelineEntry& a, const TimelineEntry& b) {
        return migration::versionLess(a.version, b.version);
    });
    for (const TimelineEntry& entry : std::as_const(below))
        step.events.append(event(entry, EventKind::Repaired, kBaseline));
}

StepResult Decider::baseline(const TimelineEntry& entry) const
{
    if (entry.kind != Kind::Versioned || entry.version.isEmpty()) {
        return base::fail(ErrorCode::Invalid, QStringLiteral("A baseline needs a version"),
            QStringLiteral("Repeatable migrations have none."),
            QStringLiteral("Name the last migration whose changes are in the database."));
    }
    if (entry.history && entry.history->status == HistoryStatus::Baseline)
        return nothing(entry, QStringLiteral("“%1” is the baseline already."));
    if (const auto refused = whyNoBaseline(entry))
        return base::fail(*refused);
    SettleStep step;
    step.id = entry.id();
    // Without a text: nobody can say that this very one ran.
    step.added = newRow(entry, HistoryStatus::Baseline);
    // One baseline at a time, and no other row at its version.
    for (const HistoryRow& row : m_history.rows) {
        if (row.status == HistoryStatus::Baseline)
            step.removed.append(row);
    }
    if (entry.history)
        step.removed.append(*entry.history);
    QJsonObject detail;
    detail.insert(QStringLiteral("tables"), m_history.userTables);
    if (!m_baseline.isEmpty())
        detail.insert(QStringLiteral("moved_from"), m_baseline);
    step.events.append(event(entry, EventKind::Baselined, kBaseline, detail));
    settleBelow(entry, step);
    step.line =
        QStringLiteral("“%1” is the baseline: it and everything before it count as done.").arg(step.id);
    return step;
}

/// Each once, in the order in which they would have run: their rows get their sequence in this order.
base::Result<QList<TimelineEntry>> Decider::inOrder() const
{
    QList<TimelineEntry> entries;
    QSet<QString> seen;
    for (const TimelineEntry& named : m_request.entries) {
        if (seen.contains(keyOf(named))) {
            return base::fail(ErrorCode::Invalid,
                QStringLiteral("Version %1 was named twice").arg(named.version),
                QStringLiteral("Two files have it, or the same migration was named under two spellings."),
                QStringLiteral("Give each file a version of its own, and name each migration once."));
        }
        seen.insert(keyOf(named));
        entries.append(present(named));
    }
    std::stable_sort(entries.begin(), entries.end(), [](const TimelineEntry& a, const TimelineEntry& b) {
        if (a.kind != b.kind)
            return a.kind == Kind::Versioned;
        return a.kind == Kind::Repeatable ? a.name < b.name : migration::versionLess(a.version, b.version);
    });
    return entries;
}

StepResult Decider::one(const TimelineEntry& entry) const
{
    switch (m_request.kind) {
    case SettleKind::Baseline:
        return baseline(entry);
    case SettleKind::MarkApplied:
        return markApplied(entry);
    case SettleKind::MarkSkipped:
        return markSkipped(entry);
    case SettleKind::MarkPending:
        return markPending(entry);
    case SettleKind::Resolve:
        return resolve(entry);
    case SettleKind::AcceptText:
        return acceptText(entry);
    case SettleKind::ForgetMissing:
        break;
    }
    return forget(entry);
}

base::Result<QList<SettleStep>> Decider::all()
{
    auto entries = inOrder();
    if (!entries)
        return base::forward(entries);
    if (m_request.kind == SettleKind::Baseline && entries->isEmpty()) {
        TimelineEntry bare;
        bare.version = m_request.version;
        entries->append(present(bare));
    }
    QList<SettleStep> steps;
    for (const TimelineEntry& entry : std::as_const(*entries)) {
        auto step = one(entry);
        if (!step)
            return base::forward(step);
        steps.append(std::move(*step));
    }
    return steps;
}

} // namespace

base::Result<QList<SettleStep>> decideSettling(
    const SettleRequest& request, const migration::HistorySnapshot& history, const QDateTime& now)
{
    if (request.entries.isEmpty() && (request.kind != SettleKind::Baseline || request.version.isEmpty())) {
        return base::fail(ErrorCode::Invalid, QStringLiteral("Nothing was named to be settled"), {},
            QStringLiteral("Name the migrations by version or name."));
    }
    if (request.kind == SettleKind::Baseline && request.entries.size() > 1) {
        return base::fail(ErrorCode::Invalid, QStringLiteral("There can be only one baseline"), {},
            QStringLiteral("Name the last migration whose changes are in the database."));
    }
    if (request.kind == SettleKind::Resolve && request.resolvedTo != SettleKind::MarkApplied
        && request.resolvedTo != SettleKind::MarkPending) {
        return base::fail(
            ErrorCode::Internal, QStringLiteral("A repair ends in applied or pending, and in nothing else"));
    }
    return Decider(request, history, now).all();
}

} // namespace strandline::runner
