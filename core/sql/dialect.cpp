// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/dialect.h"

namespace strandline::sql {

QString dialectName(Dialect dialect)
{
    switch (dialect) {
    case Dialect::PostgreSql:
        return QStringLiteral("postgresql");
    case Dialect::MySql:
        return QStringLiteral("mysql");
    case Dialect::Sqlite:
        return QStringLiteral("sqlite");
    }
    return {};
}

} // namespace strandline::sql
