// SPDX-License-Identifier: GPL-3.0-or-later
// bench_introspect [rounds [engine|tables…]]: what reading a schema costs, against the engines' own tools
// dumping it in the same run. Both are whole processes, from the start to the end. A ratio over the limit
// fails.
#include "core/engine/engines.h"
#include "core/engine/mysql/mysql_engine.h"
#include "core/engine/postgresql/postgresql_engine.h"
#include "core/engine/sqlite/sqlite_engine.h"
#include "tests/bench/arena.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cstdio>

namespace {

using namespace strandline;
using bench::Arena;
using bench::Cost;
using sql::Dialect;

constexpr double kLimit = 0.5;
constexpr int kNoIntrospector = 3;
const char kLoginVariable[] = "BENCH_INTROSPECT_LOGIN";

void say(const QString& text)
{
    std::fputs(qPrintable(text + QLatin1Char('\n')), stdout);
    std::fflush(stdout);
}

// ---- the contender: this program, called again

connection::ConnectionSettings settingsFrom(const QJsonObject& login)
{
    connection::ConnectionSettings settings;
    const auto take = [&](connection::Setting& setting, const char* key) {
        setting.value = login.value(QLatin1String(key)).toString();
    };
    settings.dialect = Dialect(login.value(QLatin1String("dialect")).toInt());
    take(settings.host, "host");
    take(settings.port, "port");
    take(settings.user, "user");
    take(settings.database, "database");
    settings.password = base::Secret(login.value(QLatin1String("password")).toString());
    return settings;
}

int readOnce()
{
    engine::Engines engines;
    engines.add(engine::sqlite::makeSqliteEngine());
    engines.add(engine::postgresql::makePostgresqlEngine());
    engines.add(engine::mysql::makeMysqlEngine());
    const auto settings = settingsFrom(QJsonDocument::fromJson(qgetenv(kLoginVariable)).object());
    const auto connection = engines.open(settings, {}, {});
    if (!connection) {
        say(connection.error().toText());
        return 1;
    }
    const engine::Introspector* introspector = engines.find(settings.dialect)->introspector();
    if (!introspector)
        return kNoIntrospector;
    const auto database = introspector->read(**connection, {}, {});
    if (!database) {
        say(database.error().toText());
        return 1;
    }
    say(QString::number(database->tables.size()));
    return 0;
}

// ---- the contest

Cost readBy(const Arena& arena)
{
    QJsonObject login = arena.login();
    login[QStringLiteral("dialect")] = int(arena.dialect());
    const QString text = QString::fromUtf8(QJsonDocument(login).toJson(QJsonDocument::Compact));
    return bench::measure({{QCoreApplication::applicationFilePath(), QStringLiteral("--read")}, {},
        {{QLatin1String(kLoginVariable), text}}, {}});
}

bool compete(Arena& arena, int tables, int rounds)
{
    if (!arena.fill(tables))
        return false;
    QList<double> ratios;
    QList<double> ours;
    QList<double> theirs;
    double peak = 0;
    for (int round = 0; round < rounds; ++round) {
        const Cost peer = arena.dump();
        const Cost own = readBy(arena);
        if (own.exitCode == kNoIntrospector) {
            say(arena.title() + QStringLiteral(": this program cannot read its schemas: skipped"));
            return true;
        }
        if (peer.exitCode != 0 || own.exitCode != 0 || own.output.trimmed() != QByteArray::number(tables)) {
            say(QString::fromUtf8(peer.output + own.output));
            return false;
        }
        ratios << own.wallMs / peer.wallMs;
        ours << own.wallMs;
        theirs << peer.wallMs;
        peak = std::max(peak, own.peakMiB);
    }
    const double ratio = bench::median(ratios);
    say(QStringLiteral("%1, %2 tables: %3 x %4 (%5 ms against %6 ms; peak %7 MiB; %8 rounds)%9")
            .arg(arena.title())
            .arg(tables)
            .arg(ratio, 0, 'f', 2)
            .arg(arena.peer())
            .arg(bench::median(ours), 0, 'f', 0)
            .arg(bench::median(theirs), 0, 'f', 0)
            .arg(peak, 0, 'f', 0)
            .arg(rounds)
            .arg(ratio > kLimit ? QStringLiteral(": over the limit of %1").arg(kLimit) : QString()));
    return ratio <= kLimit;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.value(0) == QLatin1String("--read"))
        return readOnce();
    const int rounds = arguments.isEmpty() ? 3 : qMax(1, arguments.takeFirst().toInt());
    QList<int> sizes;
    QStringList engines;
    for (const QString& argument : std::as_const(arguments)) {
        if (const int tables = argument.toInt(); tables > 0)
            sizes << tables;
        else
            engines << argument.toLower();
    }
    if (sizes.isEmpty())
        sizes = {1000, 10000};
    bool all = true;
    for (const auto& arena : bench::allArenas()) {
        if (!engines.isEmpty() && !engines.contains(arena->title().toLower()))
            continue;
        if (!arena->open())
            continue;
        for (const int tables : std::as_const(sizes))
            all = compete(*arena, tables, rounds) && all;
    }
    return all ? 0 : 1;
}
