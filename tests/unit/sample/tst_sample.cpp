// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/sqlite_engine.h"
#include "core/history/history_reader.h"
#include "core/migration/timeline.h"
#include "core/planner/timeline_builder.h"
#include "core/project/native_format.h"
#include "core/sample/create_sample.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace strandline;
using migration::MigrationFlag;
using migration::MigrationState;

class SampleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void productionShowsEveryStateAndFlag();
    void devIsAheadOfTheFiles();
    void makingItAgainChangesNothing();
    void aFolderWithOtherThingsIsRefused();
    void cancellingLeavesNothing();

private:
    migration::Timeline timelineOf(const QString& database);

    QTemporaryDir m_folder;
    QString m_project;
    base::SystemClock m_clock;
    engine::Engines m_engines;
};

void SampleTest::initTestCase()
{
    m_engines.add(engine::sqlite::makeSqliteEngine());
    const auto made = sample::createSampleProject(
        m_folder.filePath(QStringLiteral("my \"sample\" shop")), m_engines, {{}, nullptr, &m_clock});
    QVERIFY2(made, made ? "" : qUtf8Printable(made.error().toText()));
    m_project = *made;
}

migration::Timeline SampleTest::timelineOf(const QString& database)
{
    connection::ConnectionSettings settings;
    settings.database = {QDir(m_project).filePath(database), QStringLiteral("test")};
    const base::JobContext context {{}, nullptr, &m_clock};
    auto connection = m_engines.find(sql::Dialect::Sqlite)->open(settings, {}, context);
    if (!connection) {
        qWarning("%s", qUtf8Printable(connection.error().toText()));
        return {};
    }
    const auto snapshot = history::readHistory(**connection);
    if (!snapshot) {
        qWarning("%s", qUtf8Printable(snapshot.error().toText()));
        return {};
    }
    const auto set = project::readNativeFolder(
        {QDir(m_project).filePath(QStringLiteral("migrations"))}, m_project, sql::Dialect::Sqlite, context);
    if (!set)
        return {};
    return planner::buildTimeline(*set, *snapshot);
}

void SampleTest::productionShowsEveryStateAndFlag()
{
    const migration::Timeline timeline = timelineOf(QStringLiteral("production.db"));
    QVERIFY(timeline.compared);
    QSet<MigrationState> states;
    migration::MigrationFlags flags;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        states << entry.state;
        flags |= entry.flags;
        QVERIFY2(entry.problems.isEmpty(), qUtf8Printable(entry.id()));
    }
    for (const MigrationState state : {MigrationState::Applied, MigrationState::Pending,
             MigrationState::Failed, MigrationState::Partial, MigrationState::RolledBack,
             MigrationState::Missing, MigrationState::Skipped, MigrationState::Baseline})
        QVERIFY2(states.contains(state), qUtf8Printable(migration::stateName(state)));
    for (const MigrationFlag flag :
        {MigrationFlag::Changed, MigrationFlag::ChangedCosmetic, MigrationFlag::OutOfOrder,
            MigrationFlag::Irreversible, MigrationFlag::NoTransaction, MigrationFlag::Repeatable})
        QVERIFY2(flags.testFlag(flag), qUtf8Printable(migration::flagName(flag)));
}

void SampleTest::devIsAheadOfTheFiles()
{
    const migration::Timeline timeline = timelineOf(QStringLiteral("dev.db"));
    int future = 0;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        future += entry.state == MigrationState::Future;
        QVERIFY2(entry.state == MigrationState::Applied || entry.state == MigrationState::Future,
            qUtf8Printable(entry.id()));
    }
    QCOMPARE(future, 1);
    QCOMPARE(timeline.counts.pending, 0);
}

void SampleTest::makingItAgainChangesNothing()
{
    QFile database(QDir(m_project).filePath(QStringLiteral("production.db")));
    const QDateTime before = QFileInfo(database).lastModified();
    const auto again = sample::createSampleProject(m_project, m_engines, {{}, nullptr, &m_clock});
    QVERIFY(again);
    QCOMPARE(*again, m_project);
    QCOMPARE(QFileInfo(database.fileName()).lastModified(), before);
}

void SampleTest::aFolderWithOtherThingsIsRefused()
{
    const QString folder = m_folder.filePath(QStringLiteral("used"));
    QVERIFY(QDir().mkpath(folder));
    QFile mine(folder + QStringLiteral("/mine.txt"));
    QVERIFY(mine.open(QIODevice::WriteOnly));
    const auto refused = sample::createSampleProject(folder, m_engines, {{}, nullptr, &m_clock});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::Conflict);
    QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList {QStringLiteral("mine.txt")});
}

void SampleTest::cancellingLeavesNothing()
{
    const QString folder = m_folder.filePath(QStringLiteral("cancelled"));
    const base::CancelToken cancel;
    cancel.cancel();
    const auto cancelled = sample::createSampleProject(folder, m_engines, {cancel, nullptr, &m_clock});
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, base::ErrorCode::Cancelled);
    QVERIFY(!QFileInfo::exists(folder));
}

QTEST_GUILESS_MAIN(SampleTest)
#include "tst_sample.moc"
