// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/db/transaction.h"
#include "core/history/bookkeeping_scripts.h"
#include "core/history/history_reader.h"
#include "core/history/history_writer.h"
#include "core/history/log_reader.h"
#include "core/history/script_reader.h"
#include "core/planner/timeline_builder.h"
#include "core/sql/identifier.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/live_database.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace strandline;
using migration::EventKind;

#define VERIFY_RESULT(result)                                                                                \
    do {                                                                                                     \
        const auto& outcome_ = (result);                                                                     \
        QVERIFY2(outcome_, outcome_ ? "" : qPrintable(outcome_.error().toText()));                           \
    } while (false)

/// Begins every test: a database, its owner's connection, and skips where the engine is not here.
#define BEGIN_LIVE(owner)                                                                                    \
    QFETCH(sql::Dialect, dialect);                                                                           \
    STRANDLINE_NEEDS_ENGINE(dialect);                                                                        \
    const test::LiveDatabase live(dialect);                                                                  \
    QVERIFY2(live.problem().isEmpty(), qPrintable(live.problem()));                                          \
    auto owner = live.open();                                                                                \
    VERIFY_RESULT(owner)

class TestHistoryReader : public QObject
{
    Q_OBJECT

private slots:
    void databaseWithoutTables_data() { test::addEngineRows(); }
    void databaseWithoutTables()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT((*owner)->execute(QStringLiteral("CREATE TABLE users (id integer)")));
        VERIFY_RESULT((*owner)->execute(QStringLiteral("CREATE TABLE orders (id integer)")));
        VERIFY_RESULT((*owner)->execute(QStringLiteral("CREATE VIEW v AS SELECT id FROM users")));
        const auto history = read(live);
        VERIFY_RESULT(history);
        QVERIFY(!history->present);
        QCOMPARE(history->userTables, 2);
        QVERIFY(history->rows.isEmpty() && history->events.isEmpty() && history->problems.isEmpty());
    }

    void userTablesAreNotOurs_data() { test::addEngineRows(); }
    void userTablesAreNotOurs()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        VERIFY_RESULT((*owner)->execute(QStringLiteral("CREATE TABLE users (id integer)")));
        const auto history = read(live);
        VERIFY_RESULT(history);
        QVERIFY(history->present);
        QCOMPARE(history->userTables, 1);
        QCOMPARE(history->format, history::kBookkeepingFormat);
        QVERIFY(history->logIsProtected);
        QVERIFY(history->rows.isEmpty()); // our own migrations are not the user's
    }

    void tableOfAnotherProgram_data() { test::addEngineRows(); }
    void tableOfAnotherProgram()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT((*owner)->execute(
            QStringLiteral("CREATE TABLE strandline_history (version varchar(20), applied integer)")));
        const auto history = read(live);
        QVERIFY(!history);
        QCOMPARE(history.error().code, base::ErrorCode::Invalid);
        QVERIFY(history.error().summary.contains(QLatin1String("strandline_history")));
        QVERIFY(history.error().detail.contains(QLatin1String("up_sha256")));
        QVERIFY(!history.error().hint.isEmpty());
    }

    void newerFormatIsRefused_data() { test::addEngineRows(); }
    void newerFormatIsRefused()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        migration::HistoryRow row;
        row.version = QStringLiteral("20991231235959");
        row.name = QStringLiteral("from_the_future");
        row.appliedAt = kTime;
        row.programVersion = QStringLiteral("9.8.7");
        VERIFY_RESULT(history::HistoryWriter(**owner).addBookkeepingRow(row));
        // A later format may have changed whatever it likes behind the columns that never change.
        VERIFY_RESULT((*owner)->execute(
            QStringLiteral("ALTER TABLE strandline_history RENAME COLUMN run_id TO run_uuid")));
        const auto history = read(live);
        QVERIFY(!history);
        const QString text = history.error().toText();
        QCOMPARE(history.error().code, base::ErrorCode::Unsupported);
        QVERIFY2(text.contains(QStringLiteral("format %1").arg(history::kBookkeepingFormat + 1)),
            qPrintable(text));
        QVERIFY2(
            text.contains(QStringLiteral("up to %1").arg(history::kBookkeepingFormat)), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("9.8.7")), qPrintable(text));
    }

    void tablesMadeByHandAreFormatOne_data() { test::addEngineRows(); }
    void tablesMadeByHandAreFormatOne()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::runScript(**owner, history::bookkeepingMigrations(dialect).first().up));
        const auto history = read(live);
        VERIFY_RESULT(history);
        QCOMPARE(history->format, 1);
        QVERIFY(!history->logIsProtected);
        QCOMPARE(history->problems.size(), 1);
    }

    void missingLogIsAProblemMissingHistoryAnError_data() { test::addEngineRows(); }
    void missingLogIsAProblemMissingHistoryAnError()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        VERIFY_RESULT((*owner)->execute(QStringLiteral("DROP TABLE strandline_script")));
        auto history = read(live);
        VERIFY_RESULT(history);
        QCOMPARE(history->problems.size(), 1);
        VERIFY_RESULT((*owner)->execute(QStringLiteral("DROP TABLE strandline_log")));
        history = read(live);
        VERIFY_RESULT(history);
        QVERIFY(history->present);
        QCOMPARE(history->problems.size(), 2);

        const test::LiveDatabase other(dialect);
        auto otherOwner = other.open();
        VERIFY_RESULT(otherOwner);
        VERIFY_RESULT(test::createBookkeeping(**otherOwner));
        VERIFY_RESULT((*otherOwner)->execute(QStringLiteral("DROP TABLE strandline_history")));
        history = read(other);
        QVERIFY(!history);
        QCOMPARE(history.error().code, base::ErrorCode::Precondition);
    }

    void unknownEventKindsAreLeftOut_data() { test::addEngineRows(); }
    void unknownEventKindsAreLeftOut()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        VERIFY_RESULT((*owner)->execute(
            QStringLiteral("INSERT INTO strandline_log (happened_at, kind, error, detail) VALUES "
                           "('2026-01-01 00:00:00', 'from-the-future', '', ''), ('2026-01-01 00:00:00', "
                           "'from-the-future', '', ''), "
                           "('2026-01-01 00:00:00', 'started', '', '')")));
        const auto history = read(live);
        VERIFY_RESULT(history);
        QCOMPARE(history->events.size(), 1);
        QCOMPARE(history->problems.size(), 1);
        QVERIFY(history->problems.first().detail.contains(QLatin1String("from-the-future")));
        QVERIFY(history->problems.first().detail.contains(QLatin1String("2")));
    }

    void rowsOfUnknownStatusAreLeftOut()
    {
        // Only SQLite lets a test get behind the CHECK without rebuilding the table.
        const test::LiveDatabase live(sql::Dialect::Sqlite);
        auto owner = live.open();
        VERIFY_RESULT(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        VERIFY_RESULT((*owner)->execute(QStringLiteral("PRAGMA ignore_check_constraints = 1")));
        VERIFY_RESULT((*owner)->execute(
            QStringLiteral("INSERT INTO strandline_history (kind, version, name, status, applied_at) VALUES "
                           "('versioned', '1', 'a', 'applied', '2026-01-01T00:00:00.000Z'), "
                           "('versioned', '2', 'b', 'postponed', '2026-01-01T00:00:00.000Z'), "
                           "('seed', '3', 'c', 'applied', '2026-01-01T00:00:00.000Z'), "
                           "('versioned', '4', 'd', 'applied', 'yesterday')")));
        const auto history = read(live);
        VERIFY_RESULT(history);
        QCOMPARE(history->rows.size(), 2);
        QCOMPARE(history->problems.size(), 3);
        QVERIFY(history->problems.at(0).detail.contains(QLatin1String("postponed")));
        QVERIFY(!history->rows.at(1).appliedAt.isValid());
    }

    void missingRightIsNamed_data()
    {
        QTest::addColumn<sql::Dialect>("dialect");
        QTest::addColumn<QStringList>("revoke");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("postgresql: log")
            << sql::Dialect::PostgreSql
            << QStringList {QStringLiteral("REVOKE SELECT ON strandline_log FROM %1")}
            << QStringLiteral("GRANT SELECT ON \"public\".\"strandline_log\" TO ");
        QTest::newRow("postgresql: history")
            << sql::Dialect::PostgreSql
            << QStringList {QStringLiteral("REVOKE SELECT ON strandline_history FROM %1")}
            << QStringLiteral("GRANT SELECT ON \"public\".\"strandline_history\" TO ");
        QTest::newRow("postgresql: schema")
            << sql::Dialect::PostgreSql
            << QStringList {QStringLiteral("REVOKE ALL ON SCHEMA public FROM PUBLIC")}
            << QStringLiteral("GRANT USAGE ON SCHEMA \"public\" TO ");
    }
    void missingRightIsNamed()
    {
        QFETCH(QStringList, revoke);
        QFETCH(QString, wanted);
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        const QString reader = sql::quoteIdentifier(live.readerSettings().user.value, dialect);
        for (const QString& statement : revoke)
            VERIFY_RESULT((*owner)->execute(
                statement.contains(QLatin1String("%1")) ? statement.arg(reader) : statement));
        const auto history = read(live);
        QVERIFY(!history);
        QCOMPARE(history.error().code, base::ErrorCode::Precondition);
        QVERIFY2(history.error().hint.contains(wanted + reader), qPrintable(history.error().toText()));
        VERIFY_RESULT(history::readHistory(**owner)); // the owner is not concerned
    }

    void missingRightOnScriptsHidesOnlyTexts()
    {
        STRANDLINE_NEEDS_ENGINE(sql::Dialect::PostgreSql);
        const test::LiveDatabase live(sql::Dialect::PostgreSql);
        auto owner = live.open();
        VERIFY_RESULT(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        VERIFY_RESULT((*owner)->execute(QStringLiteral("REVOKE SELECT ON strandline_script FROM ")
            + sql::quoteIdentifier(live.readerSettings().user.value, live.dialect())));
        VERIFY_RESULT(read(live));
        auto reader = live.engines().open(live.readerSettings(), {}, {});
        VERIFY_RESULT(reader);
        const auto texts = history::readScripts(**reader, {}, {QByteArray(64, 'a')});
        QVERIFY(!texts);
        QVERIFY2(
            texts.error().hint.contains(QLatin1String("GRANT SELECT")), qPrintable(texts.error().toText()));
    }

    void schemaOfItsOwn()
    {
        STRANDLINE_NEEDS_ENGINE(sql::Dialect::PostgreSql);
        const test::LiveDatabase live(sql::Dialect::PostgreSql);
        auto owner = live.open();
        VERIFY_RESULT(owner);
        const QString schema = QStringLiteral("we;ird \"schema\"");
        const QString quoted = sql::quoteIdentifier(schema, live.dialect());
        VERIFY_RESULT((*owner)->execute(QStringLiteral("CREATE SCHEMA ") + quoted));
        VERIFY_RESULT((*owner)->execute(QStringLiteral("SET search_path TO ") + quoted));
        VERIFY_RESULT(test::createBookkeeping(**owner));
        migration::HistoryRow row;
        row.version = QStringLiteral("1");
        row.appliedAt = kTime;
        VERIFY_RESULT(history::HistoryWriter(**owner, schema).add(row));
        // By the search path of this session, by name from another, and not at all elsewhere.
        auto history = history::readHistory(**owner);
        VERIFY_RESULT(history);
        QCOMPARE(history->schema, schema);
        QCOMPARE(history->rows.size(), 1);
        auto second = live.open(db::AccessMode::ReadOnly);
        VERIFY_RESULT(second);
        history = history::readHistory(**second, {schema, false});
        VERIFY_RESULT(history);
        QCOMPARE(history->rows.size(), 1);
        history = history::readHistory(**second);
        VERIFY_RESULT(history);
        QVERIFY(!history->present);
        QCOMPARE(history->schema, QStringLiteral("public"));
    }

    void sqliteHasNoSchemas()
    {
        const test::LiveDatabase live(sql::Dialect::Sqlite);
        auto reader = live.open(db::AccessMode::ReadOnly);
        VERIFY_RESULT(reader);
        const auto history = history::readHistory(**reader, {QStringLiteral("audit"), false});
        QVERIFY(!history);
        QCOMPARE(history.error().code, base::ErrorCode::Invalid);
        VERIFY_RESULT(history::readHistory(**reader, {QStringLiteral("main"), false}));
    }

    void statementEventsOnlyOfUnfinishedRuns_data() { test::addEngineRows(); }
    void statementEventsOnlyOfUnfinishedRuns()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        append(**owner, EventKind::Planned, "r1", {});
        append(**owner, EventKind::Started, "r1", "1");
        append(**owner, EventKind::StatementStarted, "r1", "1");
        append(**owner, EventKind::StatementDone, "r1", "1");
        append(**owner, EventKind::Applied, "r1", "1");
        append(**owner, EventKind::Started, "r2", "2");
        append(**owner, EventKind::StatementStarted, "r2", "2");
        append(**owner, EventKind::StatementDone, "r2", "2");
        const auto needed = read(live);
        VERIFY_RESULT(needed);
        QCOMPARE(kinds(needed->events),
            QStringLiteral("started applied started statement-started statement-done"));
        const auto all = read(live, true);
        VERIFY_RESULT(all);
        QCOMPARE(all->events.size(), 8);
    }

    void logComesInPagesNewestFirst_data() { test::addEngineRows(); }
    void logComesInPagesNewestFirst()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        for (int i = 1; i <= 5; ++i)
            append(**owner, EventKind::Started, "r1", QByteArray::number(i));
        append(**owner, EventKind::Failed, "r2", "5");
        history::LogQuery query;
        query.limit = 4;
        auto page = history::readLog(**owner, {}, query);
        VERIFY_RESULT(page);
        QCOMPARE(page->events.size(), 4);
        QVERIFY(page->hasMore);
        QCOMPARE(page->events.first().kind, EventKind::Failed);
        QVERIFY(page->events.first().id > page->events.last().id);
        query.beforeId = page->events.last().id;
        page = history::readLog(**owner, {}, query);
        VERIFY_RESULT(page);
        QCOMPARE(page->events.size(), 2);
        QVERIFY(!page->hasMore);
        QCOMPARE(page->events.last().version, QStringLiteral("1"));

        query = {};
        query.version = QStringLiteral("5");
        page = history::readLog(**owner, {}, query);
        QCOMPARE(page->events.size(), 2);
        query.kinds = {EventKind::Failed, EventKind::Applied};
        page = history::readLog(**owner, {}, query);
        QCOMPARE(page->events.size(), 1);
        query = {};
        query.runId = QStringLiteral("r1");
        query.since = kTime.addMSecs(1);
        page = history::readLog(**owner, {}, query);
        QCOMPARE(page->events.size(), 0);
        query.since = kTime;
        page = history::readLog(**owner, {}, query);
        QCOMPARE(page->events.size(), 5);
    }

    void textsComeBackByteForByte_data() { test::addEngineRows(); }
    void textsComeBackByteForByte()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        const QList<QByteArray> texts {QByteArray(), "SELECT 1;\r\nSELECT 'a\\'';\n", "\xEF\xBB\xBFSELECT 1",
            QByteArray("a\0b", 3), "caf\xE9", "SELECT '\xF0\x9F\x90\xA7', '?', ':x';",
            QByteArray(3 << 20, 'x')};
        history::HistoryWriter writer(**owner);
        QList<QByteArray> digests;
        for (const QByteArray& text : texts) {
            digests.append(base::sha256Hex(text));
            VERIFY_RESULT(writer.keepScript(digests.last(), text));
            VERIFY_RESULT(writer.keepScript(digests.last(), text)); // a second time does no harm
        }
        const QByteArray huge(5 << 20, 'y');
        digests.append(base::sha256Hex(huge));
        VERIFY_RESULT(writer.keepScript(digests.last(), huge));
        digests.append(QByteArray(64, '0'));
        const auto read = history::readScripts(**owner, {}, digests);
        VERIFY_RESULT(read);
        QVERIFY(read->problems.isEmpty());
        QCOMPARE(read->bytes.size(), texts.size()); // neither the huge nor the unknown one
        for (const QByteArray& text : texts)
            QVERIFY(read->bytes.value(base::sha256Hex(text), "absent") == text);
    }

    void textThatWasTamperedWith_data() { test::addEngineRows(); }
    void textThatWasTamperedWith()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        const QByteArray digest = base::sha256Hex("SELECT 1;");
        VERIFY_RESULT(history::HistoryWriter(**owner).keepScript(digest, "SELECT 1;"));
        VERIFY_RESULT(
            (*owner)->execute(QStringLiteral("UPDATE strandline_script SET content = 'SELECT 2;'")));
        const auto read = history::readScripts(**owner, {}, {digest});
        VERIFY_RESULT(read);
        QVERIFY(read->bytes.isEmpty());
        QCOMPARE(read->problems.size(), 1);
    }

    void databaseWithoutTablesHasNoTexts_data() { test::addEngineRows(); }
    void databaseWithoutTablesHasNoTexts()
    {
        BEGIN_LIVE(owner);
        const auto read = history::readScripts(**owner, {}, {QByteArray(64, '0')});
        VERIFY_RESULT(read);
        QVERIFY(read->bytes.isEmpty());
    }

    /// A run that ends between reading the history and reading the log must not look like a lost row.
    void oneMoment_data() { test::addEngineRows(); }
    void oneMoment()
    {
        BEGIN_LIVE(owner);
        if (dialect == sql::Dialect::Sqlite)
            QSKIP("one writer at a time: a reader's transaction keeps the picture by locking");
        VERIFY_RESULT(test::createBookkeeping(**owner));
        std::atomic<bool> stop = false;
        std::atomic<int> written = 0;
        const auto writer = std::unique_ptr<QThread>(QThread::create([&] {
            auto connection = live.open();
            for (int i = 1; connection && !stop; ++i) {
                auto transaction = db::Transaction::begin(**connection);
                history::HistoryWriter out(**connection);
                migration::HistoryRow row;
                row.version = QString::number(i);
                row.runId = QString::number(i);
                row.appliedAt = kTime;
                append(**connection, EventKind::Started, QByteArray::number(i), QByteArray::number(i));
                append(**connection, EventKind::Applied, QByteArray::number(i), QByteArray::number(i));
                if (!transaction || !out.add(row) || !transaction->commit())
                    return;
                written = i;
            }
        }));
        writer->start();
        auto reader = live.engines().open(live.readerSettings(), {}, {});
        VERIFY_RESULT(reader);
        int looks = 0;
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 1500) {
            const auto history = history::readHistory(**reader);
            VERIFY_RESULT(history);
            ++looks;
            if (history->events.size() != 2 * history->rows.size()) {
                stop = true;
                writer->wait();
                QFAIL(qPrintable(QStringLiteral("%1 rows, %2 events")
                                     .arg(history->rows.size())
                                     .arg(history->events.size())));
            }
        }
        stop = true;
        writer->wait();
        QVERIFY(written > 10 && looks > 10);
    }

    void tenThousandMigrations_data() { test::addEngineRows(); }
    void tenThousandMigrations()
    {
        BEGIN_LIVE(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        constexpr int kCount = 10000;
        migration::MigrationSet set;
        {
            auto transaction = db::Transaction::begin(**owner);
            VERIFY_RESULT(transaction);
            for (int from = 0; from < kCount; from += 500) {
                VERIFY_RESULT((*owner)->execute(historyRows(from, 500)));
                VERIFY_RESULT((*owner)->execute(logRows(from, 500)));
            }
            VERIFY_RESULT(transaction->commit());
        }
        for (int i = 0; i < kCount; ++i) {
            migration::Migration file;
            file.version = QString::number(20200101000000 + i);
            file.name = QStringLiteral("m%1").arg(i);
            file.up = migration::Script();
            file.up->sha256 = QByteArray(64, 'a');
            file.down = migration::Script();
            set.migrations.append(file);
        }
        auto reader = live.engines().open(live.readerSettings(), {}, {});
        VERIFY_RESULT(reader);
        QElapsedTimer timer;
        timer.start();
        const auto history = history::readHistory(**reader);
        const qint64 readMs = timer.restart();
        VERIFY_RESULT(history);
        const auto timeline = planner::buildTimeline(set, *history);
        const qint64 buildMs = timer.elapsed();
        QCOMPARE(history->rows.size(), kCount);
        QCOMPARE(history->events.size(), 2 * kCount); // the 20,000 statement events stay where they are
        QCOMPARE(timeline.counts.applied, kCount);
        QCOMPARE(timeline.counts.problems, 0);
        qInfo("%s: readHistory %lld ms, buildTimeline %lld ms", qPrintable(sql::dialectName(dialect)),
            static_cast<long long>(readMs), static_cast<long long>(buildMs));
        QVERIFY(readMs < 5000 && buildMs < 2000); // only a guard against squares; the machine may be busy
    }

private:
    inline static const QDateTime kTime = QDateTime::fromMSecsSinceEpoch(1767225600123, Qt::UTC);

    static base::Result<migration::HistorySnapshot> read(
        const test::LiveDatabase& live, bool everyEvent = false)
    {
        auto reader = live.engines().open(live.readerSettings(), {}, {});
        if (!reader)
            return base::forward(reader);
        return history::readHistory(**reader, {{}, everyEvent});
    }

    static void append(
        db::Connection& connection, EventKind kind, const QByteArray& run, const QByteArray& version)
    {
        migration::LogEvent event;
        event.at = kTime;
        event.kind = kind;
        event.runId = QString::fromLatin1(run);
        event.version = QString::fromLatin1(version);
        event.direction = version.isEmpty() ? QString() : QStringLiteral("up");
        event.statement = 1;
        const auto done = history::HistoryWriter(connection).append(event);
        if (!done)
            qFatal("%s", qPrintable(done.error().toText()));
    }

    static QString kinds(const QList<migration::LogEvent>& events)
    {
        QStringList names;
        for (const auto& event : events)
            names.append(migration::eventKindName(event.kind));
        return names.join(QLatin1Char(' '));
    }

    static QString historyRows(int from, int count)
    {
        QStringList rows;
        for (int i = from; i < from + count; ++i) {
            rows.append(QStringLiteral("('versioned', '%1', 'm%2', 'applied', '%3', '%3', '%3', "
                                       "'2026-01-01 00:00:00', 'anna', 12, 'run%2', '0.1.0')")
                            .arg(20200101000000 + i)
                            .arg(i)
                            .arg(QString(64, QLatin1Char('a'))));
        }
        return QStringLiteral(
                   "INSERT INTO strandline_history (kind, version, name, status, meaning, up_sha256, "
                   "down_sha256, applied_at, applied_by, duration_ms, run_id, program_version) VALUES ")
            + rows.join(QLatin1Char(','));
    }

    static QString logRows(int from, int count)
    {
        QStringList rows;
        for (int i = from; i < from + count; ++i) {
            for (const char* kind : {"started", "statement-started", "statement-done", "applied"}) {
                rows.append(
                    QStringLiteral("('2026-01-01 00:00:00', '%1', 'run%2', 'versioned', '%3', 'm%2', 'up', "
                                   "1, 1, 'anna', 'build7', '0.1.0', '', '')")
                        .arg(QLatin1String(kind))
                        .arg(i)
                        .arg(20200101000000 + i));
            }
        }
        return QStringLiteral(
                   "INSERT INTO strandline_log (happened_at, kind, run_id, migration_kind, version, "
                   "name, direction, statement, statement_count, actor, host, program_version, error, "
                   "detail) VALUES ")
            + rows.join(QLatin1Char(','));
    }
};

QTEST_GUILESS_MAIN(TestHistoryReader)
#include "tst_history_reader.moc"
