// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/mysql_scratch.h"

#include "core/engine/engine.h"
#include "core/engine/private_server.h"
#include "core/engine/server_scratch.h"
#include "core/sql/identifier.h"

#include <QFile>

#include <csignal>

namespace strandline::engine::mysql {

using base::ErrorCode;

namespace {

QString quoted(const QString& name)
{
    return sql::quoteIdentifier(name, sql::Dialect::MySql);
}

ScratchWords words()
{
    return {
        [](const QString& name, const ScratchTraits& traits) {
            QString create = QStringLiteral("CREATE DATABASE ") + quoted(name);
            const QString charset = traits.settings.value(QStringLiteral("charset"));
            const QString collation = traits.settings.value(QStringLiteral("collation"));
            if (!charset.isEmpty())
                create += QStringLiteral(" CHARACTER SET ") + charset;
            if (!collation.isEmpty())
                create += QStringLiteral(" COLLATE ") + collation;
            return QStringList {create};
        },
        [](const QString& name) { return QStringLiteral("DROP DATABASE IF EXISTS ") + quoted(name); },
        // ER_DBACCESS_DENIED_ERROR
        [](const base::Error& error) { return error.nativeCode.startsWith(QLatin1String("1044")); },
    };
}

class Place final : public ScratchPlace
{
public:
    Place(std::unique_ptr<PrivateServer> server, DatabaseMaker maker, QString label)
        : m_server(std::move(server))
        , m_maker(std::move(maker))
        , m_label(std::move(label))
    { }

    base::Result<std::unique_ptr<ScratchDatabase>> makeDatabase(
        const ScratchTraits& traits, const base::JobContext& context) override
    {
        m_maker.connection().setCancelToken(context.cancel);
        const QString mode = traits.settings.value(QStringLiteral("sql_mode"));
        if (m_server && traits.settings.contains(QStringLiteral("sql_mode"))) {
            const auto set = m_maker.connection().execute(
                QStringLiteral("SET GLOBAL sql_mode = %1").arg(sql::quoteLiteral(mode, sql::Dialect::MySql)));
            if (!set)
                return base::forward(set);
        }
        return m_maker.make(traits);
    }
    bool isPrivate() const override { return m_server != nullptr; }
    QString describe() const override { return m_label; }

private:
    std::unique_ptr<PrivateServer> m_server; // dies after the connection to it
    DatabaseMaker m_maker;
    QString m_label;
};

base::Result<std::unique_ptr<PrivateServer>> startServer(
    ScratchRegistry& registry, const base::JobContext& context)
{
    const QStringList folders {QStringLiteral("/usr/bin"), QStringLiteral("/usr/sbin"),
        QStringLiteral("/usr/local/bin"), QStringLiteral("/usr/local/sbin")};
    const QString install = findServerProgram(QStringLiteral("mariadb-install-db"), folders);
    const QString program = findServerProgram(QStringLiteral("mariadbd"), folders);
    if (install.isEmpty() || program.isEmpty()) {
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("No MariaDB server is installed here for scratch databases"),
            QStringLiteral("Neither the usual folders nor PATH have mariadb-install-db and mariadbd."),
            QStringLiteral(
                "Install a MariaDB server, or name one in strandline.toml: [scratch] url = \"…\"."));
    }
    auto place = ScratchFolder::make(registry, {QStringLiteral("mysql"), QStringLiteral("nobody")});
    if (!place)
        return base::forward(place);
    if (const auto made = (*place)->makeFolder(QStringLiteral("tmp")); !made)
        return base::forward(made);
    auto server = std::make_unique<PrivateServer>(std::move(*place), SIGTERM, SIGKILL);
    const ScratchFolder& folder = server->folder();
    const QString data = QStringLiteral("--datadir=") + folder.pathOf(QStringLiteral("data"));
    const QString socket = folder.pathOf(QStringLiteral("m.sock"));
    const auto made = server->runProgram(
        {install, QStringLiteral("--no-defaults"), data,
            QStringLiteral("--auth-root-authentication-method=normal"), QStringLiteral("--skip-test-db"),
            QStringLiteral("--skip-name-resolve"), QStringLiteral("--innodb-flush-log-at-trx-commit=0")},
        context);
    if (!made)
        return base::forward(made);
    const QStringList command {program, QStringLiteral("--no-defaults"), data,
        QStringLiteral("--tmpdir=") + folder.pathOf(QStringLiteral("tmp")),
        QStringLiteral("--socket=") + socket,
        QStringLiteral("--pid-file=") + folder.pathOf(QStringLiteral("pid")),
        QStringLiteral("--skip-networking"), QStringLiteral("--skip-log-bin"),
        QStringLiteral("--innodb-flush-log-at-trx-commit=0"), QStringLiteral("--innodb-doublewrite=0"),
        QStringLiteral("--innodb-buffer-pool-size=32M"), QStringLiteral("--character-set-server=utf8mb4"),
        QStringLiteral("--max-connections=20"), QStringLiteral("--default-time-zone=+00:00")};
    const auto started = server->start(
        command, [socket] { return QFile::exists(socket); }, context);
    if (!started)
        return base::forward(started);
    return server;
}

} // namespace

base::Result<ScratchTraits> MysqlScratch::traitsOf(db::Connection& connection) const
{
    const auto rows = connection.query(
        QStringLiteral("SELECT @@character_set_database, @@collation_database, @@global.sql_mode"));
    if (!rows)
        return base::forward(rows);
    ScratchTraits traits;
    traits.serverVersion = connection.info().versionNumber;
    traits.user = connection.info().user;
    const QVariantList row = rows->rows.value(0);
    traits.settings = {{QStringLiteral("charset"), row.value(0).toString()},
        {QStringLiteral("collation"), row.value(1).toString()},
        {QStringLiteral("sql_mode"), row.value(2).toString()}};
    return traits;
}

base::Result<std::unique_ptr<ScratchPlace>> MysqlScratch::onServer(
    const connection::ConnectionSettings& settings, ScratchRegistry& registry,
    const base::JobContext& context) const
{
    auto connection = openScratch(m_engine, settings, context);
    if (!connection)
        return base::forward(connection);
    DatabaseMaker maker(std::move(*connection), settings, &registry, words());
    maker.removeLeftOvers();
    return std::make_unique<Place>(
        nullptr, std::move(maker), QStringLiteral("the server %1").arg(settings.serverLabel()));
}

base::Result<std::unique_ptr<ScratchPlace>> MysqlScratch::privatePlace(
    const ScratchTraits& /*traits*/, ScratchRegistry& registry, const base::JobContext& context) const
{
    registry.removeFolders();
    auto server = startServer(registry, context);
    if (!server)
        return base::forward(server);
    connection::ConnectionSettings settings;
    settings.dialect = sql::Dialect::MySql;
    const QString origin = QStringLiteral("scratch");
    settings.socket = {(*server)->folder().pathOf(QStringLiteral("m.sock")), origin};
    settings.user = {QStringLiteral("root"), origin};
    settings.database = {QStringLiteral("mysql"), origin};
    auto connection = openScratch(m_engine, settings, context);
    if (!connection)
        return base::forward(connection);
    const QString label = QStringLiteral("a private MariaDB %1").arg((*connection)->info().versionText);
    DatabaseMaker maker(std::move(*connection), settings, nullptr, words());
    return std::make_unique<Place>(std::move(*server), std::move(maker), label);
}

} // namespace strandline::engine::mysql
