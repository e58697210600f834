// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/postgresql_scratch.h"

#include "core/engine/engine.h"
#include "core/engine/private_server.h"
#include "core/engine/server_scratch.h"
#include "core/sql/identifier.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <csignal>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

constexpr QLatin1String kRefused("42501");

QString quoted(const QString& name)
{
    return sql::quoteIdentifier(name, sql::Dialect::PostgreSql);
}

QString literal(const QString& text)
{
    return sql::quoteLiteral(text, sql::Dialect::PostgreSql);
}

QStringList createStatements(const QString& name, const ScratchTraits& traits, bool withLocale)
{
    // template1 may hold what somebody wants in every new database; the comparison wants nothing.
    QString create = QStringLiteral("CREATE DATABASE %1 TEMPLATE template0").arg(quoted(name));
    const auto& settings = traits.settings;
    const auto add = [&](const char* word, const char* setting) {
        const QString value = settings.value(QLatin1String(setting));
        if (!value.isEmpty())
            create += QStringLiteral(" %1 %2").arg(QLatin1String(word), literal(value));
    };
    if (withLocale) {
        add("ENCODING", "encoding");
        add("LC_COLLATE", "collate");
        add("LC_CTYPE", "ctype");
        if (settings.value(QStringLiteral("provider")) == QLatin1String("i")) {
            create += QStringLiteral(" LOCALE_PROVIDER icu");
            add("ICU_LOCALE", "icu_locale");
        }
    }
    QStringList statements {create};
    // As the catalogue keeps it, the list is quoted already; as one literal it would be one name.
    if (const QString path = settings.value(QStringLiteral("search_path")); !path.isEmpty())
        statements << QStringLiteral("ALTER DATABASE %1 SET search_path TO %2").arg(quoted(name), path);
    return statements;
}

ScratchWords words(bool withLocale)
{
    return {
        [withLocale](const QString& name, const ScratchTraits& traits) {
            return createStatements(name, traits, withLocale);
        },
        [](const QString& name) {
            return QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(quoted(name));
        },
        [](const base::Error& error) { return error.nativeCode == kRefused; },
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
        if (m_server) {
            if (const auto made = makeRoles(traits.roles); !made)
                return base::forward(made);
        }
        return m_maker.make(traits);
    }
    bool isPrivate() const override { return m_server != nullptr; }
    QString describe() const override { return m_label; }

private:
    base::Result<void> makeRoles(const QStringList& roles)
    {
        for (const QString& role : roles) {
            const auto made = m_maker.connection().execute(QStringLiteral("CREATE ROLE ") + quoted(role));
            constexpr QLatin1String exists("42710");
            if (!made && made.error().nativeCode != exists)
                return base::forward(made);
        }
        return {};
    }

    std::unique_ptr<PrivateServer> m_server; // dies after the connection to it
    DatabaseMaker m_maker;
    QString m_label;
};

struct Installation
{
    int major = 0;
    QString folder;
};

QList<Installation> installations()
{
    QList<Installation> found;
    const auto look = [&found](const QString& root, const QString& prefix) {
        for (const QString& entry :
            QDir(root).entryList({prefix + QLatin1Char('*')}, QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QString folder = QStringLiteral("%1/%2/bin").arg(root, entry);
            const int major = entry.mid(prefix.size()).section(QLatin1Char('.'), 0, 0).toInt();
            if (major > 0 && QFile::exists(folder + QStringLiteral("/initdb"))
                && QFile::exists(folder + QStringLiteral("/postgres")))
                found.append({major, folder});
        }
    };
    look(QStringLiteral("/usr/lib/postgresql"), QString()); // Debian
    look(QStringLiteral("/usr"), QStringLiteral("pgsql-")); // packages of the PostgreSQL project for others
    return found;
}

/// The nearest version; of two equally near the newer. Empty: whatever PATH has.
QString nearestFolder(int serverVersion)
{
    const int wanted = serverVersion / 10000;
    QList<Installation> all = installations();
    if (all.isEmpty())
        return {};
    std::sort(all.begin(), all.end(), [wanted](const Installation& a, const Installation& b) {
        const int farA = wanted > 0 ? qAbs(a.major - wanted) : 0;
        const int farB = wanted > 0 ? qAbs(b.major - wanted) : 0;
        return farA != farB ? farA < farB : a.major > b.major;
    });
    return all.first().folder;
}

/// The login of the database that it stands for, so that the same role owns what is made; initdb takes plain
/// names only.
QString loginFor(const ScratchTraits& traits)
{
    const bool isUsable = sql::isPlainName(traits.user) && !traits.user.startsWith(QLatin1String("pg_"));
    return isUsable ? traits.user : QStringLiteral("strandline");
}

QStringList serverCommand(const QString& program, const ScratchFolder& folder)
{
    QStringList command {program, QStringLiteral("-D"), folder.pathOf(QStringLiteral("data"))};
    for (const QString& setting : {QStringLiteral("listen_addresses="),
             QStringLiteral("unix_socket_directories=") + folder.pathOf(QStringLiteral("s")),
             QStringLiteral("unix_socket_permissions=0700"), QStringLiteral("port=5432"),
             QStringLiteral("fsync=off"), QStringLiteral("full_page_writes=off"),
             QStringLiteral("synchronous_commit=off"), QStringLiteral("autovacuum=off"),
             QStringLiteral("wal_level=logical"), // publications warn otherwise
             QStringLiteral("shared_buffers=32MB"), QStringLiteral("max_connections=20"),
             QStringLiteral("jit=off"), QStringLiteral("timezone=UTC")})
        command << QStringLiteral("-c") << setting;
    return command;
}

base::Result<std::unique_ptr<PrivateServer>> startServer(
    const ScratchTraits& traits, ScratchRegistry& registry, const base::JobContext& context)
{
    const QString folder = nearestFolder(traits.serverVersion);
    const QStringList folders = folder.isEmpty() ? QStringList() : QStringList {folder};
    const QString initdb = findServerProgram(QStringLiteral("initdb"), folders);
    const QString program = findServerProgram(QStringLiteral("postgres"), folders);
    if (initdb.isEmpty() || program.isEmpty()) {
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("No PostgreSQL server is installed here for scratch databases"),
            QStringLiteral("Neither /usr/lib/postgresql nor PATH has initdb and postgres."),
            QStringLiteral(
                "Install a PostgreSQL server, or name one in strandline.toml: [scratch] url = \"…\"."));
    }
    auto place = ScratchFolder::make(registry, {QStringLiteral("postgres"), QStringLiteral("nobody")});
    if (!place)
        return base::forward(place);
    if (const auto made = (*place)->makeFolder(QStringLiteral("s")); !made)
        return base::forward(made);
    auto server = std::make_unique<PrivateServer>(std::move(*place), SIGINT, SIGQUIT);
    const QString data = server->folder().pathOf(QStringLiteral("data"));
    const auto made = server->runProgram(
        {initdb, QStringLiteral("--pgdata=") + data, QStringLiteral("--username=") + loginFor(traits),
            QStringLiteral("--auth=trust"), QStringLiteral("--encoding=UTF8"),
            QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync"),
            QStringLiteral("--no-instructions")},
        context);
    if (!made)
        return base::forward(made);
    const auto isReady = [data] {
        QFile state(data + QStringLiteral("/postmaster.pid"));
        return state.open(QIODevice::ReadOnly) && state.readAll().contains("ready");
    };
    if (const auto started = server->start(serverCommand(program, server->folder()), isReady, context);
        !started)
        return base::forward(started);
    return server;
}

} // namespace

base::Result<ScratchTraits> PostgresqlScratch::traitsOf(db::Connection& connection) const
{
    // Through JSON, since the columns of the locale have changed their names twice.
    const auto rows = connection.query(QStringLiteral(
        "SELECT pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, j->>'datlocprovider',"
        " coalesce(j->>'datlocale', j->>'daticulocale'),"
        " (SELECT substr(c, 13) FROM pg_db_role_setting s, unnest(s.setconfig) c"
        "  WHERE s.setdatabase = d.oid AND s.setrole = 0 AND c LIKE 'search_path=%')"
        " FROM pg_database d, to_jsonb(d) j WHERE d.datname = current_database()"));
    if (!rows)
        return base::forward(rows);
    const auto roles = connection.query(
        QStringLiteral("SELECT rolname::text FROM pg_roles WHERE rolname NOT LIKE 'pg\\_%' ORDER BY 1"));
    if (!roles)
        return base::forward(roles);
    ScratchTraits traits;
    traits.serverVersion = connection.info().versionNumber;
    traits.user = connection.info().user;
    const QVariantList row = rows->rows.value(0);
    const QStringList names {QStringLiteral("encoding"), QStringLiteral("collate"), QStringLiteral("ctype"),
        QStringLiteral("provider"), QStringLiteral("icu_locale"), QStringLiteral("search_path")};
    for (qsizetype i = 0; i < names.size() && i < row.size(); ++i)
        traits.settings.insert(names.at(i), row.at(i).toString());
    for (const QVariantList& role : roles->rows)
        traits.roles << role.first().toString();
    return traits;
}

base::Result<std::unique_ptr<ScratchPlace>> PostgresqlScratch::onServer(
    const connection::ConnectionSettings& settings, ScratchRegistry& registry,
    const base::JobContext& context) const
{
    auto connection = openScratch(m_engine, settings, context);
    if (!connection)
        return base::forward(connection);
    DatabaseMaker maker(std::move(*connection), settings, &registry, words(true));
    maker.removeLeftOvers();
    return std::make_unique<Place>(
        nullptr, std::move(maker), QStringLiteral("the server %1").arg(settings.serverLabel()));
}

base::Result<std::unique_ptr<ScratchPlace>> PostgresqlScratch::privatePlace(
    const ScratchTraits& traits, ScratchRegistry& registry, const base::JobContext& context) const
{
    registry.removeFolders();
    auto server = startServer(traits, registry, context);
    if (!server)
        return base::forward(server);
    connection::ConnectionSettings settings;
    settings.dialect = sql::Dialect::PostgreSql;
    const QString origin = QStringLiteral("scratch");
    settings.host = {(*server)->folder().pathOf(QStringLiteral("s")), origin};
    settings.port = {QStringLiteral("5432"), origin};
    settings.user = {loginFor(traits), origin};
    settings.database = {QStringLiteral("postgres"), origin};
    auto connection = openScratch(m_engine, settings, context);
    if (!connection)
        return base::forward(connection);
    const QString label = QStringLiteral("a private PostgreSQL %1").arg((*connection)->info().versionText);
    // A locale that this machine does not have would be refused; the encoding is UTF-8 anyway.
    DatabaseMaker maker(std::move(*connection), settings, nullptr, words(false));
    return std::make_unique<Place>(std::move(*server), std::move(maker), label);
}

} // namespace strandline::engine::postgresql
