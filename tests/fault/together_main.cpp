// SPDX-License-Identifier: GPL-3.0-or-later
// Many processes apply the same migrations to the same fresh database at the same moment: each migration has
// to run exactly once. Prints the count; exit code 1 when any round was wrong.
#include "tests/fault/together_round.h"
#include "tests/support/server_facts.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

namespace {

using namespace strandline;

constexpr int kProgressEveryMs = 30000;

struct Options
{
    sql::Dialect dialect = sql::Dialect::Sqlite;
    int processes = 2;
    int rounds = 1;
    bool plain = false;
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
    const QString number = QStringLiteral("n");
    parser.addOptions({
        {QStringLiteral("engine"), QStringLiteral("sqlite, postgresql or mariadb"), QStringLiteral("name")},
        {QStringLiteral("processes"), QStringLiteral("how many at once"), number, QStringLiteral("2")},
        {QStringLiteral("rounds"), QStringLiteral("how often"), number, QStringLiteral("1")},
        {QStringLiteral("plain"), QStringLiteral("without --if-needed: all but one may be refused")},
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
    options.processes = qMax(1, parser.value(QStringLiteral("processes")).toInt());
    options.rounds = qMax(1, parser.value(QStringLiteral("rounds")).toInt());
    options.plain = parser.isSet(QStringLiteral("plain"));
    return options;
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
    const QString name = QStringLiteral("%1, %2 processes%3")
                             .arg(sql::dialectName(options->dialect))
                             .arg(options->processes)
                             .arg(options->plain ? QStringLiteral(", plain") : QString());
    if (options->dialect != sql::Dialect::Sqlite) {
        const QString problem = test::serverFacts(options->dialect).problem;
        if (!problem.isEmpty()) {
            say(QStringLiteral("%1: %2").arg(name, problem));
            return test::serversAreRequired() ? 1 : 0;
        }
    }
    fault::RoundResult all;
    int wrong = 0;
    QElapsedTimer timer;
    timer.start();
    qint64 saidAt = 0;
    for (int round = 1; round <= options->rounds; ++round) {
        const auto result = fault::TogetherRound(options->dialect).run(options->processes, !options->plain);
        all.did += result.did;
        all.foundNothing += result.foundNothing;
        all.refusedByHolder += result.refusedByHolder;
        all.refusedAsOutdated += result.refusedAsOutdated;
        wrong += result.problems.isEmpty() ? 0 : 1;
        for (const QString& problem : result.problems)
            say(QStringLiteral("%1, round %2: WRONG: %3").arg(name).arg(round).arg(problem));
        if (timer.elapsed() - saidAt >= kProgressEveryMs) {
            saidAt = timer.elapsed();
            say(QStringLiteral("%1: round %2 of %3, %4 wrong, %5 s")
                    .arg(name)
                    .arg(round)
                    .arg(options->rounds)
                    .arg(wrong)
                    .arg(saidAt / 1000));
        }
    }
    say(QStringLiteral("%1: %2 rounds, %3 wrong; %4 applied, %5 had nothing to do, %6 refused by the holder "
                       "of the lock, %7 by their outdated plan; %8 s")
            .arg(name)
            .arg(options->rounds)
            .arg(wrong)
            .arg(all.did)
            .arg(all.foundNothing)
            .arg(all.refusedByHolder)
            .arg(all.refusedAsOutdated)
            .arg(timer.elapsed() / 1000));
    return wrong == 0 ? 0 : 1;
}
