// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/migration/migration_set.h"
#include "core/project/project.h"
#include "core/sql/dialect.h"

namespace strandline::usecase {

/// A project whose files were read. Nothing has been asked of any database.
struct OpenedProject
{
    project::Project project;
    migration::MigrationSet set;
    /// By which language the scripts were cut into statements: that of the first environment that tells.
    sql::Dialect dialect = sql::Dialect::Sqlite;
};

/// Reads the project file (or recognises the folder) and every migration. Unreadable migrations become
/// entries with problems; only a folder that cannot be read at all, or a broken strandline.toml, is a
/// failure.
base::Result<OpenedProject> openProject(const QString& folder, const base::JobContext& context);

/// The migrations of an open project, read again: after a change in the folder, or in another dialect.
base::Result<migration::MigrationSet> readMigrations(
    const project::Project& project, sql::Dialect dialect, const base::JobContext& context);

} // namespace strandline::usecase
