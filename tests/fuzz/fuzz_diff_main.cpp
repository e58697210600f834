// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/diff_round.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace strandline;

namespace {

std::optional<sql::Dialect> engineFromName(const QString& name)
{
    return sql::dialectFromName(name == QLatin1String("mariadb") ? QStringLiteral("mysql") : name);
}

void say(const QString& text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

/// The seeds that failed.
QList<unsigned> runRounds(
    const QString& engine, sql::Dialect dialect, unsigned firstSeed, int rounds, bool isVerbose)
{
    QElapsedTimer timer;
    timer.start();
    QList<unsigned> failed;
    qint64 statements = 0;
    qint64 columns = 0;
    for (int i = 0; i < rounds; ++i) {
        const unsigned seed = firstSeed + unsigned(i);
        const fuzz::DiffRound round = fuzz::runDiffRound(dialect, seed);
        statements += round.statements;
        columns += round.columnsKept;
        if (isVerbose)
            say(round.script.join(u'\n'));
        if (round.problem.isEmpty())
            continue;
        failed.append(seed);
        say(QStringLiteral("WRONG %1 seed %2: %3").arg(engine).arg(seed).arg(round.problem));
    }
    say(QStringLiteral("%1: %2 rounds from seed %3, %4 wrong, %5 statements up, %6 columns kept, %7 s")
            .arg(engine)
            .arg(rounds)
            .arg(firstSeed)
            .arg(failed.size())
            .arg(statements)
            .arg(columns)
            .arg(double(timer.elapsed()) / 1000, 0, 'f', 1));
    return failed;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("engine"), QStringLiteral("sqlite, postgresql or mariadb"),
                           QStringLiteral("name"), QStringLiteral("sqlite")},
        {QStringLiteral("seed"), QStringLiteral("of the first round"), QStringLiteral("number"),
            QStringLiteral("1")},
        {QStringLiteral("rounds"), QStringLiteral("how many"), QStringLiteral("number"),
            QStringLiteral("100")},
        {QStringLiteral("verbose"), QStringLiteral("print every statement")}});
    parser.addHelpOption();
    parser.process(app);
    const auto dialect = engineFromName(parser.value(QStringLiteral("engine")));
    bool isSeed = false;
    bool isCount = false;
    const unsigned seed = parser.value(QStringLiteral("seed")).toUInt(&isSeed);
    const int rounds = parser.value(QStringLiteral("rounds")).toInt(&isCount);
    if (!dialect || !isSeed || !isCount || rounds < 1) {
        std::fprintf(stderr, "fuzz_diff --engine sqlite|postgresql|mariadb --seed N --rounds N\n");
        return 2;
    }
    const bool isVerbose = parser.isSet(QStringLiteral("verbose"));
    return runRounds(parser.value(QStringLiteral("engine")), *dialect, seed, rounds, isVerbose).isEmpty() ? 0
                                                                                                          : 1;
}
