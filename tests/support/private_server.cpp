// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/private_server.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QThread>

#include <arpa/inet.h>
#include <csignal>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace strandline::test {

namespace {

constexpr int startTimeoutMs = 60000;

QString randomPassword()
{
    // With everything that a connection string could trip over.
    return QStringLiteral("p;a'ss w\\ö\"rd %1").arg(QRandomGenerator::system()->generate64(), 0, 36);
}

sockaddr_in loopback(int port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<in_port_t>(port));
    return address;
}

int freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    int port = 0;
    if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0
        && ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0)
        port = ntohs(address.sin_port);
    ::close(socket);
    return port;
}

bool answers(int port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(port);
    const bool connected =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return connected;
}

QString findProgram(const QString& name, const QStringList& folders)
{
    const QString found = QStandardPaths::findExecutable(name, folders);
    return found.isEmpty() ? QStandardPaths::findExecutable(name) : found;
}

QString sqlText(QString text)
{
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    text.replace(QLatin1Char('\''), QStringLiteral("''"));
    return text;
}

/// The newest installed version first.
QStringList postgresqlFolders()
{
    QStringList folders;
    const QString root = QStringLiteral("/usr/lib/postgresql");
    QStringList versions = QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(versions.begin(), versions.end(),
        [](const QString& a, const QString& b) { return a.toInt() > b.toInt(); });
    for (const QString& version : versions)
        folders << root + QLatin1Char('/') + version + QStringLiteral("/bin");
    QProcess config;
    config.start(QStringLiteral("pg_config"), {QStringLiteral("--bindir")});
    if (config.waitForFinished(5000))
        folders << QString::fromLocal8Bit(config.readAllStandardOutput()).trimmed();
    return folders;
}

class PostgresqlServer final : public PrivateServer
{
public:
    using PrivateServer::PrivateServer;

    bool beginSetup() override
    {
        const QStringList folders = postgresqlFolders();
        const QString initdb = findProgram(QStringLiteral("initdb"), folders);
        m_program = findProgram(QStringLiteral("postgres"), folders);
        if (initdb.isEmpty() || m_program.isEmpty()) {
            m_problem = QStringLiteral("no PostgreSQL server is installed (looked in %1 and PATH)")
                            .arg(folders.join(QStringLiteral(", ")));
            return false;
        }
        m_login = QStringLiteral("admin");
        m_socket = pathOf(QStringLiteral("s"));
        m_port = freePort();
        if (!m_user.makeFolder(m_socket) || !writeFile(QStringLiteral("pw"), m_password.toUtf8()))
            return false;
        return runSetup({initdb, QStringLiteral("--pgdata=") + pathOf(QStringLiteral("data")),
            QStringLiteral("--username=admin"), QStringLiteral("--pwfile=") + pathOf(QStringLiteral("pw")),
            QStringLiteral("--auth=scram-sha-256"), QStringLiteral("--encoding=UTF8"),
            QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync"),
            QStringLiteral("--no-instructions")});
    }

protected:
    QStringList serverCommand() override
    {
        QStringList command {m_program, QStringLiteral("-D"), pathOf(QStringLiteral("data"))};
        QStringList settings {QStringLiteral("listen_addresses=127.0.0.1"),
            QStringLiteral("port=%1").arg(m_port), QStringLiteral("unix_socket_directories=") + m_socket,
            m_isDurable ? QStringLiteral("fsync=on") : QStringLiteral("fsync=off"),
            m_isDurable ? QStringLiteral("full_page_writes=on") : QStringLiteral("full_page_writes=off"),
            m_isCrashSafe || m_isDurable ? QStringLiteral("synchronous_commit=on")
                                         : QStringLiteral("synchronous_commit=off"),
            QStringLiteral("shared_buffers=32MB"), QStringLiteral("autovacuum=off"),
            QStringLiteral("max_connections=60"),
            // "minimal" loses numbers of a sequence that was made in the transaction that used it first.
            m_isCrashSafe ? QStringLiteral("wal_level=replica") : QStringLiteral("wal_level=minimal"),
            QStringLiteral("max_wal_senders=0"), QStringLiteral("timezone=UTC")};
        if (m_tls)
            settings << QStringLiteral("ssl=on")
                     << QStringLiteral("ssl_cert_file=") + pathOf(QStringLiteral("cert.pem"))
                     << QStringLiteral("ssl_key_file=") + pathOf(QStringLiteral("key.pem"));
        for (const QString& setting : settings)
            command << QStringLiteral("-c") << setting;
        return command;
    }
    bool isReady() const override
    {
        QFile state(pathOf(QStringLiteral("data/postmaster.pid")));
        return state.open(QIODevice::ReadOnly) && state.readAll().contains("ready");
    }
    int stopSignal() const override { return SIGINT; }
    int orphanSignal() const override { return SIGQUIT; }
    void removeMarks() const override { QFile::remove(pathOf(QStringLiteral("data/postmaster.pid"))); }

private:
    QString m_program;
};

class MariadbServer final : public PrivateServer
{
public:
    using PrivateServer::PrivateServer;

    bool beginSetup() override
    {
        const QStringList folders {QStringLiteral("/usr/bin"), QStringLiteral("/usr/sbin"),
            QStringLiteral("/usr/local/bin"), QStringLiteral("/usr/local/sbin")};
        const QString install = findProgram(QStringLiteral("mariadb-install-db"), folders);
        m_program = findProgram(QStringLiteral("mariadbd"), folders);
        if (install.isEmpty() || m_program.isEmpty()) {
            m_problem = QStringLiteral("no MariaDB server is installed (looked in %1 and PATH)")
                            .arg(folders.join(QStringLiteral(", ")));
            return false;
        }
        m_login = QStringLiteral("admin");
        m_socket = pathOf(QStringLiteral("m.sock"));
        m_port = freePort();
        if (!m_user.makeFolder(pathOf(QStringLiteral("tmp")))
            || !writeFile(QStringLiteral("init.sql"), logins()))
            return false;
        return runSetup({install, QStringLiteral("--no-defaults"),
            QStringLiteral("--datadir=") + pathOf(QStringLiteral("data")),
            QStringLiteral("--auth-root-authentication-method=normal"), QStringLiteral("--skip-test-db"),
            QStringLiteral("--skip-name-resolve"), QStringLiteral("--innodb-flush-log-at-trx-commit=0")});
    }

protected:
    QStringList serverCommand() override
    {
        QStringList command {m_program, QStringLiteral("--no-defaults"),
            QStringLiteral("--datadir=") + pathOf(QStringLiteral("data")),
            QStringLiteral("--tmpdir=") + pathOf(QStringLiteral("tmp")),
            QStringLiteral("--socket=") + m_socket,
            QStringLiteral("--pid-file=") + pathOf(QStringLiteral("pid")),
            QStringLiteral("--bind-address=127.0.0.1"), QStringLiteral("--port=%1").arg(m_port),
            QStringLiteral("--init-file=") + pathOf(QStringLiteral("init.sql")),
            QStringLiteral("--skip-name-resolve"), QStringLiteral("--skip-log-bin"),
            QStringLiteral("--innodb-flush-log-at-trx-commit=%1").arg(m_isCrashSafe ? 2 : 0),
            QStringLiteral("--innodb-doublewrite=0"), QStringLiteral("--innodb-buffer-pool-size=32M"),
            QStringLiteral("--character-set-server=utf8mb4"), QStringLiteral("--max-connections=60"),
            QStringLiteral("--default-time-zone=+00:00")};
        if (m_tls)
            command << QStringLiteral("--ssl-cert=") + pathOf(QStringLiteral("cert.pem"))
                    << QStringLiteral("--ssl-key=") + pathOf(QStringLiteral("key.pem"));
        return command;
    }
    bool isReady() const override { return QFileInfo::exists(m_socket) && answers(m_port); }
    int stopSignal() const override { return SIGTERM; }
    int orphanSignal() const override { return SIGKILL; }
    void removeMarks() const override { QFile::remove(m_socket); }

private:
    /// Run by the server before it accepts anybody.
    QByteArray logins() const
    {
        const QString password = sqlText(m_password);
        QString text = QStringLiteral("DELETE FROM mysql.global_priv WHERE User = '';\nFLUSH PRIVILEGES;\n"
                                      "ALTER USER root@localhost IDENTIFIED BY '%1';\n")
                           .arg(password);
        for (const QString& host : {QStringLiteral("localhost"), QStringLiteral("127.0.0.1")})
            text += QStringLiteral("CREATE USER admin@'%1' IDENTIFIED BY '%2';\n"
                                   "GRANT ALL ON *.* TO admin@'%1' WITH GRANT OPTION;\n")
                        .arg(host, password);
        return text.toUtf8();
    }

    QString m_program;
};

} // namespace

ServerUser ServerUser::choose()
{
    if (::geteuid() != 0)
        return {};
    for (const char* name : {"postgres", "mysql", "nobody"}) {
        if (const passwd* user = ::getpwnam(name))
            return {true, user->pw_uid, user->pw_gid};
    }
    return {true, 65534, 65534};
}

bool ServerUser::own(const QString& path) const
{
    return !stepDown || ::chown(QFile::encodeName(path).constData(), uid, gid) == 0;
}

bool ServerUser::makeFolder(const QString& path) const
{
    return QDir().mkpath(path) && own(path);
}

PrivateServer::PrivateServer(QString name, QString folder, ServerUser user)
    : m_name(std::move(name))
    , m_folder(std::move(folder))
    , m_user(user)
    , m_password(randomPassword())
{ }

PrivateServer::~PrivateServer()
{
    stop();
}

bool PrivateServer::writeFile(const QString& child, const QByteArray& text) const
{
    QFile file(pathOf(child));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size()
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && m_user.own(file.fileName());
}

std::unique_ptr<QProcess> PrivateServer::start(
    const QStringList& command, const QString& log, int orphanSignal) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setStandardOutputFile(pathOf(log));
    process->setStandardInputFile(QProcess::nullDevice());
    process->setWorkingDirectory(m_folder);
    const ServerUser user = m_user;
    process->setChildProcessModifier([user, orphanSignal] {
        if (user.stepDown
            && (::setgroups(0, nullptr) != 0 || ::setgid(user.gid) != 0 || ::setuid(user.uid) != 0))
            ::_exit(126);
        // After stepping down: a change of user clears it.
        ::prctl(PR_SET_PDEATHSIG, orphanSignal);
        ::setsid(); // a Ctrl+C at the terminal reaches the keeper, who stops the servers in order
    });
    process->start(command.first(), command.mid(1));
    return process;
}

bool PrivateServer::makeCertificate() const
{
    const QString openssl = QStandardPaths::findExecutable(QStringLiteral("openssl"));
    if (openssl.isEmpty())
        return false;
    const auto process =
        start({openssl, QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                  QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
                  QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=strandline-test"),
                  QStringLiteral("-addext"), QStringLiteral("subjectAltName=IP:127.0.0.1"),
                  QStringLiteral("-keyout"), pathOf(QStringLiteral("key.pem")), QStringLiteral("-out"),
                  pathOf(QStringLiteral("cert.pem"))},
            QStringLiteral("openssl.log"), SIGKILL);
    return process->waitForFinished(30000) && process->exitStatus() == QProcess::NormalExit
        && process->exitCode() == 0;
}

bool PrivateServer::runSetup(const QStringList& command)
{
    m_setup = start(command, QStringLiteral("setup.log"), SIGKILL);
    return true;
}

QString PrivateServer::logTail(const QString& child) const
{
    QFile file(pathOf(child));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    return QString::fromLocal8Bit(text.right(1500));
}

bool PrivateServer::finishSetup()
{
    if (!m_setup)
        return false;
    m_tls = makeCertificate();
    if (!m_setup->waitForFinished(startTimeoutMs) || m_setup->exitCode() != 0
        || m_setup->exitStatus() != QProcess::NormalExit) {
        m_problem = QStringLiteral("making the data files failed: ") + logTail(QStringLiteral("setup.log"));
        return false;
    }
    // The port was free a moment ago; somebody else may have been quicker.
    for (int attempt = 0; attempt < 3; ++attempt, m_port = freePort()) {
        if (launch())
            return true;
        stop();
    }
    m_problem = QStringLiteral("the server did not start: ") + logTail(QStringLiteral("server.log"));
    return false;
}

bool PrivateServer::launch()
{
    m_server = start(serverCommand(), QStringLiteral("server.log"), orphanSignal());
    m_server->waitForStarted(startTimeoutMs);
    const QDeadlineTimer limit(startTimeoutMs);
    while (m_server->state() == QProcess::Running && !limit.hasExpired()) {
        if (isReady())
            return true;
        m_server->waitForFinished(20);
    }
    return false;
}

bool PrivateServer::restart()
{
    if (m_server && isRunning() && !m_server->waitForFinished(startTimeoutMs)) {
        m_problem = QStringLiteral("the server did not die");
        return false;
    }
    removeMarks();
    if (launch())
        return true;
    m_problem = QStringLiteral("the server did not start again: ") + logTail(QStringLiteral("server.log"));
    return false;
}

void PrivateServer::stop()
{
    if (!isRunning())
        return;
    ::kill(pid_t(m_server->processId()), stopSignal());
    if (!m_server->waitForFinished(15000)) {
        ::kill(pid_t(m_server->processId()), SIGKILL);
        m_server->waitForFinished(5000);
    }
}

QJsonObject PrivateServer::facts() const
{
    QJsonObject facts;
    facts[QStringLiteral("problem")] = m_problem;
    if (isRunning()) {
        facts[QStringLiteral("pid")] = qint64(m_server->processId());
        facts[QStringLiteral("certificate")] = m_tls ? pathOf(QStringLiteral("cert.pem")) : QString();
        facts[QStringLiteral("socket")] = m_socket;
        facts[QStringLiteral("port")] = m_port;
        facts[QStringLiteral("user")] = m_login;
        facts[QStringLiteral("password")] = m_password;
    }
    return facts;
}

std::unique_ptr<PrivateServer> makePostgresqlServer(const QString& folder, const ServerUser& user)
{
    return std::make_unique<PostgresqlServer>(QStringLiteral("postgresql"), folder, user);
}

std::unique_ptr<PrivateServer> makeMariadbServer(const QString& folder, const ServerUser& user)
{
    return std::make_unique<MariadbServer>(QStringLiteral("mariadb"), folder, user);
}

} // namespace strandline::test
