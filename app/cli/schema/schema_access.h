// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/project_access.h"
#include "core/usecase/load_schema.h"

namespace strandline::cli {

/// Options that every command about schemas has.
struct SchemaOptions
{
    std::string engine; ///< "postgresql", "mariadb", "sqlite"; empty: what the sources tell
};

void declareSchemaOptions(CLI::App& app, SchemaOptions& options);

/// With the project of the folder when there is one; a source that is a URL or a file needs none, so its lack
/// is no failure here. A project that cannot be read is.
base::Result<usecase::LoaderRequest> loaderRequest(
    const CommandContext& context, const SchemaOptions& options);

/// Notes of the scratch space, for people.
void printNotes(CommandContext& context, const QStringList& notes);

} // namespace strandline::cli
