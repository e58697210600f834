// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/connection/environment_variables.h"

namespace strandline::connection {

/// Reads the text of a .env file; `path` is what errors and origins name. ${NAME} inside a value sees the
/// process environment first, then the lines above.
base::Result<Variables> parseDotenv(
    const QByteArray& bytes, const QString& path, const Variables& environment);

/// The .env of a folder. No such file: an empty value whose place says so.
base::Result<Variables> readDotenv(const QString& folder, const Variables& environment);

} // namespace strandline::connection
