// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/create_migration.h"
#include "core/usecase/diff_schemas.h"

namespace strandline::usecase {

struct GenerateRequest
{
    QString name; ///< words or normalised
    QString environment; ///< beside whose database scratch ones are made; empty: none
    bool fromDatabase = false; ///< what is there now is the environment's database, not the replay
    DiffSchemasRequest diff;
};

/// One migration, proved and not yet written.
struct GeneratedMigration
{
    QString name; ///< normalised
    project::ScriptPair scripts;
    bool losesData = false; ///< on the way up
    bool downLosesData = false;
};

struct GeneratedSet
{
    SchemaDiff diff; ///< from what is there to what is desired
    QList<GeneratedMigration> migrations; ///< none: nothing to do
    QStringList notes;
};

/// Compares what the migrations lead to with what is desired, writes one migration per changed table, and
/// proves them in scratch: up reaches what is desired, down comes back, each with nothing left to compare.
/// Nothing is written to the project. Precondition when there is no proof.
base::Result<GeneratedSet> generateMigrations(SchemaLoader& loader, const GenerateRequest& request);

/// The same from one schema to another that stand for the two states; `before` are the migrations that lead
/// to the first one (empty: it is built from its own statements).
base::Result<GeneratedSet> generateBetween(SchemaLoader& loader, LoadedSchema from, LoadedSchema to,
    const migration::MigrationSet& before, const GenerateRequest& request);

/// Writes the files, each with exclusive creation, in the first folder of the project. When one cannot be
/// written those before it stay; the error says which.
base::Result<QList<project::CreatedMigration>> writeGenerated(
    const project::Project& project, const GeneratedSet& set, const base::JobContext& context);

} // namespace strandline::usecase
