// SPDX-License-Identifier: GPL-3.0-or-later
// "Disconnect": ending the session that stands in the way, and no other one.
#include "core/sql/identifier.h"
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

using namespace strandline;
using engine::SessionEnd;
using migration::LockWait;
using sql::Dialect;
using test::Opened;

namespace {

const QString oddTable = QStringLiteral("we;ird \"tä'?\"");

QString quoted(Dialect dialect)
{
    return sql::quoteIdentifier(oddTable, dialect);
}

const engine::RunServices& services(const Opened& opened)
{
    return opened.live.engines().find(opened.live.dialect())->runServices();
}

/// A login that sees every session.
base::Result<std::unique_ptr<db::Connection>> openAdmin(const Opened& opened)
{
    connection::ConnectionSettings admin = test::serverFacts(opened.live.dialect()).admin;
    admin.database = opened.live.settings().database;
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    return opened.live.engines().open(admin, options, {});
}

/// As the preflight sees it.
std::optional<LockWait> seen(Opened& opened, db::Connection& watcher, qint64 session)
{
    const auto users = services(opened).tableUsers(watcher, {quoted(opened.live.dialect())});
    if (!users)
        return {};
    for (const LockWait& user : *users) {
        if (user.sessionId == session)
            return user;
    }
    return {};
}

} // namespace

class EndSessionContract : public QObject
{
    Q_OBJECT

private slots:
    void endsTheOneThatWasSeen_data() { test::addEngineRows(); }
    void endsTheOneThatWasSeen();
    void vanishedIsNoError_data() { test::addEngineRows(); }
    void vanishedIsNoError();
    void leavesALaterOneAlone_data() { test::addEngineRows(); }
    void leavesALaterOneAlone();
    void missingRightIsSaidPlainly_data() { test::addEngineRows(); }
    void missingRightIsSaidPlainly();
    void preparedTransaction();
};

void EndSessionContract::endsTheOneThatWasSeen()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    if (dialect == Dialect::Sqlite) {
        const auto ended = services(opened).endSession(*opened, {});
        QVERIFY(!ended);
        QCOMPARE(ended.error().code, base::ErrorCode::Unsupported);
        return;
    }
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE %1 (id int PRIMARY KEY)").arg(quoted(dialect))));
    const auto other = opened.live.open();
    VERIFY_OK(other);
    VERIFY_OK((*other)->executeOwn(
        {"BEGIN", QStringLiteral("INSERT INTO %1 VALUES (1)").arg(quoted(dialect)).toUtf8()}));
    const auto admin = openAdmin(opened);
    VERIFY_OK(admin);
    const auto blocker = seen(opened, **admin, (*other)->info().sessionId);
    QVERIFY(blocker);
    QVERIFY(!blocker->sessionKey.isEmpty());

    const auto ended = services(opened).endSession(*opened, *blocker);
    VERIFY_OK(ended);
    QCOMPARE(*ended, SessionEnd::Ended);
    QVERIFY(!(*other)->query(QStringLiteral("SELECT 1")));
    QVERIFY(!seen(opened, **admin, blocker->sessionId));
    const auto rows = opened->query(QStringLiteral("SELECT count(*) FROM %1").arg(quoted(dialect)));
    VERIFY_OK(rows);
    QCOMPARE(rows->rows.first().first().toInt(), 0);
    // A second click.
    const auto again = services(opened).endSession(*opened, *blocker);
    VERIFY_OK(again);
    QCOMPARE(*again, SessionEnd::WasGone);
}

void EndSessionContract::vanishedIsNoError()
{
    QFETCH(Dialect, dialect);
    if (dialect == Dialect::Sqlite)
        QSKIP("no sessions");
    OPENED(opened, dialect);
    LockWait blocker;
    {
        const auto other = opened.live.open();
        VERIFY_OK(other);
        blocker.sessionId = (*other)->info().sessionId;
        blocker.user = opened.live.settings().user.value;
    }
    const auto ended = services(opened).endSession(*opened, blocker);
    VERIFY_OK(ended);
    QCOMPARE(*ended, SessionEnd::WasGone);
}

void EndSessionContract::leavesALaterOneAlone()
{
    QFETCH(Dialect, dialect);
    if (dialect == Dialect::Sqlite)
        QSKIP("no sessions");
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE %1 (id int PRIMARY KEY)").arg(quoted(dialect))));
    const auto other = opened.live.open();
    VERIFY_OK(other);
    VERIFY_OK((*other)->executeOwn(
        {"BEGIN", QStringLiteral("INSERT INTO %1 VALUES (1)").arg(quoted(dialect)).toUtf8()}));
    const auto admin = openAdmin(opened);
    VERIFY_OK(admin);
    auto blocker = seen(opened, **admin, (*other)->info().sessionId);
    QVERIFY(blocker);
    blocker->sessionKey = dialect == Dialect::PostgreSql ? QStringLiteral("1700000000000000")
                                                         : QStringLiteral("somebody@10.0.0.1:4711");
    const auto ended = services(opened).endSession(*opened, *blocker);
    VERIFY_OK(ended);
    QCOMPARE(*ended, SessionEnd::WasGone);
    VERIFY_OK((*other)->executeOwn({"COMMIT"}));
}

void EndSessionContract::missingRightIsSaidPlainly()
{
    QFETCH(Dialect, dialect);
    if (dialect == Dialect::Sqlite)
        QSKIP("no sessions");
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE %1 (id int PRIMARY KEY)").arg(quoted(dialect))));
    const auto other = opened.live.open();
    VERIFY_OK(other);
    VERIFY_OK((*other)->executeOwn(
        {"BEGIN", QStringLiteral("INSERT INTO %1 VALUES (1)").arg(quoted(dialect)).toUtf8()}));
    const QString reader = opened.live.readerSettings().user.value;
    if (dialect == Dialect::MySql) {
        const auto admin = openAdmin(opened);
        VERIFY_OK(admin);
        const auto who = (*admin)->query(
            QStringLiteral("SELECT CONCAT(QUOTE(user), '@', QUOTE(host)) FROM mysql.user WHERE user = ?"),
            {reader});
        VERIFY_OK(who);
        QVERIFY(!who->rows.isEmpty());
        VERIFY_OK((*admin)->execute(
            QStringLiteral("GRANT PROCESS ON *.* TO ") + who->rows.first().first().toString()));
    }
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    const auto weak = opened.live.engines().open(opened.live.readerSettings(), options, {});
    VERIFY_OK(weak);
    const auto blocker = seen(opened, **weak, (*other)->info().sessionId);
    QVERIFY(blocker);
    const auto ended = services(opened).endSession(**weak, *blocker);
    QVERIFY(!ended);
    QCOMPARE(ended.error().code, base::ErrorCode::Precondition);
    QVERIFY2(ended.error().summary.startsWith(QStringLiteral("This login may not end")),
        qPrintable(ended.error().toText()));
    QVERIFY(!ended.error().hint.isEmpty());
    VERIFY_OK((*other)->executeOwn({"COMMIT"}));
}

void EndSessionContract::preparedTransaction()
{
    OPENED(opened, Dialect::PostgreSql);
    LockWait prepared;
    prepared.session = QStringLiteral("prepared transaction “x”");
    const auto ended = services(opened).endSession(*opened, prepared);
    QVERIFY(!ended);
    QCOMPARE(ended.error().code, base::ErrorCode::Unsupported);
    QVERIFY(ended.error().hint.contains(QStringLiteral("ROLLBACK PREPARED")));
}

QTEST_GUILESS_MAIN(EndSessionContract)
#include "tst_end_session.moc"
