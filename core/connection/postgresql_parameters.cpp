// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/parameters.h"

#include <QDir>
#include <QMap>

namespace strandline::connection {

namespace {

enum class Kind { Text, Integer, Flag, Choice, File, Secret, Refused };

struct Known
{
    Kind kind = Kind::Text;
    QString note; ///< choices separated by |, or the reason of a refusal
};

/// Newer ones than the linked libpq knows are listed too: then libpq names them itself, and this list need
/// not follow its version.
const QMap<QString, Known>& knownParameters()
{
    static const auto text = [](const char* s) { return QString::fromUtf8(s); };
    static const QMap<QString, Known> known {
        {text("host"), {}},
        {text("hostaddr"), {}},
        {text("port"), {}},
        {text("dbname"), {}},
        {text("user"), {}},
        {text("password"), {Kind::Secret, {}}},
        {text("passfile"), {Kind::File, {}}},
        {text("require_auth"), {}},
        {text("channel_binding"), {Kind::Choice, text("disable|prefer|require")}},
        {text("connect_timeout"), {Kind::Integer, {}}},
        {text("client_encoding"), {Kind::Choice, text("UTF8|UTF-8|utf8|utf-8|auto")}},
        {text("options"), {}},
        {text("application_name"), {}},
        {text("fallback_application_name"), {}},
        {text("keepalives"), {Kind::Flag, {}}},
        {text("keepalives_idle"), {Kind::Integer, {}}},
        {text("keepalives_interval"), {Kind::Integer, {}}},
        {text("keepalives_count"), {Kind::Integer, {}}},
        {text("tcp_user_timeout"), {Kind::Integer, {}}},
        {text("replication"),
            {Kind::Refused, text("A replication connection cannot run the statements of a migration.")}},
        {text("gssencmode"), {Kind::Choice, text("disable|prefer|require")}},
        {text("gsslib"), {}},
        {text("gssdelegation"), {Kind::Flag, {}}},
        {text("krbsrvname"), {}},
        {text("sslmode"), {}},
        {text("sslnegotiation"), {Kind::Choice, text("postgres|direct")}},
        {text("sslcompression"), {Kind::Flag, {}}},
        {text("sslcert"), {Kind::File, {}}},
        {text("sslkey"), {Kind::File, {}}},
        {text("sslkeylogfile"),
            {Kind::Refused, text("It would write the keys of the encrypted connection to a file.")}},
        {text("sslpassword"), {Kind::Secret, {}}},
        {text("sslcertmode"), {Kind::Choice, text("disable|allow|require")}},
        {text("sslrootcert"), {Kind::File, {}}},
        {text("sslcrl"), {Kind::File, {}}},
        {text("sslcrldir"), {Kind::File, {}}},
        {text("sslsni"), {Kind::Flag, {}}},
        {text("requirepeer"), {}},
        {text("ssl_min_protocol_version"), {Kind::Choice, text("TLSv1|TLSv1.1|TLSv1.2|TLSv1.3")}},
        {text("ssl_max_protocol_version"), {Kind::Choice, text("TLSv1|TLSv1.1|TLSv1.2|TLSv1.3")}},
        {text("min_protocol_version"), {}},
        {text("max_protocol_version"), {}},
        {text("service"), {}},
        {text("servicefile"), {Kind::File, {}}},
        {text("target_session_attrs"),
            {Kind::Choice, text("any|read-write|read-only|primary|standby|prefer-standby")}},
        {text("load_balance_hosts"), {Kind::Choice, text("disable|random")}},
        {text("scram_client_key"), {Kind::Secret, {}}},
        {text("scram_server_key"), {Kind::Secret, {}}},
        {text("oauth_issuer"), {}},
        {text("oauth_client_id"), {}},
        {text("oauth_client_secret"), {Kind::Secret, {}}},
        {text("oauth_scope"), {}},
    };
    return known;
}

/// Parameters of other programs that are often met in DATABASE_URL; libpq refuses them too, but cannot say
/// what to write instead.
QString adviceForForeign(const QString& name)
{
    const QString lower = name.toLower();
    if (lower == QLatin1String("schema") || lower == QLatin1String("currentschema")
        || lower == QLatin1String("search_path"))
        return QStringLiteral("PostgreSQL's own spelling is “options=-csearch_path%3Dname”.");
    if (lower == QLatin1String("connection_limit") || lower == QLatin1String("pool_timeout")
        || lower == QLatin1String("pgbouncer") || lower == QLatin1String("pool_size")
        || lower == QLatin1String("statement_cache_size"))
        return QStringLiteral(
            "It is meant for the connection pool of an application; leave it out of the URL for Strandline.");
    if (lower == QLatin1String("ssl"))
        return QStringLiteral("Write sslmode=disable, require, verify-ca or verify-full.");
    return {};
}

base::Result<void> setSslmode(ConnectionSettings& settings, const Parameter& parameter)
{
    static const QList<TlsMode> modes {TlsMode::Disable, TlsMode::Allow, TlsMode::Prefer, TlsMode::Require,
        TlsMode::VerifyCa, TlsMode::VerifyFull};
    QStringList names;
    for (const TlsMode mode : modes) {
        if (parameter.value == tlsModeName(mode))
            return setTls(settings, mode, parameter);
        names << tlsModeName(mode);
    }
    return base::fail(parameterError(parameter, QStringLiteral("It has an unknown value."),
        QStringLiteral("Known are %1.").arg(names.join(QStringLiteral(", ")))));
}

base::Result<void> checkValue(const Known& known, const Parameter& parameter)
{
    if (parameter.value.isEmpty())
        return {};
    if (known.kind == Kind::Refused)
        return base::fail(parameterError(parameter, known.note, QStringLiteral("Leave it out.")));
    if (known.kind == Kind::Integer) {
        bool isNumber = false;
        parameter.value.trimmed().toInt(&isNumber);
        if (!isNumber)
            return base::fail(parameterError(parameter, QStringLiteral("Its value is not a whole number.")));
    }
    if (known.kind == Kind::Flag && parameter.value != QLatin1String("0")
        && parameter.value != QLatin1String("1"))
        return base::fail(parameterError(parameter, QStringLiteral("Its value is neither 0 nor 1.")));
    if (known.kind == Kind::Choice && !known.note.split(QLatin1Char('|')).contains(parameter.value)) {
        QString choices = known.note;
        return base::fail(parameterError(parameter, QStringLiteral("It has an unknown value."),
            QStringLiteral("Known are %1.").arg(choices.replace(QLatin1Char('|'), QStringLiteral(", ")))));
    }
    return {};
}

QString fileValue(const Parameter& parameter)
{
    // "system" asks libpq for the system's own certificates and is no file.
    const bool isWord =
        parameter.name == QLatin1String("sslrootcert") && parameter.value == QLatin1String("system");
    if (parameter.baseFolder.isEmpty() || parameter.value.isEmpty() || isWord
        || QDir::isAbsolutePath(parameter.value))
        return parameter.value;
    return QDir::cleanPath(parameter.baseFolder + QLatin1Char('/') + parameter.value);
}

} // namespace

bool isPostgresqlParameter(const QString& name)
{
    return knownParameters().contains(name);
}

base::Result<void> setPostgresqlParameter(ConnectionSettings& settings, const Parameter& parameter)
{
    if (parameter.name == QLatin1String("ssl") && parameter.value == QLatin1String("true"))
        return setTls(settings, TlsMode::Require, parameter);
    const auto known = knownParameters().constFind(parameter.name);
    if (known == knownParameters().cend()) {
        QString hint = adviceForForeign(parameter.name);
        const QString nearest = nearestName(parameter.name, knownParameters().keys());
        if (hint.isEmpty() && !nearest.isEmpty())
            hint = QStringLiteral("The nearest known parameter is “%1”.").arg(nearest);
        return base::fail(
            parameterError(parameter, QStringLiteral("PostgreSQL has no parameter of this name."), hint));
    }
    if (auto valid = checkValue(*known, parameter); !valid)
        return valid;

    const Setting setting {parameter.value, parameter.origin};
    if (parameter.name == QLatin1String("host"))
        settings.host = setting;
    else if (parameter.name == QLatin1String("port")) {
        if (auto valid = checkPorts(parameter.value, parameter.where); !valid)
            return valid;
        settings.port = setting;
    } else if (parameter.name == QLatin1String("user"))
        settings.user = setting;
    else if (parameter.name == QLatin1String("dbname"))
        settings.database = setting;
    else if (parameter.name == QLatin1String("password")) {
        settings.password = base::Secret(parameter.value);
        settings.passwordOrigin = parameter.value.isEmpty() ? QString() : parameter.origin;
    } else if (parameter.name == QLatin1String("sslmode"))
        return setSslmode(settings, parameter);
    else if (known->kind == Kind::Secret)
        settings.secretOptions.insert(parameter.name, base::Secret(parameter.value));
    else if (known->kind == Kind::File)
        settings.options.insert(parameter.name, {fileValue(parameter), parameter.origin});
    else
        settings.options.insert(parameter.name, setting);
    return {};
}

} // namespace strandline::connection
