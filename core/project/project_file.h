// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/project.h"
#include "core/sql/dialect.h"

#include <QByteArray>

namespace strandline::project {

inline constexpr QLatin1String kProjectFileName("strandline.toml");
inline constexpr qint64 kMaxProjectFileBytes = 1 << 20;

/// Reads the text of a project file. configPath (absolute) gives the root and the position of errors; the
/// file itself is not opened. Everything wrong is looked for: the error is the first of it, and its detail
/// lists the rest. Values that may hold a password are never repeated in an error or warning.
/// docs/formats/project-file.md
base::Result<Project> parseProjectFile(const QByteArray& bytes, const QString& configPath);

/// The same for a file on the disk.
base::Result<Project> readProjectFile(const QString& configPath);

/// What applies where a project file says nothing, for the folder that it lies in.
Project defaultProject(const QString& root);

/// The SQL dialect that the scheme of the URL names: "postgres://${HOST}/x" is enough. Nothing when the URL
/// comes from a variable; it is known once the connection is resolved.
std::optional<sql::Dialect> dialectOf(const Environment& environment);
/// Of the first environment that tells.
std::optional<sql::Dialect> dialectOf(const Project& project);

} // namespace strandline::project
