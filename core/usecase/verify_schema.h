// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/compare.h"
#include "core/usecase/environment_view.h"
#include "core/usecase/load_schema.h"

namespace strandline::usecase {

/// What a database holds against what its history explains.
struct DriftReport
{
    EnvironmentView view;
    LoadedSchema actual;
    LoadedSchema expected;
    QList<diff::Difference> differences; ///< from the actual to the expected
    migration::MigrationSet applied; ///< what the expected schema was replayed from
    QStringList notes;

    bool hasDrift() const { return !differences.isEmpty(); }
};

/// The ignore options of the project file.
diff::CompareOptions compareOptions(const project::Project& project);

/// The scripts that count as applied in this history, in the order of the folder: as they ran where the
/// database has kept their text, else as the files are. Precondition where neither is there.
base::Result<migration::MigrationSet> appliedMigrations(
    db::Connection& connection, const EnvironmentView& view, const QString& historySchema);

/// Reads the database, replays in scratch what counts as applied there, and compares. Needs a project; reads
/// only.
base::Result<DriftReport> verifySchema(
    SchemaLoader& loader, const QString& environment, const base::Secret& password);

} // namespace strandline::usecase
