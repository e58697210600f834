// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <optional>

namespace strandline::connection {

/// The one door through which this module reads files. Nothing when the file does not exist; an error when it
/// is larger than any such file can sensibly be, or is a pipe or device, on which reading could wait for
/// ever.
base::Result<std::optional<QByteArray>> readConfigFile(const QString& path);

/// The text of a configuration file: UTF-8, byte order mark and carriage returns removed. The error names the
/// line of the first byte that is not UTF-8.
base::Result<QString> configText(const QByteArray& bytes, const QString& path);

} // namespace strandline::connection
