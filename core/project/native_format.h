// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/migration/migration_set.h"
#include "core/sql/dialect.h"

namespace strandline::project {

/// Reads every native migration of the folders (absolute; the first is MigrationSet::folder) as one set.
/// Paths in messages are relative to root. Fails with Cancelled only: half a set would look like missing
/// files. A folder that does not exist or cannot be read is a problem of the set, a file that cannot be read
/// or understood a problem of its migration. The dialect decides how the text is cut into statements.
/// docs/formats/native-migrations.md
base::Result<migration::MigrationSet> readNativeFolder(
    const QStringList& folders, const QString& root, sql::Dialect dialect, const base::JobContext& context);

/// Whether the folder holds at least one file that is named like a versioned native migration. Reads names
/// only.
bool holdsNativeMigrations(const QString& folder);

} // namespace strandline::project
