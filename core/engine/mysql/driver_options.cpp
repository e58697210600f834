// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/driver_options.h"

#include <memory>
#include <mysql.h>

namespace strandline::engine::mysql {

using base::ErrorCode;
using connection::TlsMode;

namespace {

struct TlsOption
{
    const char* setting;
    const char* libraryName;
};

constexpr TlsOption tlsOptions[] = {
    {"ssl_key", "ssl-key"},
    {"ssl_cert", "ssl-cert"},
    {"ssl_ca", "ssl-ca"},
    {"ssl_capath", "ssl-capath"},
    {"ssl_cipher", "ssl-cipher"},
    {"ssl_crl", "ssl-crl"},
    {"ssl_crlpath", "ssl-crlpath"},
    {"tls_version", "tls-version"},
};

bool wantsTls(const connection::ConnectionSettings& settings)
{
    return settings.tls != TlsMode::Unspecified && settings.tls != TlsMode::Disable;
}

/// The library always checks certificate and name together: verify-ca gets more than it asks for.
bool wantsIdentity(const connection::ConnectionSettings& settings)
{
    return settings.tls == TlsMode::VerifyCa || settings.tls == TlsMode::VerifyFull;
}

base::Result<void> checkValue(const QString& what, const QString& value)
{
    for (const QChar separator : {QLatin1Char(';'), QLatin1Char('='), QLatin1Char('{'), QLatin1Char('}')}) {
        if (value.contains(separator)) {
            return base::fail(ErrorCode::Unsupported,
                QStringLiteral("The %1 “%2” cannot be used").arg(what, value),
                QStringLiteral("The client library would take “%1” for the beginning of another setting.")
                    .arg(separator),
                QStringLiteral("Use one without semicolons, equals signs and braces."));
        }
    }
    return {};
}

base::Result<QString> hostWithTls(const connection::ConnectionSettings& settings)
{
    QStringList parts;
    if (settings.host.isSet())
        parts << QStringLiteral("host=") + settings.host.value;
    parts << QStringLiteral("ssl-enforce=1");
    if (wantsIdentity(settings))
        parts << QStringLiteral("ssl-verify-server-cert=1");
    for (const TlsOption& option : tlsOptions) {
        const QString value = settings.options.value(QLatin1String(option.setting)).value;
        if (value.isEmpty())
            continue;
        if (const auto usable = checkValue(QLatin1String(option.setting), value); !usable)
            return base::forward(usable);
        parts << QLatin1String(option.libraryName) + QLatin1Char('=') + value;
    }
    const QString passphrase = settings.secretOptions.value(QStringLiteral("ssl_passphrase")).reveal();
    if (!passphrase.isEmpty()) {
        if (!checkValue({}, passphrase)) {
            return base::fail(ErrorCode::Unsupported,
                QStringLiteral("The passphrase of the key cannot be used"),
                QStringLiteral("It holds a semicolon, an equals sign or a brace."));
        }
        parts << QStringLiteral("ssl-passphrase=") + passphrase;
    }
    return parts.join(QLatin1Char(';'));
}

} // namespace

base::Result<DriverSettings> driverSettings(
    const connection::ConnectionSettings& settings, const OpenOptions& options)
{
    if (const auto usable = checkValue(QStringLiteral("host name"), settings.host.value); !usable)
        return base::forward(usable);
    if (settings.host.value.contains(QLatin1String("://")))
        return base::fail(
            ErrorCode::Invalid, QStringLiteral("“%1” is no host name").arg(settings.host.value));
    DriverSettings driver {settings.host.value,
        QStringLiteral("MYSQL_OPT_CONNECT_TIMEOUT=%1")
            .arg(qMax(1, (connectTimeoutMs(settings, options) + 999) / 1000))};
    if (settings.socket.isSet()) {
        if (const auto usable = checkValue(QStringLiteral("socket"), settings.socket.value); !usable)
            return base::forward(usable);
        driver.options += QStringLiteral(";UNIX_SOCKET=") + settings.socket.value;
    }
    if (wantsTls(settings)) {
        const auto host = hostWithTls(settings);
        if (!host)
            return base::forward(host);
        driver.host = *host;
    }
    return driver;
}

base::Result<void> checkTls(st_mysql* handle, const connection::ConnectionSettings& settings)
{
    const bool needed = settings.tls == TlsMode::Require || wantsIdentity(settings);
    if (needed && !mysql_get_ssl_cipher(handle)) {
        return base::fail(ErrorCode::Connection,
            QStringLiteral("“%1” does not offer TLS").arg(settings.serverLabel()),
            QStringLiteral("The connection asks for it (mode “%1”).")
                .arg(connection::tlsModeName(settings.tls)),
            QStringLiteral("Switch TLS on at the server, or use a socket."));
    }
    my_bool verified = 0;
    if (wantsIdentity(settings)
        && (mysql_get_optionv(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verified) != 0 || !verified)) {
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("The identity of “%1” was not checked").arg(settings.serverLabel()),
            QStringLiteral("The client library of Qt's driver did not take the setting."),
            QStringLiteral("MariaDB's client library 3.1 or later is needed."));
    }
    return {};
}

void sendKillQuery(const connection::ConnectionSettings& settings, const QString& host, qint64 sessionId)
{
    const std::unique_ptr<MYSQL, decltype(&mysql_close)> handle(mysql_init(nullptr), mysql_close);
    if (!handle)
        return;
    const unsigned int seconds = 5;
    mysql_options(handle.get(), MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_options(handle.get(), MYSQL_OPT_READ_TIMEOUT, &seconds);
    mysql_options(handle.get(), MYSQL_OPT_WRITE_TIMEOUT, &seconds);
    const QByteArray hostText = host.toUtf8(), user = settings.user.value.toUtf8(),
                     password = settings.password.reveal().toUtf8(), socket = settings.socket.value.toUtf8();
    if (!mysql_real_connect(handle.get(), hostText.isEmpty() ? nullptr : hostText.constData(),
            user.constData(), password.constData(), nullptr, settings.port.value.toUInt(),
            socket.isEmpty() ? nullptr : socket.constData(), 0))
        return;
    if (const auto safe = checkTls(handle.get(), settings); !safe)
        return;
    const QByteArray statement = "KILL QUERY " + QByteArray::number(sessionId);
    mysql_real_query(handle.get(), statement.constData(), ulong(statement.size()));
}

} // namespace strandline::engine::mysql
