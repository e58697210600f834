// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/engine/engines.h"

namespace strandline::sample {

/// Makes the sample project "atara" in a folder that does not exist or is empty: files, and two SQLite
/// databases that hold every state a timeline can show. A folder that holds the sample already is left as it
/// is. Returns the folder. On failure nothing that was made remains.
base::Result<QString> createSampleProject(
    const QString& folder, const engine::Engines& engines, const base::JobContext& context);

} // namespace strandline::sample
