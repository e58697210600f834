// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engines.h"
#include "core/schema/findings.h"
#include "core/usecase/resolve_environment.h"

#include <QDateTime>

namespace strandline::usecase {

/// What a database defines at one moment. The value is large and shared; nobody changes it.
struct SchemaReading
{
    QString environment;
    std::shared_ptr<const schema::Database> database;
    QList<schema::Finding> findings; ///< of it; looked for here, where it costs the window nothing
    QDateTime readAt; ///< UTC
};

struct SchemaRequest
{
    project::Project project;
    QString environment;
    base::Secret password; ///< as typed; empty: whatever the sources give
};

/// Connects read-only, introspects, disconnects. Never writes. Unsupported where the engine cannot be read.
base::Result<SchemaReading> readSchema(
    const SchemaRequest& request, const engine::Engines& engines, const base::JobContext& context);

/// The part behind connecting, for callers that keep a connection open.
base::Result<SchemaReading> readSchemaFrom(db::Connection& connection, const ResolvedEnvironment& resolved,
    const engine::Engines& engines, const base::JobContext& context);

} // namespace strandline::usecase
