// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/sql/dialect.h"

#include <QMap>
#include <QString>

namespace strandline::connection {

/// One value and where it came from ("DATABASE_URL in .env", "service shop in pg_service.conf", "default").
struct Setting
{
    QString value;
    QString origin;

    bool isSet() const { return !value.isEmpty(); }
    bool operator==(const Setting&) const = default;
};

/// How the identity of the server is checked; named as PostgreSQL names them. A mode is never weakened:
/// what a driver cannot enforce is refused.
enum class TlsMode { Unspecified, Disable, Allow, Prefer, Require, VerifyCa, VerifyFull };

/// Everything needed to open one database, resolved, with the origin of each value. Holds the password only
/// as a Secret.
struct ConnectionSettings
{
    sql::Dialect dialect = sql::Dialect::Sqlite;
    Setting
        host; ///< name, address, or (PostgreSQL) the folder of a unix socket; several by comma as libpq does
    Setting port;
    Setting socket; ///< MariaDB/MySQL: path of the unix socket
    Setting user;
    Setting database; ///< database name; for SQLite the absolute path of the file
    base::Secret password;
    QString passwordOrigin; ///< "asked", "pgpass", "URL" …; empty when there is none
    TlsMode tls = TlsMode::Unspecified;
    QString tlsOrigin;
    /// Further options under the names of the engine's own documentation: sslrootcert, sslcert, sslkey,
    /// options, connect_timeout, application_name, target_session_attrs, charset, ssl_ca, …
    QMap<QString, Setting> options;

    /// "db1:5432", "/run/postgresql", "shop.db": what messages name.
    QString serverLabel() const;
    /// "shop_prod on db1:5432 as deploy", never with a password.
    QString describe() const;
};

} // namespace strandline::connection
