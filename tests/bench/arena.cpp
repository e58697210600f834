// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/arena.h"

#include "tests/bench/wide_schema.h"
#include "tests/support/private_server.h"

#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>

namespace strandline::bench {

namespace {

using sql::Dialect;

void say(const QString& text)
{
    std::fputs(qPrintable(text + QLatin1Char('\n')), stdout);
    std::fflush(stdout);
}

bool succeeded(const Cost& cost)
{
    if (cost.exitCode != 0)
        say(QString::fromUtf8(cost.output.left(2000)));
    return cost.exitCode == 0;
}

bool areInstalled(const QStringList& programs)
{
    for (const QString& program : programs) {
        if (QStandardPaths::findExecutable(program).isEmpty()) {
            say(program + QStringLiteral(" is not installed: skipped"));
            return false;
        }
    }
    return true;
}

QString writeScript(const QTemporaryDir& folder, const QByteArray& script)
{
    const QString path = folder.filePath(QStringLiteral("schema.sql"));
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(script) == script.size() ? path : QString();
}

using MakeServer = std::unique_ptr<test::PrivateServer> (*)(const QString&, const test::ServerUser&);

/// A private server in a folder of its own.
class ServerArena : public Arena
{
public:
    ~ServerArena() override
    {
        if (m_server)
            m_server->stop();
    }
    QJsonObject login() const override
    {
        QJsonObject login = m_facts;
        login[QStringLiteral("database")] = m_database;
        return login;
    }

protected:
    bool start(MakeServer make)
    {
        QFile::setPermissions(m_folder.path(),
            QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther);
        const test::ServerUser user = test::ServerUser::choose();
        const QString folder = m_folder.filePath(QStringLiteral("server"));
        user.makeFolder(folder);
        m_server = make(folder, user);
        if (!m_server->beginSetup() || !m_server->finishSetup()) {
            say(QStringLiteral("%1: %2").arg(title(), m_server->problem()));
            return false;
        }
        m_facts = m_server->facts();
        m_facts[QStringLiteral("host")] = QStringLiteral("127.0.0.1");
        m_facts[QStringLiteral("port")] = QString::number(m_facts[QStringLiteral("port")].toInt());
        return true;
    }
    bool restart()
    {
        m_server->stop();
        return m_server->restart();
    }
    QString fact(const char* name) const { return m_facts.value(QLatin1String(name)).toString(); }

    QTemporaryDir m_folder {QStringLiteral("/tmp/strandline-bench-XXXXXX")};
    QString m_database;

private:
    std::unique_ptr<test::PrivateServer> m_server;
    QJsonObject m_facts;
};

class PostgresqlArena final : public ServerArena
{
public:
    Dialect dialect() const override { return Dialect::PostgreSql; }
    QString title() const override { return QStringLiteral("PostgreSQL"); }
    QString peer() const override { return QStringLiteral("pg_dump --schema-only"); }
    bool open() override
    {
        if (!areInstalled({QStringLiteral("pg_dump"), QStringLiteral("psql")})
            || !start(test::makePostgresqlServer))
            return false;
        // pg_dump locks every table.
        return succeeded(psql(QStringLiteral("postgres"),
                   {QStringLiteral("-c"),
                       QStringLiteral("ALTER SYSTEM SET max_locks_per_transaction = 4096")}))
            && restart();
    }
    bool fill(int tables) override
    {
        m_database = QStringLiteral("wide%1").arg(tables);
        const QString script = writeScript(m_folder, wideSchema(dialect(), tables));
        return succeeded(psql(QStringLiteral("postgres"),
                   {QStringLiteral("-c"), QStringLiteral("CREATE DATABASE ") + m_database}))
            && succeeded(psql(m_database, {QStringLiteral("-f"), script}))
            && succeeded(psql(m_database, {QStringLiteral("-c"), QStringLiteral("VACUUM ANALYZE")}));
    }
    Cost dump() override
    {
        return measure({{QStringLiteral("pg_dump"), QStringLiteral("--schema-only"), QStringLiteral("-f"),
                            QStringLiteral("/dev/null"), m_database},
            {}, variables(), {}});
    }

private:
    QMap<QString, QString> variables() const
    {
        return {{QStringLiteral("PGHOST"), fact("host")}, {QStringLiteral("PGPORT"), fact("port")},
            {QStringLiteral("PGUSER"), fact("user")}, {QStringLiteral("PGPASSWORD"), fact("password")}};
    }
    Cost psql(const QString& database, const QStringList& arguments)
    {
        return measure(
            {QStringList {QStringLiteral("psql"), QStringLiteral("-X"), QStringLiteral("-q"),
                 QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-d"), database}
                    + arguments,
                {}, variables(), {}});
    }
};

class MariadbArena final : public ServerArena
{
public:
    Dialect dialect() const override { return Dialect::MySql; }
    QString title() const override { return QStringLiteral("MariaDB"); }
    QString peer() const override { return QStringLiteral("mariadb-dump --no-data --routines"); }
    bool open() override
    {
        return areInstalled({QStringLiteral("mariadb-dump"), QStringLiteral("mariadb")})
            && start(test::makeMariadbServer);
    }
    bool fill(int tables) override
    {
        m_database = QStringLiteral("wide%1").arg(tables);
        // A file for each table would measure the disk.
        const QByteArray begin = "SET GLOBAL innodb_file_per_table = OFF;\nCREATE DATABASE "
            + m_database.toUtf8() + ";\nUSE " + m_database.toUtf8() + ";\n";
        const QString script = writeScript(m_folder, begin + wideSchema(dialect(), tables));
        return succeeded(measure({client(QStringLiteral("mariadb")), script, variables(), {}}));
    }
    Cost dump() override
    {
        return measure({client(QStringLiteral("mariadb-dump"))
                + QStringList {QStringLiteral("--no-data"), QStringLiteral("--routines"),
                    QStringLiteral("--result-file=/dev/null"), m_database},
            {}, variables(), {}});
    }

private:
    QMap<QString, QString> variables() const { return {{QStringLiteral("MYSQL_PWD"), fact("password")}}; }
    QStringList client(const QString& program) const
    {
        return {program, QStringLiteral("--no-defaults"), QStringLiteral("--protocol=tcp"),
            QStringLiteral("--host=") + fact("host"), QStringLiteral("--port=") + fact("port"),
            QStringLiteral("--user=") + fact("user")};
    }
};

class SqliteArena final : public Arena
{
public:
    Dialect dialect() const override { return Dialect::Sqlite; }
    QString title() const override { return QStringLiteral("SQLite"); }
    QString peer() const override { return QStringLiteral("sqlite3 .schema"); }
    bool open() override { return areInstalled({QStringLiteral("sqlite3")}); }
    bool fill(int tables) override
    {
        m_path = m_folder.filePath(QStringLiteral("wide%1.db").arg(tables));
        const QString script = writeScript(m_folder, wideSchema(dialect(), tables));
        return succeeded(
            measure({{QStringLiteral("sqlite3"), QStringLiteral("-bail"), m_path}, script, {}, {}}));
    }
    Cost dump() override
    {
        return measure({{QStringLiteral("sqlite3"), QStringLiteral("-readonly"), m_path,
                            QStringLiteral(".output /dev/null"), QStringLiteral(".schema")},
            {}, {}, {}});
    }
    QJsonObject login() const override { return {{QStringLiteral("database"), m_path}}; }

private:
    QTemporaryDir m_folder;
    QString m_path;
};

} // namespace

std::vector<std::unique_ptr<Arena>> allArenas()
{
    std::vector<std::unique_ptr<Arena>> arenas;
    arenas.push_back(std::make_unique<PostgresqlArena>());
    arenas.push_back(std::make_unique<MariadbArena>());
    arenas.push_back(std::make_unique<SqliteArena>());
    return arenas;
}

} // namespace strandline::bench
