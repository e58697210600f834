// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/renderers.h"

#include "core/dialect/mysql/mysql_renderer.h"
#include "core/dialect/postgresql/postgresql_renderer.h"

namespace strandline::usecase {

base::Result<std::unique_ptr<dialect::Renderer>> rendererFor(sql::Dialect dialect)
{
    std::unique_ptr<dialect::Renderer> renderer;
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        renderer = dialect::makePostgresqlRenderer();
        break;
    case sql::Dialect::MySql:
        renderer = dialect::makeMysqlRenderer();
        break;
    case sql::Dialect::Sqlite:
        break;
    }
    if (renderer)
        return renderer;
    return base::fail(base::ErrorCode::Unsupported,
        QStringLiteral("This program cannot write changes of %1 schemas yet").arg(sql::dialectName(dialect)));
}

} // namespace strandline::usecase
