// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace strandline::engine::sqlite {

/// Why SQLite refuses, in plain words, and what to do. Most of its errors share one code, so its messages
/// decide as well. Empty: not known here, and SQLite's own message has to do.
QString catalogueHint(int extendedCode, const QString& message);

} // namespace strandline::engine::sqlite
