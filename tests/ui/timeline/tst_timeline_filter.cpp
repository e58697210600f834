// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_timeline.h"
#include "ui/models/timeline_filter.h"

#include <QTest>

using namespace strandline;

/// G02: each key, negation, unknown key, against the project that has every state.
class TimelineFilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void explains_data();
    void explains();
    void everyStateAndFlagHasAName();
    void completes_data();
    void completes();
};

namespace {

QStringList found(const QString& text)
{
    const migration::Timeline timeline = test::everyStateTimeline();
    const ui::TimelineFilter filter = ui::parseTimelineFilter(text);
    const ui::StateIn staging = [](const migration::TimelineEntry& entry,
                                    const QString& environment) -> std::optional<migration::MigrationState> {
        if (environment.compare(QStringLiteral("staging"), Qt::CaseInsensitive) != 0)
            return std::nullopt;
        static const migration::Timeline there = test::stagingTimeline();
        for (const migration::TimelineEntry& one : there.entries) {
            if (one.kind == entry.kind && one.version == entry.version && one.name == entry.name)
                return one.state;
        }
        return std::nullopt;
    };
    QStringList names;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        if (ui::matches(filter, entry, staging))
            names << entry.name;
    }
    return names;
}

} // namespace

void TimelineFilterTest::finds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("names");
    const auto row = [](const char* text, const QString& names) {
        QTest::newRow(text) << QString::fromUtf8(text) << names.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    };
    row("loyalty", QStringLiteral("add_users_loyalty_points backfill_loyalty_points"));
    row("LOYALTY -backfill", QStringLiteral("add_users_loyalty_points"));
    row("\"loyalty points\"", QStringLiteral("add_users_loyalty_points backfill_loyalty_points"));
    row("20260504", QStringLiteral("split_name_of_customer"));
    row("state:failed", QStringLiteral("unique_invoice_number"));
    row("state:partial", QStringLiteral("backfill_invoice"));
    row("state:rolledBack", QStringLiteral("backfill_loyalty_points"));
    row("state:rolled-back", QStringLiteral("backfill_loyalty_points"));
    row("State:MISSING", QStringLiteral("split_name_of_customer"));
    row("state:future,baseline", QStringLiteral("baseline add_orders_channel"));
    row("state:skipped", QStringLiteral("load_demo_rows"));
    row("state:running", QStringLiteral("widen_invoice_number"));
    row("state:pending", QStringLiteral("add_invoice_table drop_legacy_invoice"));
    row("state:pending -flag:irreversible", QStringLiteral("add_invoice_table"));
    row("flag:changed", QStringLiteral("add_orders_status invoice_totals_view"));
    row("flag:changedCosmetic", QStringLiteral("add_customer_email"));
    row("flag:outOfOrder", QStringLiteral("fix_vat_rounding"));
    row("flag:\"no way back\"", QStringLiteral("drop_legacy_invoice"));
    row("flag:dataLoss", QStringLiteral("backfill_invoice drop_legacy_invoice"));
    row("flag:downDataLoss", QStringLiteral("create_orders backfill_loyalty_points"));
    row("flag:noTransaction", QStringLiteral("index_orders_customer backfill_invoice"));
    row("flag:repeatable", QStringLiteral("orders_per_customer_view invoice_totals_view"));
    row("flag:unsaved", QStringLiteral("add_invoice_table"));
    row("by:ci", QStringLiteral("unique_invoice_number backfill_invoice"));
    row("by:ben,ci -state:failed", QStringLiteral("load_demo_rows backfill_invoice"));
    row("env:staging loyalty", QStringLiteral("add_users_loyalty_points backfill_loyalty_points"));
    row("-env:staging state:future", QStringLiteral("add_orders_channel"));
    row("before:20260201", QStringLiteral("baseline create_customer create_orders"));
    row("after:20260801120045", QStringLiteral("add_orders_channel"));
    row("before:2026-11-03 state:applied by:anna", QStringLiteral("add_customer_email"));
    row("after:2026-11-16 state:applied",
        QStringLiteral("create_customer fix_vat_rounding invoice_totals_view"));
    // What cannot narrow yet, and what is still being typed, leave the list alone.
    row("state: loyalty", QStringLiteral("add_users_loyalty_points backfill_loyalty_points"));
    row("risk:high loyalty", QStringLiteral("add_users_loyalty_points backfill_loyalty_points"));
    row("touches:orders state:failed", QStringLiteral("unique_invoice_number"));
    row("stat:failed state:failed", QStringLiteral("unique_invoice_number"));
    row("nothing_like_this", QString());
    row("- state:failed", QStringLiteral("unique_invoice_number"));
}

void TimelineFilterTest::finds()
{
    QFETCH(QString, text);
    QFETCH(QStringList, names);
    QCOMPARE(found(text), names);
}

void TimelineFilterTest::explains_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("note");
    QTest::newRow("unknown key") << QStringLiteral("stat:failed")
                                 << QStringLiteral("No such filter “stat”. Try state:, flag:, risk:")
                                 << QString();
    QTest::newRow("unknown state") << QStringLiteral("state:applied,done")
                                   << QStringLiteral("No such state “done”. Try applied, pending")
                                   << QString();
    QTest::newRow("unknown flag") << QStringLiteral("flag:big")
                                  << QStringLiteral("No such flag “big”. Try changed,") << QString();
    QTest::newRow("risk") << QStringLiteral("risk:high") << QString()
                          << QStringLiteral("“risk:” changes nothing yet");
    QTest::newRow("touches") << QStringLiteral("touches:t") << QString()
                             << QStringLiteral("“touches:” changes nothing yet");
    QTest::newRow("fine") << QStringLiteral("state:failed -by:anna x") << QString() << QString();
    QTest::newRow("a time is no key") << QStringLiteral("10:30") << QString() << QString();
}

void TimelineFilterTest::explains()
{
    QFETCH(QString, text);
    QFETCH(QString, problem);
    QFETCH(QString, note);
    const ui::TimelineFilter filter = ui::parseTimelineFilter(text);
    QVERIFY2(problem.isEmpty() ? filter.problem.isEmpty() : filter.problem.startsWith(problem),
        qPrintable(filter.problem));
    QVERIFY2(note.isEmpty() ? filter.note.isEmpty() : filter.note.startsWith(note), qPrintable(filter.note));
}

/// A state that is added to the model must be added to the language too.
void TimelineFilterTest::everyStateAndFlagHasAName()
{
    const migration::Timeline timeline = test::everyStateTimeline();
    QSet<int> states;
    int flags = 0;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        states.insert(int(entry.state));
        flags |= int(entry.flags);
        const QString byState = QStringLiteral("state:") + migration::stateName(entry.state);
        QVERIFY2(found(byState).contains(entry.name), qPrintable(byState));
        for (const migration::MigrationFlag flag : migration::flagList(entry.flags)) {
            const QString byFlag = QStringLiteral("flag:") + migration::flagName(flag);
            QVERIFY2(found(byFlag).contains(entry.name), qPrintable(byFlag));
        }
    }
    QCOMPARE(states.size(), int(migration::MigrationState::Baseline) + 1);
    QCOMPARE(flags, int(migration::MigrationFlag::Unsaved) * 2 - 1);
}

void TimelineFilterTest::completes_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* word, const QStringList& words) {
        QTest::newRow(word) << QString::fromUtf8(word) << words;
    };
    row("st", {QStringLiteral("state:")});
    row("-st", {QStringLiteral("-state:")});
    row("state:p", {QStringLiteral("state:pending"), QStringLiteral("state:partial")});
    row("by:", {QStringLiteral("by:anna"), QStringLiteral("by:\"Ben B\"")});
    row("env:pro", {QStringLiteral("env:production")});
    row("state:pending", {});
    row("zz", {});
}

void TimelineFilterTest::completes()
{
    QFETCH(QString, word);
    QFETCH(QStringList, words);
    const ui::FilterVocabulary vocabulary {{QStringLiteral("anna"), QStringLiteral("Ben B")},
        {QStringLiteral("production"), QStringLiteral("test")}};
    QCOMPARE(ui::filterCompletions(word, vocabulary), words);
}

QTEST_GUILESS_MAIN(TimelineFilterTest)
#include "tst_timeline_filter.moc"
