// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/project.h"

#include <optional>

namespace strandline::project {

/// Finds and describes the project of a folder, or of a project file named directly. Looks upwards for
/// strandline.toml, else recognises the folder by its files. NotFound names the places looked at; Unsupported
/// names the other tool whose project this is. Reads names and the project file, never a database.
/// docs/formats/project-file.md, "Finding the file".
base::Result<Project> findProject(const QString& folderOrFile);

/// The environment "default" when DATABASE_URL, PG* variables or an adjacent .env give a connection. It names
/// the variable or, for PG* variables, a URL without parts, so that it resolves like every other environment.
std::optional<Environment> environmentFromSurroundings(const QString& root);

} // namespace strandline::project
