// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/driver_options.h"

#include <memory>
#include <mysql.h>

namespace strandline::engine::mysql {

using base::ErrorCode;
using connection::TlsMode;

namespace {

struct PathOption
{
    const char* setting;
    const char* driverName;
};

constexpr PathOption tlsPaths[] = {
    {"ssl_key", "SSL_KEY"},
    {"ssl_cert", "SSL_CERT"},
    {"ssl_ca", "SSL_CA"},
    {"ssl_capath", "SSL_CAPATH"},
    {"ssl_cipher", "SSL_CIPHER"},
};

QString option(const connection::ConnectionSettings& settings, const char* name)
{
    return settings.options.value(QLatin1String(name)).value;
}

bool wantsTls(const connection::ConnectionSettings& settings)
{
    return settings.tls != TlsMode::Unspecified && settings.tls != TlsMode::Disable;
}

base::Error unverifiable(const connection::ConnectionSettings& settings)
{
    return {ErrorCode::Unsupported,
        QStringLiteral("The identity of \"%1\" cannot be checked").arg(settings.serverLabel()),
        QStringLiteral("Qt's driver for MariaDB and MySQL has no way to ask for verify-ca or verify-full."),
        QStringLiteral(
            "Connect through a socket or an SSH tunnel, or choose \"require\", which encrypts without "
            "checking who answers."),
        {}, {}};
}

} // namespace

base::Result<QString> driverOptions(
    const connection::ConnectionSettings& settings, const OpenOptions& options)
{
    if (settings.tls == TlsMode::VerifyCa || settings.tls == TlsMode::VerifyFull)
        return base::fail(unverifiable(settings));
    const int seconds = qMax(1, (options.connectTimeoutMs + 999) / 1000);
    QStringList parts {QStringLiteral("MYSQL_OPT_CONNECT_TIMEOUT=%1").arg(seconds)};
    const auto add = [&parts](const char* driverName, const QString& value) -> base::Result<void> {
        if (value.contains(QLatin1Char(';'))) {
            return base::fail(ErrorCode::Unsupported, QStringLiteral("\"%1\" cannot be used").arg(value),
                QStringLiteral("Qt's driver takes a semicolon for the beginning of another option."),
                QStringLiteral("Use a path without a semicolon."));
        }
        parts << QLatin1String(driverName) + QLatin1Char('=') + value;
        return {};
    };
    if (settings.socket.isSet()) {
        if (const auto added = add("UNIX_SOCKET", settings.socket.value); !added)
            return base::forward(added);
    }
    if (wantsTls(settings)) {
        parts << QStringLiteral("CLIENT_SSL=1");
        for (const PathOption& path : tlsPaths) {
            const QString value = option(settings, path.setting);
            if (value.isEmpty())
                continue;
            if (const auto added = add(path.driverName, value); !added)
                return base::forward(added);
        }
    }
    return parts.join(QLatin1Char(';'));
}

base::Result<void> checkTls(st_mysql* handle, const connection::ConnectionSettings& settings)
{
    const bool encrypted = mysql_get_ssl_cipher(handle) != nullptr;
    if (encrypted || settings.tls != TlsMode::Require)
        return {};
    return base::fail(ErrorCode::Connection,
        QStringLiteral("\"%1\" does not offer TLS").arg(settings.serverLabel()),
        QStringLiteral("The connection asks for it (mode \"require\")."),
        QStringLiteral("Switch TLS on at the server, or use a socket."));
}

void sendKillQuery(const connection::ConnectionSettings& settings, qint64 sessionId)
{
    const std::unique_ptr<MYSQL, decltype(&mysql_close)> handle(mysql_init(nullptr), mysql_close);
    if (!handle)
        return;
    const unsigned int seconds = 5;
    mysql_options(handle.get(), MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_options(handle.get(), MYSQL_OPT_READ_TIMEOUT, &seconds);
    mysql_options(handle.get(), MYSQL_OPT_WRITE_TIMEOUT, &seconds);
    const auto text = [](const QString& value) { return value.toUtf8(); };
    if (wantsTls(settings)) {
        const auto path = [&](const char* name) { return text(option(settings, name)); };
        const QByteArray key = path("ssl_key"), cert = path("ssl_cert"), ca = path("ssl_ca"),
                         folder = path("ssl_capath"), cipher = path("ssl_cipher");
        const auto orNull = [](const QByteArray& value) {
            return value.isEmpty() ? nullptr : value.constData();
        };
        mysql_ssl_set(handle.get(), orNull(key), orNull(cert), orNull(ca), orNull(folder), orNull(cipher));
        if (settings.tls == TlsMode::Require) {
            const my_bool on = 1;
            mysql_options(handle.get(), MYSQL_OPT_SSL_ENFORCE, &on);
        }
    }
    const QByteArray host = text(settings.host.value), user = text(settings.user.value),
                     password = text(settings.password.reveal()), socket = text(settings.socket.value);
    if (!mysql_real_connect(handle.get(), host.isEmpty() ? nullptr : host.constData(), user.constData(),
            password.constData(), nullptr, settings.port.value.toUInt(),
            socket.isEmpty() ? nullptr : socket.constData(), 0))
        return;
    if (const auto safe = checkTls(handle.get(), settings); !safe)
        return;
    const QByteArray statement = "KILL QUERY " + QByteArray::number(sessionId);
    mysql_real_query(handle.get(), statement.constData(), ulong(statement.size()));
}

} // namespace strandline::engine::mysql
