// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/parameters.h"

#include <QDir>
#include <QMap>

#include <optional>

namespace strandline::connection {

namespace {

/// Spelling without dashes, underscores and capitals -> our name.
const QMap<QString, QString>& aliases()
{
    static const auto text = [](const char* s) { return QString::fromUtf8(s); };
    static const QMap<QString, QString> known {
        {text("host"), text("host")},
        {text("port"), text("port")},
        {text("user"), text("user")},
        {text("username"), text("user")},
        {text("password"), text("password")},
        {text("database"), text("database")},
        {text("dbname"), text("database")},
        {text("socket"), text("socket")},
        {text("unixsocket"), text("socket")},
        {text("protocol"), text("protocol")},
        {text("charset"), text("charset")},
        {text("characterset"), text("charset")},
        {text("characterencoding"), text("charset")},
        {text("defaultcharacterset"), text("charset")},
        {text("connecttimeout"), text("connect_timeout")},
        {text("readtimeout"), text("read_timeout")},
        {text("writetimeout"), text("write_timeout")},
        {text("compress"), text("compress")},
        {text("ssl"), text("ssl")},
        {text("usessl"), text("ssl")},
        {text("tls"), text("tls")},
        {text("sslmode"), text("ssl_mode")},
        {text("sslverifyservercert"), text("ssl_verify_server_cert")},
        {text("sslca"), text("ssl_ca")},
        {text("sslrootcert"), text("ssl_ca")},
        {text("sslcapath"), text("ssl_capath")},
        {text("sslcert"), text("ssl_cert")},
        {text("sslkey"), text("ssl_key")},
        {text("sslpassphrase"), text("ssl_passphrase")},
        {text("sslcipher"), text("ssl_cipher")},
        {text("sslcrl"), text("ssl_crl")},
        {text("sslcrlpath"), text("ssl_crlpath")},
        {text("tlsversion"), text("tls_version")},
        {text("plugindir"), text("plugin_dir")},
        {text("defaultauth"), text("default_auth")},
        {text("serverpublickeypath"), text("server_public_key_path")},
        {text("group"), text("group")},
        {text("defaultsgroupsuffix"), text("defaults_group_suffix")},
        {text("defaultsfile"), text("defaults_file")},
        {text("defaultsextrafile"), text("defaults_extra_file")},
    };
    return known;
}

QString folded(const QString& name)
{
    QString text = name.toLower();
    return text.remove(QLatin1Char('-')).remove(QLatin1Char('_'));
}

bool isFile(const QString& name)
{
    static const QStringList files {QStringLiteral("ssl_ca"), QStringLiteral("ssl_capath"),
        QStringLiteral("ssl_cert"), QStringLiteral("ssl_key"), QStringLiteral("ssl_crl"),
        QStringLiteral("ssl_crlpath"), QStringLiteral("server_public_key_path"),
        QStringLiteral("defaults_file"), QStringLiteral("defaults_extra_file"), QStringLiteral("socket")};
    return files.contains(name);
}

std::optional<bool> truth(const QString& value)
{
    const QString lower = value.toLower();
    // An option file may hold the bare name, which means yes.
    if (lower.isEmpty() || lower == QLatin1String("1") || lower == QLatin1String("true")
        || lower == QLatin1String("on") || lower == QLatin1String("yes"))
        return true;
    if (lower == QLatin1String("0") || lower == QLatin1String("false") || lower == QLatin1String("off")
        || lower == QLatin1String("no"))
        return false;
    return std::nullopt;
}

base::Result<void> setSslMode(ConnectionSettings& settings, const Parameter& parameter)
{
    static const QMap<QString, TlsMode> modes {
        {QStringLiteral("disabled"), TlsMode::Disable},
        {QStringLiteral("disable"), TlsMode::Disable},
        {QStringLiteral("preferred"), TlsMode::Prefer},
        {QStringLiteral("prefer"), TlsMode::Prefer},
        {QStringLiteral("required"), TlsMode::Require},
        {QStringLiteral("require"), TlsMode::Require},
        {QStringLiteral("verifyca"), TlsMode::VerifyCa},
        {QStringLiteral("verifyidentity"), TlsMode::VerifyFull},
        {QStringLiteral("verifyfull"), TlsMode::VerifyFull},
    };
    const auto mode = modes.constFind(folded(parameter.value));
    if (mode == modes.cend())
        return base::fail(parameterError(parameter, QStringLiteral("It has an unknown value."),
            QStringLiteral("Known are DISABLED, PREFERRED, REQUIRED, VERIFY_CA and VERIFY_IDENTITY; also "
                           "disable, prefer, require, verify-ca and verify-full.")));
    return setTls(settings, *mode, parameter);
}

/// Switches that know yes and no. "No" to a check does not lower a mode that another parameter demands.
base::Result<void> setTlsSwitch(ConnectionSettings& settings, const QString& name, const Parameter& parameter)
{
    const QString lower = parameter.value.toLower();
    if (name == QLatin1String("tls") && lower == QLatin1String("skip-verify"))
        return setTls(settings, TlsMode::Require, parameter);
    if (name == QLatin1String("tls") && lower == QLatin1String("preferred"))
        return setTls(settings, TlsMode::Prefer, parameter);
    const auto yes = truth(parameter.value);
    if (!yes)
        return base::fail(parameterError(parameter, QStringLiteral("Its value is neither true nor false."),
            QStringLiteral("Write ssl-mode with one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, "
                           "VERIFY_IDENTITY.")));
    if (name == QLatin1String("ssl_verify_server_cert")) {
        if (*yes && settings.tls == TlsMode::Require) {
            settings.tls = TlsMode::VerifyFull;
            settings.tlsOrigin = parameter.origin;
            return {};
        }
        return *yes ? setTls(settings, TlsMode::VerifyFull, parameter) : base::Result<void> {};
    }
    if (!*yes)
        return setTls(settings, TlsMode::Disable, parameter);
    // "ssl" beside "ssl-mode=VERIFY_CA" asks for less, not for something else.
    const bool isStrongerAlready = settings.tls == TlsMode::VerifyCa || settings.tls == TlsMode::VerifyFull;
    if (isStrongerAlready)
        return {};
    return setTls(settings, name == QLatin1String("tls") ? TlsMode::VerifyFull : TlsMode::Require, parameter);
}

base::Result<void> setTimeout(ConnectionSettings& settings, const QString& name, const Parameter& parameter)
{
    bool isNumber = false;
    const int number = parameter.value.toInt(&isNumber);
    if (!isNumber || number < 0)
        return base::fail(parameterError(parameter, QStringLiteral("Its value is not a whole number.")));
    // The drivers that write this parameter in camel case count milliseconds; the client counts seconds.
    const bool isMilliseconds = parameter.name.contains(QLatin1String("Timeout"));
    const int seconds = isMilliseconds ? (number + 999) / 1000 : number;
    settings.options.insert(name, {QString::number(seconds), parameter.origin});
    return {};
}

base::Result<void> setCharset(ConnectionSettings& settings, const Parameter& parameter)
{
    static const QStringList usable {QStringLiteral("utf8mb4"), QStringLiteral("utf8"),
        QStringLiteral("utf8mb3"), QStringLiteral("utf-8"), QStringLiteral("auto")};
    if (!usable.contains(parameter.value.toLower()))
        return base::fail(parameterError(parameter,
            QStringLiteral("Strandline speaks UTF-8 with every server; scripts sent in another character set "
                           "would change their text."),
            QStringLiteral("Write utf8mb4, or leave it out.")));
    settings.options.insert(QStringLiteral("charset"), {QStringLiteral("utf8mb4"), parameter.origin});
    return {};
}

QString fileValue(const Parameter& parameter)
{
    if (parameter.baseFolder.isEmpty() || parameter.value.isEmpty() || QDir::isAbsolutePath(parameter.value))
        return parameter.value;
    return QDir::cleanPath(parameter.baseFolder + QLatin1Char('/') + parameter.value);
}

QString adviceFor(const QString& name)
{
    const QString nearest = nearestName(name, aliases().values());
    return nearest.isEmpty() ? QString()
                             : QStringLiteral("The nearest known parameter is “%1”.").arg(nearest);
}

base::Result<void> setField(ConnectionSettings& settings, const QString& name, const Parameter& parameter)
{
    const Setting setting {isFile(name) ? fileValue(parameter) : parameter.value, parameter.origin};
    if (name == QLatin1String("host"))
        settings.host = setting;
    else if (name == QLatin1String("port")) {
        if (auto valid = checkPorts(parameter.value, parameter.where); !valid)
            return valid;
        settings.port = setting;
    } else if (name == QLatin1String("user"))
        settings.user = setting;
    else if (name == QLatin1String("database"))
        settings.database = setting;
    else if (name == QLatin1String("socket"))
        settings.socket = setting;
    else if (name == QLatin1String("password")) {
        settings.password = base::Secret(parameter.value);
        settings.passwordOrigin = parameter.origin;
    } else if (name == QLatin1String("ssl_passphrase"))
        settings.secretOptions.insert(name, base::Secret(parameter.value));
    else
        settings.options.insert(name, setting);
    return {};
}

} // namespace

QString canonicalMysqlParameter(const QString& name)
{
    return aliases().value(folded(name));
}

int mysqlParameterRank(const QString& name)
{
    const QString known = canonicalMysqlParameter(name);
    if (known == QLatin1String("ssl_mode"))
        return 0;
    if (known == QLatin1String("ssl_verify_server_cert"))
        return 1;
    return 2;
}

base::Result<void> setMysqlParameter(ConnectionSettings& settings, const Parameter& parameter)
{
    const QString name = canonicalMysqlParameter(parameter.name);
    if (name.isEmpty())
        return base::fail(parameterError(parameter,
            QStringLiteral("Connections to MariaDB and MySQL have no parameter of this name."),
            adviceFor(parameter.name)));
    if (name == QLatin1String("ssl_mode"))
        return setSslMode(settings, parameter);
    if (name == QLatin1String("ssl") || name == QLatin1String("tls")
        || name == QLatin1String("ssl_verify_server_cert"))
        return setTlsSwitch(settings, name, parameter);
    if (name.endsWith(QLatin1String("_timeout")))
        return setTimeout(settings, name, parameter);
    if (name == QLatin1String("charset"))
        return setCharset(settings, parameter);
    if (name == QLatin1String("protocol")) {
        const QString lower = parameter.value.toLower();
        if (lower != QLatin1String("tcp") && lower != QLatin1String("socket"))
            return base::fail(parameterError(parameter, QStringLiteral("It has an unknown value."),
                QStringLiteral("Known are tcp, socket.")));
        settings.options.insert(name, {lower, parameter.origin});
        return {};
    }
    return setField(settings, name, parameter);
}

base::Result<void> setSqliteParameter(ConnectionSettings& settings, const Parameter& parameter)
{
    static const QStringList known {
        QStringLiteral("mode"), QStringLiteral("immutable"), QStringLiteral("busy_timeout")};
    if (!known.contains(parameter.name)) {
        const QString nearest = nearestName(parameter.name, known);
        return base::fail(
            parameterError(parameter, QStringLiteral("SQLite connections have no parameter of this name."),
                nearest.isEmpty() ? QStringLiteral("Known are %1.").arg(known.join(QStringLiteral(", ")))
                                  : QStringLiteral("The nearest known parameter is “%1”.").arg(nearest)));
    }
    if (parameter.name == QLatin1String("mode")) {
        if (parameter.value == QLatin1String("memory"))
            return base::fail(parameterError(parameter,
                QStringLiteral("A database in memory is gone when the connection closes, and so is every "
                               "migration in it."),
                QStringLiteral("Name a file.")));
        if (parameter.value == QLatin1String("rwc"))
            return base::fail(
                parameterError(parameter, QStringLiteral("Opening a database never makes a new file."),
                    QStringLiteral("Write mode=rw, and make the file first.")));
        if (parameter.value != QLatin1String("ro") && parameter.value != QLatin1String("rw"))
            return base::fail(parameterError(
                parameter, QStringLiteral("It has an unknown value."), QStringLiteral("Known are ro, rw.")));
    } else {
        bool isNumber = false;
        const int number = parameter.value.toInt(&isNumber);
        const bool isFlag = parameter.name == QLatin1String("immutable");
        if (!isNumber || number < 0 || (isFlag && number > 1))
            return base::fail(parameterError(parameter,
                isFlag ? QStringLiteral("Its value is neither 0 nor 1.")
                       : QStringLiteral("Its value is not a number of milliseconds.")));
    }
    settings.options.insert(parameter.name, {parameter.value, parameter.origin});
    return {};
}

} // namespace strandline::connection
