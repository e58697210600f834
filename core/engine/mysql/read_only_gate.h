// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace strandline::engine::mysql {

/// Refuses statements that a READ ONLY transaction of MariaDB and MySQL lets through although they change
/// something: SET GLOBAL, FLUSH, KILL, temporary tables, compound statements that begin a transaction of
/// their own, and whatever a routine does. So only the statements that read may pass, by their first word.
base::Result<void> checkReadOnlyStatement(const QString& sql);

} // namespace strandline::engine::mysql
