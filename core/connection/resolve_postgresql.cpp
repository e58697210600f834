// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/parameters.h"
#include "core/connection/pg_service_file.h"
#include "core/connection/pgpass.h"
#include "core/connection/settings_merge.h"

namespace strandline::connection {

namespace {

using base::Result;

struct VariableName
{
    const char* variable;
    const char* parameter;
};

// PGCLIENTENCODING is missing on purpose: the client always speaks UTF-8.
constexpr VariableName variableNames[] = {
    {"PGHOST", "host"},
    {"PGHOSTADDR", "hostaddr"},
    {"PGPORT", "port"},
    {"PGDATABASE", "dbname"},
    {"PGUSER", "user"},
    {"PGPASSWORD", "password"},
    {"PGPASSFILE", "passfile"},
    {"PGREQUIREAUTH", "require_auth"},
    {"PGCHANNELBINDING", "channel_binding"},
    {"PGOPTIONS", "options"},
    {"PGAPPNAME", "application_name"},
    {"PGSSLMODE", "sslmode"},
    {"PGSSLNEGOTIATION", "sslnegotiation"},
    {"PGSSLCOMPRESSION", "sslcompression"},
    {"PGSSLCERT", "sslcert"},
    {"PGSSLKEY", "sslkey"},
    {"PGSSLCERTMODE", "sslcertmode"},
    {"PGSSLROOTCERT", "sslrootcert"},
    {"PGSSLCRL", "sslcrl"},
    {"PGSSLCRLDIR", "sslcrldir"},
    {"PGSSLSNI", "sslsni"},
    {"PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"},
    {"PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"},
    {"PGREQUIREPEER", "requirepeer"},
    {"PGGSSENCMODE", "gssencmode"},
    {"PGGSSDELEGATION", "gssdelegation"},
    {"PGKRBSRVNAME", "krbsrvname"},
    {"PGGSSLIB", "gsslib"},
    {"PGCONNECT_TIMEOUT", "connect_timeout"},
    {"PGTARGETSESSIONATTRS", "target_session_attrs"},
    {"PGLOADBALANCEHOSTS", "load_balance_hosts"},
    {"PGMINPROTOCOLVERSION", "min_protocol_version"},
    {"PGMAXPROTOCOLVERSION", "max_protocol_version"},
};

bool isGiven(const ConnectionSettings& settings, const QString& parameter)
{
    if (parameter == QLatin1String("host"))
        return settings.host.isGiven();
    if (parameter == QLatin1String("port"))
        return settings.port.isGiven();
    if (parameter == QLatin1String("sslmode"))
        return settings.tls != TlsMode::Unspecified;
    return settings.options.contains(parameter);
}

/// A variable with a value that means nothing stops the connection only when the value would be used.
Result<ConnectionSettings> fromVariables(Resolved& resolved, const VariableLookup& lookup)
{
    ConnectionSettings settings;
    settings.dialect = sql::Dialect::PostgreSql;
    for (const VariableName& each : variableNames) {
        const auto found = lookup.find(QLatin1String(each.variable));
        // An empty variable says nothing, in libpq too.
        if (!found || found->value.isEmpty())
            continue;
        const Parameter parameter {QLatin1String(each.parameter), found->value, found->origin, {}, {}};
        auto set = setPostgresqlParameter(settings, parameter);
        if (set)
            continue;
        const base::Error error =
            set.error().withContext(QStringLiteral("%1 cannot be used").arg(found->origin));
        if (!isGiven(resolved.settings, parameter.name))
            return base::fail(error);
        resolved.notes << error;
    }
    return settings;
}

Setting takeOption(ConnectionSettings& settings, const QString& name)
{
    return settings.options.take(name);
}

/// The service that the URL names, else PGSERVICE.
Result<void> mergeService(Resolved& resolved, const ResolveRequest& request, const VariableLookup& lookup)
{
    Setting service = takeOption(resolved.settings, QStringLiteral("service"));
    const Setting file = takeOption(resolved.settings, QStringLiteral("servicefile"));
    if (!service.isGiven())
        service = lookup.find(QStringLiteral("PGSERVICE")).value_or(Setting {});
    if (!service.isSet())
        return {};
    ServicePlaces places;
    places.namedFile =
        file.isSet() ? file.value : lookup.find(QStringLiteral("PGSERVICEFILE")).value_or(Setting {}).value;
    places.homeFile = request.home + QStringLiteral("/.pg_service.conf");
    const auto folder = lookup.find(QStringLiteral("PGSYSCONFDIR"));
    places.systemFile =
        (folder && folder->isSet() ? folder->value : request.etcFolder + QStringLiteral("/postgresql-common"))
        + QStringLiteral("/pg_service.conf");
    auto found = findService(service.value, places);
    if (!found) {
        base::Error error = found.error();
        error.detail += QStringLiteral(" The service is asked for by %1.").arg(service.origin);
        return base::fail(error);
    }
    mergeWeaker(resolved, *found);
    return {};
}

void addDefaults(Resolved& resolved, const ResolveRequest& request)
{
    ConnectionSettings& settings = resolved.settings;
    const auto fill = [](Setting& field, const QString& value, const QString& origin) {
        if (!field.isSet() && !value.isEmpty())
            field = {value, origin};
    };
    // Several hosts without ports are read as ",": every one has the default, whatever PGPORT says.
    if (QString(settings.port.value).remove(QLatin1Char(',')).isEmpty())
        settings.port = {QStringLiteral("5432"), QStringLiteral("default")};
    fill(settings.user, request.osUser, QStringLiteral("default: name of the system's user"));
    fill(settings.database, settings.user.value, QStringLiteral("default: as the user"));
}

/// libpq asks the file for each host in turn. One password serves all only when all lines agree; otherwise
/// the file is left to libpq, whose name for it stays among the options.
void addPgpass(Resolved& resolved, const ResolveRequest& request)
{
    ConnectionSettings& settings = resolved.settings;
    const Setting named = takeOption(settings, QStringLiteral("passfile"));
    if (!settings.passwordOrigin.isEmpty())
        return;
    if (!named.isSet() && request.home.isEmpty())
        return;
    const QString path = named.isSet() ? named.value : request.home + QStringLiteral("/.pgpass");
    const QString addresses = settings.options.value(QStringLiteral("hostaddr")).value;
    const QStringList hosts =
        (settings.host.isSet() ? settings.host.value : addresses).split(QLatin1Char(','));
    const QStringList ports = settings.port.value.split(QLatin1Char(','));
    QList<std::optional<base::Secret>> answers;
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        const QString port = ports.size() == 1 ? ports.first() : ports.value(i);
        PgpassAnswer answer = lookUpPgpass(
            path, named.isSet(), {hosts.at(i), port, settings.database.value, settings.user.value});
        if (i == 0)
            resolved.notes << answer.notes;
        answers << answer.password;
    }
    bool isSame = true;
    for (const auto& answer : answers)
        isSame = isSame && answer == answers.first();
    if (!isSame) {
        settings.options.insert(QStringLiteral("passfile"), {path, named.isSet() ? named.origin : path});
        resolved.notes << base::Error {base::ErrorCode::Precondition,
            QStringLiteral("The hosts have different passwords"),
            QStringLiteral("“%1” is read again for each of them while connecting.").arg(path), {}, {}, {}};
    } else if (answers.first()) {
        settings.password = *answers.first();
        settings.passwordOrigin = path;
    }
}

/// An address from elsewhere beside the URL's host name decides where the connection goes. libpq does so;
/// whoever reads the host name should know.
void noteForeignAddress(Resolved& resolved)
{
    const Setting address = resolved.settings.options.value(QStringLiteral("hostaddr"));
    const Setting& host = resolved.settings.host;
    if (!address.isSet() || !host.isSet() || address.origin == host.origin)
        return;
    resolved.notes << base::Error {base::ErrorCode::Precondition,
        QStringLiteral("The connection goes to the address %1").arg(address.value),
        QStringLiteral("%1 gives the address, %2 the host name “%3”, which then only serves the check of the "
                       "certificate.")
            .arg(address.origin, host.origin, host.value),
        QStringLiteral("Unset PGHOSTADDR if the host name is meant."), {}, {}};
}

} // namespace

Result<Resolved> resolvePostgresql(const ResolveRequest& request, ConnectionSettings fromUrl)
{
    const VariableLookup lookup({request.environment, request.dotenv});
    Resolved resolved;
    resolved.settings = std::move(fromUrl);
    if (auto merged = mergeService(resolved, request, lookup); !merged)
        return base::forward(merged);
    auto variables = fromVariables(resolved, lookup);
    if (!variables)
        return base::forward(variables);
    mergeWeaker(resolved, *variables);
    addDefaults(resolved, request);
    noteForeignAddress(resolved);
    addPgpass(resolved, request);
    return resolved;
}

} // namespace strandline::connection
