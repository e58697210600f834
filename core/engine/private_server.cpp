// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/private_server.h"

#include "core/engine/scratch.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace strandline::engine {

using base::ErrorCode;

namespace {

constexpr int kStartTimeoutMs = 120000;
constexpr int kStopTimeoutMs = 15000;
constexpr int kSliceMs = 20;
/// The path of a unix socket may have 107 bytes, and servers add to it.
constexpr qsizetype kLongestFolder = 45;

QString folderForTemporaryFiles()
{
    const QString wanted = QDir::tempPath();
    return QFile::encodeName(wanted).size() <= kLongestFolder ? wanted : QStringLiteral("/tmp");
}

base::Failure systemFailure(const QString& what)
{
    return base::fail(ErrorCode::Io, what, QString::fromLocal8Bit(std::strerror(errno)));
}

} // namespace

ScratchFolder::ScratchFolder(ScratchRegistry& registry, ScratchMark mark)
    : m_registry(registry)
    , m_mark(std::move(mark))
{ }

base::Result<std::unique_ptr<ScratchFolder>> ScratchFolder::make(
    ScratchRegistry& registry, const QStringList& users)
{
    ScratchMark mark;
    mark.kind = ScratchKind::Folder;
    mark.name = newScratchName();
    mark.folder = folderForTemporaryFiles() + QLatin1Char('/') + mark.name;
    mark.owner = ProcessIdentity::own();
    if (const auto noted = registry.enter(mark); !noted)
        return base::forward(noted);
    std::unique_ptr<ScratchFolder> folder(new ScratchFolder(registry, mark));
    if (!users.isEmpty() && ::geteuid() == 0) {
        folder->m_stepsDown = true;
        folder->m_uid = folder->m_gid = 65534;
        for (const QString& name : users) {
            if (const passwd* user = ::getpwnam(qPrintable(name))) {
                folder->m_uid = user->pw_uid;
                folder->m_gid = user->pw_gid;
                break;
            }
        }
    }
    const QByteArray path = QFile::encodeName(mark.folder);
    // Fails when somebody else has made it: then it is not ours.
    if (::mkdir(path.constData(), 0700) != 0) {
        folder->m_mark.folder.clear();
        return systemFailure(QStringLiteral("Could not make the folder “%1”").arg(mark.folder));
    }
    if (folder->m_stepsDown && ::chown(path.constData(), folder->m_uid, folder->m_gid) != 0)
        return systemFailure(QStringLiteral("Could not hand over the folder “%1”").arg(mark.folder));
    return folder;
}

ScratchFolder::~ScratchFolder()
{
    if (m_mark.folder.isEmpty() || removeScratchFolder(m_mark.folder))
        m_registry.leave(m_mark.name);
}

base::Result<void> ScratchFolder::makeFolder(const QString& child) const
{
    const QByteArray path = QFile::encodeName(pathOf(child));
    if (::mkdir(path.constData(), 0700) != 0 || (m_stepsDown && ::chown(path.constData(), m_uid, m_gid) != 0))
        return systemFailure(QStringLiteral("Could not make the folder “%1”").arg(pathOf(child)));
    return {};
}

void ScratchFolder::noteServer(qint64 pid)
{
    m_mark.serverProcess = ProcessIdentity::of(pid);
    m_registry.update(m_mark);
}

PrivateServer::PrivateServer(std::unique_ptr<ScratchFolder> folder, int stopSignal, int orphanSignal)
    : m_folder(std::move(folder))
    , m_stopSignal(stopSignal)
    , m_orphanSignal(orphanSignal)
{ }

PrivateServer::~PrivateServer()
{
    if (!m_server || m_server->state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_server->processId()), m_stopSignal);
    if (!m_server->waitForFinished(kStopTimeoutMs)) {
        m_server->kill();
        m_server->waitForFinished(kStopTimeoutMs);
    }
}

std::unique_ptr<QProcess> PrivateServer::spawn(const QStringList& command, int orphanSignal) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setStandardOutputFile(m_folder->pathOf(QStringLiteral("server.log")), QIODevice::Append);
    process->setStandardInputFile(QProcess::nullDevice());
    process->setWorkingDirectory(m_folder->path());
    // Messages that we read have to be in English, and nobody's settings shall reach the server.
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("TZ"), QStringLiteral("UTC"));
    process->setProcessEnvironment(environment);
    const bool stepsDown = m_folder->stepsDown();
    const auto uid = uid_t(m_folder->uid());
    const auto gid = gid_t(m_folder->gid());
    process->setChildProcessModifier([stepsDown, uid, gid, orphanSignal] {
        if (stepsDown && (::setgroups(0, nullptr) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0))
            ::_exit(126);
        // A Ctrl+C in the terminal is for us; the server ends when we tell it to.
        ::setsid();
        // After stepping down: a change of user clears it.
        ::prctl(PR_SET_PDEATHSIG, orphanSignal);
    });
    process->start(command.first(), command.mid(1));
    return process;
}

base::Error PrivateServer::failure(const QString& what) const
{
    QFile log(m_folder->pathOf(QStringLiteral("server.log")));
    const QByteArray text = log.open(QIODevice::ReadOnly) ? log.readAll() : QByteArray();
    return {ErrorCode::Io, what, QString::fromUtf8(text.right(1500)).trimmed(),
        QStringLiteral("Name a server for scratch databases in strandline.toml: [scratch] url = \"…\"."), {},
        {}};
}

base::Result<void> PrivateServer::runProgram(const QStringList& command, const base::JobContext& context)
{
    const auto process = spawn(command, SIGKILL);
    const QDeadlineTimer limit(kStartTimeoutMs);
    const bool hasStarted = process->waitForStarted();
    while (process->state() != QProcess::NotRunning && !limit.hasExpired()) {
        if (context.cancel.isCancelled()) {
            process->kill();
            process->waitForFinished(kStopTimeoutMs);
            return base::fail(ErrorCode::Cancelled, QStringLiteral("Stopped on request"));
        }
        process->waitForFinished(kSliceMs);
    }
    if (hasStarted && process->state() == QProcess::NotRunning
        && process->exitStatus() == QProcess::NormalExit && process->exitCode() == 0)
        return {};
    process->kill();
    process->waitForFinished(kStopTimeoutMs);
    return base::fail(
        failure(QStringLiteral("Could not make a private database server (%1)").arg(command.first())));
}

base::Result<void> PrivateServer::start(
    const QStringList& command, const std::function<bool()>& isReady, const base::JobContext& context)
{
    m_server = spawn(command, m_orphanSignal);
    m_server->waitForStarted();
    m_folder->noteServer(m_server->processId());
    const QDeadlineTimer limit(kStartTimeoutMs);
    while (m_server->state() != QProcess::NotRunning && !limit.hasExpired()) {
        if (isReady())
            return {};
        if (context.cancel.isCancelled())
            return base::fail(ErrorCode::Cancelled, QStringLiteral("Stopped on request"));
        m_server->waitForFinished(kSliceMs);
    }
    return base::fail(failure(QStringLiteral("The private database server did not start")));
}

QString findServerProgram(const QString& name, const QStringList& folders)
{
    const QString found = QStandardPaths::findExecutable(name, folders);
    return found.isEmpty() ? QStandardPaths::findExecutable(name) : found;
}

} // namespace strandline::engine
