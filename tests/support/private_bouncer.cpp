// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/private_bouncer.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QStandardPaths>

#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace strandline::test {

namespace {

QByteArray quoted(QString value, QChar quote)
{
    value.replace(quote, QString(2, quote));
    return (quote + value + quote).toUtf8();
}

bool write(const QString& path, const QByteArray& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace

PrivateBouncer::PrivateBouncer(const connection::ConnectionSettings& server, const QString& mode,
    int sessions, const QString& ignoredParameters)
    : m_settings(server)
{
    const QString program =
        QStandardPaths::findExecutable(QStringLiteral("pgbouncer"), {QStringLiteral("/usr/sbin")});
    if (program.isEmpty()) {
        m_problem = QStringLiteral("the program is not installed");
        return;
    }
    // Names with quotes are no names for its file, so the database has another one here.
    const int port = 20000 + int(QRandomGenerator::system()->bounded(20000U));
    m_settings.database.value = QStringLiteral("pooled");
    m_settings.host.value = QStringLiteral("127.0.0.1");
    m_settings.port.value = QString::number(port);
    const QByteArray folder = m_folder.path().toUtf8();
    const QByteArray text = "[databases]\npooled = host=" + server.host.value.toUtf8() + " port="
        + server.port.value.toUtf8() + " dbname=" + quoted(server.database.value, QLatin1Char('\''))
        + "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + QByteArray::number(port)
        + "\nunix_socket_dir =\nauth_type = plain\nauth_file = " + folder + "/users\nlogfile = " + folder
        + "/log\npool_mode = " + mode.toUtf8() + "\ndefault_pool_size = " + QByteArray::number(sessions)
        + "\nignore_startup_parameters = extra_float_digits"
        + (ignoredParameters.isEmpty() ? QByteArray() : ", " + ignoredParameters.toUtf8()) + "\n";
    const QByteArray user = quoted(server.user.value, QLatin1Char('"')) + ' '
        + quoted(server.password.reveal(), QLatin1Char('"')) + '\n';
    if (!write(m_folder.filePath(QStringLiteral("ini")), text)
        || !write(m_folder.filePath(QStringLiteral("users")), user)) {
        m_problem = QStringLiteral("its files could not be written");
        return;
    }
    // It refuses to be root.
    const passwd* nobody = ::geteuid() == 0 ? ::getpwnam("nobody") : nullptr;
    if (nobody) {
        for (const char* name : {"", "/ini", "/users"}) {
            if (::chown((folder + name).constData(), nobody->pw_uid, nobody->pw_gid) != 0)
                m_problem = QStringLiteral("its files could not be handed over");
        }
    }
    const uid_t uid = nobody ? nobody->pw_uid : 0;
    const gid_t gid = nobody ? nobody->pw_gid : 0;
    m_process.setChildProcessModifier([uid, gid] {
        if (uid != 0 && (::setgroups(0, nullptr) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0))
            ::_exit(126);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // after stepping down: a change of user clears it
    });
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program, {m_folder.filePath(QStringLiteral("ini"))});
    const QDeadlineTimer limit(15000);
    QByteArray log;
    while (m_process.state() != QProcess::NotRunning && !limit.hasExpired()) {
        QFile file(m_folder.filePath(QStringLiteral("log")));
        if (file.open(QIODevice::ReadOnly) && (log = file.readAll()).contains("process up"))
            return;
        m_process.waitForFinished(20);
    }
    m_problem = QStringLiteral("it did not start: ") + QString::fromUtf8(log + m_process.readAll());
}

PrivateBouncer::~PrivateBouncer()
{
    m_process.kill();
    m_process.waitForFinished(5000);
}

} // namespace strandline::test
