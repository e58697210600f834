// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/connection/connection_url.h"
#include "core/history/history_writer.h"
#include "core/usecase/environment_session.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/live_database.h"
#include "tests/support/temp_project.h"

#include <QtTest>

using namespace strandline;

#define VERIFY_RESULT(result)                                                                                \
    do {                                                                                                     \
        const auto& outcome_ = (result);                                                                     \
        QVERIFY2(outcome_, outcome_ ? "" : qPrintable(outcome_.error().toText()));                           \
    } while (false)

class TestEnvironmentSession : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<test::TempProject>();
        m_folder->write(QStringLiteral("strandline.toml"),
            "[project]\nname = \"session\"\n[environments.live]\nurl_env = \"STRANDLINE_TEST_URL\"\n");
        m_folder->write(QStringLiteral("migrations/20260101000000_a.up.sql"), "SELECT 1;\n");
        m_folder->write(QStringLiteral("migrations/20260101000000_a.down.sql"), "SELECT 2;\n");
        m_folder->write(QStringLiteral("migrations/20260102000000_b.up.sql"), "SELECT 3;\n");
    }

    void seesWhatOthersWriteBetweenTwoLooks_data() { test::addEngineRows(); }
    void seesWhatOthersWriteBetweenTwoLooks()
    {
        QFETCH(sql::Dialect, dialect);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::LiveDatabase live(dialect);
        const auto request = requestFor(live);
        VERIFY_RESULT(request);
        usecase::EnvironmentSession session(QStringLiteral("live"), live.engines(), m_clock);

        auto view = session.refresh(*request).result();
        VERIFY_RESULT(view);
        QVERIFY(!view->history.present && view->timeline.compared);
        QCOMPARE(view->timeline.counts.pending, 2);
        QCOMPARE(view->readAt, m_clock.nowUtc());
        QCOMPARE(view->history.readAt, m_clock.nowUtc());
        const qint64 first = view->server.sessionId;

        apply(live, "SELECT  1; -- as it ran\n");
        view = session.refresh(*request).result();
        VERIFY_RESULT(view);
        QCOMPARE(view->timeline.counts.applied, 1);
        if (dialect != sql::Dialect::Sqlite)
            QCOMPARE(view->server.sessionId, first); // the connection stayed open

        const auto details = session.details(*request, view->timeline.entries.first()).result();
        VERIFY_RESULT(details);
        QCOMPARE(details->verdict, usecase::TextVerdict::StatementsDiffer);
        QCOMPARE(details->appliedUp.value_or(QString()), QStringLiteral("SELECT  1; -- as it ran\n"));

        const auto page = session.log(*request, {}).result();
        VERIFY_RESULT(page);
        QCOMPARE(page->events.size(), 1);
    }

    void opensAgainWhatDied_data()
    {
        QTest::addColumn<sql::Dialect>("dialect");
        QTest::addColumn<QString>("kill");
        QTest::newRow("postgresql") << sql::Dialect::PostgreSql
                                    << QStringLiteral("SELECT pg_terminate_backend(%1)");
        QTest::newRow("mariadb") << sql::Dialect::MySql << QStringLiteral("KILL %1");
    }
    void opensAgainWhatDied()
    {
        QFETCH(sql::Dialect, dialect);
        QFETCH(QString, kill);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::LiveDatabase live(dialect);
        const auto request = requestFor(live);
        VERIFY_RESULT(request);
        usecase::EnvironmentSession session(QStringLiteral("live"), live.engines(), m_clock);
        auto view = session.refresh(*request).result();
        VERIFY_RESULT(view);
        const qint64 first = view->server.sessionId;
        VERIFY_RESULT(live.run({kill.arg(first)}));
        view = session.refresh(*request).result();
        VERIFY_RESULT(view);
        QVERIFY(view->server.sessionId != first);
    }

    void cancelEndsWhatRunsAndWhatWaits_data()
    {
        QTest::addColumn<sql::Dialect>("dialect");
        QTest::newRow("postgresql") << sql::Dialect::PostgreSql;
        QTest::newRow("mariadb") << sql::Dialect::MySql;
    }
    void cancelEndsWhatRunsAndWhatWaits()
    {
        QFETCH(sql::Dialect, dialect);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::LiveDatabase live(dialect);
        apply(live, "SELECT 1;\n");
        const auto request = requestFor(live);
        VERIFY_RESULT(request);
        usecase::EnvironmentSession session(QStringLiteral("live"), live.engines(), m_clock);
        VERIFY_RESULT(session.refresh(*request).result());

        // A lock that readers wait for; it goes away with this connection.
        auto blocker = live.open();
        VERIFY_RESULT(blocker);
        if (dialect == sql::Dialect::PostgreSql) {
            VERIFY_RESULT((*blocker)->execute(QStringLiteral("BEGIN")));
            VERIFY_RESULT((*blocker)->execute(
                QStringLiteral("LOCK TABLE strandline_history IN ACCESS EXCLUSIVE MODE")));
        } else {
            VERIFY_RESULT((*blocker)->execute(QStringLiteral("LOCK TABLES strandline_history WRITE")));
        }
        auto running = session.refresh(*request);
        auto waiting = session.refresh(*request);
        QTest::qWait(300);
        QVERIFY(!running.isFinished());
        session.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(running.isFinished() && waiting.isFinished(), 5000);
        QCOMPARE(running.result().error().code, base::ErrorCode::Cancelled);
        QCOMPARE(waiting.result().error().code, base::ErrorCode::Cancelled);
        blocker->reset();
        VERIFY_RESULT(session.refresh(*request).result()); // usable afterwards
    }

    void closeLetsGoOfTheDatabase()
    {
        STRANDLINE_NEEDS_ENGINE(sql::Dialect::PostgreSql);
        const test::LiveDatabase live(sql::Dialect::PostgreSql);
        const auto request = requestFor(live);
        VERIFY_RESULT(request);
        usecase::EnvironmentSession session(QStringLiteral("live"), live.engines(), m_clock);
        const auto view = session.refresh(*request).result();
        VERIFY_RESULT(view);
        auto owner = live.open();
        VERIFY_RESULT(owner);
        const QString question = QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE pid = %1")
                                     .arg(view->server.sessionId);
        QCOMPARE((*owner)->query(question)->rows.first().first().toInt(), 1);
        session.close();
        QTRY_COMPARE_WITH_TIMEOUT((*owner)->query(question)->rows.first().first().toInt(), 0, 5000);
        VERIFY_RESULT(session.refresh(*request).result());
    }

    void fileThatWasReplacedIsReadAnew()
    {
        const test::LiveDatabase one(sql::Dialect::Sqlite);
        const test::LiveDatabase two(sql::Dialect::Sqlite);
        apply(two, "SELECT 1;\n");
        const auto request = requestFor(one);
        VERIFY_RESULT(request);
        usecase::EnvironmentSession session(QStringLiteral("live"), one.engines(), m_clock);
        QVERIFY(!session.refresh(*request).result()->history.present);
        const QString path = one.settings().database.value;
        QVERIFY(QFile::remove(path));
        QVERIFY(QFile::copy(two.settings().database.value, path));
        QVERIFY(session.refresh(*request).result()->history.present);
    }

    void errorsNameTheEnvironment()
    {
        const test::LiveDatabase live(sql::Dialect::Sqlite);
        auto request = requestFor(live);
        VERIFY_RESULT(request);
        usecase::EnvironmentSession unknown(QStringLiteral("prod"), live.engines(), m_clock);
        auto view = unknown.refresh(*request).result();
        QVERIFY(!view);
        QCOMPARE(view.error().code, base::ErrorCode::NotFound);
        QVERIFY(view.error().detail.contains(QLatin1String("live")));

        QVERIFY(QFile::remove(live.settings().database.value));
        usecase::EnvironmentSession gone(QStringLiteral("live"), live.engines(), m_clock);
        view = gone.refresh(*request).result();
        QVERIFY(!view);
        QVERIFY(!QFile::exists(live.settings().database.value)); // looking made no file
    }

    void endingWithRequestsWaiting()
    {
        const test::LiveDatabase live(sql::Dialect::Sqlite);
        const auto request = requestFor(live);
        VERIFY_RESULT(request);
        QList<QFuture<base::Result<usecase::EnvironmentView>>> answers;
        {
            usecase::EnvironmentSession session(QStringLiteral("live"), live.engines(), m_clock);
            for (int i = 0; i < 20; ++i)
                answers.append(session.refresh(*request));
        }
        for (auto& answer : answers) {
            QVERIFY(answer.isFinished());
            QVERIFY(answer.result() || answer.result().error().code == base::ErrorCode::Cancelled);
        }
    }

private:
    base::Result<usecase::RefreshRequest> requestFor(const test::LiveDatabase& live)
    {
        qputenv("STRANDLINE_TEST_URL", connection::toDisplayUrl(live.settings()).toUtf8());
        auto opened = usecase::openProject(m_folder->path(), {});
        if (!opened)
            return base::forward(opened);
        return usecase::RefreshRequest {*opened, {}, live.settings().password, false};
    }

    void apply(const test::LiveDatabase& live, const QByteArray& text)
    {
        auto owner = live.open();
        VERIFY_RESULT(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        history::HistoryWriter writer(**owner);
        migration::HistoryRow row;
        row.version = QStringLiteral("20260101000000");
        row.name = QStringLiteral("a");
        row.upSha256 = base::sha256Hex(text);
        row.appliedAt = m_clock.nowUtc();
        VERIFY_RESULT(writer.keepScript(row.upSha256, text));
        VERIFY_RESULT(writer.add(row));
        migration::LogEvent event;
        event.kind = migration::EventKind::Applied;
        event.at = row.appliedAt;
        event.version = row.version;
        event.direction = QStringLiteral("up");
        VERIFY_RESULT(writer.append(event));
    }

    std::unique_ptr<test::TempProject> m_folder;
    base::FixedClock m_clock {QDateTime::fromMSecsSinceEpoch(1767225600000, Qt::UTC)};
};

QTEST_GUILESS_MAIN(TestEnvironmentSession)
#include "tst_environment_session.moc"
