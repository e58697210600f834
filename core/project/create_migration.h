// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/project/templates.h"

namespace strandline::project {

struct CreateRequest
{
    QString folder; ///< absolute; made when it does not exist
    QString name; ///< words or normalised
    ScriptPair scripts; ///< an empty down script is not written
};

struct CreatedMigration
{
    QString version;
    QString name; ///< normalised
    QString upPath; ///< absolute
    QString downPath; ///< absolute; empty when none was written
    QString note; ///< what the user should know, for example that the version is ahead of the clock

    QString id() const { return version + QLatin1Char('_') + name; }
};

/// Writes a new pair of files, never over an existing one. The version is the time of the context's clock in
/// UTC, or one second after the newest version of the folder when the clock is not ahead of it. Either both
/// files are there afterwards or none. docs/formats/native-migrations.md, "Writing"
base::Result<CreatedMigration> createMigration(const CreateRequest& request, const base::JobContext& context);

} // namespace strandline::project
