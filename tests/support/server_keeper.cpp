// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/server_keeper.h"

#include "tests/support/private_server.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QTemporaryDir>
#include <QThread>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace strandline::test {

namespace {

volatile std::sig_atomic_t stopWanted = 0;

void wantStop(int)
{
    stopWanted = 1;
}

bool isAlive(qint64 process)
{
    return ::kill(pid_t(process), 0) == 0 || errno == EPERM;
}

QString factsFile(const QString& folder)
{
    return folder + QStringLiteral("/servers.json");
}

QJsonObject readFacts(const QString& folder)
{
    QFile file(factsFile(folder));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

qint64 keeperOf(const QString& folder)
{
    return readFacts(folder).value(QStringLiteral("keeper")).toInteger();
}

void say(const QString& text)
{
    std::fputs(qPrintable(text + QLatin1Char('\n')), stderr);
}

} // namespace

int keepServers(const QString& folder, qint64 watchedProcess)
{
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, wantStop);
    // Below /tmp and short, because the path of a unix socket may have 107 bytes only, and the folder of a
    // build may be deep.
    QTemporaryDir root(QStringLiteral("/tmp/strandline-XXXXXX"));
    const ServerUser user = ServerUser::choose();
    QFile::setPermissions(root.path(),
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup
            | QFile::ReadOther | QFile::ExeOther);

    std::array<std::unique_ptr<PrivateServer>, 2> servers {
        makePostgresqlServer(root.filePath(QStringLiteral("pg")), user),
        makeMariadbServer(root.filePath(QStringLiteral("my")), user)};
    user.makeFolder(root.filePath(QStringLiteral("pg")));
    user.makeFolder(root.filePath(QStringLiteral("my")));
    std::array<bool, 2> begun {};
    for (std::size_t i = 0; i < servers.size(); ++i)
        begun.at(i) = servers.at(i)->beginSetup();

    QJsonObject facts;
    facts[QStringLiteral("keeper")] = QCoreApplication::applicationPid();
    for (std::size_t i = 0; i < servers.size(); ++i) {
        if (begun.at(i))
            servers.at(i)->finishSetup();
        facts[servers.at(i)->name()] = servers.at(i)->facts();
    }
    QSaveFile file(factsFile(folder));
    if (!file.open(QIODevice::WriteOnly))
        return 1;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QJsonDocument(facts).toJson());
    file.commit();

    while (!stopWanted && isAlive(watchedProcess))
        QThread::msleep(100);
    QFile::remove(factsFile(folder));
    for (auto& server : servers)
        server->stop();
    return 0;
}

int startKeeper(const QString& folder, qint64 watchedProcess)
{
    QDir().mkpath(folder);
    if (const qint64 other = keeperOf(folder); other > 0 && isAlive(other))
        stopKeeper(folder); // of a run that was killed a moment ago
    QFile::remove(factsFile(folder));
    qint64 keeper = 0;
    QProcess process;
    process.setProgram(QCoreApplication::applicationFilePath());
    process.setArguments({QStringLiteral("keep"), QStringLiteral("--dir"), folder, QStringLiteral("--watch"),
        QString::number(watchedProcess)});
    // Own channels: ctest waits until all holders of its pipe are gone.
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(folder + QStringLiteral("/keeper.log"));
    process.setStandardErrorFile(folder + QStringLiteral("/keeper.log"), QIODevice::Append);
    if (!process.startDetached(&keeper)) {
        say(QStringLiteral("The keeper of the test servers could not be started"));
        return 1;
    }
    const QDeadlineTimer limit(110000);
    while (!QFile::exists(factsFile(folder))) {
        if (!isAlive(keeper) || limit.hasExpired()) {
            say(QStringLiteral("The test servers did not start; see %1/keeper.log").arg(folder));
            return 1;
        }
        QThread::msleep(20);
    }
    const QJsonObject facts = readFacts(folder);
    for (const QString& name : {QStringLiteral("postgresql"), QStringLiteral("mariadb")}) {
        const QString problem = facts.value(name).toObject().value(QStringLiteral("problem")).toString();
        say(problem.isEmpty() ? name + QStringLiteral(": ready") : name + QStringLiteral(": ") + problem);
    }
    return 0;
}

int stopKeeper(const QString& folder)
{
    const qint64 keeper = keeperOf(folder);
    if (keeper <= 0 || !isAlive(keeper))
        return 0;
    ::kill(pid_t(keeper), SIGTERM);
    const QDeadlineTimer limit(40000);
    while (isAlive(keeper)) {
        if (limit.hasExpired()) {
            say(QStringLiteral("The keeper of the test servers (process %1) does not end").arg(keeper));
            return 1;
        }
        QThread::msleep(20);
    }
    return 0;
}

} // namespace strandline::test
