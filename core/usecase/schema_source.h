// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/project.h"

namespace strandline::usecase {

enum class SourceKind {
    Url,
    Environment,
    Script, ///< an .sql file or a folder of such files, built in scratch
    Migrations, ///< of the project, replayed in scratch
    Json, ///< what `schema inspect --json` printed
};

/// Where a schema comes from, as a user names it on either side of a comparison.
struct SchemaSource
{
    SourceKind kind = SourceKind::Migrations;
    QString text; ///< as it was written
    QString value; ///< URL, name of the environment, or absolute path
    QString version; ///< of Migrations: the last one; empty: all, repeatable ones as well
};

/// "migrations", "migrations@VERSION", anything with a URL's scheme, the name of an environment, else a file
/// or folder below `folder`; "./migrations" is a folder. NotFound says what was looked for.
base::Result<SchemaSource> parseSchemaSource(
    const QString& text, const QString& folder, const project::Project* project);

} // namespace strandline::usecase
