// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/conninfo.h"

#include <QMap>

#include <libpq-fe.h>
#include <memory>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

QString quoted(QString value)
{
    value.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    value.replace(QLatin1Char('\''), QStringLiteral("\\'"));
    return QLatin1Char('\'') + value + QLatin1Char('\'');
}

bool isKnownToLibpq(const QString& keyword)
{
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> known(
        PQconndefaults(), PQconninfoFree);
    for (const PQconninfoOption* option = known.get(); option && option->keyword; ++option) {
        if (keyword == QLatin1String(option->keyword))
            return true;
    }
    return false;
}

/// Later settings win, so ours come last.
QString serverOptions(QString given, const OpenOptions& options)
{
    const auto add = [&given](const QString& setting) {
        given += (given.isEmpty() ? QStringLiteral("-c ") : QStringLiteral(" -c ")) + setting;
    };
    if (options.access == db::AccessMode::ReadOnly)
        add(QStringLiteral("default_transaction_read_only=on"));
    if (options.lockTimeoutMs)
        add(QStringLiteral("lock_timeout=%1").arg(*options.lockTimeoutMs));
    if (options.statementTimeoutMs)
        add(QStringLiteral("statement_timeout=%1").arg(*options.statementTimeoutMs));
    return given;
}

base::Result<QMap<QString, QString>> collect(
    const connection::ConnectionSettings& settings, const OpenOptions& options)
{
    QMap<QString, QString> values;
    // A dead network is noticed within half a minute, also while a statement runs or a cancel is sent.
    values.insert(QStringLiteral("tcp_user_timeout"), QStringLiteral("20000"));
    values.insert(QStringLiteral("keepalives_idle"), QStringLiteral("15"));
    values.insert(QStringLiteral("keepalives_interval"), QStringLiteral("5"));
    values.insert(QStringLiteral("keepalives_count"), QStringLiteral("3"));
    values.insert(QStringLiteral("application_name"),
        options.applicationName.isEmpty() ? QStringLiteral("strandline") : options.applicationName);
    // libpq counts in seconds, from 2, and per address; the connector keeps the exact limit.
    values.insert(QStringLiteral("connect_timeout"),
        QString::number(qMax(2, (connectTimeoutMs(settings, options) + 999) / 1000)));
    for (auto it = settings.options.cbegin(); it != settings.options.cend(); ++it) {
        static const QStringList own {QStringLiteral("host"), QStringLiteral("user"),
            QStringLiteral("password"), QStringLiteral("dbname"), QStringLiteral("port"),
            QStringLiteral("sslmode"), QStringLiteral("service"), QStringLiteral("client_encoding"),
            QStringLiteral("connect_timeout")};
        if (it->value.isEmpty() || own.contains(it.key()))
            continue; // resolved before into fields of their own; the driver needs UTF-8
        if (!isKnownToLibpq(it.key())) {
            return base::fail(ErrorCode::Invalid,
                QStringLiteral("PostgreSQL knows no connection option “%1”").arg(it.key()),
                it->origin.isEmpty() ? QString() : QStringLiteral("It comes from %1.").arg(it->origin));
        }
        values.insert(it.key(), it->value);
    }
    if (const base::Secret key = settings.secretOptions.value(QStringLiteral("sslpassword")); !key.isEmpty())
        values.insert(QStringLiteral("sslpassword"), key.reveal());
    if (settings.port.isSet())
        values.insert(QStringLiteral("port"), settings.port.value);
    if (const QString mode = connection::tlsModeName(settings.tls); !mode.isEmpty())
        values.insert(QStringLiteral("sslmode"), mode);
    const QString text = serverOptions(values.value(QStringLiteral("options")), options);
    if (!text.isEmpty())
        values.insert(QStringLiteral("options"), text);
    return values;
}

} // namespace

base::Result<QString> driverOptions(
    const connection::ConnectionSettings& settings, const OpenOptions& options)
{
    const auto values = collect(settings, options);
    if (!values)
        return base::forward(values);
    QStringList parts;
    for (auto it = values->cbegin(); it != values->cend(); ++it) {
        if (it.value().contains(QLatin1Char(';'))) {
            return base::fail(ErrorCode::Unsupported,
                QStringLiteral("The connection option “%1” cannot hold a semicolon").arg(it.key()),
                QStringLiteral("Qt's driver takes it for the beginning of another option."),
                QStringLiteral("Use a value without one, for example a path without semicolons."));
        }
        parts << it.key() + QLatin1Char('=') + quoted(it.value());
    }
    return parts.join(QLatin1Char(' '));
}

} // namespace strandline::engine::postgresql
