// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/history/history_reader.h"
#include "core/history/script_reader.h"
#include "core/planner/plan_builder.h"
#include "core/planner/timeline_builder.h"
#include "core/runner/settle.h"
#include "tests/contract/contract.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/runner/fail_at.h"
#include "tests/support/runner/settle_case.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <map>
#include <thread>

using namespace strandline;
using base::ErrorCode;
using runner::SettleKind;
using runner::SettleRequest;
using sql::Dialect;
using test::Deed;
using test::LiveDatabase;
using test::SettleCase;
using test::TimelineCase;

namespace {

const QDateTime kNow = QDateTime::fromMSecsSinceEpoch(1771234567890, Qt::UTC);
const QString kReason = QStringLiteral("checked by hand; 'it' was \"fine\" \\ “really”");

QString render(const migration::LogEvent& event)
{
    migration::TimelineEntry entry;
    entry.kind = event.migrationKind;
    entry.version = event.version;
    entry.name = event.name;
    QStringList words {migration::eventKindName(event.kind), entry.id()};
    const QJsonObject detail = QJsonDocument::fromJson(event.detail.toUtf8()).object();
    for (auto value = detail.begin(); value != detail.end(); ++value) {
        if (value.key() == QLatin1String("reason"))
            continue;
        const bool isDigest =
            value.key().endsWith(QLatin1String("sha256")) || value.key().endsWith(QLatin1String("meaning"));
        words.append(value.key() + QLatin1Char('=')
            + (isDigest && value->toString().size() == 64 ? QStringLiteral("*")
                                                          : value->toVariant().toString()));
    }
    return words.join(QLatin1Char(' '));
}

/// A database with the settling that the tests do in it.
class Stage
{
public:
    explicit Stage(Dialect dialect)
        : live(dialect)
        , reader(live.open())
    { }

    runner::OpenConnection opener() const
    {
        return [this](runner::ConnectionUse use, const base::JobContext& context) {
            engine::OpenOptions options;
            options.access =
                use == runner::ConnectionUse::Watch ? db::AccessMode::ReadOnly : db::AccessMode::ReadWrite;
            options.writeToken = test::writeToken();
            return live.engines().open(live.settings(), options, context);
        };
    }

    base::Result<runner::SettleReport> settle(
        SettleRequest request, const base::CancelToken& cancel = {}) const
    {
        const base::FixedClock clock(kNow);
        base::JobContext context;
        context.clock = &clock;
        context.cancel = cancel;
        request.identity = {QStringLiteral("settle-%1").arg(++m_runs), QStringLiteral("bert"),
            QStringLiteral("host\"1"), QStringLiteral("0.9.1")};
        return runner::settle(request, *live.engines().find(live.dialect()), opener(), context);
    }

    migration::HistorySnapshot history() const
    {
        auto read = history::readHistory(**reader, {{}, true});
        if (!read)
            qFatal("%s", qPrintable(read.error().toText()));
        return *read;
    }

    migration::Timeline timeline(const migration::MigrationSet& set) const
    {
        return planner::buildTimeline(set, history());
    }

    LiveDatabase live;
    base::Result<std::unique_ptr<db::Connection>> reader;

private:
    mutable int m_runs = 0;
};

QList<migration::TimelineEntry> entriesOf(const migration::Timeline& timeline, const QStringList& ids)
{
    QList<migration::TimelineEntry> entries;
    for (const QString& id : ids) {
        for (const migration::TimelineEntry& entry : timeline.entries) {
            if (entry.id() == id)
                entries.append(entry);
        }
    }
    if (entries.size() != ids.size())
        qFatal("not in the timeline: %s", qPrintable(ids.join(QLatin1Char(' '))));
    return entries;
}

SettleRequest requestFor(SettleKind kind, const migration::Timeline& timeline, const QStringList& ids)
{
    SettleRequest request;
    request.kind = kind;
    request.entries = entriesOf(timeline, ids);
    request.reason = kReason;
    return request;
}

TimelineCase storyOf(std::initializer_list<const char*> lines)
{
    TimelineCase story;
    for (const char* line : lines)
        test::addStoryLine(story, QString::fromUtf8(line));
    return story;
}

} // namespace

class Settle : public QObject
{
    Q_OBJECT

private slots:
    void cleanupTestCase() { m_stages.clear(); }
    void storyOnEngine_data();
    void storyOnEngine();
    void emptyDatabaseGetsItsTables_data() { test::addEngineRows(); }
    void emptyDatabaseGetsItsTables();
    void refusalMakesNoTables_data() { test::addEngineRows(); }
    void refusalMakesNoTables();
    void textsAreKept_data() { test::addEngineRows(); }
    void textsAreKept();
    void acceptedTextKeepsItsPlace_data() { test::addEngineRows(); }
    void acceptedTextKeepsItsPlace();
    void movedHistoryIsRefused_data() { test::addEngineRows(); }
    void movedHistoryIsRefused();
    void nothingOrEverything_data() { test::addEngineRows(); }
    void nothingOrEverything();
    void refusesBesideARun_data() { test::addEngineRows(); }
    void refusesBesideARun();
    void waitsForTheLock_data() { test::addEngineRows(); }
    void waitsForTheLock();
    void otherSchema();
    void badRequests();

private:
    Stage& stage(Dialect dialect);
    bool write(Stage& stage, const TimelineCase& story);
    void doDeed(Stage& stage, const Deed& deed, const migration::MigrationSet& set);
    std::map<Dialect, std::unique_ptr<Stage>> m_stages;
    QList<SettleCase> m_cases;
};

Stage& Settle::stage(Dialect dialect)
{
    auto& stage = m_stages[dialect];
    if (!stage) {
        stage = std::make_unique<Stage>(dialect);
        for (int i = 0; i < 42; ++i) {
            const auto made = (*stage->reader)->execute(QStringLiteral("CREATE TABLE t%1 (a int)").arg(i));
            if (!made)
                qFatal("%s", qPrintable(made.error().toText()));
        }
    }
    return *stage;
}

/// Fresh bookkeeping tables with this story in them.
bool Settle::write(Stage& stage, const TimelineCase& story)
{
    if (stage.history().present && !test::dropBookkeeping(**stage.reader))
        return false;
    return test::createBookkeeping(**stage.reader) && test::writeStory(**stage.reader, story);
}

void Settle::storyOnEngine_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("index");
    m_cases = test::readSettleCases(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/settle"));
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql}) {
        for (int i = 0; i < m_cases.size(); ++i) {
            QTest::addRow(
                "%s: %s", qPrintable(sql::dialectName(dialect)), qPrintable(m_cases.at(i).story.name))
                << dialect << i;
        }
    }
}

void Settle::doDeed(Stage& stage, const Deed& deed, const migration::MigrationSet& set)
{
    const migration::HistorySnapshot before = stage.history();
    SettleRequest request = requestFor(deed.kind, planner::buildTimeline(set, before), deed.ids);
    request.version = deed.version;
    for (const migration::TimelineEntry& entry : request.entries)
        request.version = deed.kind == SettleKind::Baseline ? entry.version : QString();
    // As use cases do: the file of a version that was given as such.
    if (request.entries.isEmpty()) {
        for (const migration::Migration& file : set.migrations) {
            if (migration::versionKey(file.version) == migration::versionKey(deed.version)) {
                request.entries = entriesOf(planner::buildTimeline(set, before), {file.id()});
                break;
            }
        }
    }
    request.resolvedTo = deed.resolvedTo;
    request.historyDigest = planner::historyDigest(before);
    const auto report = stage.settle(request);
    const migration::HistorySnapshot after = stage.history();
    if (!deed.refusal.isEmpty()) {
        QVERIFY2(!report, "it was not refused");
        QCOMPARE(report.error().summary, deed.refusal);
        QVERIFY(!report.error().hint.isEmpty());
        QCOMPARE(after.events.size(), before.events.size());
        QCOMPARE(planner::historyDigest(after), planner::historyDigest(before));
        return;
    }
    VERIFY_OK(report);
    if (!deed.lines.isEmpty())
        QCOMPARE(report->lines.join(QLatin1Char('\n')), deed.lines.join(QLatin1Char('\n')));
    QStringList events;
    for (const migration::LogEvent& event : after.events.mid(before.events.size())) {
        events.append(render(event));
        QCOMPARE(event.actor, QStringLiteral("bert"));
        QCOMPARE(event.host, QStringLiteral("host\"1"));
        QCOMPARE(event.programVersion, QStringLiteral("0.9.1"));
        QCOMPARE(event.runId, report->runId);
        QCOMPARE(event.at, kNow);
        QCOMPARE(QJsonDocument::fromJson(event.detail.toUtf8())
                     .object()
                     .value(QStringLiteral("reason"))
                     .toString(),
            kReason);
    }
    if (!deed.events.isEmpty())
        QCOMPARE(events.join(QLatin1Char('\n')), deed.events.join(QLatin1Char('\n')));
    QCOMPARE(report->settled.isEmpty(), events.isEmpty());
    for (const migration::HistoryRow& row : after.rows) {
        if (row.runId == report->runId)
            QCOMPARE(row.appliedBy, QStringLiteral("bert@host\"1"));
    }
}

void Settle::storyOnEngine()
{
    QFETCH(Dialect, dialect);
    QFETCH(int, index);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const SettleCase& settleCase = m_cases.at(index);
    Stage& on = stage(dialect);
    QVERIFY(write(on, settleCase.story));
    for (const Deed& deed : settleCase.deeds) {
        doDeed(on, deed, settleCase.story.set);
        if (QTest::currentTestFailed())
            return;
    }
    QCOMPARE(test::renderTimeline(on.timeline(settleCase.story.set)).join(QLatin1Char('\n')),
        settleCase.expected.join(QLatin1Char('\n')));
}

void Settle::emptyDatabaseGetsItsTables()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Stage on(dialect);
    VERIFY_OK(on.reader);
    VERIFY_OK((*on.reader)->execute(QStringLiteral("CREATE TABLE mine (a int)")));
    const TimelineCase story = storyOf({"file 1 a", "file 2 b"});
    SettleRequest request = requestFor(SettleKind::Baseline, on.timeline(story.set), {QStringLiteral("1_a")});
    request.historyDigest = planner::historyDigest(on.history());
    VERIFY_OK(on.settle(request));
    const migration::HistorySnapshot after = on.history();
    QVERIFY(after.present);
    QVERIFY(after.logIsProtected);
    QCOMPARE(after.userTables, 1);
    QCOMPARE(test::renderTimeline(on.timeline(story.set)).first(), QStringLiteral("1_a baseline"));
}

void Settle::refusalMakesNoTables()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Stage on(dialect);
    const TimelineCase story = storyOf({"file 1 a"});
    const auto timeline = on.timeline(story.set);
    QVERIFY(!on.settle(requestFor(SettleKind::AcceptText, timeline, {QStringLiteral("1_a")})));
    const auto nothing = on.settle(requestFor(SettleKind::MarkPending, timeline, {QStringLiteral("1_a")}));
    VERIFY_OK(nothing);
    QVERIFY(nothing->settled.isEmpty());
    QCOMPARE(nothing->lines.size(), 1);
    QVERIFY(!on.history().present);
}

void Settle::textsAreKept()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Stage on(dialect);
    TimelineCase story = storyOf({"file 1 a", "file 2 large"});
    migration::Script& large = *story.set.migrations[1].up;
    large.isLarge = true;
    large.bytes.clear();
    large.size = 700'000'000;
    VERIFY_OK(on.settle(requestFor(SettleKind::MarkApplied, on.timeline(story.set),
        {QStringLiteral("1_a"), QStringLiteral("2_large")})));
    const migration::Migration& small = story.set.migrations.first();
    const auto texts =
        history::readScripts(**on.reader, {}, {small.up->sha256, small.down->sha256, large.sha256});
    VERIFY_OK(texts);
    QVERIFY(texts->problems.isEmpty());
    QCOMPARE(texts->bytes.value(small.up->sha256), small.up->bytes);
    QCOMPARE(texts->bytes.value(small.down->sha256), small.down->bytes);
    QVERIFY(!texts->bytes.contains(large.sha256));
    const auto size =
        (*on.reader)->query(QStringLiteral("SELECT size FROM strandline_script WHERE encoding = 'none'"));
    VERIFY_OK(size);
    QCOMPARE(size->rows.value(0).value(0).toLongLong(), 700'000'000LL);
    const migration::HistoryRow row = on.history().rows.first();
    QCOMPARE(row.meaning, small.up->meaning);
    QCOMPARE(row.upSha256, small.up->sha256);
    QCOMPARE(row.downSha256, small.down->sha256);
    QCOMPARE(row.appliedAt, kNow);
}

void Settle::acceptedTextKeepsItsPlace()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Stage on(dialect);
    TimelineCase story = storyOf({"file 1 a text=new nodown", "file 2 b", "row 1 a applied text=old run=r1",
        "row 2 b applied run=r2"});
    VERIFY_OK(test::createBookkeeping(**on.reader));
    VERIFY_OK(test::writeStory(**on.reader, story));
    const migration::HistoryRow before = on.history().rows.first();
    VERIFY_OK(on.settle(requestFor(SettleKind::AcceptText, on.timeline(story.set), {QStringLiteral("1_a")})));
    const migration::HistorySnapshot history = on.history();
    const migration::HistoryRow after = history.rows.first();
    const migration::Script& up = *story.set.migrations.first().up;
    QCOMPARE(after.sequence, before.sequence);
    QCOMPARE(after.runId, before.runId);
    QCOMPARE(after.appliedAt, before.appliedAt);
    QCOMPARE(after.appliedBy, before.appliedBy);
    QCOMPARE(after.durationMs, before.durationMs);
    QCOMPARE(after.upSha256, up.sha256);
    QCOMPARE(after.meaning, up.meaning);
    QCOMPARE(after.downSha256, before.downSha256); // without a down file the recorded way back stays
    const QJsonObject detail = QJsonDocument::fromJson(history.events.last().detail.toUtf8()).object();
    QCOMPARE(detail.value(QStringLiteral("old_sha256")).toString().toLatin1(), before.upSha256);
    QCOMPARE(detail.value(QStringLiteral("new_sha256")).toString().toLatin1(), up.sha256);
    QCOMPARE(history.events.last().sha256, up.sha256);
    const auto texts = history::readScripts(**on.reader, {}, {up.sha256});
    VERIFY_OK(texts);
    QCOMPARE(texts->bytes.value(up.sha256), up.bytes);
}

void Settle::movedHistoryIsRefused()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Stage on(dialect);
    const TimelineCase story = storyOf({"file 1 a", "file 2 b"});
    SettleRequest request =
        requestFor(SettleKind::MarkApplied, on.timeline(story.set), {QStringLiteral("1_a")});
    request.historyDigest = planner::historyDigest(on.history());
    VERIFY_OK(on.settle(request));
    const auto again = on.settle(request);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QVERIFY(again.error().hint.contains(QStringLiteral("Look at the timeline")));
    // Without a digest the history as it is decides, whatever the entries say.
    request.historyDigest.clear();
    const auto known = on.settle(request);
    VERIFY_OK(known);
    QVERIFY(known->settled.isEmpty());
    QCOMPARE(on.history().rows.size(), 1);
}

/// Breaks each of the statements in turn; the history is as before, or the settling is complete.
void Settle::nothingOrEverything()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Stage on(dialect);
    const TimelineCase story = storyOf({"file 1 a", "file 2 b", "file 3 c", "row 1 a applied run=r1",
        "log started 2 b up run=r2", "log failed 2 b up run=r2 statement=2 kept=1"});
    VERIFY_OK(test::createBookkeeping(**on.reader));
    VERIFY_OK(test::writeStory(**on.reader, story));
    const QByteArray before = planner::historyDigest(on.history());
    const auto events = on.history().events.size();
    const base::FixedClock clock(kNow);
    base::JobContext context;
    context.clock = &clock;
    int failures = 0;
    for (int number = 0; number < 200; ++number) {
        SettleRequest request = requestFor(
            SettleKind::MarkApplied, on.timeline(story.set), {QStringLiteral("2_b"), QStringLiteral("3_c")});
        request.identity = {
            QStringLiteral("run"), QStringLiteral("bert"), QStringLiteral("h"), QStringLiteral("1")};
        const auto open = on.opener();
        const auto breaking = [&](runner::ConnectionUse use, const base::JobContext& given) {
            auto opened = open(use, given);
            if (opened && use == runner::ConnectionUse::Work)
                (*opened)->setTap(std::make_shared<test::FailAt>(number));
            return opened;
        };
        const auto settled = runner::settle(request, *on.live.engines().find(dialect), breaking, context);
        if (settled)
            break;
        QVERIFY2(settled.error().toText().contains(QStringLiteral("made to fail")),
            qPrintable(settled.error().toText()));
        QCOMPARE(planner::historyDigest(on.history()), before);
        QCOMPARE(on.history().events.size(), events);
        ++failures;
    }
    QVERIFY2(failures > 8, qPrintable(QString::number(failures)));
    QCOMPARE(test::renderTimeline(on.timeline(story.set)).last(),
        QStringLiteral("all 3 applied 3 pending 0 problems 0 head 3"));
}

void Settle::refusesBesideARun()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Stage on(dialect);
    const engine::RunServices& services = on.live.engines().find(dialect)->runServices();
    auto connection = on.opener()(runner::ConnectionUse::Lock, {});
    VERIFY_OK(connection);
    auto held = services.tryLock(std::move(*connection), **on.reader,
        {QStringLiteral("anna@build7"), QStringLiteral("run-1"), kNow, {}});
    VERIFY_OK(held);
    QVERIFY(held->lock);
    const TimelineCase story = storyOf({"file 1 a"});
    SettleRequest request =
        requestFor(SettleKind::MarkApplied, on.timeline(story.set), {QStringLiteral("1_a")});
    const auto refused = on.settle(request);
    QVERIFY2(!refused, "it was settled beside a run");
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QVERIFY2(
        refused.error().detail.contains(QStringLiteral("anna@build7")), qPrintable(refused.error().toText()));
    QVERIFY(!on.history().present);
    // Waiting can be given up.
    const base::CancelToken cancel;
    std::thread canceller([&cancel] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        cancel.cancel();
    });
    request.lockWaitMs = 600000;
    const auto cancelled = on.settle(request, cancel);
    canceller.join();
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
}

void Settle::waitsForTheLock()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Stage on(dialect);
    const TimelineCase story = storyOf({"file 1 a"});
    SettleRequest request =
        requestFor(SettleKind::MarkApplied, on.timeline(story.set), {QStringLiteral("1_a")});
    request.lockWaitMs = 60000;
    std::atomic_bool isHeld {false};
    std::thread holder([&on, dialect, &isHeld] {
        auto own = on.opener()(runner::ConnectionUse::Lock, {});
        const auto second = on.opener()(runner::ConnectionUse::Work, {});
        auto held = on.live.engines().find(dialect)->runServices().tryLock(
            std::move(*own), **second, {QStringLiteral("anna@build7"), QStringLiteral("run-1"), kNow, {}});
        isHeld = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
    });
    while (!isHeld)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const auto settled = on.settle(request);
    holder.join();
    VERIFY_OK(settled);
    QCOMPARE(on.history().rows.size(), 1);
}

void Settle::otherSchema()
{
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    const Stage on(Dialect::PostgreSql);
    VERIFY_OK((*on.reader)->execute(QStringLiteral("CREATE SCHEMA \"we;ird\"\"\"")));
    const TimelineCase story = storyOf({"file 1 a"});
    SettleRequest request =
        requestFor(SettleKind::MarkSkipped, on.timeline(story.set), {QStringLiteral("1_a")});
    request.historySchema = QStringLiteral("we;ird\"");
    VERIFY_OK(on.settle(request));
    QVERIFY(!on.history().present);
    const auto there = history::readHistory(**on.reader, {request.historySchema, false});
    VERIFY_OK(there);
    QCOMPARE(there->rows.size(), 1);
    QCOMPARE(there->rows.first().status, migration::HistoryStatus::Skipped);
}

void Settle::badRequests()
{
    const Stage on(Dialect::Sqlite);
    const TimelineCase story = storyOf({"file 1 a", "file 01 b", "file 2 c"});
    const auto timeline = on.timeline(story.set);
    SettleRequest none;
    none.kind = SettleKind::MarkApplied;
    QCOMPARE(on.settle(none).error().code, ErrorCode::Invalid);
    none.kind = SettleKind::Baseline;
    QCOMPARE(on.settle(none).error().code, ErrorCode::Invalid);
    const QStringList twice {QStringLiteral("1_a"), QStringLiteral("01_b")};
    const auto both = on.settle(requestFor(SettleKind::MarkApplied, timeline, twice));
    QVERIFY(!both);
    QCOMPARE(both.error().code, ErrorCode::Invalid);
    const QStringList two {QStringLiteral("1_a"), QStringLiteral("2_c")};
    const auto baselines = on.settle(requestFor(SettleKind::Baseline, timeline, two));
    QVERIFY(!baselines);
    QCOMPARE(baselines.error().code, ErrorCode::Invalid);
    QVERIFY(!on.history().present);
}

QTEST_GUILESS_MAIN(Settle)
#include "tst_settle.moc"
