// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/introspector.h"

#include "core/base/progress.h"
#include "core/engine/postgresql/canonical_session.h"
#include "core/engine/postgresql/history_place.h"
#include "core/engine/postgresql/introspect/catalogue.h"

#include <array>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

struct Step
{
    const char* what;
    base::Result<void> (*read)(Catalogue&);
};
constexpr std::array steps {
    Step {"comments", readComments},
    Step {"extensions", readExtensions},
    Step {"default privileges", readDefaultPrivileges},
    Step {"tables and views", readRelations},
    Step {"types", readTypes},
    Step {"base types", readBaseTypes},
    Step {"columns", readColumns},
    Step {"inheritance", readInheritance},
    Step {"constraints", readConstraints},
    Step {"indexes", readIndexes},
    Step {"sequences", readSequences},
    Step {"routines", readRoutines},
    Step {"triggers", readTriggers},
    Step {"rules", readRules},
    Step {"policies", readPolicies},
    Step {"other objects", readOthers},
    Step {"dependencies", readDependencies},
};

base::Result<void> readAll(Catalogue& catalogue, const ReadScope& scope, const base::JobContext& context)
{
    if (auto schemas = readSchemas(catalogue, scope.schemas); !schemas)
        return schemas;
    qint64 done = 0;
    for (const Step& step : steps) {
        if (context.progress) {
            context.progress->report({QStringLiteral("Reading the schema"), done++, qint64(steps.size()),
                QLatin1String(step.what)});
        }
        if (auto read = step.read(catalogue); !read)
            return read;
    }
    return {};
}

/// The functions that print definitions look at the newest state of the catalogue, not at the snapshot's: an
/// object that went in between is reported as an internal error of the server.
bool isChangeInBetween(const base::Error& error)
{
    return error.nativeCode == QLatin1String("XX000") || error.nativeCode == QLatin1String("42P01")
        || error.nativeCode == QLatin1String("42704");
}

} // namespace

base::Result<schema::Database> PostgresqlIntrospector::read(
    db::Connection& connection, const ReadScope& scope, const base::JobContext& context) const
{
    if (connection.info().versionNumber < 110000) {
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("The schema of PostgreSQL %1 cannot be read").arg(connection.info().versionText),
            QStringLiteral("Strandline reads the catalogues of PostgreSQL 11 and later."));
    }
    const auto place = historyPlace(connection, scope.historySchema);
    if (!place)
        return base::forward(place);
    const bool ownTransaction = !connection.isInTransaction();
    for (int attempt = 1;; ++attempt) {
        Catalogue catalogue {connection, connection.info().versionNumber, scope.withAccess, *place, scope.schemas.isEmpty(), {}, {},
            {}, {}, {}, {}, {}};
        catalogue.database.dialect = sql::Dialect::PostgreSql;
        catalogue.database.serverVersion = catalogue.version;
        catalogue.database.name = connection.info().database;
        catalogue.database.defaultSchema = connection.info().schema;
        const auto done =
            withCanonicalSession(connection, [&] { return readAll(catalogue, scope, context); });
        if (done) {
            schema::sortCanonically(catalogue.database);
            return std::move(catalogue.database);
        }
        if (!ownTransaction || attempt == 3 || !isChangeInBetween(done.error()))
            return base::fail(done.error().withContext(QStringLiteral("The schema could not be read")));
    }
}

} // namespace strandline::engine::postgresql
