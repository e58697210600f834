// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/server_keeper.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <unistd.h>

using namespace strandline::test;

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Owns the private PostgreSQL and MariaDB of a test run: start | stop | keep"));
    const QCommandLineOption folder(
        QStringLiteral("dir"), QStringLiteral("where servers.json goes"), QStringLiteral("path"));
    const QCommandLineOption watch(
        QStringLiteral("watch"), QStringLiteral("stop when this process is gone"), QStringLiteral("pid"));
    const QCommandLineOption parent(
        QStringLiteral("watch-parent"), QStringLiteral("stop when the process that ran this is gone"));
    parser.addOptions({folder, watch, parent});
    parser.addHelpOption();
    parser.process(application);

    const QString verb = parser.positionalArguments().value(0);
    const QString path = parser.value(folder);
    const qint64 watched = parser.isSet(parent) ? qint64(::getppid()) : parser.value(watch).toLongLong();
    if (path.isEmpty() || (verb != QLatin1String("stop") && watched <= 0))
        parser.showHelp(2);
    if (verb == QLatin1String("start"))
        return startKeeper(path, watched);
    if (verb == QLatin1String("keep"))
        return keepServers(path, watched);
    if (verb == QLatin1String("stop"))
        return stopKeeper(path);
    parser.showHelp(2);
}
