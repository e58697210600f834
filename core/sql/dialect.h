// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace strandline::sql {

/// The language a script is written in. MySql covers MariaDB and MySQL.
enum class Dialect { PostgreSql, MySql, Sqlite };

/// "postgresql", "mysql" or "sqlite": the spelling of files, reports and folders.
QString dialectName(Dialect dialect);

} // namespace strandline::sql
