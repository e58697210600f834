// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/renderer.h"

namespace strandline::dialect {

namespace {

/// What PostgreSQL puts into every new database, which a dump must not create and may have to change.
schema::Schema freshPublic(const schema::Database& database, const schema::Schema& now)
{
    constexpr int ownedByDatabaseOwner = 150000;
    schema::Schema fresh;
    fresh.name = now.name;
    fresh.comment = QStringLiteral("standard public schema");
    fresh.access.isExplicit = true;
    fresh.access.owner = now.access.owner; // of older servers it is whoever made the cluster
    if (database.serverVersion >= ownedByDatabaseOwner)
        fresh.access.owner = QStringLiteral("pg_database_owner");
    else
        fresh.access.grants.append({QString(), QStringLiteral("CREATE"), false});
    fresh.access.grants.append({QString(), QStringLiteral("USAGE"), false});
    return fresh;
}

} // namespace

Rendered Renderer::renderAll(const schema::Database& database) const
{
    schema::Database empty;
    empty.dialect = database.dialect;
    empty.serverVersion = database.serverVersion;
    empty.defaultSchema = database.defaultSchema;
    for (const schema::Schema& item : database.schemas) {
        if (database.dialect == sql::Dialect::PostgreSql && item.name == QLatin1String("public"))
            empty.schemas.append(freshPublic(database, item));
    }
    // Those of SQLite are numbers in its file, which a new one does not have.
    if (database.dialect != sql::Dialect::Sqlite)
        empty.options = database.options;
    return render({empty, database, {}, false, true});
}

} // namespace strandline::dialect
