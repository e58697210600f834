// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/postgresql_engine.h"

#include "core/db/sql_database.h"
#include "core/engine/connect_job.h"
#include "core/engine/postgresql/conninfo.h"
#include "core/engine/postgresql/introspect/introspector.h"
#include "core/engine/postgresql/postgresql_errors.h"
#include "core/engine/postgresql/postgresql_run_services.h"
#include "core/engine/postgresql/postgresql_scratch.h"
#include "core/engine/postgresql/postgresql_session.h"

#include <QSqlError>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

class PostgresqlEngine final : public Engine
{
public:
    sql::Dialect dialect() const override { return sql::Dialect::PostgreSql; }
    QString displayName() const override { return QStringLiteral("PostgreSQL"); }
    const RunServices& runServices() const override { return m_runServices; }
    const ScratchProvider& scratch() const override { return m_scratch; }
    const Introspector* introspector() const override { return &m_introspector; }
    base::Result<std::unique_ptr<db::Connection>> open(const connection::ConnectionSettings& settings,
        const OpenOptions& options, const base::JobContext& context) const override;

private:
    Connector m_connector;
    PostgresqlRunServices m_runServices;
    PostgresqlScratch m_scratch {*this};
    PostgresqlIntrospector m_introspector;
};

base::Result<db::ServerInfo> readInfo(db::Connection& connection, db::AccessMode access)
{
    // The driver makes bytea come out in the old format, which a migration's own casts would then see.
    const auto rows = connection.query(QStringLiteral(
        "SELECT current_setting('server_version'), current_setting('server_version_num')::int,"
        " current_database()::text, current_schema()::text, current_user::text,"
        " current_setting('server_encoding'), current_setting('TimeZone'),"
        " coalesce(s.ssl, false), coalesce(s.version || ', ' || s.cipher, ''),"
        " current_setting('is_superuser') = 'on', pg_is_in_recovery(), pg_backend_pid(),"
        " set_config('bytea_output', (SELECT reset_val FROM pg_settings WHERE name = 'bytea_output'), false),"
        " current_setting('default_transaction_read_only')"
        " FROM (SELECT 1) one LEFT JOIN pg_stat_ssl s ON s.pid = pg_backend_pid()"));
    if (!rows)
        return base::forward(rows);
    const QVariantList row = rows->rows.value(0);
    if (access == db::AccessMode::ReadOnly && row.at(13).toString() != QLatin1String("on")) {
        // PgBouncer with ignore_startup_parameters = options: dropped without a word.
        return base::fail(ErrorCode::Unsupported, QStringLiteral("The session cannot be made read-only"),
            QStringLiteral("Something between here and the server, such as a pooler, dropped the setting "
                           "default_transaction_read_only=on."),
            QStringLiteral(
                "Give the address of the server itself (usually port 5432) instead of the pooler's."));
    }
    db::ServerInfo info;
    info.dialect = sql::Dialect::PostgreSql;
    info.product = QStringLiteral("PostgreSQL");
    info.versionText = row.at(0).toString().section(QLatin1Char(' '), 0, 0);
    info.versionNumber = row.at(1).toInt();
    info.database = row.at(2).toString();
    info.schema = row.at(3).toString();
    info.user = row.at(4).toString();
    info.encoding = row.at(5).toString();
    info.timeZone = row.at(6).toString();
    info.tls = row.at(7).toBool();
    info.tlsDetail = row.at(8).toString();
    info.superuser = row.at(9).toBool();
    info.inRecovery = row.at(10).toBool();
    info.sessionId = row.at(11).toLongLong();
    info.writeLock = access == db::AccessMode::ReadOnly ? db::WriteLock::Engine : db::WriteLock::None;
    return info;
}

base::Result<std::unique_ptr<db::Connection>> PostgresqlEngine::open(
    const connection::ConnectionSettings& settings, const OpenOptions& options,
    const base::JobContext& context) const
{
    const auto connectOptions = driverOptions(settings, options);
    if (!connectOptions)
        return base::forward(connectOptions);

    ConnectRequest request;
    request.driver = QStringLiteral("QPSQL");
    request.server = settings.serverLabel();
    request.timeoutMs = connectTimeoutMs(settings, options);
    request.configure = [settings, text = *connectOptions](QSqlDatabase& database) {
        database.setHostName(settings.host.value);
        database.setDatabaseName(settings.database.value);
        database.setUserName(settings.user.value);
        database.setPassword(settings.password.reveal());
        database.setConnectOptions(text);
    };
    request.mapError = [settings](
                           const QSqlError& error) { return connectError(error.databaseText(), settings); };
    auto database = m_connector.open(request, context.cancel);
    if (!database)
        return base::forward(database);
    auto* handle = static_cast<pg_conn*>((*database)->nativeHandle());
    if (!handle)
        return base::fail(
            ErrorCode::Internal, QStringLiteral("The PostgreSQL driver gives no native handle"));

    db::ConnectionParts parts;
    parts.session = std::make_unique<PostgresqlSession>(handle, options.access);
    parts.database = std::move(*database);
    parts.accessMode = options.access;
    parts.cancel = context.cancel;
    auto connection = std::make_unique<db::Connection>(std::move(parts));
    auto info = readInfo(*connection, options.access);
    if (!info)
        return base::forward(info);
    connection->setInfo(std::move(*info));
    return connection;
}

} // namespace

std::unique_ptr<Engine> makePostgresqlEngine()
{
    return std::make_unique<PostgresqlEngine>();
}

} // namespace strandline::engine::postgresql
