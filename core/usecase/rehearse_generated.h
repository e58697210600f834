// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/diff_schemas.h"

namespace strandline::usecase {

/// The two scripts of one file, as they were run.
struct RehearsedGroup
{
    QString subject;
    QList<dialect::RenderedStatement> up;
    QList<dialect::RenderedStatement> down;
    QStringList directives; ///< "-- strandline:renamed …" for what this file renames
};

struct RehearsedSet
{
    QList<RehearsedGroup> groups;
    QStringList notes;
};

struct RehearseRequest
{
    const SchemaDiff& diff;
    const migration::MigrationSet& before; ///< what leads to the beginning; empty: its own statements do
    bool perTable = true;
    const DiffSchemasRequest& options;
};

/// Finds files that work, by running them: cut per table if that runs, else so that the order is kept, else
/// one file. Each way back is written for the state that its own way up was seen to leave. All of them are
/// run up and down by the runner in a scratch database, and both ends compared: Precondition with the first
/// difference where they do not meet.
base::Result<RehearsedSet> rehearseGenerated(SchemaLoader& loader, const RehearseRequest& request);

} // namespace strandline::usecase
