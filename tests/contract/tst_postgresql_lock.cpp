// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/runner_lock.h"
#include "tests/contract/contract.h"
#include "tests/support/private_bouncer.h"
#include "tests/support/server_facts.h"

#include <QUuid>

using namespace strandline;
using base::ErrorCode;
using db::AccessMode;
using engine::LockRequest;
using sql::Dialect;
using test::Opened;

namespace {

LockRequest request(const QString& who = QStringLiteral("anna@build7"), const QString& schema = {})
{
    return {who, QStringLiteral("0f8fad5b-d9cb-469f-a165-70867728950e"),
        QDateTime(QDate(2026, 11, 20), QTime(17, 39, 16, 250), Qt::UTC), schema};
}

const engine::RunServices& services(const Opened& db)
{
    return db.live.engines().find(Dialect::PostgreSql)->runServices();
}

base::Result<engine::LockAttempt> tryLock(Opened& db, const LockRequest& wanted)
{
    auto connection = db.live.open(AccessMode::ReadWrite);
    if (!connection)
        return base::forward(connection);
    return services(db).tryLock(std::move(*connection), *db, wanted);
}

} // namespace

class PostgresqlLock : public QObject
{
    Q_OBJECT

private slots:
    void oneAtATime();
    void namesTheHolder_data();
    void namesTheHolder();
    void namesTheHolderWithoutRights();
    void schemasAreApart();
    void noticesItsLoss();
    void endsWithItsSession();
    void holdsNoTransaction();
    void survivesCancelling();
    void keyIsTheDocumentedOne();
    void poolerIsRefused_data();
    void poolerIsRefused();
    void poolerRefusesReadOnlySessions_data();
    void poolerRefusesReadOnlySessions();
};

void PostgresqlLock::oneAtATime()
{
    OPENED(db, Dialect::PostgreSql);
    auto first = tryLock(db, request());
    VERIFY_OK(first);
    QVERIFY(first->lock);
    VERIFY_OK(first->lock->check());
    for (int i = 0; i < 3; ++i) {
        const auto second = tryLock(db, request(QStringLiteral("ben@laptop")));
        VERIFY_OK(second);
        QVERIFY(!second->lock);
        QVERIFY(second->holder);
        QCOMPARE(second->holder->who, QStringLiteral("anna@build7"));
    }
    first->lock.reset();
    // At once: the lock is given back, not left to the end of the session.
    const auto again = tryLock(db, request(QStringLiteral("ben@laptop")));
    VERIFY_OK(again);
    QVERIFY(again->lock);
    VERIFY_OK(again->lock->check());
    const auto holder = services(db).lockHolder(*db, {});
    VERIFY_OK(holder);
    QCOMPARE((*holder)->who, QStringLiteral("ben@laptop"));
}

void PostgresqlLock::namesTheHolder_data()
{
    QTest::addColumn<QString>("who");
    QTest::newRow("plain") << QStringLiteral("anna@build7");
    QTest::newRow("end of comment") << QStringLiteral("x*/; DROP TABLE t; /* y'\"\\@?:a");
    QTest::newRow("unicode") << QStringLiteral("Zoë 😀@größe");
    QTest::newRow("long") << QString(60, QLatin1Char('a')) + QStringLiteral("@host");
    QTest::newRow("empty") << QString();
}

void PostgresqlLock::namesTheHolder()
{
    QFETCH(QString, who);
    OPENED(db, Dialect::PostgreSql);
    const auto none = services(db).lockHolder(*db, {});
    VERIFY_OK(none);
    QVERIFY(!*none);
    const auto held = tryLock(db, request(who));
    VERIFY_OK(held);
    const auto reader = db.live.open(AccessMode::ReadOnly);
    VERIFY_OK(reader);
    const auto holder = services(db).lockHolder(**reader, {});
    VERIFY_OK(holder);
    QVERIFY(*holder);
    if (who.isEmpty())
        QVERIFY((*holder)->who.startsWith(db.live.settings().user.value));
    else
        QCOMPARE((*holder)->who, who);
    QCOMPARE((*holder)->runId, request().runId);
    QCOMPARE((*holder)->since, request().now);
    QVERIFY((*holder)->sessionId > 0);
    QCOMPARE((*holder)->session, QStringLiteral("pid %1").arg((*holder)->sessionId));
    VERIFY_OK(held->lock->check());
    const auto after = services(db).lockHolder(**reader, {});
    VERIFY_OK(after);
    QCOMPARE((*after)->runId, request().runId);
}

void PostgresqlLock::namesTheHolderWithoutRights()
{
    OPENED(db, Dialect::PostgreSql);
    const auto held = tryLock(db, request());
    VERIFY_OK(held);
    const auto reader = db.live.engines().open(db.live.readerSettings(), {}, {});
    VERIFY_OK(reader);
    const auto holder = services(db).lockHolder(**reader, {});
    VERIFY_OK(holder);
    QVERIFY(*holder);
    QCOMPARE((*holder)->who, QStringLiteral("anna@build7"));
    QCOMPARE((*holder)->since, QDateTime(QDate(2026, 11, 20), QTime(17, 39, 16), Qt::UTC));
    QVERIFY((*holder)->runId.isEmpty());
}

void PostgresqlLock::schemasAreApart()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->execute(QStringLiteral("CREATE SCHEMA \"we;ird\"")));
    const auto one = tryLock(db, request());
    VERIFY_OK(one);
    const auto named = tryLock(db, request(QStringLiteral("b"), QStringLiteral("public")));
    VERIFY_OK(named);
    QVERIFY2(!named->lock, "the default place is the same one");
    const auto other = tryLock(db, request(QStringLiteral("b"), QStringLiteral("we;ird")));
    VERIFY_OK(other);
    QVERIFY(other->lock);
}

void PostgresqlLock::noticesItsLoss()
{
    OPENED(db, Dialect::PostgreSql);
    const auto held = tryLock(db, request());
    VERIFY_OK(held);
    const auto holder = services(db).lockHolder(*db, {});
    VERIFY_OK(holder);
    VERIFY_OK(db->query(QStringLiteral("SELECT pg_terminate_backend(%1, 5000)").arg((*holder)->sessionId)));
    const auto check = held->lock->check();
    QVERIFY(!check);
    QCOMPARE(check.error().code, ErrorCode::Connection);
    QCOMPARE(check.error().summary, QStringLiteral("The runner lock was lost"));
    const auto next = tryLock(db, request(QStringLiteral("ben@laptop")));
    VERIFY_OK(next);
    QVERIFY(next->lock);
}

void PostgresqlLock::endsWithItsSession()
{
    OPENED(db, Dialect::PostgreSql);
    for (int i = 0; i < 20; ++i) {
        const auto held = tryLock(db, request());
        VERIFY_OK(held);
        QVERIFY(held->lock);
    }
}

void PostgresqlLock::holdsNoTransaction()
{
    OPENED(db, Dialect::PostgreSql);
    const auto held = tryLock(db, request());
    VERIFY_OK(held);
    VERIFY_OK(held->lock->check());
    const auto rows = db->query(
        QStringLiteral("SELECT state, xact_start IS NULL, application_name FROM pg_stat_activity WHERE pid IN"
                       " (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database ="
                       " (SELECT oid FROM pg_database WHERE datname = current_database()))"));
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), 1);
    QCOMPARE(rows->rows.first().at(0).toString(), QStringLiteral("idle"));
    QVERIFY(rows->rows.first().at(1).toBool());
    QCOMPARE(rows->rows.first().at(2).toString(), QStringLiteral("strandline anna@build7 20261120T173916Z"));

    auto busy = db.live.open(AccessMode::ReadWrite);
    VERIFY_OK(busy);
    VERIFY_OK((*busy)->executeOwn({"BEGIN"}));
    QVERIFY(!services(db).tryLock(std::move(*busy), *db, request()));
}

void PostgresqlLock::survivesCancelling()
{
    OPENED(db, Dialect::PostgreSql);
    base::CancelToken stop;
    auto connection = db.live.open(AccessMode::ReadWrite);
    VERIFY_OK(connection);
    (*connection)->setCancelToken(stop);
    auto held = services(db).tryLock(std::move(*connection), *db, request());
    VERIFY_OK(held);
    stop.cancel();
    VERIFY_OK(held->lock->check());
    held->lock.reset();
    const auto next = tryLock(db, request());
    VERIFY_OK(next);
    QVERIFY(next->lock);
}

void PostgresqlLock::keyIsTheDocumentedOne()
{
    OPENED(db, Dialect::PostgreSql);
    const QString schema = QStringLiteral("wé;ird \"x");
    const auto rows = db->query(QStringLiteral(
        "SELECT ('x' || left(encode(sha256(convert_to('wé;ird \"x', 'UTF8')), 'hex'), 8))::bit(32)::int"));
    VERIFY_OK(rows);
    QCOMPARE(engine::postgresql::lockObject(schema), rows->rows.first().first().toInt());
    QCOMPARE(engine::postgresql::lockClass, 1400140396);
}

void PostgresqlLock::poolerIsRefused_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("sessions");
    QTest::addColumn<bool>("works");
    QTest::newRow("session") << QStringLiteral("session") << 5 << true;
    QTest::newRow("transaction") << QStringLiteral("transaction") << 5 << false;
    QTest::newRow("transaction, one session") << QStringLiteral("transaction") << 1 << false;
    QTest::newRow("statement") << QStringLiteral("statement") << 5 << false;
}

void PostgresqlLock::poolerIsRefused()
{
    QFETCH(QString, mode);
    QFETCH(int, sessions);
    QFETCH(bool, works);
    OPENED(db, Dialect::PostgreSql);
    test::PrivateBouncer bouncer(db.live.settings(), mode, sessions);
    if (!bouncer.problem().isEmpty())
        QSKIP(qPrintable(QStringLiteral("PgBouncer: ") + bouncer.problem()));
    engine::OpenOptions options;
    options.access = AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    auto first = db.live.engines().open(bouncer.settings(), options, {});
    VERIFY_OK(first);
    auto second = db.live.engines().open(bouncer.settings(), options, {});
    VERIFY_OK(second);
    const auto attempt = services(db).tryLock(std::move(*first), **second, request());
    if (works) {
        VERIFY_OK(attempt);
        QVERIFY(attempt->lock);
        VERIFY_OK(attempt->lock->check());
        return;
    }
    QVERIFY(!attempt);
    QCOMPARE(attempt.error().code, ErrorCode::Unsupported);
    QVERIFY2(attempt.error().detail.contains(QLatin1String("ession ")), qPrintable(attempt.error().toText()));
    QVERIFY2(attempt.error().hint.contains(db.live.settings().port.value), qPrintable(attempt.error().hint));
    const auto none = services(db).lockHolder(*db, {});
    VERIFY_OK(none);
    QVERIFY2(!*none, "no lock stays behind in a session of the pool");
}

void PostgresqlLock::poolerRefusesReadOnlySessions_data()
{
    QTest::addColumn<bool>("ignores");
    QTest::newRow("refuses options") << false;
    QTest::newRow("drops options") << true;
}

void PostgresqlLock::poolerRefusesReadOnlySessions()
{
    QFETCH(bool, ignores);
    OPENED(db, Dialect::PostgreSql);
    test::PrivateBouncer bouncer(
        db.live.settings(), QStringLiteral("session"), 5, ignores ? QStringLiteral("options") : QString());
    if (!bouncer.problem().isEmpty())
        QSKIP(qPrintable(QStringLiteral("PgBouncer: ") + bouncer.problem()));
    const auto opened = db.live.engines().open(bouncer.settings(), {}, {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Unsupported);
    QVERIFY2(opened.error().hint.contains(QLatin1String("5432")), qPrintable(opened.error().toText()));
}

QTEST_GUILESS_MAIN(PostgresqlLock)
#include "tst_postgresql_lock.moc"
