// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace strandline::engine::sqlite {

/// Makes SQLite refuse, while preparing, everything but reading: also temporary tables, ATTACH, VACUUM INTO
/// and pragmas with an effect, which a read-only file alone would let through. Goes with a file that is open
/// read-only or with PRAGMA query_only, which this keeps from being switched off.
void installReadOnlyLock(sqlite3* handle);

} // namespace strandline::engine::sqlite
