// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/timeline.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace strandline::migration;

class TestMigrationValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idIsWhatTheFileIsCalled_data();
    void idIsWhatTheFileIsCalled();
    void versionsAreOrdered_data();
    void versionsAreOrdered();
    void versionOrderIsTotal();
    void spellingsGoBothWays();
    void spellingsAreTheDocumentedOnes();
    void unknownSpellingsAreRefused();
    void flagListFollowsDeclaration();
    void irreversible();
};

void TestMigrationValues::idIsWhatTheFileIsCalled_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("versioned") << int(Kind::Versioned) << QStringLiteral("20260101120000")
                               << QStringLiteral("add_points") << QStringLiteral("20260101120000_add_points");
    QTest::newRow("repeatable") << int(Kind::Repeatable) << QString() << QStringLiteral("active_users")
                                << QStringLiteral("active_users");
    QTest::newRow("version only") << int(Kind::Versioned) << QStringLiteral("20260101120000") << QString()
                                  << QStringLiteral("20260101120000");
    QTest::newRow("name only") << int(Kind::Versioned) << QString() << QStringLiteral("x")
                               << QStringLiteral("x");
}

void TestMigrationValues::idIsWhatTheFileIsCalled()
{
    QFETCH(int, kind);
    QFETCH(QString, version);
    QFETCH(QString, name);
    Migration migration;
    migration.kind = Kind(kind);
    migration.version = version;
    migration.name = name;
    QTEST(migration.id(), "expected");
    TimelineEntry entry;
    entry.kind = Kind(kind);
    entry.version = version;
    entry.name = name;
    QTEST(entry.id(), "expected");
}

void TestMigrationValues::versionsAreOrdered_data()
{
    QTest::addColumn<QString>("smaller");
    QTest::addColumn<QString>("larger");
    QTest::newRow("stamps") << QStringLiteral("20260101120000") << QStringLiteral("20260101120001");
    QTest::newRow("by number, not by text") << QStringLiteral("9") << QStringLiteral("10");
    QTest::newRow("beyond 64 bits") << QStringLiteral("99999999999999999999999")
                                    << QStringLiteral("100000000000000000000000");
    QTest::newRow("leading zeros do not count") << QStringLiteral("0007") << QStringLiteral("8");
    QTest::newRow("equal numbers by text") << QStringLiteral("007") << QStringLiteral("7");
    QTest::newRow("zero") << QStringLiteral("0") << QStringLiteral("1");
    QTest::newRow("text") << QStringLiteral("a10") << QStringLiteral("a9");
    QTest::newRow("numbers before text") << QStringLiteral("999") << QStringLiteral("1a");
    QTest::newRow("empty is text") << QStringLiteral("5") << QString();
    QTest::newRow("foreign digits are text") << QStringLiteral("100") << QStringLiteral(u"\u0661\u0662");
}

void TestMigrationValues::versionsAreOrdered()
{
    QFETCH(QString, smaller);
    QFETCH(QString, larger);
    QVERIFY(versionLess(smaller, larger));
    QVERIFY(!versionLess(larger, smaller));
    QVERIFY(!versionLess(smaller, smaller));
    QVERIFY(!versionLess(larger, larger));
}

void TestMigrationValues::versionOrderIsTotal()
{
    const QStringList versions {QStringLiteral("7"), QStringLiteral("007"), QStringLiteral("a"),
        QStringLiteral("10"), QStringLiteral("1a"), QString(), QStringLiteral("00"), QStringLiteral("0"),
        QStringLiteral("20260101120000")};
    QStringList expected = versions;
    std::sort(expected.begin(), expected.end(), versionLess);
    for (const QString& a : versions) {
        for (const QString& b : versions) {
            QCOMPARE(int(versionLess(a, b)) + int(versionLess(b, a)), a == b ? 0 : 1);
            QCOMPARE(versionLess(a, b), expected.indexOf(a) < expected.indexOf(b));
        }
    }
}

void TestMigrationValues::spellingsGoBothWays()
{
    QSet<QString> seen;
    for (int i = 0; i <= int(MigrationState::Baseline); ++i) {
        const QString name = stateName(MigrationState(i));
        QVERIFY(!name.isEmpty() && !seen.contains(name));
        seen.insert(name);
        QCOMPARE(stateFromName(name), std::optional(MigrationState(i)));
    }
    seen.clear();
    for (int i = 1; i <= int(MigrationFlag::Unsaved); i *= 2) {
        const QString name = flagName(MigrationFlag(i));
        QVERIFY(!name.isEmpty() && !seen.contains(name));
        seen.insert(name);
        QCOMPARE(flagFromName(name), std::optional(MigrationFlag(i)));
    }
    seen.clear();
    for (int i = 0; i <= int(EventKind::BookkeepingChanged); ++i) {
        const QString name = eventKindName(EventKind(i));
        QVERIFY(!name.isEmpty() && !seen.contains(name));
        seen.insert(name);
        QCOMPARE(eventKindFromName(name), std::optional(EventKind(i)));
    }
    for (int i = 0; i <= int(HistoryStatus::Baseline); ++i) {
        const QString name = historyStatusName(HistoryStatus(i));
        QCOMPARE(historyStatusFromName(name), std::optional(HistoryStatus(i)));
    }
}

void TestMigrationValues::spellingsAreTheDocumentedOnes()
{
    // Stored in databases and printed in reports: changing one breaks readers.
    QCOMPARE(stateName(MigrationState::RolledBack), QStringLiteral("rolledBack"));
    QCOMPARE(flagName(MigrationFlag::ChangedCosmetic), QStringLiteral("changedCosmetic"));
    QCOMPARE(flagName(MigrationFlag::NoTransaction), QStringLiteral("noTransaction"));
    QCOMPARE(eventKindName(EventKind::StatementDone), QStringLiteral("statement-done"));
    QCOMPARE(eventKindName(EventKind::DriftFound), QStringLiteral("drift-found"));
    QCOMPARE(historyStatusName(HistoryStatus::Baseline), QStringLiteral("baseline"));
}

void TestMigrationValues::unknownSpellingsAreRefused()
{
    for (const QString& name :
        {QString(), QStringLiteral("Applied"), QStringLiteral("applied "), QStringLiteral("?")}) {
        QVERIFY(!stateFromName(name));
        QVERIFY(!flagFromName(name));
        QVERIFY(!eventKindFromName(name));
        QVERIFY(!historyStatusFromName(name));
    }
}

void TestMigrationValues::flagListFollowsDeclaration()
{
    const MigrationFlags flags = MigrationFlags(MigrationFlag::Repeatable) | MigrationFlag::Changed;
    QCOMPARE(flagList(flags), (QList<MigrationFlag> {MigrationFlag::Changed, MigrationFlag::Repeatable}));
    QVERIFY(flagList({}).isEmpty());
}

void TestMigrationValues::irreversible()
{
    Migration migration;
    migration.up = Script {};
    QVERIFY(migration.isIrreversible());
    migration.down = Script {};
    QVERIFY(!migration.isIrreversible());
    migration.up->directives.irreversible = QStringLiteral("the old values are gone");
    QVERIFY(migration.isIrreversible());
}

QTEST_GUILESS_MAIN(TestMigrationValues)
#include "tst_migration_values.moc"
