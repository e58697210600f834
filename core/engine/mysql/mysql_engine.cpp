// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/mysql_engine.h"

#include "core/db/sql_database.h"
#include "core/engine/connect_job.h"
#include "core/engine/mysql/driver_options.h"
#include "core/engine/mysql/introspect/mysql_introspector.h"
#include "core/engine/mysql/mysql_errors.h"
#include "core/engine/mysql/mysql_run_services.h"
#include "core/engine/mysql/mysql_session.h"

#include <QRegularExpression>
#include <QSqlError>

#include <mysql.h>

namespace strandline::engine::mysql {

using base::ErrorCode;

namespace {

class MysqlEngine final : public Engine
{
public:
    sql::Dialect dialect() const override { return sql::Dialect::MySql; }
    QString displayName() const override { return QStringLiteral("MariaDB/MySQL"); }
    const RunServices& runServices() const override { return m_runServices; }
    const Introspector* introspector() const override { return &m_introspector; }
    base::Result<std::unique_ptr<db::Connection>> open(const connection::ConnectionSettings& settings,
        const OpenOptions& options, const base::JobContext& context) const override;

private:
    Connector m_connector;
    MysqlRunServices m_runServices;
    MysqlIntrospector m_introspector;
};

int versionNumber(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d+)\\.(\\d+)\\.(\\d+)"));
    const auto match = pattern.match(text);
    return match.captured(1).toInt() * 10000 + match.captured(2).toInt() * 100 + match.captured(3).toInt();
}

/// Before anything else runs: one statement at a time, and the locks and limits of the session.
base::Result<void> prepareSession(db::Connection& connection, MYSQL* handle, const OpenOptions& options)
{
    mysql_set_server_option(handle, MYSQL_OPTION_MULTI_STATEMENTS_OFF);
    const db::StatementLimits limits {options.lockTimeoutMs, options.statementTimeoutMs};
    if (const auto set = connection.setLimits(limits); !set)
        return base::forward(set);
    if (options.access == db::AccessMode::ReadOnly) {
        if (const auto set = connection.query(QStringLiteral("SET SESSION TRANSACTION READ ONLY")); !set)
            return base::forward(set);
    }
    return {};
}

base::Result<db::ServerInfo> readInfo(db::Connection& connection, MYSQL* handle, db::AccessMode access)
{
    const auto rows = connection.query(QStringLiteral(
        "SELECT version(), database(), current_user(), @@character_set_database, @@session.time_zone,"
        " @@system_time_zone, connection_id(), @@global.read_only,"
        " EXISTS (SELECT 1 FROM information_schema.user_privileges WHERE privilege_type = 'SUPER'"
        "   AND grantee = concat(char(39), left(current_user(),"
        "     length(current_user()) - length(substring_index(current_user(), '@', -1)) - 1),"
        "     char(39, 64, 39), substring_index(current_user(), '@', -1), char(39)))"));
    if (!rows)
        return base::forward(rows);
    const QVariantList row = rows->rows.value(0);
    const QString version = row.at(0).toString();
    db::ServerInfo info;
    info.dialect = sql::Dialect::MySql;
    info.product = mariadb_connection(handle) ? QStringLiteral("MariaDB") : QStringLiteral("MySQL");
    info.versionText = version.section(QLatin1Char('-'), 0, 0);
    info.versionNumber = versionNumber(version);
    info.database = row.at(1).toString();
    info.user = row.at(2).toString();
    info.encoding = row.at(3).toString();
    const QString zone = row.at(4).toString();
    info.timeZone = zone == QLatin1String("SYSTEM") ? row.at(5).toString() : zone;
    info.sessionId = row.at(6).toLongLong();
    info.inRecovery = row.at(7).toInt() != 0;
    info.superuser = row.at(8).toBool();
    if (const char* cipher = mysql_get_ssl_cipher(handle)) {
        info.tls = true;
        const char* protocol = nullptr;
        mariadb_get_infov(handle, MARIADB_CONNECTION_TLS_VERSION, &protocol);
        info.tlsDetail = QStringLiteral("%1, %2").arg(QLatin1String(protocol), QLatin1String(cipher));
    }
    info.writeLock = access == db::AccessMode::ReadOnly ? db::WriteLock::Engine : db::WriteLock::None;
    return info;
}

base::Result<std::unique_ptr<db::Connection>> MysqlEngine::open(
    const connection::ConnectionSettings& settings, const OpenOptions& options,
    const base::JobContext& context) const
{
    const auto driver = driverSettings(settings, options);
    if (!driver)
        return base::forward(driver);
    ConnectRequest request;
    request.driver = QStringLiteral("QMYSQL");
    request.server = settings.serverLabel();
    request.timeoutMs = connectTimeoutMs(settings, options);
    request.configure = [settings, driver = *driver](QSqlDatabase& database) {
        database.setHostName(driver.host);
        if (settings.port.isSet())
            database.setPort(settings.port.value.toInt());
        database.setDatabaseName(settings.database.value);
        database.setUserName(settings.user.value);
        database.setPassword(settings.password.reveal());
        database.setConnectOptions(driver.options);
    };
    request.mapError = [settings](const QSqlError& error) {
        return connectError({error.nativeErrorCode().toInt(), {}, error.databaseText()}, settings);
    };
    auto database = m_connector.open(request, context.cancel);
    if (!database)
        return base::forward(database);
    auto* handle = static_cast<MYSQL*>((*database)->nativeHandle());
    if (!handle)
        return base::fail(ErrorCode::Internal, QStringLiteral("The MySQL driver gives no native handle"));
    if (const auto safe = checkTls(handle, settings); !safe)
        return base::forward(safe);

    const auto sessionId = qint64(mysql_thread_id(handle));
    db::ConnectionParts parts;
    parts.session = std::make_unique<MysqlSession>(handle, options.access,
        [settings, host = driver->host, sessionId] { sendKillQuery(settings, host, sessionId); });
    parts.database = std::move(*database);
    parts.accessMode = options.access;
    parts.cancel = context.cancel;
    auto connection = std::make_unique<db::Connection>(std::move(parts));
    if (const auto ready = prepareSession(*connection, handle, options); !ready)
        return base::forward(ready);
    auto info = readInfo(*connection, handle, options.access);
    if (!info)
        return base::forward(info);
    connection->setInfo(std::move(*info));
    return connection;
}

} // namespace

std::unique_ptr<Engine> makeMysqlEngine()
{
    return std::make_unique<MysqlEngine>();
}

} // namespace strandline::engine::mysql
