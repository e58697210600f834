// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/live_database.h"

#include "core/engine/mysql/mysql_engine.h"
#include "core/engine/postgresql/postgresql_engine.h"
#include "core/engine/sqlite/sqlite_engine.h"
#include "tests/support/server_facts.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>

namespace strandline::test {

namespace {

const QString origin = QStringLiteral("test");

QString oddName(const QString& suffix)
{
    return QStringLiteral("we;ird \"näme\" `%1").arg(suffix);
}

QString quotedBy(QString name, QChar quote)
{
    name.replace(quote, QString(2, quote));
    return quote + name + quote;
}

QString password()
{
    return QStringLiteral("s;ecret'\"%1").arg(QRandomGenerator::system()->generate64(), 0, 36);
}

} // namespace

void addEngineRows()
{
    QTest::addColumn<sql::Dialect>("dialect");
    QTest::newRow("sqlite") << sql::Dialect::Sqlite;
    QTest::newRow("postgresql") << sql::Dialect::PostgreSql;
    QTest::newRow("mariadb") << sql::Dialect::MySql;
}

bool engineIsHere(sql::Dialect dialect)
{
    if (dialect == sql::Dialect::Sqlite)
        return true;
    const QString problem = serverFacts(dialect).problem;
    if (problem.isEmpty())
        return true;
    const QByteArray text = QStringLiteral("%1: %2").arg(sql::dialectName(dialect), problem).toUtf8();
    if (serversAreRequired())
        QTest::qFail(text.constData(), __FILE__, __LINE__);
    else
        QTest::qSkip(text.constData(), __FILE__, __LINE__);
    return false;
}

engine::Engines allEngines()
{
    engine::Engines engines;
    engines.add(engine::sqlite::makeSqliteEngine());
    engines.add(engine::postgresql::makePostgresqlEngine());
    engines.add(engine::mysql::makeMysqlEngine());
    return engines;
}

std::shared_ptr<const engine::WriteToken> writeToken()
{
    const engine::WritePurpose purpose {
        QStringLiteral("test"), true, false, QStringLiteral("test"), QStringLiteral("test")};
    return *engine::grantWrites(purpose);
}

LiveDatabase::LiveDatabase(sql::Dialect dialect)
    : m_dialect(dialect)
    , m_engines(allEngines())
{
    const QString suffix = QString::number(QRandomGenerator::system()->generate(), 36);
    switch (dialect) {
    case sql::Dialect::Sqlite:
        createSqlite();
        break;
    case sql::Dialect::PostgreSql:
        createPostgresql(suffix);
        break;
    case sql::Dialect::MySql:
        createMysql(suffix);
        break;
    }
    if (!m_problem.isEmpty())
        qWarning("%s", qPrintable(m_problem));
}

LiveDatabase::~LiveDatabase()
{
    if (!m_folder.isEmpty())
        QDir(m_folder).removeRecursively();
    if (!m_dropStatements.isEmpty())
        runAsAdmin(m_dropStatements, {});
}

bool LiveDatabase::runAsAdmin(const QStringList& statements, const QString& database)
{
    connection::ConnectionSettings admin = serverFacts(m_dialect).admin;
    if (!database.isEmpty())
        admin.database.value = database;
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = writeToken();
    const auto connection = m_engines.open(admin, options, {});
    if (!connection) {
        m_problem = connection.error().toText();
        return false;
    }
    for (const QString& statement : statements) {
        if (const auto done = (*connection)->execute(statement); !done) {
            m_problem = done.error().toText();
            return false;
        }
    }
    return true;
}

void LiveDatabase::createSqlite()
{
    QTemporaryDir folder;
    folder.setAutoRemove(false);
    m_folder = folder.path();
    const QString path = m_folder + QStringLiteral("/we;ird \"näme\" %20#?.db");
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        m_problem = file.errorString();
    m_settings.dialect = sql::Dialect::Sqlite;
    m_settings.database = {path, origin};
    m_reader = m_settings;
}

void LiveDatabase::createPostgresql(const QString& suffix)
{
    const ServerFacts& server = serverFacts(m_dialect);
    if (!server.problem.isEmpty()) {
        m_problem = server.problem;
        return;
    }
    m_settings = server.admin;
    m_settings.database = {oddName(suffix), origin};
    m_settings.user = {QStringLiteral("owner;'ö ") + suffix, origin};
    m_settings.password = base::Secret(password());
    m_reader = m_settings;
    m_reader.user = {QStringLiteral("reader ") + suffix, origin};
    m_reader.password = base::Secret(password());

    const QString name = quotedBy(m_settings.database.value, QLatin1Char('"'));
    const QString owner = quotedBy(m_settings.user.value, QLatin1Char('"'));
    const QString reader = quotedBy(m_reader.user.value, QLatin1Char('"'));
    const auto role = [](const QString& quoted, const base::Secret& secret) {
        return QStringLiteral("CREATE ROLE %1 LOGIN PASSWORD %2")
            .arg(quoted, quotedBy(secret.reveal(), QLatin1Char('\'')));
    };
    m_dropStatements = {QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(name),
        QStringLiteral("DROP ROLE IF EXISTS %1").arg(owner),
        QStringLiteral("DROP ROLE IF EXISTS %1").arg(reader)};
    runAsAdmin({role(owner, m_settings.password), role(reader, m_reader.password),
                   QStringLiteral("CREATE DATABASE %1 OWNER %2").arg(name, owner)},
        {})
        && runAsAdmin({QStringLiteral("ALTER DEFAULT PRIVILEGES FOR ROLE %1 GRANT SELECT ON TABLES TO %2")
                              .arg(owner, reader)},
            m_settings.database.value);
}

void LiveDatabase::createMysql(const QString& suffix)
{
    const ServerFacts& server = serverFacts(m_dialect);
    if (!server.problem.isEmpty()) {
        m_problem = server.problem;
        return;
    }
    m_settings = server.admin;
    m_settings.database = {oddName(suffix), origin};
    m_settings.user = {QStringLiteral("owner;ö ") + suffix, origin};
    m_settings.password = base::Secret(password());
    m_reader = m_settings;
    m_reader.user = {QStringLiteral("reader ") + suffix, origin};
    m_reader.password = base::Secret(password());

    const QString name = quotedBy(m_settings.database.value, QLatin1Char('`'));
    const auto account = [](const connection::ConnectionSettings& settings) {
        return quotedBy(settings.user.value, QLatin1Char('`')) + QStringLiteral("@`127.0.0.1`");
    };
    const auto create = [&account](const connection::ConnectionSettings& settings) {
        return QStringLiteral("CREATE USER %1 IDENTIFIED BY %2")
            .arg(account(settings), quotedBy(settings.password.reveal(), QLatin1Char('\'')));
    };
    // In a GRANT the name of a database is a pattern.
    QString pattern = name;
    pattern.replace(QLatin1Char('_'), QStringLiteral("\\_")).replace(QLatin1Char('%'), QStringLiteral("\\%"));
    m_dropStatements = {QStringLiteral("DROP DATABASE IF EXISTS %1").arg(name),
        QStringLiteral("DROP USER IF EXISTS %1").arg(account(m_settings)),
        QStringLiteral("DROP USER IF EXISTS %1").arg(account(m_reader))};
    runAsAdmin({create(m_settings), create(m_reader),
                   QStringLiteral("CREATE DATABASE %1 CHARACTER SET utf8mb4").arg(name),
                   QStringLiteral("GRANT ALL ON %1.* TO %2").arg(pattern, account(m_settings)),
                   QStringLiteral("GRANT SELECT, SHOW VIEW ON %1.* TO %2").arg(pattern, account(m_reader))},
        {});
}

base::Result<std::unique_ptr<db::Connection>> LiveDatabase::open(db::AccessMode access) const
{
    engine::OpenOptions options;
    options.access = access;
    options.writeToken = writeToken();
    return m_engines.open(m_settings, options, {});
}

base::Result<void> LiveDatabase::run(const QStringList& statements) const
{
    const auto connection = open();
    if (!connection)
        return base::forward(connection);
    for (const QString& statement : statements) {
        if (const auto done = (*connection)->execute(statement); !done)
            return base::forward(done);
    }
    return {};
}

} // namespace strandline::test
