// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/connection_url.h"

#include "core/connection/parameters.h"
#include "core/connection/url_parts.h"
#include "core/connection/url_scheme.h"

#include <QDir>

#include <algorithm>

namespace strandline::connection {

namespace {

using base::ErrorCode;
using base::Result;
using sql::Dialect;

struct Source
{
    QString url;
    QString origin;
    QString baseFolder;
};

Result<void> setDecoded(Setting& field, const UrlPiece& piece, const QString& what, const QString& origin)
{
    if (piece.text.isEmpty())
        return {};
    auto value = decodePiece(piece, what);
    if (!value)
        return base::forward(value);
    field = {*value, origin};
    return {};
}

Result<void> setCredentials(ConnectionSettings& settings, const UrlParts& parts, const Source& source)
{
    if (parts.user)
        if (auto set = setDecoded(settings.user, *parts.user, QStringLiteral("user name"), source.origin);
            !set)
            return set;
    if (!parts.password)
        return {};
    auto password = decodePiece(*parts.password, QStringLiteral("password"));
    if (!password) {
        base::Error error = password.error();
        error.hint = encodingAdvice();
        return base::fail(error);
    }
    // libpq takes an empty password for none and looks further; the MySQL client takes it for an answer.
    if (password->isEmpty() && settings.dialect == Dialect::PostgreSql)
        return {};
    settings.password = base::Secret(*password);
    settings.passwordOrigin = source.origin;
    return {};
}

/// A raw "@" here is nearly always the rest of a password with reserved characters. libpq would take it as
/// part of the name and then show it everywhere.
Result<void> refuseStrayAt(const UrlPiece& piece, const QString& what)
{
    const qsizetype at = piece.text.indexOf(QLatin1Char('@'));
    if (at < 0)
        return {};
    return base::fail(
        urlError(QStringLiteral("The “@” %1 stands in the %2.").arg(atCharacter(piece.start + at), what),
            encodingAdvice() + QStringLiteral(" An @ in the %1 itself is %40, too.").arg(what)));
}

Result<void> setHosts(ConnectionSettings& settings, const UrlParts& parts, const Source& source)
{
    QStringList hosts;
    QStringList ports;
    for (const UrlHost& entry : parts.hosts) {
        if (auto clean = refuseStrayAt(entry.host, QStringLiteral("host name")); !clean)
            return clean;
        auto host = decodePiece(entry.host, QStringLiteral("host name"));
        if (!host)
            return base::forward(host);
        hosts << *host;
        if (!entry.port) {
            ports << QString();
            continue;
        }
        auto port = decodePiece(*entry.port, QStringLiteral("port"));
        if (!port)
            return base::forward(port);
        if (auto valid = checkPorts(*port, atCharacter(entry.port->start)); !valid) {
            base::Error error = valid.error();
            error.hint = encodingAdvice();
            return base::fail(error);
        }
        ports << *port;
    }
    if (const QString joined = hosts.join(QLatin1Char(',')); !joined.isEmpty())
        settings.host = {joined, source.origin};
    if (const QString joined = ports.join(QLatin1Char(',')); !joined.isEmpty())
        settings.port = {joined, source.origin};
    return {};
}

using ParameterSetter = Result<void> (*)(ConnectionSettings&, const Parameter&);

Result<void> setParameters(ConnectionSettings& settings, const QList<UrlParameter>& parameters, bool quotable,
    const Source& source, ParameterSetter set)
{
    for (const UrlParameter& each : parameters) {
        const QString where = atCharacter(each.name.start);
        auto name = decodePiece(each.name, QStringLiteral("name of a parameter"));
        if (!name)
            return base::forward(name);
        auto value = decodePiece(each.value, QStringLiteral("value of a parameter"));
        if (!value)
            return base::forward(value);
        if (auto done = set(settings, {*name, *value, source.origin, source.baseFolder, where}); !done) {
            if (quotable)
                return done;
            return base::fail(
                urlError(QStringLiteral("The parameter %1 is not known, or its value is not.").arg(where),
                    encodingAdvice()));
        }
    }
    return {};
}

Result<void> checkPortCount(const ConnectionSettings& settings)
{
    const qsizetype hosts = settings.host.value.split(QLatin1Char(',')).size();
    const qsizetype ports = settings.port.value.split(QLatin1Char(',')).size();
    if (ports == 1 || hosts == ports || !settings.host.isSet())
        return {};
    return base::fail(urlError(QStringLiteral("It names %1 hosts, but %2 ports.").arg(hosts).arg(ports),
        QStringLiteral("Give one port for all hosts, or one for each.")));
}

Result<ConnectionSettings> parsePostgresql(const Source& source, qsizetype start)
{
    auto parts = splitUrl(source.url, start);
    if (!parts)
        return base::forward(parts);
    ConnectionSettings settings;
    settings.dialect = Dialect::PostgreSql;
    if (auto set = setCredentials(settings, *parts, source); !set)
        return base::forward(set);
    if (auto set = setHosts(settings, *parts, source); !set)
        return base::forward(set);
    if (parts->path) {
        if (auto clean = refuseStrayAt(*parts->path, QStringLiteral("name of the database")); !clean)
            return base::forward(clean);
        if (auto set = setDecoded(
                settings.database, *parts->path, QStringLiteral("name of the database"), source.origin);
            !set)
            return base::forward(set);
    }
    if (auto set =
            setParameters(settings, parts->parameters, parts->quotable, source, setPostgresqlParameter);
        !set)
        return base::forward(set);
    if (auto valid = checkPortCount(settings); !valid)
        return base::forward(valid);
    return settings;
}

Result<ConnectionSettings> parseMysql(const Source& source, qsizetype start)
{
    auto parts = splitUrl(source.url, start);
    if (!parts)
        return base::forward(parts);
    ConnectionSettings settings;
    settings.dialect = Dialect::MySql;
    if (parts->hosts.size() > 1)
        return base::fail(ErrorCode::Unsupported, QStringLiteral("The connection URL cannot be used"),
            QStringLiteral("It names several hosts, and MariaDB or MySQL servers cannot be tried in turn."),
            QStringLiteral("Name the one server that migrations run on."));
    if (auto set = setCredentials(settings, *parts, source); !set)
        return base::forward(set);
    if (auto set = setHosts(settings, *parts, source); !set)
        return base::forward(set);
    if (settings.host.value.startsWith(QLatin1Char('/'))) {
        settings.socket = settings.host;
        settings.host = {};
    }
    if (parts->path) {
        if (auto clean = refuseStrayAt(*parts->path, QStringLiteral("name of the database")); !clean)
            return base::forward(clean);
        if (auto set = setDecoded(
                settings.database, *parts->path, QStringLiteral("name of the database"), source.origin);
            !set)
            return base::forward(set);
    }
    std::stable_sort(
        parts->parameters.begin(), parts->parameters.end(), [](const UrlParameter& a, const UrlParameter& b) {
            return mysqlParameterRank(a.name.text) < mysqlParameterRank(b.name.text);
        });
    if (auto set = setParameters(settings, parts->parameters, parts->quotable, source, setMysqlParameter);
        !set)
        return base::forward(set);
    const bool isLocal = settings.host.value.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0;
    if (settings.socket.isSet() && settings.host.isSet() && !isLocal)
        return base::fail(urlError(QStringLiteral("It names both a host and a socket."),
            QStringLiteral("A socket is on this machine: leave out the host, or the socket.")));
    return settings;
}

/// Offset of the path, past the slashes of an empty authority.
Result<qsizetype> sqlitePathStart(const QString& url, qsizetype start)
{
    if (!QStringView(url).mid(start).startsWith(QLatin1String("//")))
        return start;
    if (url.size() > start + 2 && url.at(start + 2) == QLatin1Char('/'))
        return start + 2;
    return base::fail(urlError(
        QStringLiteral("Two slashes %1 would begin the name of a host, and a SQLite database has none.")
            .arg(atCharacter(start)),
        QStringLiteral("Write sqlite:shop.db for a file beside the project, sqlite:///srv/shop.db for an "
                       "absolute path.")));
}

Result<ConnectionSettings> parseSqlite(const Source& source, qsizetype schemeEnd)
{
    auto start = sqlitePathStart(source.url, schemeEnd);
    if (!start)
        return base::forward(start);
    qsizetype question = source.url.indexOf(QLatin1Char('?'), *start);
    if (question < 0)
        question = source.url.size();
    auto path = decodePiece({*start, source.url.mid(*start, question - *start)}, QStringLiteral("path"));
    if (!path)
        return base::forward(path);
    if (path->isEmpty() || path->endsWith(QLatin1Char('/')))
        return base::fail(urlError(QStringLiteral("It names no file."), urlExamples()));
    if (*path == QLatin1String(":memory:") || *path == QLatin1String("/:memory:"))
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("A SQLite database in memory cannot be migrated"),
            QStringLiteral("It is gone when the connection closes, and so is every migration in it."),
            QStringLiteral("Name a file, for example sqlite:shop.db."));
    if (QDir::isRelativePath(*path)) {
        if (source.baseFolder.isEmpty())
            return base::fail(
                urlError(QStringLiteral("The path is relative, and there is no project folder."),
                    QStringLiteral("Write the absolute path: sqlite:///srv/shop.db.")));
        *path = source.baseFolder + QLatin1Char('/') + *path;
    }

    ConnectionSettings settings;
    settings.dialect = Dialect::Sqlite;
    settings.database = {QDir::cleanPath(*path), source.origin};
    auto parameters = splitParameters(source.url, question + 1);
    if (!parameters)
        return base::forward(parameters);
    if (auto set = setParameters(settings, *parameters, true, source, setSqliteParameter); !set)
        return base::forward(set);
    return settings;
}

} // namespace

Result<ConnectionSettings> parseUrl(const QString& url, const QString& origin, const QString& baseFolder)
{
    const Source source {url.trimmed(), origin, baseFolder};
    auto scheme = readScheme(source.url);
    if (!scheme)
        return base::forward(scheme);
    switch (scheme->dialect) {
    case Dialect::PostgreSql:
        return parsePostgresql(source, scheme->rest);
    case Dialect::MySql:
        return parseMysql(source, scheme->rest);
    case Dialect::Sqlite:
        return parseSqlite(source, scheme->rest);
    }
    return base::fail(ErrorCode::Internal, QStringLiteral("The connection URL cannot be read"));
}

} // namespace strandline::connection
