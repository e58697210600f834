// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/settings_merge.h"

namespace strandline::connection {

namespace {

void mergePassword(Resolved& resolved, const ConnectionSettings& weaker)
{
    if (weaker.passwordOrigin.isEmpty())
        return;
    ConnectionSettings& settings = resolved.settings;
    if (settings.passwordOrigin.isEmpty()) {
        settings.password = weaker.password;
        settings.passwordOrigin = weaker.passwordOrigin;
    } else
        resolved.overridden << Override {QStringLiteral("password"), QStringLiteral("•••"),
            weaker.passwordOrigin, settings.passwordOrigin};
}

void mergeTls(Resolved& resolved, const ConnectionSettings& weaker)
{
    if (weaker.tls == TlsMode::Unspecified)
        return;
    ConnectionSettings& settings = resolved.settings;
    if (settings.tls == TlsMode::Unspecified) {
        settings.tls = weaker.tls;
        settings.tlsOrigin = weaker.tlsOrigin;
    } else
        resolved.overridden << Override {
            QStringLiteral("sslmode"), tlsModeName(weaker.tls), weaker.tlsOrigin, settings.tlsOrigin};
}

} // namespace

void mergeWeaker(Resolved& resolved, Setting& field, const QString& name, const Setting& weaker)
{
    if (!weaker.isGiven())
        return;
    if (!field.isGiven())
        field = weaker;
    else
        resolved.overridden << Override {name, weaker.value, weaker.origin, field.origin};
}

void dropSetting(Resolved& resolved, Setting& field, const QString& name, const QString& by)
{
    if (field.isGiven())
        resolved.overridden << Override {name, field.value, field.origin, by};
    field = {};
}

void mergeWeaker(Resolved& resolved, const ConnectionSettings& weaker)
{
    ConnectionSettings& settings = resolved.settings;
    mergeWeaker(resolved, settings.host, QStringLiteral("host"), weaker.host);
    mergeWeaker(resolved, settings.port, QStringLiteral("port"), weaker.port);
    mergeWeaker(resolved, settings.socket, QStringLiteral("socket"), weaker.socket);
    mergeWeaker(resolved, settings.user, QStringLiteral("user"), weaker.user);
    mergeWeaker(resolved, settings.database, QStringLiteral("database"), weaker.database);
    mergePassword(resolved, weaker);
    mergeTls(resolved, weaker);
    for (auto it = weaker.options.cbegin(); it != weaker.options.cend(); ++it)
        mergeWeaker(resolved, settings.options[it.key()], it.key(), it.value());
    for (auto it = weaker.secretOptions.cbegin(); it != weaker.secretOptions.cend(); ++it)
        if (!settings.secretOptions.contains(it.key()))
            settings.secretOptions.insert(it.key(), it.value());
}

} // namespace strandline::connection
