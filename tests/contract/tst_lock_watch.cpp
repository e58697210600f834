// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "core/runner/lock_watch.h"
#include "core/sql/identifier.h"
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

#include <QElapsedTimer>

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace strandline;
using engine::LockWait;
using runner::LockWatch;
using sql::Dialect;
using test::LiveDatabase;
using test::Opened;

namespace {

constexpr LockWatch::Timing kFast {20, 20};
constexpr int kPatienceMs = 30000;

/// Collects what the watch says, from its thread.
class Listener
{
public:
    LockWatch::Report report()
    {
        return [this](const QList<LockWait>& waits) {
            const std::scoped_lock lock(m_mutex);
            m_reports.append(waits);
        };
    }
    QList<QList<LockWait>> reports() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_reports;
    }
    /// "2 0": how many sessions each report named
    QString sizes() const
    {
        QStringList list;
        for (const QList<LockWait>& waits : reports())
            list.append(QString::number(waits.size()));
        return list.join(QLatin1Char(' '));
    }

private:
    mutable std::mutex m_mutex;
    QList<QList<LockWait>> m_reports;
};

LockWait blocker(qint64 session, qint64 sinceMs = 100)
{
    LockWait wait;
    wait.object = QStringLiteral("invoice");
    wait.sessionId = session;
    wait.session = QStringLiteral("pid %1").arg(session);
    wait.state = QStringLiteral("idle in transaction");
    wait.sinceMs = sinceMs;
    return wait;
}

/// An engine whose answers the test writes; everything else is that of SQLite.
class Scripted final : public engine::RunServices
{
public:
    explicit Scripted(const engine::RunServices& real)
        : m_real(real)
    { }

    void answer(const base::Result<QList<LockWait>>& waits)
    {
        const std::scoped_lock lock(m_mutex);
        m_answer = waits;
    }
    int looks() const { return m_looks; }
    void blockUntilCancelled() { m_blocks = true; }
    bool isBlocking() const { return m_isBlocking; }

    base::Result<QList<LockWait>> lockWaits(db::Connection& watcher, qint64 sessionId) const override
    {
        Q_ASSERT(sessionId == 4711);
        ++m_looks;
        if (m_blocks) {
            m_isBlocking = true;
            // Never ends by itself.
            const auto endless = watcher.query(QStringLiteral(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"));
            if (!endless)
                return base::forward(endless);
        }
        const std::scoped_lock lock(m_mutex);
        return m_answer;
    }

    base::Result<engine::LockAttempt> tryLock(std::unique_ptr<db::Connection> connection,
        db::Connection& second, const engine::LockRequest& request) const override
    {
        return m_real.tryLock(std::move(connection), second, request);
    }
    base::Result<std::optional<engine::LockHolder>> lockHolder(
        db::Connection& connection, const QString& schema) const override
    {
        return m_real.lockHolder(connection, schema);
    }
    base::Result<QByteArray> schemaFingerprint(
        db::Connection& connection, const QString& schema) const override
    {
        return m_real.schemaFingerprint(connection, schema);
    }
    base::Result<QList<engine::TableUser>> tableUsers(
        db::Connection& connection, const QStringList& tables) const override
    {
        return m_real.tableUsers(connection, tables);
    }
    base::Result<bool> sessionIsAlive(db::Connection& connection, qint64 session) const override
    {
        return m_real.sessionIsAlive(connection, session);
    }
    base::Result<engine::SessionEnd> endSession(
        db::Connection& connection, const LockWait& session) const override
    {
        return m_real.endSession(connection, session);
    }
    bool isLockTimeout(const base::Error& error) const override { return m_real.isLockTimeout(error); }
    base::Result<QList<base::Error>> missingRights(
        db::Connection& connection, const QString& schema) const override
    {
        return m_real.missingRights(connection, schema);
    }
    base::Result<QList<QByteArray>> dropEverything(db::Connection& connection) const override
    {
        return m_real.dropEverything(connection);
    }

private:
    const engine::RunServices& m_real;
    mutable std::mutex m_mutex;
    base::Result<QList<LockWait>> m_answer;
    mutable std::atomic_int m_looks {0};
    std::atomic_bool m_blocks {false};
    mutable std::atomic_bool m_isBlocking {false};
};

/// Counts connections, and refuses them on wish.
class Opener
{
public:
    explicit Opener(const LiveDatabase& live)
        : m_live(live)
    { }
    runner::OpenConnection function()
    {
        return [this](runner::ConnectionUse use,
                   const base::JobContext& context) -> base::Result<std::unique_ptr<db::Connection>> {
            ++opened;
            if (use != runner::ConnectionUse::Watch || refuses)
                return base::fail(base::ErrorCode::Connection, QStringLiteral("too many connections"));
            return m_live.engines().open(m_live.settings(), {}, context);
        };
    }
    std::atomic_int opened {0};
    std::atomic_bool refuses {false};

private:
    const LiveDatabase& m_live;
};

} // namespace

class TestLockWatch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_live = std::make_unique<LiveDatabase>(Dialect::Sqlite);
        m_services = std::make_unique<Scripted>(m_live->engines().find(Dialect::Sqlite)->runServices());
    }
    void init()
    {
        m_services = std::make_unique<Scripted>(m_live->engines().find(Dialect::Sqlite)->runServices());
    }

    void reportsChangesOnly()
    {
        Listener listener;
        Opener opener(*m_live);
        m_services->answer(QList<LockWait> {});
        {
            LockWatch watch(*m_services, opener.function(), 4711, listener.report(), kFast);
            watch.statementBegins();
            QTRY_VERIFY(m_services->looks() > 3);
            QCOMPARE(listener.sizes(), QString()); // nobody in the way is no news
            m_services->answer(QList<LockWait> {blocker(1)});
            QTRY_COMPARE(listener.sizes(), QStringLiteral("1"));
            QCOMPARE(listener.reports().first().first().object, QStringLiteral("invoice"));
            m_services->answer(QList<LockWait> {blocker(1, 90000)}); // only longer
            const int looks = m_services->looks();
            QTRY_VERIFY(m_services->looks() > looks + 3);
            QCOMPARE(listener.sizes(), QStringLiteral("1"));
            m_services->answer(QList<LockWait> {blocker(1), blocker(2)});
            QTRY_COMPARE(listener.sizes(), QStringLiteral("1 2"));
            m_services->answer(QList<LockWait> {});
            QTRY_COMPARE(listener.sizes(), QStringLiteral("1 2 0"));
            watch.statementEnds();
        }
        QCOMPARE(listener.sizes(), QStringLiteral("1 2 0"));
        QCOMPARE(opener.opened.load(), 1);
    }

    void emptyWhenTheStatementEnds()
    {
        Listener listener;
        Opener opener(*m_live);
        m_services->answer(QList<LockWait> {blocker(1)});
        LockWatch watch(*m_services, opener.function(), 4711, listener.report(), kFast);
        watch.statementBegins();
        QTRY_COMPARE(listener.sizes(), QStringLiteral("1"));
        watch.statementEnds();
        QTRY_COMPARE(listener.sizes(), QStringLiteral("1 0"));
        watch.statementBegins(); // the next one is told anew
        QTRY_COMPARE(listener.sizes(), QStringLiteral("1 0 1"));
        watch.statementEnds();
        watch.statementBegins(); // without a pause between them
        QTRY_COMPARE(listener.sizes(), QStringLiteral("1 0 1 0 1"));
        QCOMPARE(opener.opened.load(), 1);
    }

    void emptyWhenTheWatchEnds()
    {
        Listener listener;
        Opener opener(*m_live);
        m_services->answer(QList<LockWait> {blocker(1)});
        {
            LockWatch watch(*m_services, opener.function(), 4711, listener.report(), kFast);
            watch.statementBegins();
            QTRY_COMPARE(listener.sizes(), QStringLiteral("1"));
        }
        QCOMPARE(listener.sizes(), QStringLiteral("1 0"));
    }

    void quickStatementsCostNothing()
    {
        Listener listener;
        Opener opener(*m_live);
        m_services->answer(QList<LockWait> {blocker(1)});
        LockWatch watch(*m_services, opener.function(), 4711, listener.report(), {600000, 20});
        for (int i = 0; i < 100000; ++i) {
            watch.statementBegins();
            watch.statementEnds();
        }
        QCOMPARE(opener.opened.load(), 0);
        QCOMPARE(m_services->looks(), 0);
    }

    void sqliteIsNotWatched()
    {
        Listener listener;
        Opener opener(*m_live);
        m_services->answer(QList<LockWait> {blocker(1)});
        LockWatch watch(*m_services, opener.function(), 0, listener.report(), kFast);
        watch.statementBegins();
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        watch.statementEnds();
        QCOMPARE(opener.opened.load(), 0);
    }

    void silentWhenItCannotConnect()
    {
        Listener listener;
        Opener opener(*m_live);
        opener.refuses = true;
        m_services->answer(QList<LockWait> {blocker(1)});
        LockWatch watch(*m_services, opener.function(), 4711, listener.report(), kFast);
        watch.statementBegins();
        QTRY_COMPARE(opener.opened.load(), 3);
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        QCOMPARE(opener.opened.load(), 3); // and it does not knock for ever
        QCOMPARE(listener.sizes(), QString());
    }

    void comesBackAfterALostConnection()
    {
        Listener listener;
        Opener opener(*m_live);
        m_services->answer(base::fail(base::ErrorCode::Connection, QStringLiteral("gone")));
        LockWatch watch(*m_services, opener.function(), 4711, listener.report(), kFast);
        watch.statementBegins();
        QTRY_VERIFY(m_services->looks() >= 1);
        m_services->answer(QList<LockWait> {blocker(1)});
        QTRY_COMPARE(listener.sizes(), QStringLiteral("1"));
        QVERIFY(opener.opened.load() >= 2);
    }

    void endsWhileItLooks()
    {
        Listener listener;
        Opener opener(*m_live);
        m_services->blockUntilCancelled();
        auto watch =
            std::make_unique<LockWatch>(*m_services, opener.function(), 4711, listener.report(), kFast);
        watch->statementBegins();
        QTRY_VERIFY(m_services->isBlocking());
        watch.reset(); // would hang here
        QCOMPARE(listener.sizes(), QString());
    }

    void seesARealBlocker_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QString>("statement");
        const QString alter = QStringLiteral("ALTER TABLE invoice ADD COLUMN w int");
        const QString update = QStringLiteral("UPDATE invoice SET v = 3 WHERE id = 1");
        QTest::newRow("postgresql: table") << Dialect::PostgreSql << alter;
        QTest::newRow("postgresql: row") << Dialect::PostgreSql << update;
        // Who holds a metadata lock MariaDB tells only with a plug-in.
        QTest::newRow("mariadb: row") << Dialect::MySql << update;
    }

    void seesARealBlocker()
    {
        QFETCH(Dialect, dialect);
        QFETCH(QString, statement);
        OPENED(work, dialect);
        VERIFY_OK(work->execute(QStringLiteral("CREATE TABLE invoice (id int PRIMARY KEY, v int)")));
        VERIFY_OK(work->execute(QStringLiteral("INSERT INTO invoice VALUES (1, 1)")));
        if (dialect == Dialect::MySql)
            grantProcess(work.live);
        const auto other = work.live.open();
        VERIFY_OK(other);
        auto transaction = db::Transaction::begin(**other);
        VERIFY_OK(transaction);
        VERIFY_OK((*other)->execute(QStringLiteral("UPDATE invoice SET v = 2 WHERE id = 1")));
        const qint64 blockerSession = (*other)->info().sessionId;
        const engine::RunServices& services = work.live.engines().find(dialect)->runServices();

        // The blocking transaction belongs to this thread, so the statement that waits runs on another.
        Listener listener;
        Opener opener(work.live);
        std::atomic_bool hasEnded {false};
        base::Result<qint64> altered;
        std::thread waiting([&] {
            const auto own = work.live.open();
            if (!own) {
                altered = base::forward(own);
            } else {
                LockWatch watch(
                    services, opener.function(), (*own)->info().sessionId, listener.report(), {100, 100});
                watch.statementBegins();
                altered = (*own)->execute(statement);
                watch.statementEnds();
            }
            hasEnded = true;
        });
        // Let go as soon as it was reported; or after a while, so that an engine that sees nothing does not
        // hang the test.
        QElapsedTimer timer;
        timer.start();
        while (listener.reports().isEmpty() && !hasEnded && timer.elapsed() < kPatienceMs)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        const auto committed = transaction->commit();
        waiting.join();
        VERIFY_OK(committed);
        VERIFY_OK(altered);
        QVERIFY2(!listener.reports().isEmpty(), "nobody was seen in the way");
        const QList<LockWait> first = listener.reports().first();
        QVERIFY(std::any_of(first.begin(), first.end(), [blockerSession](const LockWait& wait) {
            return wait.role == LockWait::Role::BlocksUs && wait.sessionId == blockerSession;
        }));
        QVERIFY2(listener.reports().last().isEmpty(), "the end was not told");
    }

private:
    /// To see the transactions of others; without it the watch of MariaDB is nearly blind.
    static void grantProcess(const LiveDatabase& live)
    {
        engine::OpenOptions options;
        options.access = db::AccessMode::ReadWrite;
        options.writeToken = test::writeToken();
        const auto root = live.engines().open(test::serverFacts(Dialect::MySql).admin, options, {});
        VERIFY_OK(root);
        VERIFY_OK(
            (*root)->execute(QStringLiteral("GRANT PROCESS ON *.* TO %1@`127.0.0.1`")
                                 .arg(sql::quoteIdentifier(live.settings().user.value, Dialect::MySql))));
    }

    std::unique_ptr<LiveDatabase> m_live;
    std::unique_ptr<Scripted> m_services;
};

QTEST_GUILESS_MAIN(TestLockWatch)
#include "tst_lock_watch.moc"
