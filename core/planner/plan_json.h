// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/migration/plan.h"

#include <QJsonObject>

namespace strandline::planner {

/// A stored plan: everything but the texts of files, which are named by digest and taken from the project
/// again, so that a plan file is small and cannot smuggle other SQL in. docs/formats/plan.md
QJsonObject planToJson(const migration::Plan& plan);

/// Reads it back and fills the texts in from the files. Conflict when a file is not the planned one any more.
base::Result<migration::Plan> planFromJson(const QJsonObject& json, const migration::MigrationSet& set,
    const QHash<QByteArray, QByteArray>& recordedScripts);

} // namespace strandline::planner
