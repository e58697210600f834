// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/load_schema.h"

namespace strandline::usecase {

/// The schema that [desired] of the project file describes: a script or folder, another environment, or what
/// a command builds in an empty scratch database. Precondition when the project says nothing.
base::Result<LoadedSchema> loadDesired(SchemaLoader& loader);

/// How a command finds the scratch database: DATABASE_URL, PG*, MYSQL_*, DB_HOST, DB_PORT, DB_USER, DB_PASS,
/// DB_NAME, and DB_SOCKET where it is reached by a socket.
QMap<QByteArray, QByteArray> databaseVariables(const connection::ConnectionSettings& settings);

} // namespace strandline::usecase
