// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/read_schema.h"

namespace strandline::usecase {

base::Result<SchemaReading> readSchemaFrom(db::Connection& connection, const ResolvedEnvironment& resolved,
    const engine::Engines& engines, const base::JobContext& context)
{
    const engine::Engine* engine = engines.find(connection.info().dialect);
    const engine::Introspector* introspector = engine ? engine->introspector() : nullptr;
    if (!introspector) {
        return base::fail(base::ErrorCode::Unsupported,
            QStringLiteral("Could not read the schema of “%1”").arg(resolved.environment.name),
            QStringLiteral("This version does not read the schema of %1.")
                .arg(engine ? engine->displayName() : QStringLiteral("this database")));
    }
    context.report({QStringLiteral("Reading schema"), 0, 0, resolved.environment.name});
    auto database = introspector->read(connection, {resolved.environment.historySchema, {}, true}, context);
    if (!database) {
        return base::fail(database.error().code == base::ErrorCode::Cancelled
                ? database.error()
                : database.error().withContext(
                    QStringLiteral("Could not read the schema of “%1”").arg(resolved.environment.name)));
    }
    SchemaReading reading;
    reading.environment = resolved.environment.name;
    reading.findings = schema::findings(*database);
    reading.database = std::make_shared<const schema::Database>(std::move(*database));
    reading.readAt = context.clock ? context.clock->nowUtc() : base::SystemClock().nowUtc();
    return reading;
}

base::Result<SchemaReading> readSchema(
    const SchemaRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    auto resolved = resolveEnvironment(request.project, request.environment, request.password);
    if (!resolved)
        return base::forward(resolved);
    auto connection =
        engines.open(resolved->connection.settings, lookOptions(resolved->environment), context);
    if (!connection)
        return base::forward(connection);
    return readSchemaFrom(**connection, *resolved, engines, context);
}

} // namespace strandline::usecase
