// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/mysql_option_file.h"
#include "core/connection/parameters.h"
#include "core/connection/settings_merge.h"

#include <QFileInfo>

namespace strandline::connection {

namespace {

using base::Result;

bool isLocalName(const QString& host)
{
    return host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0;
}

Result<ConnectionSettings> fromVariables(const VariableLookup& lookup)
{
    static const QList<QPair<QString, QString>> names {
        {QStringLiteral("MYSQL_HOST"), QStringLiteral("host")},
        {QStringLiteral("MYSQL_TCP_PORT"), QStringLiteral("port")},
        {QStringLiteral("MYSQL_UNIX_PORT"), QStringLiteral("socket")},
        {QStringLiteral("MYSQL_PWD"), QStringLiteral("password")},
    };
    ConnectionSettings settings;
    settings.dialect = sql::Dialect::MySql;
    for (const auto& [variable, parameter] : names) {
        const auto found = lookup.find(variable);
        if (!found || found->value.isEmpty())
            continue;
        if (auto set = setMysqlParameter(settings, {parameter, found->value, found->origin, {}, {}}); !set)
            return base::fail(
                set.error().withContext(QStringLiteral("%1 cannot be used").arg(found->origin)));
    }
    return settings;
}

Result<MysqlFileSettings> fromOptionFiles(
    Resolved& resolved, const ResolveRequest& request, const VariableLookup& lookup)
{
    const auto variable = [&lookup](
                              const QString& name) { return lookup.find(name).value_or(Setting {}).value; };
    QMap<QString, Setting>& options = resolved.settings.options;
    MysqlPlacesRequest places;
    places.etcFolder = request.etcFolder;
    places.home = request.home;
    places.mysqlHome = variable(QStringLiteral("MARIADB_HOME"));
    if (places.mysqlHome.isEmpty())
        places.mysqlHome = variable(QStringLiteral("MYSQL_HOME"));
    const Setting only = options.take(QStringLiteral("defaults_file"));
    const Setting extra = options.take(QStringLiteral("defaults_extra_file"));
    places.onlyFile = only.value;
    places.extraFile = extra.value;
    places.extraGroup = options.take(QStringLiteral("group")).value;
    const Setting suffix = options.take(QStringLiteral("defaults_group_suffix"));
    places.groupSuffix = suffix.isSet() ? suffix.value : variable(QStringLiteral("MYSQL_GROUP_SUFFIX"));
    for (const Setting& named : {only, extra})
        if (named.isSet() && !QFileInfo::exists(named.value))
            return base::fail(base::ErrorCode::NotFound,
                QStringLiteral("The option file “%1” does not exist").arg(named.value),
                QStringLiteral("It is asked for by %1.").arg(named.origin));
    auto read = readMysqlSettings(mysqlOptionPlaces(places));
    if (!read)
        return read;
    const QString login = request.home + QStringLiteral("/.mylogin.cnf");
    const bool hasPassword =
        !resolved.settings.passwordOrigin.isEmpty() || !read->settings.passwordOrigin.isEmpty();
    if (!hasPassword && !request.home.isEmpty() && QFileInfo::exists(login))
        read->notes << base::Error {base::ErrorCode::Precondition,
            QStringLiteral("The login file “%1” is not read").arg(login),
            QStringLiteral("Its content is obfuscated, not encrypted: whoever can read the file has the "
                           "passwords."),
            QStringLiteral("Use ~/.my.cnf with mode 600, or let Strandline ask for the password."), {}, {}};
    return read;
}

/// A socket or a host: what a stronger source says about the way to the server keeps the other out.
void keepWay(Resolved& resolved, const ConnectionSettings& stronger)
{
    ConnectionSettings& settings = resolved.settings;
    const bool hasRemoteHost = stronger.host.isSet() && !isLocalName(stronger.host.value);
    const bool hasLocalPort = isLocalName(stronger.host.value) && stronger.port.isSet();
    const bool wantsTcp = stronger.options.value(QStringLiteral("protocol")).value == QLatin1String("tcp");
    if (stronger.socket.isSet() && !stronger.host.isSet())
        dropSetting(resolved, settings.host, QStringLiteral("host"), stronger.socket.origin);
    else if (!stronger.socket.isSet() && (hasRemoteHost || hasLocalPort || wantsTcp))
        dropSetting(resolved, settings.socket, QStringLiteral("socket"),
            stronger.host.isSet() ? stronger.host.origin
                                  : stronger.options.value(QStringLiteral("protocol")).origin);
}

void addLayer(Resolved& resolved, const ConnectionSettings& weaker)
{
    const ConnectionSettings stronger = resolved.settings;
    mergeWeaker(resolved, weaker);
    keepWay(resolved, stronger);
}

void addDefaults(Resolved& resolved, const ResolveRequest& request, const ConnectionSettings& fromUrl)
{
    ConnectionSettings& settings = resolved.settings;
    const auto fill = [](Setting& field, const QString& value, const QString& origin) {
        if (!field.isSet() && !value.isEmpty())
            field = {value, origin};
    };
    fill(settings.user, request.osUser, QStringLiteral("default: name of the system's user"));
    if (settings.socket.isSet())
        return;
    fill(settings.host, QStringLiteral("localhost"), QStringLiteral("default"));
    // The client library takes "localhost" for the socket whatever the port says. A URL that writes both a
    // host and a port means that port, in every other program that reads such URLs.
    Setting& protocol = settings.options[QStringLiteral("protocol")];
    if (isLocalName(settings.host.value) && fromUrl.port.isSet() && !protocol.isSet())
        protocol = {QStringLiteral("tcp"), QStringLiteral("port given by %1").arg(fromUrl.port.origin)};
    const bool isTcp = protocol.value == QLatin1String("tcp") || !isLocalName(settings.host.value);
    if (!protocol.isSet())
        settings.options.remove(QStringLiteral("protocol"));
    if (isTcp)
        fill(settings.port, QStringLiteral("3306"), QStringLiteral("default"));
}

} // namespace

Result<Resolved> resolveMysql(const ResolveRequest& request, ConnectionSettings fromUrl)
{
    const VariableLookup lookup({request.environment, request.dotenv});
    Resolved resolved;
    resolved.settings = fromUrl;
    auto files = fromOptionFiles(resolved, request, lookup);
    if (!files)
        return base::forward(files);
    addLayer(resolved, files->settings);
    resolved.notes << files->notes;
    auto variables = fromVariables(lookup);
    if (!variables)
        return base::forward(variables);
    addLayer(resolved, *variables);
    addDefaults(resolved, request, fromUrl);
    return resolved;
}

} // namespace strandline::connection
