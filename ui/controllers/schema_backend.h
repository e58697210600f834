// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/read_schema.h"
#include "ui/controllers/project_backend.h"

namespace strandline::ui {

/// What the Schema page needs of the core. As ProjectBackend: returns at once, read-only.
class SchemaBackend
{
public:
    virtual ~SchemaBackend() = default;

    virtual QFuture<base::Result<usecase::SchemaReading>> readSchema(
        const EnvironmentQuestion& question, const base::CancelToken& cancel) = 0;
    /// Statements that make the object with its parts; empty where nobody can write them.
    virtual QString definition(const schema::Database& database, const schema::ObjectId& object) const = 0;
};

} // namespace strandline::ui
