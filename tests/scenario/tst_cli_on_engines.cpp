// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_url.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/bookkeeping/shop_story.h"
#include "tests/support/live_database.h"
#include "tests/support/temp_project.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <arpa/inet.h>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

using namespace strandline;

/// The program itself against real servers: the same project, the same answer on three engines.
class CliOnEnginesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusAsJson_data() { test::addEngineRows(); }
    void statusAsJson();
    void wrongPasswordIsExitSeven_data() { test::addEngineRows(); }
    void wrongPasswordIsExitSeven();
    void aDatabaseWithoutHistory_data() { test::addEngineRows(); }
    void aDatabaseWithoutHistory();
    void gapsInTheBookkeepingAreTold_data() { test::addEngineRows(); }
    void gapsInTheBookkeepingAreTold();
    void interruptEndsAHangingConnect();
};

namespace {

struct Answer
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

Answer run(const test::TempProject& project, const connection::ConnectionSettings& settings,
    const QString& password, const QStringList& arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SHOP_URL"), connection::toDisplayUrl(settings));
    environment.insert(QStringLiteral("PGPASSWORD"), password);
    environment.insert(QStringLiteral("MYSQL_PWD"), password);
    environment.insert(QStringLiteral("HOME"), project.path());
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(STRANDLINE_BIN_DIR "/strandline-cli"),
        QStringList {QStringLiteral("--project"), project.path()} + arguments);
    Answer answer;
    if (program.waitForFinished(60000))
        answer.exitCode = program.exitCode();
    answer.out = program.readAllStandardOutput();
    answer.err = program.readAllStandardError();
    return answer;
}

QStringList states(const QJsonObject& status)
{
    QStringList states;
    for (const QJsonValue& entry : status[QStringLiteral("migrations")].toArray())
        states << entry[QStringLiteral("name")].toString() + QLatin1Char(' ')
                + entry[QStringLiteral("state")].toString();
    return states;
}

} // namespace

void CliOnEnginesTest::statusAsJson()
{
    QFETCH(sql::Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const test::LiveDatabase database(dialect);
    QVERIFY2(database.problem().isEmpty(), qUtf8Printable(database.problem()));
    {
        const auto connection = database.open();
        QVERIFY(connection);
        QVERIFY(test::createBookkeeping(**connection));
        QVERIFY(test::recordShopHistory(**connection));
    }
    const test::TempProject project;
    test::writeShopProject(project);
    const QString password = database.readerSettings().password.reveal();
    const Answer answer = run(
        project, database.readerSettings(), password, {QStringLiteral("--json"), QStringLiteral("status")});
    QVERIFY2(answer.exitCode == 0, answer.out + answer.err);
    const QJsonObject status = answer.json();
    QCOMPARE(states(status),
        (QStringList {QStringLiteral("create_users applied"), QStringLiteral("add_mail failed"),
            QStringLiteral("cleanup pending")}));
    QCOMPARE(status[QStringLiteral("head")].toString(), QStringLiteral("20250101000000"));
    const QJsonObject first = status[QStringLiteral("migrations")].toArray().at(0).toObject();
    QCOMPARE(first[QStringLiteral("at")].toString(), QStringLiteral("2025-01-02T03:04:05.678Z"));
    QCOMPARE(first[QStringLiteral("by")].toString(), QStringLiteral("Zoë@db;1"));
    QCOMPARE(first[QStringLiteral("flags")].toArray(), (QJsonArray {QStringLiteral("downDataLoss")}));
    QCOMPARE(
        status[QStringLiteral("server")][QStringLiteral("engine")].toString(), sql::dialectName(dialect));
    QVERIFY(password.isEmpty() || !answer.out.contains(password.toUtf8()));

    const Answer coded = run(project, database.readerSettings(), password,
        {QStringLiteral("status"), QStringLiteral("--exit-code")});
    QCOMPARE(coded.exitCode, 3);
    const Answer log =
        run(project, database.readerSettings(), password, {QStringLiteral("--json"), QStringLiteral("log")});
    QVERIFY2(log.exitCode == 0, log.out + log.err);
    QCOMPARE(log.json()[QStringLiteral("events")].toArray().last()[QStringLiteral("error")].toString(),
        QStringLiteral("column “mail” exists; 'x'"));
}

void CliOnEnginesTest::wrongPasswordIsExitSeven()
{
    QFETCH(sql::Dialect, dialect);
    if (dialect == sql::Dialect::Sqlite)
        QSKIP("SQLite has no passwords");
    STRANDLINE_NEEDS_ENGINE(dialect);
    const test::LiveDatabase database(dialect);
    QVERIFY2(database.problem().isEmpty(), qUtf8Printable(database.problem()));
    const test::TempProject project;
    test::writeShopProject(project);
    const QString wrong = QStringLiteral("wr0ng p@ss;word");
    const Answer answer = run(project, database.readerSettings(), wrong, {QStringLiteral("status")});
    QCOMPARE(answer.exitCode, 7);
    QVERIFY2(answer.err.contains("error: ") && answer.err.contains("  fix: "), answer.err);
    QVERIFY(!(answer.out + answer.err).contains(wrong.toUtf8()));
    QVERIFY2(answer.out.contains("create_users"), "the files are listed all the same");
}

void CliOnEnginesTest::aDatabaseWithoutHistory()
{
    QFETCH(sql::Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const test::LiveDatabase database(dialect);
    QVERIFY2(database.problem().isEmpty(), qUtf8Printable(database.problem()));
    QVERIFY(database.run(
        {QStringLiteral("CREATE TABLE one (id int)"), QStringLiteral("CREATE TABLE two (id int)")}));
    const test::TempProject project;
    test::writeShopProject(project);
    const Answer answer =
        run(project, database.settings(), database.settings().password.reveal(), {QStringLiteral("status")});
    QVERIFY2(answer.exitCode == 0, answer.out + answer.err);
    QVERIFY2(answer.out.contains("This database has no migration history. It holds 2 tables."), answer.out);
    QVERIFY2(answer.out.contains("0 applied, 3 to run."), answer.out);
}

/// What can still be read is shown; what is missing is said beside it.
void CliOnEnginesTest::gapsInTheBookkeepingAreTold()
{
    QFETCH(sql::Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const test::LiveDatabase database(dialect);
    QVERIFY2(database.problem().isEmpty(), qUtf8Printable(database.problem()));
    {
        const auto connection = database.open();
        QVERIFY(connection && test::createBookkeeping(**connection) && test::recordShopHistory(**connection));
        QVERIFY((*connection)->execute(QStringLiteral("DROP TABLE strandline_script")));
    }
    const test::TempProject project;
    test::writeShopProject(project);
    const QString password = database.settings().password.reveal();
    const Answer told = run(project, database.settings(), password, {QStringLiteral("status")});
    QVERIFY2(told.exitCode == 0, told.out + told.err);
    QVERIFY2(told.err.contains("strandline_script"), told.err);
    const Answer asJson =
        run(project, database.settings(), password, {QStringLiteral("--json"), QStringLiteral("status")});
    QVERIFY(asJson.json()[QStringLiteral("notes")].toArray().size() > 0);
    QCOMPARE(states(asJson.json()).first(), QStringLiteral("create_users applied"));
}

namespace {

/// Accepts connections, as far as the kernel does that alone, and never answers.
class SilentServer
{
public:
    SilentServer()
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(m_socket, 4) == 0
            && ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) == 0)
            m_port = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(m_socket); }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;
    int port() const { return m_port; }

private:
    int m_socket;
    int m_port = 0;
};

} // namespace

/// The driver cannot be stopped while it connects; the program can, and at once.
void CliOnEnginesTest::interruptEndsAHangingConnect()
{
    const SilentServer server;
    QVERIFY(server.port() > 0);
    const test::TempProject project;
    test::writeShopProject(project);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(
        QStringLiteral("SHOP_URL"), QStringLiteral("postgres://me@127.0.0.1:%1/shop").arg(server.port()));
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(STRANDLINE_BIN_DIR "/strandline-cli"),
        {QStringLiteral("--project"), project.path(), QStringLiteral("status")});
    QVERIFY(program.waitForStarted());
    QVERIFY2(!program.waitForFinished(1500), "it was to hang");
    QCOMPARE(::kill(pid_t(program.processId()), SIGINT), 0);
    QVERIFY2(program.waitForFinished(4000), "the interrupt did not end it");
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 130);
}

QTEST_GUILESS_MAIN(CliOnEnginesTest)
#include "tst_cli_on_engines.moc"
