// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/resolve.h"

#include "core/connection/connection_url.h"
#include "core/connection/dotenv.h"
#include "core/connection/settings_merge.h"
#include "core/connection/url_template.h"

#include <QDir>
#include <QProcessEnvironment>

#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace strandline::connection {

namespace {

using base::ErrorCode;
using base::Result;

/// A URL as written, and who wrote it.
struct UrlSource
{
    QString text;
    QString origin;
    bool isTemplate = false; ///< the project's text has variables; a variable's own value is final
};

Result<UrlSource> urlOf(const ResolveRequest& request)
{
    if (!request.url.isEmpty())
        return UrlSource {request.url, request.urlOrigin, true};
    if (request.urlEnv.isEmpty())
        return base::fail(ErrorCode::NotFound, QStringLiteral("The environment has no connection"),
            QStringLiteral("Neither url nor url_env is given."),
            QStringLiteral("Give one of them in strandline.toml."));
    const VariableLookup lookup({request.environment, request.dotenv});
    auto found = lookup.require(
        request.urlEnv, request.urlOrigin.isEmpty() ? QStringLiteral("connection") : request.urlOrigin);
    if (!found)
        return base::forward(found);
    if (found->value.trimmed().isEmpty())
        return base::fail(ErrorCode::NotFound,
            QStringLiteral("The variable “%1” is empty").arg(request.urlEnv),
            QStringLiteral("%1 should hold a connection URL.").arg(found->origin),
            QStringLiteral("Set it to a URL such as postgres://user@host:5432/database."));
    return UrlSource {found->value, found->origin, false};
}

QString withHome(const QString& url, const QString& home)
{
    static const QStringList prefixes {QStringLiteral("sqlite:~/"), QStringLiteral("sqlite3:~/")};
    for (const QString& prefix : prefixes)
        if (!home.isEmpty() && url.startsWith(prefix))
            return prefix.left(prefix.size() - 2) + home + url.mid(prefix.size() - 1);
    return url;
}

Result<ConnectionSettings> settingsOf(const ResolveRequest& request, const UrlSource& source)
{
    FilledUrl filled {source.text, {}};
    if (source.isTemplate) {
        auto done =
            fillUrl(source.text, source.origin, VariableLookup({request.environment, request.dotenv}));
        if (!done)
            return base::forward(done);
        filled = *done;
    }
    auto settings = parseUrl(withHome(filled.url.trimmed(), request.home), source.origin, request.baseFolder);
    if (!settings) {
        base::Error error = settings.error();
        if (!error.detail.contains(source.origin))
            error.detail += QStringLiteral(" (%1)").arg(source.origin);
        return base::fail(error);
    }
    addVariableOrigins(*settings, filled);
    return settings;
}

/// libpq asks the user database rather than USER, which sudo and cron leave wrong or unset.
QString nameOfSystemUser()
{
    passwd entry = {};
    passwd* found = nullptr;
    std::vector<char> buffer(16384);
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return QString::fromLocal8Bit(found->pw_name);
    return {};
}

bool hasAny(const Variables& variables, const QStringList& names)
{
    for (const QString& name : names)
        if (!variables.value(name).value_or(QString()).isEmpty())
            return true;
    return false;
}

} // namespace

Result<ResolveRequest> requestForProcess(const QString& baseFolder)
{
    ResolveRequest request;
    request.baseFolder = baseFolder;
    const auto environment = QProcessEnvironment::systemEnvironment();
    request.environment = Variables::fromEnvironment(environment);
    request.home = QDir::homePath();
    request.osUser = nameOfSystemUser();
    if (request.osUser.isEmpty())
        request.osUser = environment.value(QStringLiteral("USER"));
    auto dotenv = readDotenv(baseFolder, request.environment);
    if (!dotenv)
        return base::forward(dotenv);
    request.dotenv = *dotenv;
    return request;
}

Result<ResolveRequest> fromSurroundings(const ResolveRequest& surroundings)
{
    ResolveRequest request = surroundings;
    request.url.clear();
    request.urlEnv.clear();
    static const QString urlVariable = QStringLiteral("DATABASE_URL");
    const VariableLookup lookup({request.environment, request.dotenv});
    const auto url = lookup.find(urlVariable);
    const bool isBroken =
        request.dotenv.problem(urlVariable) && !request.environment.value(urlVariable).has_value();
    if (isBroken || (url && url->isSet())) {
        request.urlEnv = urlVariable;
        request.urlOrigin = QStringLiteral("connection");
        return request;
    }
    static const QStringList pgVariables {QStringLiteral("PGHOST"), QStringLiteral("PGHOSTADDR"),
        QStringLiteral("PGDATABASE"), QStringLiteral("PGSERVICE")};
    for (const Variables* place : {&request.environment, &request.dotenv}) {
        if (!hasAny(*place, pgVariables))
            continue;
        // Empty, so that every value comes from its variable and says so.
        request.url = QStringLiteral("postgresql://");
        request.urlOrigin = QStringLiteral("PG* variables in %1").arg(place->place());
        return request;
    }
    return base::fail(ErrorCode::NotFound, QStringLiteral("No connection was found"),
        QStringLiteral("Looked for DATABASE_URL, PGHOST, PGHOSTADDR, PGDATABASE and PGSERVICE in %1.")
            .arg(lookup.searched()),
        QStringLiteral("Set DATABASE_URL, or describe an environment in strandline.toml."));
}

Result<Resolved> resolve(const ResolveRequest& request)
{
    auto source = urlOf(request);
    if (!source)
        return base::forward(source);
    auto settings = settingsOf(request, *source);
    if (!settings)
        return base::forward(settings);
    Resolved typed;
    if (!request.typedPassword.isEmpty()) {
        typed.settings.password = request.typedPassword;
        typed.settings.passwordOrigin = QStringLiteral("asked");
        ConnectionSettings passwordOfUrl;
        passwordOfUrl.password = settings->password;
        passwordOfUrl.passwordOrigin = settings->passwordOrigin;
        mergeWeaker(typed, passwordOfUrl);
        settings->password = typed.settings.password;
        settings->passwordOrigin = typed.settings.passwordOrigin;
    }
    Result<Resolved> resolved;
    switch (settings->dialect) {
    case sql::Dialect::PostgreSql:
        resolved = resolvePostgresql(request, *settings);
        break;
    case sql::Dialect::MySql:
        resolved = resolveMysql(request, *settings);
        break;
    case sql::Dialect::Sqlite:
        resolved = Resolved {*settings, {}, {}};
        break;
    }
    if (resolved)
        resolved->overridden = typed.overridden + resolved->overridden;
    return resolved;
}

} // namespace strandline::connection
