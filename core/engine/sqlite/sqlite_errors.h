// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

namespace strandline::engine::sqlite {

/// "SQLITE_CONSTRAINT_UNIQUE" for 2067; the number itself where SQLite has no name for it.
QString resultCodeName(int extendedCode);

/// What an error of a statement means. message is SQLite's own.
base::Error statementError(int extendedCode, const QString& message, const QString& sql);

/// The statement ran longer than its limit; its native code differs from that of an interrupt by the user.
base::Error timeoutError(int limitMs, const QString& sql);

/// What an error while opening or first reading this file means.
base::Error openError(int extendedCode, const QString& message, const QString& path);

} // namespace strandline::engine::sqlite
