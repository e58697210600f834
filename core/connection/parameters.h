// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/connection/connection_settings.h"

#include <QStringList>

namespace strandline::connection {

/// One named value of a URL, a service file, an option file or a variable.
struct Parameter
{
    QString name;
    QString value;
    QString origin;
    QString baseFolder; ///< for relative file names; empty: they stay as they are
    QString where; ///< for messages: "at character 20", "in line 4"; may be empty
};

/// Puts a libpq parameter into its field. A second TLS mode that contradicts the first is an error, where
/// libpq takes the last one: guessing wrong would weaken the connection.
base::Result<void> setPostgresqlParameter(ConnectionSettings& settings, const Parameter& parameter);
/// The same for MariaDB/MySQL, in the spellings of option files, of the client and of common drivers.
base::Result<void> setMysqlParameter(ConnectionSettings& settings, const Parameter& parameter);
/// Order in which parameters must be set, so that "ssl" beside "ssl-mode" means the same on either side.
int mysqlParameterRank(const QString& name);
/// Parameters of SQLite URLs.
base::Result<void> setSqliteParameter(ConnectionSettings& settings, const Parameter& parameter);

/// Whether a value of this name must not be shown ("password", "sslpassword", "ssl-passphrase" …).
bool isSecretParameter(const QString& name);
bool isPostgresqlParameter(const QString& name);
/// The name under which setMysqlParameter() stores; empty when unknown.
QString canonicalMysqlParameter(const QString& name);

/// The candidate that differs least from the name, or nothing when none is near.
QString nearestName(const QString& name, const QStringList& candidates);

/// "5432", "5432,5433", ",5433": numbers from 1 to 65535; the error does not repeat the text.
base::Result<void> checkPorts(const QString& ports, const QString& where);

base::Result<void> setTls(ConnectionSettings& settings, TlsMode mode, const Parameter& parameter);
base::Error parameterError(const Parameter& parameter, const QString& detail, const QString& hint = {});

} // namespace strandline::connection
