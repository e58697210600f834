// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace strandline::migration {

/// "250ms", "5s", "10min", "2h", or "0" for no limit, as milliseconds. Anything else is Invalid with a hint
/// that shows how to write it; a bare number is refused because every engine counts it in another unit.
base::Result<int> parseDuration(const QString& text);

/// The shortest spelling that parseDuration() reads back: 600000 gives "10min".
QString durationText(int milliseconds);

} // namespace strandline::migration
