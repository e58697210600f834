// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_timeline.h"

#include "core/base/digest.h"
#include "ui/text/state_words.h"

#include <QTimeZone>

namespace strandline::test {

using migration::EventKind;
using migration::Kind;
using migration::MigrationFlag;
using migration::MigrationState;
using migration::Timeline;
using migration::TimelineEntry;

namespace {

migration::Script script(const QString& path, const QByteArray& text)
{
    migration::Script value;
    value.path = path;
    value.absolutePath = QStringLiteral("/projects/shop/") + path;
    value.bytes = text;
    value.sha256 = base::sha256Hex(text);
    value.meaning = value.sha256;
    return value;
}

migration::RunSummary run(EventKind outcome, const QDateTime& at, const QString& actor)
{
    migration::RunSummary value;
    value.runId = QStringLiteral("run-") + at.toString(QStringLiteral("MMddHHmm"));
    value.direction = outcome == EventKind::Reverted ? QStringLiteral("down") : QStringLiteral("up");
    value.outcome = outcome;
    value.at = at;
    value.actor = actor;
    value.host = QStringLiteral("build7");
    value.programVersion = QStringLiteral("0.1.0");
    value.durationMs = 820;
    value.statementCount = 6;
    return value;
}

void addHistory(TimelineEntry& entry, migration::HistoryStatus status, qint64 sequence)
{
    migration::HistoryRow row;
    row.kind = entry.kind;
    row.version = entry.version;
    row.name = entry.name;
    row.status = status;
    row.upSha256 = entry.migration && entry.migration->up && !entry.flags.testFlag(MigrationFlag::Changed)
            && !entry.flags.testFlag(MigrationFlag::ChangedCosmetic)
        ? entry.migration->up->sha256
        : base::sha256Hex(entry.name.toUtf8() + " as it ran");
    row.appliedAt = entry.at;
    row.appliedBy = entry.by;
    row.durationMs = std::max<qint64>(0, entry.durationMs);
    row.sequence = sequence;
    entry.history = row;
}

} // namespace

QDateTime fixedNow()
{
    return QDateTime(QDate(2026, 11, 20), QTime(12, 0), Qt::UTC);
}

TimelineEntry makeEntry(
    const QString& version, const QString& name, MigrationState state, migration::MigrationFlags flags)
{
    TimelineEntry entry;
    entry.kind = flags.testFlag(MigrationFlag::Repeatable) ? Kind::Repeatable : Kind::Versioned;
    entry.version = entry.kind == Kind::Repeatable ? QString() : version;
    entry.name = name;
    entry.state = state;
    entry.flags = flags;
    if (state != MigrationState::Missing && state != MigrationState::Future) {
        migration::Migration files;
        files.kind = entry.kind;
        files.version = entry.version;
        files.name = name;
        const QString stem = QStringLiteral("migrations/") + entry.id();
        files.up = script(
            stem + QStringLiteral(".up.sql"), "ALTER TABLE t ADD COLUMN " + name.toUtf8() + " integer;\n");
        if (!flags.testFlag(MigrationFlag::Irreversible) && entry.kind == Kind::Versioned)
            files.down = script(
                stem + QStringLiteral(".down.sql"), "ALTER TABLE t DROP COLUMN " + name.toUtf8() + ";\n");
        entry.migration = files;
    }
    const qint64 sequence = version.toLongLong();
    const QDateTime at = fixedNow().addSecs(-3600 * (24 + (60 - sequence % 60) * 9));
    switch (state) {
    case MigrationState::Applied:
    case MigrationState::Missing:
    case MigrationState::Future:
        entry.at = at;
        entry.by = QStringLiteral("anna");
        entry.durationMs = 120 + sequence % 7 * 340;
        entry.runs << run(EventKind::Applied, at, entry.by);
        addHistory(entry, migration::HistoryStatus::Applied, sequence);
        break;
    case MigrationState::Baseline:
        entry.at = at;
        entry.by = QStringLiteral("anna");
        addHistory(entry, migration::HistoryStatus::Baseline, sequence);
        break;
    case MigrationState::Skipped:
        entry.at = at;
        entry.by = QStringLiteral("ben");
        addHistory(entry, migration::HistoryStatus::Skipped, sequence);
        break;
    case MigrationState::Failed:
    case MigrationState::Partial: {
        entry.at = at;
        entry.by = QStringLiteral("ci");
        migration::RunSummary failed = run(EventKind::Failed, at, entry.by);
        failed.failedStatement = 3;
        failed.statementsKept = state == MigrationState::Partial ? 2 : 0;
        failed.errorCode = QStringLiteral("23505");
        failed.error = QStringLiteral("could not create unique index \"invoice_number_key\"");
        entry.runs << failed;
        break;
    }
    case MigrationState::RolledBack:
        entry.at = at;
        entry.by = QStringLiteral("anna");
        entry.runs << run(EventKind::Applied, at.addDays(-1), entry.by)
                   << run(EventKind::Reverted, at, entry.by);
        break;
    case MigrationState::Running:
        entry.runs << run(EventKind::Started, fixedNow().addSecs(-20), QStringLiteral("ci"));
        break;
    case MigrationState::Pending:
        break;
    }
    return entry;
}

migration::TimelineCounts countsOf(const Timeline& timeline)
{
    migration::TimelineCounts counts;
    counts.all = int(timeline.entries.size());
    for (const TimelineEntry& entry : timeline.entries) {
        counts.applied += ui::countsAsApplied(entry.state);
        counts.pending += ui::waitsToRun(entry);
        counts.problems += ui::isProblem(entry);
    }
    return counts;
}

Timeline everyStateTimeline()
{
    using State = MigrationState;
    using Flag = MigrationFlag;
    Timeline timeline;
    timeline.compared = true;
    auto& list = timeline.entries;
    list << makeEntry(QStringLiteral("20260101120030"), QStringLiteral("baseline"), State::Baseline);
    list << makeEntry(QStringLiteral("20260112120031"), QStringLiteral("create_customer"), State::Applied);
    list << makeEntry(QStringLiteral("20260119120032"), QStringLiteral("create_orders"), State::Applied,
        Flag::DownDataLoss);
    list << makeEntry(QStringLiteral("20260202120033"), QStringLiteral("load_demo_rows"), State::Skipped);
    list << makeEntry(QStringLiteral("20260210120034"), QStringLiteral("add_customer_email"), State::Applied,
        Flag::ChangedCosmetic);
    list << makeEntry(QStringLiteral("20260301120035"), QStringLiteral("fix_vat_rounding"), State::Applied,
        Flag::OutOfOrder);
    list.last().ranAfter = QStringLiteral("20260402120037");
    list << makeEntry(
        QStringLiteral("20260315120036"), QStringLiteral("add_orders_status"), State::Applied, Flag::Changed);
    list << makeEntry(QStringLiteral("20260402120037"), QStringLiteral("index_orders_customer"),
        State::Applied, Flag::NoTransaction);
    list << makeEntry(
        QStringLiteral("20260420120038"), QStringLiteral("add_users_loyalty_points"), State::Applied);
    list << makeEntry(
        QStringLiteral("20260504120039"), QStringLiteral("split_name_of_customer"), State::Missing);
    list << makeEntry(QStringLiteral("20260518120040"), QStringLiteral("backfill_loyalty_points"),
        State::RolledBack, Flag::DownDataLoss);
    list << makeEntry(
        QStringLiteral("20260601120041"), QStringLiteral("add_invoice_table"), State::Pending, Flag::Unsaved);
    list << makeEntry(
        QStringLiteral("20260615120042"), QStringLiteral("unique_invoice_number"), State::Failed);
    list << makeEntry(QStringLiteral("20260701120043"), QStringLiteral("backfill_invoice"), State::Partial,
        migration::MigrationFlags(Flag::DataLoss) | Flag::NoTransaction);
    list << makeEntry(QStringLiteral("20260713120044"), QStringLiteral("drop_legacy_invoice"), State::Pending,
        migration::MigrationFlags(Flag::Irreversible) | Flag::DataLoss);
    list << makeEntry(
        QStringLiteral("20260801120045"), QStringLiteral("widen_invoice_number"), State::Running);
    list << makeEntry(QStringLiteral("20260101120050"), QStringLiteral("orders_per_customer_view"),
        State::Applied, Flag::Repeatable);
    list << makeEntry(QStringLiteral("20260101120051"), QStringLiteral("invoice_totals_view"), State::Applied,
        migration::MigrationFlags(Flag::Repeatable) | Flag::Changed);
    // The one from a newer checkout makes the water mark: it is applied and later than every file.
    TimelineEntry future =
        makeEntry(QStringLiteral("20260901120046"), QStringLiteral("add_orders_channel"), State::Future);
    list.insert(16, future);
    timeline.headVersion = QStringLiteral("20260901120046");
    timeline.counts = countsOf(timeline);
    return timeline;
}

Timeline stagingTimeline()
{
    Timeline timeline = everyStateTimeline();
    timeline.entries.removeAt(16);
    for (TimelineEntry& entry : timeline.entries) {
        const bool later = entry.kind == Kind::Versioned && entry.version >= QStringLiteral("20260504");
        if (!later) {
            entry.flags = entry.flags & MigrationFlag::Repeatable;
            continue;
        }
        entry = makeEntry(entry.version, entry.name,
            entry.version < QStringLiteral("202606") ? MigrationState::Applied : MigrationState::Pending);
    }
    timeline.headVersion = QStringLiteral("20260518120040");
    timeline.counts = countsOf(timeline);
    return timeline;
}

Timeline filesTimeline()
{
    Timeline timeline;
    for (TimelineEntry entry : everyStateTimeline().entries) {
        if (!entry.migration)
            continue;
        entry.state = MigrationState::Pending;
        entry.history.reset();
        entry.runs.clear();
        entry.at = {};
        entry.by.clear();
        entry.durationMs = -1;
        entry.flags &= migration::MigrationFlags(MigrationFlag::Irreversible) | MigrationFlag::NoTransaction
            | MigrationFlag::Repeatable;
        timeline.entries << entry;
    }
    timeline.counts = countsOf(timeline);
    return timeline;
}

Timeline longTimeline(int count)
{
    Timeline timeline;
    timeline.compared = true;
    const QDateTime start(QDate(2020, 1, 1), QTime(8, 0), Qt::UTC);
    for (int i = 0; i < count; ++i) {
        const QString version =
            start.addSecs(qint64(i) * 3600 * 9).toString(QStringLiteral("yyyyMMddHHmmss"));
        const MigrationState state = i < count - 40 ? MigrationState::Applied
            : i % 9 == 0                            ? MigrationState::Failed
                                                    : MigrationState::Pending;
        migration::MigrationFlags flags;
        flags.setFlag(MigrationFlag::Irreversible, i % 5 == 0);
        flags.setFlag(MigrationFlag::Changed, i % 97 == 0 && state == MigrationState::Applied);
        timeline.entries << makeEntry(
            version, QStringLiteral("change_%1_of_table_%2").arg(i).arg(i % 83), state, flags);
        if (state == MigrationState::Applied)
            timeline.headVersion = version;
    }
    timeline.counts = countsOf(timeline);
    return timeline;
}

} // namespace strandline::test
