// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_timeline.h"
#include "ui/models/timeline_model.h"
#include "ui/text/state_words.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace strandline;
using migration::MigrationFlag;
using migration::MigrationState;

class TimelineModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void speech_data();
    void speech();
    void nowRowStandsBehindWhatRan();
    void nowText();
    void executionOrder();
    void newestFirstTurnsEverythingAround();
    void rail();
    void minimalRowOperations();
    void manyChangesReset();
    void survivesEveryChange();
    void compareColumns();
    void ranges();
    void rowAsText();
    void csv();
    void filesOnly();
};

namespace {

ui::TimelineInput inputOf(const migration::Timeline& timeline)
{
    ui::TimelineInput input;
    input.timeline = std::make_shared<const migration::Timeline>(timeline);
    input.environment = QStringLiteral("production");
    input.tier = project::Tier::Production;
    input.nowUtc = test::fixedNow();
    return input;
}

ui::ComparedEnvironment compared(const QString& name, const migration::Timeline& timeline)
{
    ui::ComparedEnvironment other;
    other.name = name;
    other.tier = project::Tier::Staging;
    other.timeline = std::make_shared<const migration::Timeline>(timeline);
    other.index = ui::ComparedEnvironment::indexOf(*other.timeline);
    return other;
}

void show(ui::TimelineModel& model, const ui::TimelineInput& input, const ui::TimelineLook& look = {})
{
    model.setContent(input, ui::buildTimelineRows(input, look));
}

QString sentenceOf(const QString& name)
{
    ui::TimelineModel model;
    show(model, inputOf(test::everyStateTimeline()));
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, 0).data(ui::NameRole).toString() == name)
            return model.index(row, 0).data(Qt::AccessibleTextRole).toString();
    }
    return {};
}

} // namespace

/// G01: the whole row in one sentence, for every state and every flag.
void TimelineModelTest::speech_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* sentence) {
        QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(sentence);
    };
    row("baseline", "20260101120030 baseline, baseline");
    row("create_customer", "20260112120031 create customer, applied");
    row("create_orders", "20260119120032 create orders, applied, going back deletes data");
    row("load_demo_rows", "20260202120033 load demo rows, skipped");
    row("add_customer_email", "20260210120034 add customer email, applied, reformatted");
    row("fix_vat_rounding", "20260301120035 fix vat rounding, applied, out of order");
    row("add_orders_status", "20260315120036 add orders status, applied, edited after apply");
    row("index_orders_customer", "20260402120037 index orders customer, applied, not in a transaction");
    row("split_name_of_customer", "20260504120039 split name of customer, file missing");
    row("backfill_loyalty_points",
        "20260518120040 backfill loyalty points, rolled back, going back deletes data");
    row("add_invoice_table", "20260601120041 add invoice table, pending, unsaved");
    row("unique_invoice_number", "20260615120042 unique invoice number, failed");
    row("backfill_invoice",
        "20260701120043 backfill invoice, half applied, deletes data, not in a transaction");
    row("drop_legacy_invoice", "20260713120044 drop legacy invoice, pending, no way back, deletes data");
    row("widen_invoice_number", "20260801120045 widen invoice number, running");
    row("add_orders_channel", "20260901120046 add orders channel, from a newer checkout");
    row("orders_per_customer_view", "orders per customer view, applied, repeats");
    row("invoice_totals_view", "invoice totals view, applied, edited after apply, repeats");
}

void TimelineModelTest::speech()
{
    QFETCH(QString, name);
    QFETCH(QString, sentence);
    QCOMPARE(sentenceOf(name), sentence);
}

void TimelineModelTest::nowRowStandsBehindWhatRan()
{
    migration::Timeline timeline = test::stagingTimeline();
    const ui::TimelineInput input = inputOf(timeline);
    const QList<ui::TimelineRow> rows = ui::buildTimelineRows(input, {});
    QCOMPARE(rows.size(), timeline.entries.size() + 1);
    int now = -1;
    for (int i = 0; i < rows.size(); ++i) {
        if (rows[i].kind == ui::RowKind::Now)
            now = i;
    }
    QCOMPARE(timeline.entries[rows[now - 1].entry].version, timeline.headVersion);
    QCOMPARE(timeline.entries[rows[now + 1].entry].state, MigrationState::Pending);
}

void TimelineModelTest::nowText()
{
    migration::Timeline timeline = test::everyStateTimeline();
    QCOMPARE(ui::nowText(inputOf(timeline)),
        QStringLiteral("you are here: production is at 20260901120046 · 1 half applied · 5 to run, "
                       "1 of them was rolled back, 1 of them failed"));
    timeline.entries.clear();
    timeline.headVersion.clear();
    timeline.entries << test::makeEntry(QStringLiteral("0001"), QStringLiteral("a"), MigrationState::Pending);
    QCOMPARE(ui::nowText(inputOf(timeline)),
        QStringLiteral("you are here: nothing has run on production · 1 to run"));
    timeline.entries = {
        test::makeEntry(QStringLiteral("0001"), QStringLiteral("a"), MigrationState::Applied)};
    timeline.headVersion = QStringLiteral("0001");
    QCOMPARE(ui::nowText(inputOf(timeline)),
        QStringLiteral("you are here: production is at 0001 · nothing waits"));
}

/// An entry that ran late stands where it ran; what has not run stands behind the mark.
void TimelineModelTest::executionOrder()
{
    migration::Timeline timeline;
    timeline.compared = true;
    for (int i = 1; i <= 4; ++i)
        timeline.entries << test::makeEntry(
            QStringLiteral("000%1").arg(i), QStringLiteral("m%1").arg(i), MigrationState::Applied);
    timeline.entries << test::makeEntry(
        QStringLiteral("0005"), QStringLiteral("m5"), MigrationState::Pending);
    timeline.entries[1].history->sequence = 99; // 0002 ran last
    ui::TimelineLook look;
    look.order = ui::TimelineOrder::Execution;
    QStringList names;
    for (const ui::TimelineRow& row : ui::buildTimelineRows(inputOf(timeline), look))
        names << (row.entry < 0 ? QStringLiteral("now") : timeline.entries[row.entry].name);
    QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("m1 m3 m4 m2 now m5"));
}

void TimelineModelTest::newestFirstTurnsEverythingAround()
{
    const ui::TimelineInput input = inputOf(test::everyStateTimeline());
    for (const ui::TimelineOrder order : {ui::TimelineOrder::Version, ui::TimelineOrder::Execution}) {
        ui::TimelineLook look;
        look.order = order;
        QStringList forwards;
        for (const ui::TimelineRow& row : ui::buildTimelineRows(input, look))
            forwards << row.key;
        look.newestFirst = true;
        QStringList backwards;
        for (const ui::TimelineRow& row : ui::buildTimelineRows(input, look))
            backwards.prepend(row.key);
        QCOMPARE(backwards, forwards);
    }
}

void TimelineModelTest::rail()
{
    migration::Timeline timeline;
    timeline.compared = true;
    const MigrationState states[] = {MigrationState::Applied, MigrationState::Applied,
        MigrationState::RolledBack, MigrationState::Pending, MigrationState::Pending, MigrationState::Failed};
    int version = 1;
    for (const MigrationState state : states) {
        timeline.entries << test::makeEntry(
            QStringLiteral("000%1").arg(version), QStringLiteral("m%1").arg(version), state);
        ++version;
    }
    const QList<ui::TimelineRow> rows = ui::buildTimelineRows(inputOf(timeline), {});
    QCOMPARE(rows[0].above, ui::Rail::None);
    QCOMPARE(rows[0].below, ui::Rail::Solid);
    QCOMPARE(rows[1].above, ui::Rail::Solid);
    QCOMPARE(rows[1].below, ui::Rail::Solid); // towards the Now row
    QCOMPARE(int(rows[2].kind), int(ui::RowKind::Now));
    QCOMPARE(rows[3].above, ui::Rail::None); // rolled back: a gap
    QCOMPARE(rows[4].above, ui::Rail::None);
    QCOMPARE(rows[4].below, ui::Rail::Dashed);
    QCOMPARE(rows[5].below, ui::Rail::None); // the octagon breaks the line
}

void TimelineModelTest::minimalRowOperations()
{
    ui::TimelineModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    migration::Timeline timeline = test::everyStateTimeline();
    show(model, inputOf(timeline));
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    const QPersistentModelIndex kept(model.index(5, 0));
    const QString keptKey = kept.data(ui::KeyRole).toString();

    timeline.entries.removeAt(2);
    timeline.entries.insert(9,
        test::makeEntry(
            QStringLiteral("20260518120041"), QStringLiteral("new_one"), MigrationState::Pending));
    show(model, inputOf(timeline));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(reset.size(), 0);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data(ui::KeyRole).toString(), keptKey);

    // The same content again changes no rows.
    show(model, inputOf(timeline));
    QCOMPARE(removed.size() + inserted.size() + reset.size(), 2);
}

void TimelineModelTest::manyChangesReset()
{
    ui::TimelineModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const ui::TimelineInput input = inputOf(test::longTimeline(1000));
    show(model, input);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    ui::TimelineLook look;
    look.filter = ui::parseTimelineFilter(QStringLiteral("flag:irreversible"));
    show(model, input, look);
    QCOMPARE(reset.size(), 1);
    QCOMPARE(model.rowCount(), 201); // every fifth, and the Now row
}

/// A walk through unrelated contents: whatever changes at once, the model tester stays silent.
void TimelineModelTest::survivesEveryChange()
{
    ui::TimelineModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ui::TimelineInput every = inputOf(test::everyStateTimeline());
    ui::TimelineInput staging = inputOf(test::stagingTimeline());
    staging.compared = {compared(QStringLiteral("one"), test::everyStateTimeline()),
        compared(QStringLiteral("two"), test::filesTimeline())};
    ui::TimelineInput nothing;
    ui::TimelineLook reversed;
    reversed.newestFirst = true;
    ui::TimelineLook problems;
    problems.chip = ui::TimelineLook::Chip::Problems;
    ui::TimelineLook differences;
    differences.onlyDifferences = true;
    for (const ui::TimelineLook& look :
        {ui::TimelineLook(), reversed, problems, differences, ui::TimelineLook()}) {
        for (const ui::TimelineInput& input :
            {every, staging, nothing, staging, every, inputOf(test::filesTimeline())}) {
            show(model, input, look);
            for (int row = 0; row < model.rowCount(); ++row) {
                for (int column = 0; column < model.columnCount(); ++column) {
                    for (const int role :
                        {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                        model.index(row, column).data(role);
                }
            }
        }
    }
}

void TimelineModelTest::compareColumns()
{
    ui::TimelineModel model;
    ui::TimelineInput input = inputOf(test::everyStateTimeline());
    input.compared = {compared(QStringLiteral("staging"), test::stagingTimeline())};
    show(model, input);
    const int column = ui::TimelineModel::FirstEnvironmentColumn;
    QCOMPARE(model.columnCount(), column + 1);
    QCOMPARE(model.headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString(),
        QStringLiteral("▲ staging at 20260518120040, 1 ahead, 1 behind"));
    QCOMPARE(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
        QStringLiteral("▲ staging\n1 ahead, 1 behind"));
    const int rolledBack = model.rowOfKey(QStringLiteral("v:20260518120040"));
    QCOMPARE(model.index(rolledBack, column).data(ui::StateRole).toInt(), int(MigrationState::Applied));
    QVERIFY(model.index(rolledBack, column).data(ui::DisagreeRole).toBool());
    QVERIFY(model.index(rolledBack, column)
                .data(Qt::AccessibleTextRole)
                .toString()
                .endsWith(QStringLiteral(", staging")));
    const int future = model.rowOfKey(QStringLiteral("v:20260901120046"));
    QCOMPARE(model.index(future, column).data(Qt::AccessibleTextRole).toString(),
        QStringLiteral("not known there, staging"));
    const int same = model.rowOfKey(QStringLiteral("v:20260112120031"));
    QVERIFY(!model.index(same, column).data(ui::DisagreeRole).toBool());

    ui::TimelineLook look;
    look.onlyDifferences = true;
    show(model, input, look);
    QCOMPARE(model.rowCount(), 3); // rolled back, future, Now
}

void TimelineModelTest::ranges()
{
    const migration::Timeline timeline = test::everyStateTimeline();
    const auto rangeOf = [&timeline](const QString& name) {
        for (int i = 0; i < timeline.entries.size(); ++i) {
            if (timeline.entries[i].name == name)
                return ui::selectionRange(timeline, i);
        }
        return ui::SelectionRange();
    };
    const ui::SelectionRange apply = rangeOf(QStringLiteral("drop_legacy_invoice"));
    QCOMPARE(int(apply.kind), int(ui::SelectionRange::Kind::Apply));
    QCOMPARE(apply.entries.size(), 5);
    QCOMPARE(apply.summary,
        QStringLiteral("Applying up to here would run 5 migrations. 1 of them has no way back."));
    const ui::SelectionRange back = rangeOf(QStringLiteral("index_orders_customer"));
    QCOMPARE(int(back.kind), int(ui::SelectionRange::Kind::RollBack));
    QCOMPARE(back.entries.size(), 3); // 0038, the missing one, the one from a newer checkout
    // Newest first: that is the order in which they would be undone.
    QCOMPARE(timeline.entries[back.entries.first()].name, QStringLiteral("add_orders_channel"));
    QCOMPARE(
        int(rangeOf(QStringLiteral("orders_per_customer_view")).kind), int(ui::SelectionRange::Kind::None));
    QCOMPARE(int(rangeOf(QStringLiteral("load_demo_rows")).kind), int(ui::SelectionRange::Kind::None));
}

void TimelineModelTest::rowAsText()
{
    ui::TimelineModel model;
    show(model, inputOf(test::everyStateTimeline()));
    const int row = model.rowOfKey(QStringLiteral("v:20260315120036"));
    QCOMPARE(model.rowAsText(row),
        QStringLiteral(
            "20260315120036_add_orders_status\tApplied\tedited after apply\t2026-11-03T00:00:00Z\tanna"));
}

void TimelineModelTest::csv()
{
    migration::Timeline timeline;
    timeline.compared = true;
    timeline.entries << test::makeEntry(
        QStringLiteral("0001"), QStringLiteral("=cmd \"x\""), MigrationState::Pending);
    ui::TimelineModel model;
    show(model, inputOf(timeline));
    QCOMPARE(ui::timelineAsCsv(model),
        QStringLiteral("version,name,kind,state,flags,at,by,duration_ms\r\n"
                       "\"0001\",\"'=cmd \"\"x\"\"\",versioned,pending,\"\",,\"\",\r\n"));
}

/// Before any database was asked nothing may look as if it were known to be pending.
void TimelineModelTest::filesOnly()
{
    ui::TimelineModel model;
    show(model, inputOf(test::filesTimeline()));
    QCOMPARE(model.rowOfKey(QStringLiteral("now")), -1);
    QCOMPARE(
        model.index(0, ui::TimelineModel::StateColumn).data().toString(), QStringLiteral("Not compared"));
    QVERIFY(!model.index(0, 0).data(ui::ComparedRole).toBool());
    QVERIFY(
        model.index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("not compared")));
    QCOMPARE(int(ui::selectionRange(test::filesTimeline(), 0).kind), int(ui::SelectionRange::Kind::None));
}

QTEST_MAIN(TimelineModelTest)
#include "tst_timeline_model.moc"
