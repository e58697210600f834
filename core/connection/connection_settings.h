// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/sql/dialect.h"

#include <QMap>
#include <QString>

class QDebug;

namespace strandline::connection {

/// One value and where it came from ("DATABASE_URL in .env", "service shop in pg_service.conf", "default").
struct Setting
{
    QString value;
    QString origin;

    bool isSet() const { return !value.isEmpty(); }
    /// A source may say "nothing" on purpose ("?sslcert="); that keeps weaker sources out.
    bool isGiven() const { return !value.isEmpty() || !origin.isEmpty(); }
    bool operator==(const Setting&) const = default;
};

/// How the identity of the server is checked; named as PostgreSQL names them. A mode is never weakened:
/// what a driver cannot enforce is refused.
enum class TlsMode { Unspecified, Disable, Allow, Prefer, Require, VerifyCa, VerifyFull };

/// "verify-full"; empty for Unspecified.
QString tlsModeName(TlsMode mode);

/// Everything needed to open one database, resolved, with the origin of each value. Holds passwords only as
/// Secrets.
struct ConnectionSettings
{
    sql::Dialect dialect = sql::Dialect::Sqlite;
    /// Name, address, or (PostgreSQL) the folder of a unix socket; several by comma as libpq does. Empty for
    /// PostgreSQL: the folder of the local socket that libpq was built with.
    Setting host;
    Setting port; ///< PostgreSQL: several by comma, one per host; a single one serves every host
    Setting socket; ///< MariaDB/MySQL: path of the unix socket
    Setting user;
    Setting database; ///< database name; for SQLite the absolute path of the file
    base::Secret password;
    /// "asked", "pgpass", "URL" …; empty when there is none. With an empty password: the source says that
    /// the password is empty, which is not the same as saying nothing.
    QString passwordOrigin;
    TlsMode tls = TlsMode::Unspecified;
    QString tlsOrigin;
    /// Further options under the names of the engine's own documentation, MariaDB/MySQL with underscores:
    /// sslrootcert, sslcert, sslkey, options, connect_timeout, application_name, target_session_attrs,
    /// charset, ssl_ca, protocol, …
    QMap<QString, Setting> options;
    /// Options that are secrets themselves: sslpassword, oauth_client_secret, ssl_passphrase …
    QMap<QString, base::Secret> secretOptions;

    /// "db1:5432", "/run/postgresql", "shop.db": what messages name.
    QString serverLabel() const;
    /// "shop_prod on db1:5432 as deploy", never with a password.
    QString describe() const;
};

/// Every field but the secrets, which print as dots.
QDebug operator<<(QDebug debug, const ConnectionSettings& settings);

} // namespace strandline::connection
