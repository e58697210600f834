// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace strandline;
using base::ErrorCode;
using db::AccessMode;
using sql::Dialect;
using test::LiveDatabase;
using test::Opened;

namespace {

void addServerRows()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgresql") << Dialect::PostgreSql;
    QTest::newRow("mariadb") << Dialect::MySql;
}

/// Accepts nobody: connections are completed by the kernel and never answered. With a full backlog it
/// behaves like a host whose firewall drops packets.
class SilentServer
{
public:
    SilentServer()
        : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(m_socket, 5);
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(m_socket); }
    int port() const { return m_port; }

private:
    int m_socket;
    int m_port = 0;
};

int closedPort()
{
    SilentServer server;
    return server.port();
}

connection::ConnectionSettings with(connection::ConnectionSettings settings,
    const std::function<void(connection::ConnectionSettings&)>& change)
{
    change(settings);
    return settings;
}

base::Error openError(const LiveDatabase& live, const connection::ConnectionSettings& settings,
    const base::JobContext& context = {}, int timeoutMs = 10000)
{
    engine::OpenOptions options;
    options.connectTimeoutMs = timeoutMs;
    const auto opened = live.engines().open(settings, options, context);
    return opened ? base::Error {} : opened.error();
}

} // namespace

class Connecting : public QObject
{
    Q_OBJECT

private slots:
    void mapsFailures_data();
    void mapsFailures();
    void silentServerEndsInTime_data() { addServerRows(); }
    void silentServerEndsInTime();
    void cancelEndsAtOnce_data() { addServerRows(); }
    void cancelEndsAtOnce();
    void socketsWork_data() { addServerRows(); }
    void socketsWork();
    void optionsCannotInjectOthers_data();
    void optionsCannotInjectOthers();
    void tlsIsNeverWeakened_data();
    void tlsIsNeverWeakened();
    void limitsReachTheSession_data() { addServerRows(); }
    void limitsReachTheSession();
    void passwordsStayOut_data() { addServerRows(); }
    void passwordsStayOut();
    void sqliteFiles_data();
    void sqliteFiles();
    void missingDriverOfAnEngineIsTold();
};

void Connecting::mapsFailures_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("change");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("nativeCode");
    QTest::addColumn<QString>("summary");
    const auto add = [](const char* name, const char* change, ErrorCode code, const char* pgCode,
                         const char* myCode, const char* summary) {
        QTest::addRow("postgresql: %s", name) << Dialect::PostgreSql << QString::fromUtf8(change) << code
                                              << QString::fromUtf8(pgCode) << QString::fromUtf8(summary);
        QTest::addRow("mariadb: %s", name) << Dialect::MySql << QString::fromUtf8(change) << code
                                           << QString::fromUtf8(myCode) << QString::fromUtf8(summary);
    };
    add("refused", "port", ErrorCode::Connection, "", "2002", "Could not reach");
    add("unknown host", "host", ErrorCode::Connection, "", "2005", "There is no server “nosuch.invalid");
    add("wrong password", "password", ErrorCode::Connection, "28P01", "1045", "rejected the login for");
    add("unknown user", "user", ErrorCode::Connection, "28P01", "1045", "rejected the login for");
    add("unknown database", "database", ErrorCode::NotFound, "3D000", "1049",
        "There is no database “no;such”");
    add("missing socket", "socket", ErrorCode::Connection, "", "2002", "Could not reach");
}

void Connecting::mapsFailures()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, change);
    STRANDLINE_NEEDS_ENGINE(dialect);
    LiveDatabase live(dialect);
    connection::ConnectionSettings settings = live.settings();
    if (change == QLatin1String("port"))
        settings.port.value = QString::number(closedPort());
    else if (change == QLatin1String("host"))
        settings.host.value = QStringLiteral("nosuch.invalid");
    else if (change == QLatin1String("password"))
        settings.password = base::Secret(QStringLiteral("wr;ong'\\"));
    else if (change == QLatin1String("user"))
        settings.user.value = QStringLiteral("nobody;'");
    else if (change == QLatin1String("socket") && dialect == Dialect::PostgreSql)
        settings.host.value = QStringLiteral("/nonexistent");
    else if (change == QLatin1String("socket"))
        settings.socket.value = QStringLiteral("/nonexistent/sock"), settings.host.value.clear();
    else if (dialect == Dialect::MySql) // an administrator: others are told 1044 instead
        settings = with(
            test::serverFacts(dialect).admin, [](auto& s) { s.database.value = QStringLiteral("no;such"); });
    else
        settings.database.value = QStringLiteral("no;such");
    const base::Error error = openError(live, settings);
    QTEST(error.code, "code");
    QTEST(error.nativeCode, "nativeCode");
    QFETCH(QString, summary);
    QVERIFY2(error.summary.contains(summary), qPrintable(error.toText()));
    QVERIFY2(!error.hint.isEmpty(), qPrintable(error.toText()));
    QVERIFY2(!error.detail.isEmpty(), qPrintable(error.toText()));
    QVERIFY(!error.toText().contains(settings.password.reveal()));
}

void Connecting::silentServerEndsInTime()
{
    QFETCH(Dialect, dialect);
    const SilentServer server;
    connection::ConnectionSettings settings;
    settings.dialect = dialect;
    settings.host.value = QStringLiteral("127.0.0.1");
    settings.port.value = QString::number(server.port());
    settings.user.value = QStringLiteral("u");
    settings.database.value = QStringLiteral("d");
    const engine::Engines engines = test::allEngines();
    engine::OpenOptions options;
    options.connectTimeoutMs = 1200;
    QElapsedTimer timer;
    timer.start();
    const auto opened = engines.open(settings, options, {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Connection);
    QVERIFY2(opened.error().summary.contains(QStringLiteral("Could not reach")),
        qPrintable(opened.error().toText()));
    QVERIFY2(timer.elapsed() > 900 && timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));

    // The user's own limit is stronger than the program's.
    settings.options.insert(QStringLiteral("connect_timeout"), {QStringLiteral("2"), {}});
    options.connectTimeoutMs = 60000;
    timer.restart();
    QVERIFY(!engines.open(settings, options, {}));
    QVERIFY2(timer.elapsed() > 1500 && timer.elapsed() < 30000, qPrintable(QString::number(timer.elapsed())));
}

void Connecting::cancelEndsAtOnce()
{
    QFETCH(Dialect, dialect);
    const SilentServer server;
    connection::ConnectionSettings settings;
    settings.dialect = dialect;
    settings.host.value = QStringLiteral("127.0.0.1");
    settings.port.value = QString::number(server.port());
    settings.user.value = QStringLiteral("u");
    const engine::Engines engines = test::allEngines();
    base::JobContext context;
    std::thread other([token = context.cancel] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        token.cancel();
    });
    engine::OpenOptions options;
    options.connectTimeoutMs = 3000;
    QElapsedTimer timer;
    timer.start();
    const auto opened = engines.open(settings, options, context);
    const qint64 took = timer.elapsed();
    other.join();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Cancelled);
    QVERIFY2(took < options.connectTimeoutMs, qPrintable(QString::number(took)));
    timer.restart();
    const auto again = engines.open(settings, options, context);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Cancelled);
    QVERIFY2(timer.elapsed() < options.connectTimeoutMs, qPrintable(QString::number(timer.elapsed())));
}

void Connecting::socketsWork()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const test::ServerFacts& server = test::serverFacts(dialect);
    connection::ConnectionSettings settings = server.admin;
    if (dialect == Dialect::PostgreSql) {
        settings.host.value = server.socket;
    } else {
        settings.host.value.clear();
        settings.port.value.clear();
        settings.socket.value = server.socket;
    }
    const auto opened = test::allEngines().open(settings, {}, {});
    VERIFY_OK(opened);
    QVERIFY(!(*opened)->info().tls);
    QCOMPARE((*opened)->info().superuser, true);
}

void Connecting::optionsCannotInjectOthers_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("works");
    QTest::newRow("postgresql: quotes and spaces")
        << Dialect::PostgreSql << QStringLiteral("application_name")
        << QStringLiteral("it's \\ sslmode=disable host=evil") << true;
    QTest::newRow("postgresql: semicolon") << Dialect::PostgreSql << QStringLiteral("application_name")
                                           << QStringLiteral("x;sslmode=disable") << false;
    QTest::newRow("postgresql: unknown name")
        << Dialect::PostgreSql << QStringLiteral("sslmode=disable host") << QStringLiteral("evil") << false;
    QTest::newRow("mariadb: semicolon in a path")
        << Dialect::MySql << QStringLiteral("ssl_ca") << QStringLiteral("/x;MYSQL_OPT_RECONNECT=1") << false;
}

void Connecting::optionsCannotInjectOthers()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, option);
    QFETCH(QString, value);
    QFETCH(bool, works);
    STRANDLINE_NEEDS_ENGINE(dialect);
    LiveDatabase live(dialect);
    connection::ConnectionSettings settings = live.settings();
    settings.options.insert(option, {value, QStringLiteral("test")});
    if (dialect == Dialect::MySql)
        settings.tls = connection::TlsMode::Prefer;
    const auto opened = live.engines().open(settings, {}, {});
    QCOMPARE(opened.has_value(), works);
    if (!works) {
        QVERIFY2(opened.error().code == ErrorCode::Unsupported || opened.error().code == ErrorCode::Invalid,
            qPrintable(opened.error().toText()));
        return;
    }
    const auto name = (*opened)->query(QStringLiteral("SELECT current_setting('application_name')"));
    VERIFY_OK(name);
    QCOMPARE(name->rows.first().first().toString(), value);
}

void Connecting::tlsIsNeverWeakened_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<connection::TlsMode>("mode");
    QTest::addColumn<QString>("authority"); // "own", "other" or "" for the system's
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("opens");
    QTest::addColumn<bool>("encrypted");
    using connection::TlsMode;
    for (const Dialect dialect : {Dialect::PostgreSql, Dialect::MySql}) {
        const auto add = [dialect](const char* name, TlsMode mode, const char* authority, const char* host,
                             bool opens, bool encrypted) {
            QTest::addRow("%s: %s", qPrintable(sql::dialectName(dialect)), name)
                << dialect << mode << QString::fromUtf8(authority) << QString::fromUtf8(host) << opens
                << encrypted;
        };
        add("disable", TlsMode::Disable, "", "127.0.0.1", true, false);
        add("prefer", TlsMode::Prefer, "", "127.0.0.1", true, true);
        add("require", TlsMode::Require, "", "127.0.0.1", true, true);
        add("verify-ca, right", TlsMode::VerifyCa, "own", "127.0.0.1", true, true);
        add("verify-ca, other authority", TlsMode::VerifyCa, "other", "127.0.0.1", false, false);
        add("verify-full, right", TlsMode::VerifyFull, "own", "127.0.0.1", true, true);
        add("verify-full, other authority", TlsMode::VerifyFull, "other", "127.0.0.1", false, false);
        add("verify-full, unknown authority", TlsMode::VerifyFull, "missing", "127.0.0.1", false, false);
        add("verify-full, other name", TlsMode::VerifyFull, "own",
            dialect == Dialect::MySql ? "127.1" : "localhost", false,
            false); // the same server under a name that the certificate does not hold
    }
    QTest::newRow("mysql: host switches checks off")
        << Dialect::MySql << TlsMode::VerifyFull << QStringLiteral("other")
        << QStringLiteral("127.0.0.1;ssl-verify-server-cert=0") << false << false;
    QTest::newRow("mysql: host as settings") << Dialect::MySql << TlsMode::Unspecified << QString()
                                             << QStringLiteral("host=127.0.0.1") << false << false;
}

void Connecting::tlsIsNeverWeakened()
{
    QFETCH(Dialect, dialect);
    QFETCH(connection::TlsMode, mode);
    QFETCH(QString, authority);
    QFETCH(QString, host);
    QFETCH(bool, opens);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const Dialect otherDialect = dialect == Dialect::MySql ? Dialect::PostgreSql : Dialect::MySql;
    const QString own = test::serverFacts(dialect).certificate;
    if (own.isEmpty() || test::serverFacts(otherDialect).certificate.isEmpty())
        QSKIP("the openssl program is missing, so the private servers offer no TLS");
    LiveDatabase live(dialect);
    connection::ConnectionSettings settings = live.settings();
    settings.tls = mode;
    settings.host.value = host;
    const QString option =
        dialect == Dialect::MySql ? QStringLiteral("ssl_ca") : QStringLiteral("sslrootcert");
    if (authority == QLatin1String("own"))
        settings.options.insert(option, {own, {}});
    else if (authority == QLatin1String("other"))
        settings.options.insert(option, {test::serverFacts(otherDialect).certificate, {}});
    else if (authority == QLatin1String("missing"))
        settings.options.insert(option, {QStringLiteral("/nonexistent/ca.pem"), {}});
    const auto opened = live.engines().open(settings, {}, {});
    const QString text = opened ? QString() : opened.error().toText();
    QVERIFY2(opened.has_value() == opens, qPrintable(text));
    if (!opens) {
        QVERIFY2(
            opened.error().code == ErrorCode::Connection || opened.error().code == ErrorCode::Unsupported,
            qPrintable(text));
        QVERIFY2(!opened.error().hint.isEmpty(), qPrintable(text));
        return;
    }
    QTEST((*opened)->info().tls, "encrypted");
    QCOMPARE((*opened)->info().tlsDetail.startsWith(QLatin1String("TLSv1.")), (*opened)->info().tls);
}

void Connecting::limitsReachTheSession()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    LiveDatabase live(dialect);
    engine::OpenOptions options;
    options.statementTimeoutMs = 300;
    options.applicationName = QStringLiteral("contract 'suite'");
    const auto opened = live.engines().open(live.settings(), options, {});
    VERIFY_OK(opened);
    QElapsedTimer timer;
    timer.start();
    const auto result = (*opened)->execute(dialect == Dialect::PostgreSql
            ? QStringLiteral("SELECT pg_sleep(20)")
            : QStringLiteral(
                "SELECT count(*) FROM information_schema.columns a, information_schema.columns b, "
                "information_schema.columns c"));
    QVERIFY(!result);
    QVERIFY(timer.elapsed() < 15000);
    QCOMPARE(result.error().code, ErrorCode::Sql); // not Cancelled: nobody of ours asked for it
    QVERIFY2(result.error().summary.contains(QStringLiteral("stopped by the ")),
        qPrintable(result.error().toText()));
}

void Connecting::passwordsStayOut()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    LiveDatabase live(dialect);
    connection::ConnectionSettings settings = live.settings();
    // A user pasted the password into the wrong field: the server repeats it.
    settings.user.value = settings.password.reveal();
    const base::Error error = openError(live, settings);
    QVERIFY(error.code != ErrorCode::Internal);
    QVERIFY2(!error.toText().contains(settings.password.reveal()), qPrintable(error.toText()));
}

void Connecting::sqliteFiles_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("summary");
    const auto add = [](const char* kind, ErrorCode code, const char* summary) {
        QTest::newRow(kind) << QString::fromUtf8(kind) << code << QString::fromUtf8(summary);
    };
    add("missing", ErrorCode::NotFound, "There is no database");
    add("missing folder", ErrorCode::NotFound, "There is no database");
    add("folder", ErrorCode::Invalid, "is a folder");
    add("text", ErrorCode::Invalid, "is not a SQLite database");
    add("random bytes", ErrorCode::Invalid, "is not a SQLite database");
    add("truncated", ErrorCode::Io, "is damaged");
    add("no name", ErrorCode::Invalid, "No database file is named");
    add("locked", ErrorCode::Conflict, "is in use by another program");
    add("device", ErrorCode::Invalid, "is not a regular file");
}

void Connecting::sqliteFiles()
{
    QFETCH(QString, kind);
    LiveDatabase live(Dialect::Sqlite);
    VERIFY_OK(live.run({QStringLiteral("CREATE TABLE t (a text)"),
        QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                       "INSERT INTO t SELECT 'some text that fills pages' FROM n")}));
    connection::ConnectionSettings settings = live.settings();
    const QString path = settings.database.value;
    std::unique_ptr<db::Connection> holder;
    if (kind == QLatin1String("missing"))
        settings.database.value = path + QStringLiteral("-not");
    else if (kind == QLatin1String("missing folder"))
        settings.database.value = path + QStringLiteral("-not/x.db");
    else if (kind == QLatin1String("folder"))
        settings.database.value = QFileInfo(path).absolutePath();
    else if (kind == QLatin1String("no name"))
        settings.database.value.clear();
    else if (kind == QLatin1String("device"))
        settings.database.value = QStringLiteral("/dev/null");
    else if (kind == QLatin1String("truncated")) {
        QVERIFY(QFile::resize(path, 4096 + 100));
    } else if (kind == QLatin1String("locked")) {
        auto opened = live.open();
        VERIFY_OK(opened);
        holder = std::move(*opened);
        VERIFY_OK(holder->execute(QStringLiteral("BEGIN EXCLUSIVE")));
    } else {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray bytes(8192, 'x');
        if (kind == QLatin1String("random bytes")) {
            for (int i = 0; i < bytes.size(); ++i)
                bytes[i] = char(i * 7919 >> 3);
        }
        file.write(bytes);
    }
    const QStringList before =
        QDir(QFileInfo(path).absolutePath()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    engine::OpenOptions options;
    options.lockTimeoutMs = 200;
    for (const AccessMode access : {AccessMode::ReadOnly, AccessMode::ReadWrite}) {
        options.access = access;
        options.writeToken = test::writeToken();
        const auto opened = live.engines().open(settings, options, {});
        QVERIFY(!opened);
        QTEST(opened.error().code, "code");
        QFETCH(QString, summary);
        QVERIFY2(opened.error().summary.contains(summary), qPrintable(opened.error().toText()));
    }
    QCOMPARE(QDir(QFileInfo(path).absolutePath()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), before);
}

void Connecting::missingDriverOfAnEngineIsTold()
{
    const engine::Engines none;
    connection::ConnectionSettings settings;
    QCOMPARE(none.find(Dialect::Sqlite), nullptr);
    const auto opened = none.open(settings, {}, {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(Connecting)
#include "tst_connecting.moc"
