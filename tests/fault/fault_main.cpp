// SPDX-License-Identifier: GPL-3.0-or-later
// Lets something go wrong at every point of a run, and asks each time whether the truth is told and one
// further command leads to the wanted end. Prints the count; exit code 1 when any case was wrong.
#include "tests/fault/fault_case.h"
#include "tests/fault/fault_server.h"
#include "tests/fault/full_disk.h"
#include "tests/support/server_facts.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

namespace {

using namespace strandline;
using fault::Fault;
using fault::Mode;

struct Options
{
    sql::Dialect dialect = sql::Dialect::Sqlite;
    QList<Mode> modes;
    int every = 1; ///< 1: all points; 7: each seventh, beginning elsewhere for each mode
    int only = 0; ///< one point
    bool verbose = false;
};

void say(const QString& text)
{
    std::fputs(qPrintable(text + QLatin1Char('\n')), stdout);
    std::fflush(stdout);
}

std::optional<Options> readOptions(const QCoreApplication& application)
{
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({
        {QStringLiteral("engine"), QStringLiteral("sqlite, postgresql or mariadb"), QStringLiteral("name")},
        {QStringLiteral("mode"), QStringLiteral("kill, error, drop, stop or disk; all without"),
            QStringLiteral("name")},
        {QStringLiteral("every"), QStringLiteral("only each n-th point"), QStringLiteral("n"),
            QStringLiteral("1")},
        {QStringLiteral("point"), QStringLiteral("only this point"), QStringLiteral("n"),
            QStringLiteral("0")},
        {QStringLiteral("verbose"), QStringLiteral("a line for each case")},
    });
    parser.process(application);
    Options options;
    const QString engine = parser.value(QStringLiteral("engine"));
    if (engine == QLatin1String("postgresql"))
        options.dialect = sql::Dialect::PostgreSql;
    else if (engine == QLatin1String("mariadb"))
        options.dialect = sql::Dialect::MySql;
    else if (engine != QLatin1String("sqlite"))
        return std::nullopt;
    const bool isServer = options.dialect != sql::Dialect::Sqlite;
    const QList<Mode> possible = isServer
        ? QList<Mode> {Mode::Kill, Mode::Error, Mode::Drop, Mode::StopServer}
        : QList<Mode> {Mode::Kill, Mode::Error, Mode::FillDisk};
    for (const Mode mode : possible) {
        if (!parser.isSet(QStringLiteral("mode"))
            || parser.value(QStringLiteral("mode")) == fault::modeName(mode))
            options.modes << mode;
    }
    options.every = qMax(1, parser.value(QStringLiteral("every")).toInt());
    options.only = parser.value(QStringLiteral("point")).toInt();
    options.verbose = parser.isSet(QStringLiteral("verbose"));
    return options;
}

fault::Surroundings surroundingsFor(Mode mode, fault::FaultServer* server, fault::FullDisk* disk)
{
    fault::Surroundings surroundings;
    if (mode == Mode::StopServer) {
        surroundings.variables = {{QStringLiteral("STRANDLINE_FAULT_SERVER"), QString::number(server->pid())},
            {QStringLiteral("STRANDLINE_FAULT_SIGNAL"), QString::number(server->crashSignal())}};
        surroundings.mend = [server] { return server->hasDied() ? server->restart() : QString(); };
    }
    if (mode == Mode::FillDisk) {
        surroundings.variables = {{QStringLiteral("STRANDLINE_FAULT_DISK"), disk->path()}};
        surroundings.mend = [disk] {
            disk->makeRoom();
            return QString();
        };
    }
    return surroundings;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const auto options = readOptions(application);
    if (!options) {
        say(QStringLiteral("--engine sqlite|postgresql|mariadb is needed"));
        return 2;
    }
    const QString name = sql::dialectName(options->dialect);
    std::unique_ptr<fault::FaultServer> server;
    std::unique_ptr<fault::FullDisk> disk;
    if (options->dialect == sql::Dialect::Sqlite) {
        disk = std::make_unique<fault::FullDisk>();
        if (!disk->problem().isEmpty())
            say(QStringLiteral("%1: a full disk cannot be tried here: %2").arg(name, disk->problem()));
    } else {
        server = std::make_unique<fault::FaultServer>(options->dialect);
        if (!server->problem().isEmpty()) {
            say(QStringLiteral("%1: %2").arg(name, server->problem()));
            return test::serversAreRequired() ? 1 : 0;
        }
    }

    const auto expected = fault::FaultCase(options->dialect).runUndisturbed();
    if (!expected.problem.isEmpty()) {
        say(QStringLiteral("%1: %2").arg(name, expected.problem));
        return 1;
    }
    QElapsedTimer timer;
    timer.start();
    int cases = 0;
    int wrong = 0;
    for (qsizetype place = 0; place < options->modes.size(); ++place) {
        const Mode mode = options->modes.at(place);
        if (mode == Mode::FillDisk && !disk->problem().isEmpty())
            continue;
        for (int point = 1 + int(place) % options->every; point <= expected.points; point += options->every) {
            if (options->only > 0 && point != options->only)
                continue;
            if (mode == Mode::FillDisk)
                qputenv("TMPDIR", disk->path().toLocal8Bit());
            fault::FaultCase one(options->dialect);
            qunsetenv("TMPDIR");
            const auto result =
                one.run({mode, point}, surroundingsFor(mode, server.get(), disk.get()), expected);
            ++cases;
            wrong += result.problem.isEmpty() ? 0 : 1;
            if (options->verbose || !result.problem.isEmpty()) {
                say(QStringLiteral("%1 %2: %3%4")
                        .arg(name, Fault {mode, point}.toString(), result.journey,
                            result.problem.isEmpty() ? QString()
                                                     : QStringLiteral("\n  WRONG: ") + result.problem));
            }
        }
    }
    say(QStringLiteral("%1: %2 cases at %3 points, %4 wrong, %5 s")
            .arg(name)
            .arg(cases)
            .arg(expected.points)
            .arg(wrong)
            .arg(timer.elapsed() / 1000));
    return wrong == 0 ? 0 : 1;
}
