// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run_services.h"

namespace strandline::engine::sqlite {

/// The lock file of a database: beside it, under the name that the file itself has behind symbolic links. Its
/// first byte is locked by the operating system for as long as the holder's file is open; the text in it says
/// who that is. docs/formats/bookkeeping.md
QString lockFileOf(const QString& database);

base::Result<LockAttempt> tryLockFile(const QString& database, const LockRequest& request);

/// Creates nothing and takes no lock, so that asking cannot keep anybody from getting it.
base::Result<std::optional<LockHolder>> holderOfLockFile(const QString& database);

} // namespace strandline::engine::sqlite
