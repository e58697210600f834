// SPDX-License-Identifier: GPL-3.0-or-later
// bench_apply [rounds]: what applying costs, against the engines' own clients doing the same in the same run.
#include "tests/bench/measured.h"
#include "tests/bench/small_migrations.h"
#include "tests/support/private_server.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>

namespace {

using namespace strandline;
using bench::Cost;
using bench::ProgramCall;

const QString cli = QStringLiteral(STRANDLINE_BIN_DIR "/strandline-cli");

void say(const QString& text)
{
    std::fputs(qPrintable(text + QLatin1Char('\n')), stdout);
    std::fflush(stdout);
}

bool ended(const char* what, const Cost& cost)
{
    if (cost.exitCode == 0)
        return true;
    say(QStringLiteral("%1 failed with %2: %3")
            .arg(QLatin1String(what))
            .arg(cost.exitCode)
            .arg(QString::fromUtf8(cost.output.right(2000))));
    return false;
}

/// One contender against its peer, round by round so that both meet the same weather.
struct Duel
{
    QList<double> ratios;
    QList<double> ourCpu;
    QList<double> ourPeak;
    QList<double> ourWall;
    QList<double> peerWall;

    void add(const Cost& ours, const Cost& peer)
    {
        ratios << ours.wallMs / peer.wallMs;
        ourCpu << ours.cpuMs;
        ourPeak << ours.peakMiB;
        ourWall << ours.wallMs;
        peerWall << peer.wallMs;
    }
    void print(const QString& title, const QString& peer) const
    {
        say(QStringLiteral("%1: %2 x %3 (%4 ms against %5 ms; own CPU %6 ms, peak %7 MiB; %8 rounds)")
                .arg(title)
                .arg(bench::median(ratios), 0, 'f', 2)
                .arg(peer)
                .arg(bench::median(ourWall), 0, 'f', 0)
                .arg(bench::median(peerWall), 0, 'f', 0)
                .arg(bench::median(ourCpu), 0, 'f', 0)
                .arg(bench::median(ourPeak), 0, 'f', 0)
                .arg(ratios.size()));
    }
};

struct Postgres
{
    QTemporaryDir folder {QStringLiteral("/tmp/strandline-bench-XXXXXX")};
    std::unique_ptr<test::PrivateServer> server;
    QMap<QString, QString> variables;
    QString socket;
    int databases = 0;

    bool start()
    {
        const test::ServerUser user = test::ServerUser::choose();
        QFile::setPermissions(folder.path(),
            QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther);
        user.makeFolder(folder.filePath(QStringLiteral("pg")));
        server = test::makePostgresqlServer(folder.filePath(QStringLiteral("pg")), user);
        server->setDurable();
        if (!server->beginSetup() || !server->finishSetup()) {
            say(QStringLiteral("PostgreSQL: ") + server->problem());
            return false;
        }
        const QJsonObject facts = server->facts();
        socket = facts[QStringLiteral("socket")].toString();
        variables = {{QStringLiteral("PGHOST"), socket},
            {QStringLiteral("PGPORT"), QString::number(facts[QStringLiteral("port")].toInt())},
            {QStringLiteral("PGUSER"), facts[QStringLiteral("user")].toString()},
            {QStringLiteral("PGPASSWORD"), facts[QStringLiteral("password")].toString()}};
        return true;
    }
    ~Postgres()
    {
        if (server)
            server->stop();
    }
    Cost psql(const QString& database, const QStringList& arguments, const QString& input = {}) const
    {
        ProgramCall call {
            QStringList {QStringLiteral("psql"), QStringLiteral("-X"), QStringLiteral("-q"),
                QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-d"), database}
                + arguments,
            input, variables, {}};
        return bench::measure(call);
    }
    QString freshDatabase()
    {
        const QString name = QStringLiteral("bench%1").arg(++databases);
        psql(QStringLiteral("postgres"), {QStringLiteral("-c"), QStringLiteral("CREATE DATABASE ") + name});
        psql(name, {QStringLiteral("-c"), QStringLiteral("CHECKPOINT")});
        return name;
    }
    Cost strandline(const QString& project, const QString& database, const QStringList& arguments) const
    {
        QMap<QString, QString> all = variables;
        all.insert(QStringLiteral("BENCH_DATABASE"), database);
        return bench::measure(
            {QStringList {cli, QStringLiteral("--project"), project} + arguments, {}, all, {}});
    }
};

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

const QString postgresUrl = QStringLiteral("postgres:///${BENCH_DATABASE}");

bool applyOnPostgres(Postgres& postgres, int rounds, const QString& folder)
{
    const auto migrations = bench::smallMigrations(sql::Dialect::PostgreSql, 1000);
    const QString project = folder + QStringLiteral("/pg");
    const QString script = folder + QStringLiteral("/pg.sql");
    if (!bench::writeProject(project, migrations, postgresUrl)
        || !write(script, bench::clientScript(migrations, sql::Dialect::PostgreSql)))
        return false;
    Duel duel;
    for (int round = 0; round < rounds; ++round) {
        const Cost peer = postgres.psql(postgres.freshDatabase(),
            {QStringLiteral("-f"), script, QStringLiteral("-o"), QStringLiteral("/dev/null")});
        const Cost ours = postgres.strandline(project, postgres.freshDatabase(), {QStringLiteral("up")});
        if (!ended("psql", peer) || !ended("strandline-cli up", ours))
            return false;
        duel.add(ours, peer);
    }
    duel.print(QStringLiteral("PostgreSQL, 1,000 small migrations"), QStringLiteral("psql"));
    return true;
}

bool applyOnSqlite(int rounds, const QString& folder)
{
    const QString shell = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
    if (shell.isEmpty()) {
        say(QStringLiteral("SQLite: skipped, the sqlite3 shell is not installed"));
        return true;
    }
    const auto migrations = bench::smallMigrations(sql::Dialect::Sqlite, 1000);
    const QString script = folder + QStringLiteral("/sqlite.sql");
    const QString project = folder + QStringLiteral("/sqlite");
    if (!bench::writeProject(project, migrations, QStringLiteral("sqlite:bench.db"))
        || !write(script, bench::clientScript(migrations, sql::Dialect::Sqlite)))
        return false;
    Duel duel;
    for (int round = 0; round < rounds; ++round) {
        QFile::remove(folder + QStringLiteral("/peer.db"));
        QFile::remove(project + QStringLiteral("/bench.db"));
        const Cost peer = bench::measure(
            {{shell, QStringLiteral("-bail"), folder + QStringLiteral("/peer.db")}, script, {}, {}});
        const Cost ours =
            bench::measure({{cli, QStringLiteral("--project"), project, QStringLiteral("up")}, {}, {}, {}});
        if (!ended("sqlite3", peer) || !ended("strandline-cli up", ours))
            return false;
        duel.add(ours, peer);
    }
    duel.print(QStringLiteral("SQLite, 1,000 small migrations"), QStringLiteral("sqlite3"));
    return true;
}

/// Nothing to do over ten thousand applied files.
bool noOp(int rounds, const QString& folder)
{
    constexpr int count = 10000;
    const QString project = folder + QStringLiteral("/many");
    QList<bench::SmallMigration> migrations = bench::smallMigrations(sql::Dialect::Sqlite, count);
    for (int place = 0; place < migrations.size(); ++place)
        migrations[place].statements = {"INSERT INTO t (id) VALUES (" + QByteArray::number(place) + ")"};
    migrations[0].statements = {"CREATE TABLE t (id integer)"};
    if (!bench::writeProject(project, migrations, QStringLiteral("sqlite:bench.db")))
        return false;
    const QStringList up {cli, QStringLiteral("--project"), project, QStringLiteral("up")};
    if (!ended("up of 10,000",
            bench::measure({up + QStringList {QStringLiteral("--single-transaction")}, {}, {}, {}})))
        return false;
    for (const QString& command : {QStringLiteral("status"), QStringLiteral("up")}) {
        QList<double> seconds;
        double peak = 0;
        for (int round = 0; round < rounds; ++round) {
            const Cost cost =
                bench::measure({{cli, QStringLiteral("--project"), project, command}, {}, {}, {}});
            if (!ended("no-op", cost))
                return false;
            seconds << cost.wallMs / 1000;
            peak = std::max(peak, cost.peakMiB);
        }
        say(QStringLiteral("no-op %1, 10,000 files applied: %2 s, peak %3 MiB")
                .arg(command)
                .arg(bench::median(seconds), 0, 'f', 2)
                .arg(peak, 0, 'f', 0));
    }
    return true;
}

void startUp(int rounds)
{
    QList<double> ours;
    QList<double> psql;
    for (int round = 0; round < rounds * 5; ++round) {
        ours << bench::measure({{cli, QStringLiteral("--version")}, {}, {}, {}}).wallMs;
        psql << bench::measure({{QStringLiteral("psql"), QStringLiteral("--version")}, {}, {}, {}}).wallMs;
    }
    say(QStringLiteral("--version: %1 ms (psql %2 ms)")
            .arg(bench::median(ours), 0, 'f', 1)
            .arg(bench::median(psql), 0, 'f', 1));
}

/// The same million rows by one UPDATE and in keyset batches.
bool backfillOnPostgres(Postgres& postgres, int rounds, const QString& folder)
{
    const QByteArray rows =
        "CREATE TABLE goods (id integer PRIMARY KEY, price integer, label text NOT NULL);\n"
        "INSERT INTO goods SELECT n, NULL, 'label ' || n FROM generate_series(1, 1000000) n;\n";
    QList<bench::SmallMigration> migrations;
    migrations.append({QStringLiteral("20260101000000"), QStringLiteral("backfill"),
        {"-- strandline:batch table=goods key=id size=10000\nUPDATE goods SET price = id * 3 WHERE "
         "{batch}"}});
    const QString project = folder + QStringLiteral("/fill");
    const QString setUp = folder + QStringLiteral("/fill.sql");
    if (!bench::writeProject(project, migrations, postgresUrl)
        || !write(setUp, rows + "VACUUM ANALYZE goods; CHECKPOINT;\n"))
        return false;
    Duel duel;
    for (int round = 0; round < rounds; ++round) {
        const QString one = postgres.freshDatabase();
        const QString other = postgres.freshDatabase();
        postgres.psql(one, {QStringLiteral("-f"), setUp});
        postgres.psql(other, {QStringLiteral("-f"), setUp});
        const Cost peer =
            postgres.psql(one, {QStringLiteral("-c"), QStringLiteral("UPDATE goods SET price = id * 3")});
        const Cost ours =
            postgres.strandline(project, other, {QStringLiteral("up"), QStringLiteral("--allow-data-loss")});
        if (!ended("the single UPDATE", peer) || !ended("the batches", ours))
            return false;
        duel.add(ours, peer);
    }
    duel.print(QStringLiteral("PostgreSQL, backfill of 1,000,000 rows in batches of 10,000"),
        QStringLiteral("one UPDATE"));
    return true;
}

bool backfillOnSqlite(int rounds, const QString& folder)
{
    const QString shell = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
    if (shell.isEmpty())
        return true;
    const QString project = folder + QStringLiteral("/fill-sqlite");
    QList<bench::SmallMigration> migrations;
    migrations.append({QStringLiteral("20260101000000"), QStringLiteral("backfill"),
        {"-- strandline:batch table=goods key=id size=10000\nUPDATE goods SET price = id * 3 WHERE "
         "{batch}"}});
    if (!bench::writeProject(project, migrations, QStringLiteral("sqlite:bench.db")))
        return false;
    const QString rows =
        QStringLiteral("CREATE TABLE goods (id integer PRIMARY KEY, price integer, label text NOT NULL);"
                       "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1000000) "
                       "INSERT INTO goods SELECT n, NULL, 'label ' || n FROM s;");
    Duel duel;
    for (int round = 0; round < rounds; ++round) {
        const QString peerFile = folder + QStringLiteral("/peer-fill.db");
        const QString ourFile = project + QStringLiteral("/bench.db");
        for (const QString& file : {peerFile, ourFile}) {
            QFile::remove(file);
            bench::measure({{shell, file, rows}, {}, {}, {}});
        }
        const Cost peer = bench::measure(
            {{shell, peerFile, QStringLiteral("UPDATE goods SET price = id * 3")}, {}, {}, {}});
        const Cost ours = bench::measure({{cli, QStringLiteral("--project"), project, QStringLiteral("up"),
                                              QStringLiteral("--allow-data-loss")},
            {}, {}, {}});
        if (!ended("the single UPDATE", peer) || !ended("the batches", ours))
            return false;
        duel.add(ours, peer);
    }
    duel.print(QStringLiteral("SQLite, backfill of 1,000,000 rows in batches of 10,000"),
        QStringLiteral("one UPDATE"));
    return true;
}

/// Memory must follow the longest statement and not the script.
bool bigScript(const QString& folder)
{
    const QString project = folder + QStringLiteral("/big");
    QList<bench::SmallMigration> migrations;
    migrations.append({QStringLiteral("20260101000000"), QStringLiteral("goods"),
        {"CREATE TABLE goods (id integer, label text)"}});
    if (!bench::writeProject(project, migrations, QStringLiteral("sqlite:bench.db")))
        return false;
    for (const int megabytes : {50, 500}) {
        QFile file(project + QStringLiteral("/migrations/20260102000000_data.up.sql"));
        if (!file.open(QIODevice::WriteOnly))
            return false;
        qint64 id = 0;
        while (file.size() < qint64(megabytes) << 20) {
            QByteArray statement = "INSERT INTO goods VALUES ";
            for (int row = 0; row < 100; ++row, ++id)
                statement += (row ? ", (" : "(") + QByteArray::number(id)
                    + ", 'a label that is as long as labels are, " + QByteArray::number(id) + "')";
            file.write(statement + ";\n");
            file.flush();
        }
        file.close();
        QFile::remove(project + QStringLiteral("/bench.db"));
        const Cost cost =
            bench::measure({{cli, QStringLiteral("--project"), project, QStringLiteral("up")}, {}, {}, {}});
        if (!ended("the big script", cost))
            return false;
        say(QStringLiteral("SQLite, data migration of %1 MB: %2 s, peak %3 MiB")
                .arg(megabytes)
                .arg(cost.wallMs / 1000, 0, 'f', 1)
                .arg(cost.peakMiB, 0, 'f', 0));
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? qMax(1, QString::fromLocal8Bit(argv[1]).toInt()) : 3;
    const QTemporaryDir folder(QStringLiteral("/var/tmp/strandline-bench-XXXXXX"));
    startUp(rounds);
    bool ok = applyOnSqlite(rounds, folder.path());
    ok = backfillOnSqlite(rounds, folder.path()) && ok;
    ok = noOp(rounds, folder.path()) && ok;
    ok = bigScript(folder.path()) && ok;
    Postgres postgres;
    if (QStandardPaths::findExecutable(QStringLiteral("psql")).isEmpty()) {
        say(QStringLiteral("PostgreSQL: skipped, psql is not installed"));
    } else if (postgres.start()) {
        ok = applyOnPostgres(postgres, rounds, folder.path()) && ok;
        ok = backfillOnPostgres(postgres, rounds, folder.path()) && ok;
    }
    return ok ? 0 : 1;
}
