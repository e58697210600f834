// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/directives.h"
#include "core/sql/dialect.h"

namespace strandline::planner {

/// The script that lies in the database as text, with everything that reading a file would have found. `name`
/// is what messages call it; there is no file.
migration::Script recordedScript(const QByteArray& bytes, const QByteArray& sha256, const QString& name,
    migration::ScriptRole role, sql::Dialect dialect);

} // namespace strandline::planner
